package dev.countersign.card;

import java.util.Optional;
import java.util.Set;

/// What the presser filled in, as the platform handed it over and not yet looked at.
///
/// @param reason the value of a [Form.Choice]
/// @param comment free text
/// @param ticked on a card with a list, the values of the boxes that were ticked
public record Inputs(Optional<String> reason, Optional<String> comment, Set<String> ticked) {
  public static final Inputs NONE = new Inputs(Optional.empty(), Optional.empty());

  public Inputs {
    ticked = Set.copyOf(ticked);
  }

  /// What a card without a list brings.
  public Inputs(Optional<String> reason, Optional<String> comment) {
    this(reason, comment, Set.of());
  }

  /// The same, with what was ticked.
  public Inputs ticking(Set<String> values) {
    return new Inputs(reason, comment, values);
  }

  /// Says what is there, never what it says.
  @Override
  public String toString() {
    return "Inputs[reason="
        + reason.isPresent()
        + ", comment="
        + comment.isPresent()
        + ", ticked="
        + ticked.size()
        + "]";
  }
}
