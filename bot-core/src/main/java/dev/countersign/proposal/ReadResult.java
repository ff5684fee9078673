package dev.countersign.proposal;

import java.util.List;

/// What became of a submitted body.
public sealed interface ReadResult {

  record Accepted(ProposalDraft draft) implements ReadResult {}

  /// Not acceptable as JSON.
  ///
  /// @param code of [dev.countersign.json.JsonRefusal]
  /// @param pointer the value that was being read
  /// @param offset the byte at which it was found
  record Malformed(String code, String pointer, int offset, String detail) implements ReadResult {}

  /// JSON, but not a proposal: everything that is wrong with it, at most
  /// [ProposalReader#MAX_ERRORS].
  record Invalid(List<ProposalError> errors) implements ReadResult {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }
}
