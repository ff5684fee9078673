package dev.countersign.trial.page;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.sandbox.slack.Ephemeral;
import dev.countersign.sandbox.slack.OpenedView;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsSandbox;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What one person sees in the two channels now. Nothing in it lets anybody do anything: what a
/// button carries stays with the sandbox.
final class ChatsView {
  /// Messages of a channel, the newest.
  static final int MESSAGES = 100;

  /// Of several requests at once.
  private static final int TOGETHER = 10;

  private static final int PRIVATE = 5;
  private static final Pattern REQUEST = Pattern.compile("prop_[0-9A-HJKMNP-TV-Z]{26}");

  private static final Pattern MENTION = Pattern.compile("<at>(.*?)</at>");

  /// What buttons and forms carry for the app alone.
  private static final Set<String> CARRIED = Set.of("value", "private_metadata", "data");

  private final ShownTrial stage;

  ChatsView(ShownTrial stage) {
    this.stage = stage;
  }

  /// @param only the request whose messages to show; empty for those of all
  JsonObject slack(Actor who, Optional<String> only) {
    List<PostedMessage> all = newest(stage.slack().messages(stage.slackChannel()), MESSAGES);
    Map<String, String> requests = requests(all);
    List<Ephemeral> told =
        stage.slack().ephemerals(stage.slackChannel()).stream()
            .filter(one -> one.user().equals(who.slack()))
            .toList();
    return JsonObject.builder()
        .put(
            "messages",
            JsonArray.of(
                wanted(all, message -> about(message, requests), only),
                message ->
                    JsonObject.builder()
                        .put("id", message.ts())
                        .put("author", message.author())
                        .put("thread", message.threadTs().orElse(null))
                        .put("edited", message.versions().size() > 1)
                        .put("text", message.text())
                        .put("blocks", bare(message.blocks()))
                        .put("request", about(message, requests).orElse(null))
                        .build()))
        .put("private", JsonArray.of(newest(told, PRIVATE), ChatsView::described))
        .put("modal", stage.slack().modal(who.slack()).map(ChatsView::described).orElse(null))
        .put(
            "home",
            newest(stage.slack().homes(who.slack()), 1).stream()
                .map(ChatsView::described)
                .findFirst()
                .orElse(null))
        .build();
  }

  /// The requests whose cards stand in Slack, and what each card is headed with.
  Map<String, String> headlines() {
    List<PostedMessage> all = newest(stage.slack().messages(stage.slackChannel()), MESSAGES);
    Map<String, String> headlines = new HashMap<>();
    requests(all)
        .forEach((ts, id) ->
            all.stream()
                .filter(one -> one.ts().equals(ts))
                .flatMap(one -> one.rendered().lines().limit(1))
                .forEach(line -> headlines.put(id, line)));
    return headlines;
  }

  /// By the message, those in no thread.
  private static Map<String, String> requests(List<PostedMessage> all) {
    Map<String, String> requests = new HashMap<>();
    all.stream()
        .filter(message -> message.threadTs().isEmpty())
        .forEach(message ->
            request(message.text())
                .or(() -> request(message.rendered()))
                .ifPresent(id -> requests.put(message.ts(), id)));
    return requests;
  }

  private static Optional<String> about(PostedMessage message, Map<String, String> requests) {
    return Optional.ofNullable(requests.get(message.threadTs().orElse(message.ts())));
  }

  private static <T> List<T> wanted(
      List<T> all, Function<T, Optional<String>> about, Optional<String> only) {
    return only.isEmpty()
        ? newest(all, TOGETHER)
        : all.stream().filter(one -> about.apply(one).equals(only)).toList();
  }

  private static JsonObject described(Ephemeral seen) {
    return JsonObject.builder()
        .put("id", seen.ts())
        .put("text", seen.text())
        .put("blocks", bare(seen.blocks()))
        .build();
  }

  private static JsonObject described(OpenedView view) {
    return JsonObject.builder()
        .put("id", view.id())
        .put("hash", view.hash())
        .put("view", bare(view.view()))
        .build();
  }

  /// @param only the request whose messages to show, beside what is for this person alone and what
  ///   is about no request; empty for those of all
  JsonObject teams(Actor who, Optional<String> only) {
    String user = who.teams().id();
    List<PostedActivity> all =
        newest(stage.teams().messagesFor(user, stage.teamsChannel()), MESSAGES);
    Map<String, String> requests = new HashMap<>();
    all.forEach(one -> named(one).ifPresent(id -> requests.putIfAbsent(one.thread(), id)));
    List<PostedActivity> aside =
        newest(all.stream().filter(one -> isAside(one, requests)).toList(), PRIVATE);
    List<PostedActivity> wanted =
        only.isEmpty()
            ? newest(all, TOGETHER)
            : all.stream()
                .filter(one ->
                    aside.contains(one)
                        || (!isAside(one, requests) && about(one, requests).equals(only)))
                .toList();
    List<PostedActivity> chat =
        newest(stage.teams().messagesFor(user, stage.teams().personalChat(who.teams())), TOGETHER);
    return JsonObject.builder()
        .put(
            "messages",
            JsonArray.of(
                wanted, one -> described(one, who).with("aside", Json.of(isAside(one, requests)))))
        .put("chat", JsonArray.of(chat, one -> described(one, who)))
        .build();
  }

  /// For one person alone, or about no request: what somebody wrote to the bot.
  private static boolean isAside(PostedActivity message, Map<String, String> requests) {
    return message.onlyFor().isPresent() || about(message, requests).isEmpty();
  }

  private static Optional<String> about(PostedActivity message, Map<String, String> requests) {
    return Optional.ofNullable(requests.get(message.thread()));
  }

  private static Optional<String> named(PostedActivity message) {
    return request(message.text() + " " + message.card().map(TeamsSandbox::text).orElse(""));
  }

  private static JsonObject described(PostedActivity message, Actor who) {
    return JsonObject.builder()
        .put("id", message.id())
        .put("at", message.at())
        .put("author", message.author())
        .put("thread", message.thread().equals(message.id()) ? null : message.thread())
        .put("edited", message.versions().size() > 1)
        .put("text", MENTION.matcher(message.text()).replaceAll("@$1"))
        .put("card", message.cardFor(who.teams().id()).map(one -> bare(one)).orElse(null))
        .build();
  }

  /// The request that a text names.
  static Optional<String> request(String text) {
    Matcher found = REQUEST.matcher(text);
    return found.find() ? Optional.of(found.group()) : Optional.empty();
  }

  private static <T> List<T> newest(List<T> all, int most) {
    return all.subList(Math.max(0, all.size() - most), all.size());
  }

  /// Without what buttons and forms carry; the value of an option, which tells it from the others,
  /// stays.
  private static Json bare(Json json) {
    return switch (json) {
      case JsonObject object -> {
        boolean button =
            object.get("type") instanceof JsonString(String type)
                && (type.equals("button") || type.equals("modal") || type.startsWith("Action."));
        var members = new LinkedHashMap<String, Json>();
        object
            .members()
            .forEach((name, value) -> {
              if (!button || !CARRIED.contains(name)) {
                members.put(name, bare(value));
              }
            });
        yield new JsonObject(members);
      }
      case JsonArray array -> JsonArray.of(array.items(), item -> bare(item));
      default -> json;
    };
  }
}
