package dev.countersign.proposal;

import static dev.countersign.proposal.ObjectShape.object;
import static dev.countersign.proposal.ObjectShape.optional;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an agent says when it asks that something be undone: why, which people read as they read
/// the `rationale` of a proposal.
///
/// Shape: `{"rationale"}`, which may be left out, as may the whole body.
public sealed interface UndoReason {
  /// Bytes of a body.
  int MAX_BODY_BYTES = 64 * 1024;

  record Given(Optional<String> rationale) implements UndoReason {}

  /// Not acceptable as JSON, as [ReadResult.Malformed].
  record Malformed(String code, String pointer, int offset, String detail) implements UndoReason {}

  record Invalid(List<ProposalError> errors) implements UndoReason {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }

  /// @param body empty where the agent sent none
  static UndoReason read(byte[] body) {
    if (body.length == 0) {
      return new Given(Optional.empty());
    }
    Json value;
    try {
      value = CanonicalJson.parse(body, MAX_BODY_BYTES);
    } catch (JsonRefusedException e) {
      return new Malformed(e.code(), e.pointer(), e.offset(), e.detail());
    }
    var errors = new ArrayList<ProposalError>();
    object(optional("rationale", ProposalShape.RATIONALE)).check(value, Place.root(errors));
    return errors.isEmpty() && value instanceof JsonObject document
        ? new Given(document.optionalText("rationale"))
        : new Invalid(errors);
  }
}
