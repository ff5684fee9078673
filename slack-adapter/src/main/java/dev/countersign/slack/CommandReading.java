package dev.countersign.slack;

import dev.countersign.card.PressFlaw;
import dev.countersign.people.AccountId;

/// What the form of a slash command turned out to be.
sealed interface CommandReading {

  /// @param written what stands behind the command's own name; may be empty
  record Asked(AccountId asker, String written, ReplyTo reply) implements CommandReading {

    /// Without what somebody wrote.
    @Override
    public String toString() {
      return "Asked[" + asker + "]";
    }
  }

  /// Not sent by somebody of our workspace, to our app.
  record Refused(PressFlaw flaw) implements CommandReading {}

  /// Does not say who asked, or not what.
  record Unreadable() implements CommandReading {}
}
