package dev.countersign.proposal;

import dev.countersign.json.JsonPointer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where in the body a value sits, and where what is wrong with it is noted. The pointer is only
/// spelled out on error.
final class Place {
  /// A name longer than this is not repeated: its pointer ends at the parent.
  private static final int MAX_NAME_CHARACTERS = 200;

  private final @Nullable Place parent;
  private final String token;
  private final List<ProposalError> errors;

  private Place(@Nullable Place parent, String token, List<ProposalError> errors) {
    this.parent = parent;
    this.token = token;
    this.errors = errors;
  }

  static Place root(List<ProposalError> errors) {
    return new Place(null, "", errors);
  }

  Place member(String name) {
    return name.length() > MAX_NAME_CHARACTERS ? this : new Place(this, name, errors);
  }

  Place item(int index) {
    return new Place(this, Integer.toString(index), errors);
  }

  void refuse(String code, String detail) {
    if (errors.size() < ProposalReader.MAX_ERRORS) {
      errors.add(new ProposalError(pointer(), code, detail));
    }
  }

  private String pointer() {
    return parent == null ? "" : JsonPointer.below(parent.pointer(), token);
  }
}
