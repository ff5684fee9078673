package dev.countersign.trial.page;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonString;
import dev.countersign.sandbox.wire.CallbackDelivery;
import dev.countersign.sandbox.wire.FormEncoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The callbacks that the chats sent, as they went over the wire, with every secret in them
/// shortened to its beginning.
final class Wire {
  static final int KEPT = 30;

  /// Characters of a body or an answer.
  private static final int SHOWN = 2_500;

  /// Characters of a secret, enough to tell one from another.
  private static final int BEGINNING = 12;

  private static final Set<String> SECRET_HEADERS = Set.of("authorization", "x-slack-signature");

  /// Members of payloads and cards that let somebody do something.
  private static final Set<String> SECRET_MEMBERS =
      Set.of("private_metadata", "response_url", "trigger_id", "value", "token", "seal");

  private static final String TYPED = "state";

  /// A signed token, wherever it stands.
  private static final Pattern TOKEN =
      Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

  private final Deque<JsonObject> kept = new ArrayDeque<>();
  private long number;

  /// @param who the person whose chat sent it, or a few words for whoever did
  /// @param did what they did
  synchronized void add(String chat, String who, String did, CallbackDelivery delivery) {
    number++;
    kept.addFirst(described(chat, who, did, delivery).with("number", Json.of(number)));
    if (kept.size() > KEPT) {
      kept.removeLast();
    }
  }

  /// Newest first.
  synchronized List<JsonObject> latest() {
    return List.copyOf(kept);
  }

  private static JsonObject described(
      String chat, String who, String did, CallbackDelivery delivery) {
    List<String> request = new ArrayList<>();
    request.add("POST " + delivery.to().getPath());
    delivery
        .headers()
        .forEach((name, value) ->
            request.add(
                name + ": " + (SECRET_HEADERS.contains(lower(name)) ? shortened(value) : value)));
    request.subList(1, request.size()).sort(String::compareTo);
    request.add("");
    request.add(cut(body(delivery.body())));
    var told = JsonObject.builder().put("chat", chat).put("who", who).put("did", did);
    switch (delivery.answer()) {
      case CallbackDelivery.Answer.Answered(int status, String body, var elapsed) ->
          told.put("status", status)
              .put("answer", cut(answer(body)))
              .put("elapsed_ms", elapsed.toMillis());
      case CallbackDelivery.Answer.DidNotRespond(String why, var elapsed) ->
          told.put("status", 0).put("answer", why).put("elapsed_ms", elapsed.toMillis());
    }
    return told.put("request", String.join("\n", request)).build();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /// A form is shown decoded; its payload, or the whole body, as JSON without secrets.
  private static String body(String body) {
    if (body.startsWith("{")) {
      return answer(body);
    }
    Map<String, String> fields = FormEncoding.decode(body);
    List<String> lines = new ArrayList<>();
    fields.forEach((name, value) ->
        lines.add(
            name
                + "="
                + (SECRET_MEMBERS.contains(name) || name.equals("token")
                    ? shortened(value)
                    : answer(value))));
    return String.join("\n", lines);
  }

  private static String answer(String text) {
    try {
      return CanonicalJson.text(
          bare("", CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8))));
    } catch (JsonRefusedException _) {
      return TOKEN.matcher(text).replaceAll(found -> shortened(found.group()));
    }
  }

  private static Json bare(String name, Json json) {
    return switch (json) {
      case JsonObject object -> {
        var members = new LinkedHashMap<String, Json>();
        // What somebody typed is no secret of the gate's.
        object
            .members()
            .forEach((key, value) ->
                members.put(
                    key, bare(name.equals(TYPED) || key.equals(TYPED) ? TYPED : key, value)));
        yield new JsonObject(members);
      }
      case JsonArray array -> JsonArray.of(array.items(), item -> bare(name, item));
      case JsonString(String text) ->
          Json.of(
              SECRET_MEMBERS.contains(name)
                  ? shortened(text)
                  : TOKEN.matcher(text).replaceAll(found -> shortened(found.group())));
      default -> json;
    };
  }

  private static String shortened(String secret) {
    String scheme = secret.startsWith("Bearer ") ? "Bearer " : "";
    String rest = secret.substring(scheme.length());
    return rest.length() <= BEGINNING ? secret : scheme + rest.substring(0, BEGINNING) + "…";
  }

  private static String cut(String text) {
    return text.length() <= SHOWN
        ? text
        : text.substring(0, SHOWN) + " … (" + text.length() + " characters)";
  }
}
