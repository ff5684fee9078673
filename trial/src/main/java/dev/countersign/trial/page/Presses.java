package dev.countersign.trial.page;

import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.sandbox.slack.Ephemeral;
import dev.countersign.sandbox.slack.OpenedView;
import dev.countersign.sandbox.slack.PressRefusedException;
import dev.countersign.sandbox.slack.SlackPress;
import dev.countersign.sandbox.slack.Submission;
import dev.countersign.sandbox.teams.InvokeResponse;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsPress;
import dev.countersign.sandbox.teams.TeamsPressRefusedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a visitor does in a chat as somebody, by the sandbox's own doors: each press travels to the
/// gate as the platform's signed callback.
final class Presses {
  /// Of the newest cards, those that clients look at when somebody opens a channel.
  private static final int LOOKED_AT = 8;

  private final ShownTrial stage;
  private final Wire wire;

  Presses(ShownTrial stage, Wire wire) {
    this.stage = stage;
    this.wire = wire;
  }

  /// @param asked `as`, `place` (`slack`, `private`, `modal` or `teams`), `message`, `action`;
  ///   `unticked` in Slack, `inputs` in Teams
  /// @return `told`: what the person alone hears of it at once, if anything; `form`: the id of the
  ///   form that opened by it
  JsonObject press(JsonObject asked) {
    Actor who = stage.person(asked.text("as"));
    Optional<OpenedView> before = stage.slack().modal(who.slack());
    JsonObject told = pressed(who, asked, asked.text("action"));
    Optional<OpenedView> after = stage.slack().modal(who.slack());
    return after.isEmpty() || after.equals(before)
        ? told
        : told.with("form", Json.of(after.get().id()));
  }

  private JsonObject pressed(Actor who, JsonObject asked, String action) {
    try {
      return switch (asked.text("place")) {
        case "slack" -> slack(who, message(who, asked, action));
        case "private" -> slack(who, stage.slack().press(whisper(who, asked), action));
        case "modal" -> slack(who, stage.slack().press(modal(who), action));
        case "home" -> slack(who, stage.slack().press(page(who), action));
        case "teams" -> teams(who, inTeams(who, stage.teamsChannel(), asked, action));
        case "chat" ->
            teams(who, inTeams(who, stage.teams().personalChat(who.teams()), asked, action));
        default -> throw new RefusedException("There is no such place.");
      };
    } catch (PressRefusedException refused) {
      throw new RefusedException("Slack would not let " + who.name() + ": " + said(refused.code()));
    } catch (TeamsPressRefusedException refused) {
      throw new RefusedException("Teams would not let " + who.name() + ": " + said(refused.code()));
    }
  }

  private SlackPress message(Actor who, JsonObject asked, String action) {
    String ts = asked.text("message");
    Set<String> unticked = Set.copyOf(asked.optionalTexts("unticked"));
    return unticked.isEmpty()
        ? stage.slack().press(stage.slackChannel(), ts, action, who.slack())
        : stage.slack().pressWithout(stage.slackChannel(), ts, action, who.slack(), unticked);
  }

  /// When an edit reached the message since the page was drawn, the client has the base card again:
  /// it asks for the person's own, and the press is one on that.
  private TeamsPress inTeams(Actor who, String where, JsonObject asked, String action) {
    String user = who.teams().id();
    String id = asked.text("message");
    Map<String, String> inputs = texts(asked, "inputs");
    try {
      return stage.teams().press(user, where, id, action, inputs);
    } catch (TeamsPressRefusedException refused) {
      if (stage.teams().refresh(user, where, id).isEmpty()) {
        throw refused;
      }
      return stage.teams().press(user, where, id, action, inputs);
    }
  }

  private JsonObject slack(Actor who, SlackPress press) {
    String label =
        press.action().optionalObject("text").flatMap(one -> one.optionalText("text")).orElse("");
    wire.add("slack", who.name(), "pressed " + label, press.delivery());
    return told(press.delivery().shownToUser());
  }

  private JsonObject teams(Actor who, TeamsPress press) {
    String label = press.action().optionalText("title").orElse(press.verb());
    press.deliveries().forEach(one -> wire.add("teams", who.name(), "pressed " + label, one));
    return told(
        switch (press.answer()) {
          case InvokeResponse.Card _ -> Optional.empty();
          case InvokeResponse.Message(String text) -> Optional.of(text);
          case InvokeResponse.Failed failed -> Optional.of(failed.message());
          default -> Optional.of("Unable to reach app.");
        });
  }

  /// @param asked `as`, and `values` by block
  /// @return `told` when the form stays open: what is wrong with it
  JsonObject submit(JsonObject asked) {
    Actor who = stage.person(asked.text("as"));
    try {
      Submission sent = stage.slack().submit(who.slack(), modal(who), texts(asked, "values"));
      wire.add("slack", who.name(), "sent the form", sent.delivery());
      return told(
          switch (sent.outcome()) {
            case Submission.Outcome.Closed _, Submission.Outcome.Updated _ -> Optional.empty();
            case Submission.Outcome.Errors(Map<String, String> byBlock) ->
                Optional.of(byBlock.values().stream().sorted().collect(Collectors.joining(" ")));
            case Submission.Outcome.Trouble(String why) -> Optional.of(why);
          });
    } catch (PressRefusedException refused) {
      throw new RefusedException("Slack does not send it: " + said(refused.code()));
    }
  }

  /// The person's Teams client opens the channel, and asks for their own cards by itself.
  JsonObject open(JsonObject asked) {
    Actor who = stage.person(asked.text("as"));
    List<PostedActivity> seen =
        stage.teams().messagesFor(who.teams().id(), stage.teamsChannel()).stream()
            .filter(message -> message.card().isPresent())
            .toList()
            .reversed();
    for (PostedActivity card : seen.subList(0, Math.min(LOOKED_AT, seen.size()))) {
      boolean fresh = !card.views().containsKey(who.teams().id());
      if (fresh) {
        stage
            .teams()
            .refresh(who.teams().id(), stage.teamsChannel(), card.id())
            .ifPresent(press ->
                press
                    .deliveries()
                    .forEach(one ->
                        wire.add("teams", who.name() + "'s client", "asked for their card", one)));
      }
    }
    return JsonObject.EMPTY;
  }

  private OpenedView modal(Actor who) {
    return stage
        .slack()
        .modal(who.slack())
        .orElseThrow(() -> new RefusedException(who.name() + " has no form open."));
  }

  private OpenedView page(Actor who) {
    List<OpenedView> pages = stage.slack().homes(who.slack());
    if (pages.isEmpty()) {
      throw new RefusedException(who.name() + " has not opened the page.");
    }
    return pages.getLast();
  }

  private Ephemeral whisper(Actor who, JsonObject asked) {
    String ts = asked.text("message");
    return stage.slack().ephemerals(stage.slackChannel()).stream()
        .filter(one -> one.user().equals(who.slack()) && one.ts().equals(ts))
        .findFirst()
        .orElseThrow(() -> new RefusedException("Nobody sees that any more."));
  }

  /// The members of an object that are texts; none where there is no such object.
  static Map<String, String> texts(JsonObject asked, String member) {
    Map<String, String> texts = new LinkedHashMap<>();
    asked
        .optionalObject(member)
        .ifPresent(given -> {
          for (Map.Entry<String, Json> one : given.members().entrySet()) {
            if (one.getValue() instanceof JsonString(String text)) {
              texts.put(one.getKey(), text);
            }
          }
        });
    return texts;
  }

  private static JsonObject told(Optional<String> words) {
    return JsonObject.builder().put("told", words.orElse(null)).build();
  }

  static String said(String code) {
    return code.replace('_', ' ').toLowerCase(Locale.ROOT) + ".";
  }
}
