package dev.countersign.trial;

import dev.countersign.card.DetailsDesk;
import dev.countersign.card.Intervention;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsSandbox;
import java.time.Duration;
import java.util.function.Predicate;

/// The cards of a request as the channels of the trial show them.
///
/// Everything throws [TrialException] when no such card comes in time.
record Cards(TrialGate gate, String id) {
  /// For a card or a private answer to arrive.
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /// @param wanted what its text is to say
  PostedMessage inSlack(Predicate<String> wanted) {
    return gate.slack()
        .awaitMessage(
            TrialGate.CHANNEL,
            message -> message.text().contains(id) && wanted.test(message.rendered()),
            PATIENCE)
        .orElseThrow(this::missing);
  }

  /// @param wanted what its text is to say to everybody who has no view of their own
  PostedActivity inTeams(Predicate<String> wanted) {
    return gate.teams()
        .awaitMessage(
            TrialGate.TEAMS_CHANNEL,
            message -> text(message).contains(id) && wanted.test(text(message)),
            PATIENCE)
        .orElseThrow(this::missing);
  }

  static String text(PostedActivity message) {
    return message.card().map(TeamsSandbox::text).orElse("");
  }

  /// Whether a card has buttons beside those that decide nothing.
  static boolean decides(String text) {
    String deciding = text.replace("[ " + DetailsDesk.LABEL + " ]", "");
    for (Intervention intervention : Intervention.values()) {
      deciding = deciding.replace("[ " + intervention.label() + " ]", "");
    }
    return deciding.contains("[ ");
  }

  private TrialException missing() {
    return new TrialException(
        "No such card of " + id + " came within " + PATIENCE.toSeconds() + " s.");
  }
}
