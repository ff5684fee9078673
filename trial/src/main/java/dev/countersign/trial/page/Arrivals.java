package dev.countersign.trial.page;

import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsSandbox;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Waits until a request stands in a chat, and makes what the chat would send for a press there.
final class Arrivals {
  static final Duration PATIENCE = Duration.ofSeconds(25);
  static final String APPROVE = "approve";
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ShownTrial stage;

  Arrivals(ShownTrial stage) {
    this.stage = stage;
  }

  PostedMessage inSlack(String id) {
    return inSlack(id, "[ ");
  }

  /// Once the card says so.
  PostedMessage inSlack(String id, String words) {
    return stage
        .slack()
        .awaitMessage(
            stage.slackChannel(),
            one -> one.text().contains(id) && one.rendered().contains(words),
            PATIENCE)
        .orElseThrow(() -> late("Slack"));
  }

  /// Once there is one; empty when it does not come.
  <T> Optional<T> found(Supplier<Optional<T>> look) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    Optional<T> found = look.get();
    while (found.isEmpty() && System.nanoTime() < until) {
      LockSupport.parkNanos(PAUSE.toNanos());
      found = look.get();
    }
    return found;
  }

  PostedActivity inTeams(String id) {
    return stage
        .teams()
        .awaitMessage(
            stage.teamsChannel(),
            one -> one.card().map(TeamsSandbox::text).orElse("").contains(id),
            PATIENCE)
        .orElseThrow(() -> late("Teams"));
  }

  private static RefusedException late(String chat) {
    return new RefusedException(
        "It did not come to "
            + chat
            + " within "
            + PATIENCE.toSeconds()
            + " s; the gate tries on.");
  }

  /// Approve, as the first person's Slack would send it.
  JsonObject payload(String id) {
    return stage
        .slack()
        .payload(stage.slackChannel(), inSlack(id).ts(), APPROVE, stage.first().slack());
  }

  /// Approve, on the person's own card in Teams.
  JsonObject activity(String id, Actor who) {
    PostedActivity card = inTeams(id);
    String user = who.teams().id();
    long until = System.nanoTime() + PATIENCE.toNanos();
    stage.teams().refreshByHand(user, stage.teamsChannel(), card.id());
    // The card may be there before the gate has noted that it is; then it shows no buttons yet.
    while (!stage
        .teams()
        .view(user, stage.teamsChannel(), card.id())
        .map(TeamsSandbox::text)
        .orElse("")
        .contains("[ Approve")) {
      if (System.nanoTime() > until) {
        throw new RefusedException("Teams shows " + who.name() + " no button to approve.");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      stage.teams().refreshByHand(user, stage.teamsChannel(), card.id());
    }
    return stage.teams().activity(user, stage.teamsChannel(), card.id(), APPROVE, Map.of());
  }
}
