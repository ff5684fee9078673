package dev.countersign.trial.page;

import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.CommandRun;
import dev.countersign.sandbox.slack.PressRefusedException;
import dev.countersign.sandbox.teams.TeamsDelivery;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What a visitor writes to Countersign as somebody, and that they open its page: each travels as
/// the platform's own signed callback, as [Presses] do.
final class Words {
  private static final String COMMAND = "/countersign";

  /// What the Teams app answers with the page of one's own.
  private static final String HOME = "home";

  private final ShownTrial stage;
  private final Wire wire;

  /// Who has added the app for themselves in Teams.
  private final Set<String> installed = ConcurrentHashMap.newKeySet();

  Words(ShownTrial stage, Wire wire) {
    this.stage = stage;
    this.wire = wire;
  }

  /// @param asked `as`, `text`, and `place`: `slack`, `teams`, or `chat` for one's own in Teams
  /// @return `told`: what the person sees at once where nothing took it
  JsonObject say(JsonObject asked) {
    Actor who = stage.person(asked.text("as"));
    String text = asked.text("text").strip();
    return switch (asked.text("place")) {
      case "slack" -> command(who, text);
      case "teams" -> teams(who, stage.teamsChannel(), text);
      case "chat" -> {
        chat(who);
        yield teams(who, stage.teams().personalChat(who.teams()), text);
      }
      default -> throw new RefusedException("There is no such place.");
    };
  }

  /// @param asked `as`, and `place`: `slack`, or `chat` for Teams
  JsonObject home(JsonObject asked) {
    Actor who = stage.person(asked.text("as"));
    if (asked.text("place").equals("slack")) {
      wire.add("slack", who.name(), "opened the Home", stage.slack().openHome(who.slack(), HOME));
      return JsonObject.EMPTY;
    }
    return say(asked.with("text", Json.of(HOME)));
  }

  private JsonObject command(Actor who, String text) {
    try {
      CommandRun run = stage.slack().command(stage.slackChannel(), who.slack(), COMMAND, text);
      wire.add("slack", who.name(), "wrote " + COMMAND + " " + text, run.delivery());
      return JsonObject.builder().put("told", run.delivery().shownToUser().orElse(null)).build();
    } catch (PressRefusedException refused) {
      throw new RefusedException("Slack does not send it: " + Presses.said(refused.code()));
    }
  }

  private JsonObject teams(Actor who, String conversation, String text) {
    TeamsDelivery said = stage.teams().say(who.teams().id(), conversation, text);
    wire.add("teams", who.name(), "wrote “" + text + "”", said.delivery());
    return JsonObject.builder()
        .put("told", said.acknowledged() ? null : "Teams: the app did not answer.")
        .build();
  }

  private void chat(Actor who) {
    if (installed.add(who.id())) {
      stage
          .teams()
          .installFor(who.teams().id())
          .forEach(told -> wire.add("teams", who.name(), "added the app", told.delivery()));
    }
  }
}
