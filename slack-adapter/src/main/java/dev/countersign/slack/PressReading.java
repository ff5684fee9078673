package dev.countersign.slack;

import dev.countersign.card.Click;
import java.util.Optional;

/// What a payload turned out to be.
sealed interface PressReading {
  record Pressed(Click click, ReplyTo reply) implements PressReading {}

  /// A callback that is no click of ours.
  ///
  /// @param reply empty when the payload does not say whom to answer
  record Refused(PressRefusal refusal, Optional<ReplyTo> reply) implements PressReading {}
}
