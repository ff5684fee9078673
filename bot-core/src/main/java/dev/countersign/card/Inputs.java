package dev.countersign.card;

import java.util.Optional;

/// What the presser filled in, as the platform handed it over and not yet looked at.
///
/// @param reason the value of a [Form.Choice]
/// @param comment free text
public record Inputs(Optional<String> reason, Optional<String> comment) {
  public static final Inputs NONE = new Inputs(Optional.empty(), Optional.empty());

  /// Says what is there, never what it says.
  @Override
  public String toString() {
    return "Inputs[reason=" + reason.isPresent() + ", comment=" + comment.isPresent() + "]";
  }
}
