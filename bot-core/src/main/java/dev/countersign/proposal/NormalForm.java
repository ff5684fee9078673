package dev.countersign.proposal;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// One spelling for all actions that have the same effect: an action itself, in the same shape.
/// Nothing is executed by it, and whatever is not sure to mean the same stays as it is.
///
/// | class | what makes no difference |
/// |---|---|
/// | `message` | the order and repetition of recipients within `to`, `cc` and `bcc`; in subject and text how letters with marks are composed (Unicode NFC; not where an address is in the text), `\r\n` for `\n`, blanks at the end; in plain text blanks at the ends of lines |
/// | `record_change` | the order of changes, where each is of a member of its own and none is of an item of a list |
/// | `api_call` | the case of the host, the usual port of the scheme, an empty path for `/`, escapes of letters, digits, `-`, `_` and `~`, and the case of escapes |
/// | `tool_call` | nothing |
public final class NormalForm {
  private static final Pattern LINE_ENDS = Pattern.compile("[ \\t]+(?=\\n|$)");
  private static final Pattern END = Pattern.compile("[ \\t\\n]+$");
  private static final Pattern OF_A_LIST = Pattern.compile(".*/([0-9]+|-)(/.*)?");

  private NormalForm() {}

  /// Of the normal form: that of the action itself where it is spelled so already.
  public static Digest digest(Action action) {
    JsonObject changes = action.changesDocument();
    JsonObject normal =
        switch (action.changes()) {
          case Message message -> of(changes, message);
          case RecordChange change -> of(changes, change);
          case ApiCall call -> changes.with("url", Json.of(AddressForm.of(call.url())));
          case ToolCall _ -> changes;
        };
    return normal.equals(changes)
        ? action.digest()
        : Digest.of(CanonicalJson.bytes(action.document().with("proposed_changes", normal)));
  }

  private static JsonObject of(JsonObject changes, Message message) {
    JsonObject body = changes.object("body");
    JsonObject normal = changes.with("body", body.with("content", Json.of(content(message))));
    for (String list : List.of("to", "cc", "bcc")) {
      if (changes.has(list)) {
        normal = normal.with(list, asSet(changes.items(list)));
      }
    }
    Optional<String> subject = message.subject().map(text -> withoutEnd(composed(text)));
    return subject.isPresent() ? normal.with("subject", Json.of(subject.get())) : normal;
  }

  private static String content(Message message) {
    String text = composed(message.content().replace("\r\n", "\n"));
    return withoutEnd(
        message.format() == Message.Format.PLAIN ? LINE_ENDS.matcher(text).replaceAll("") : text);
  }

  /// Where there is an address, other bytes may lead elsewhere.
  private static String composed(String text) {
    return text.contains("://") ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  private static String withoutEnd(String text) {
    return END.matcher(text).replaceFirst("");
  }

  private static JsonArray asSet(List<Json> items) {
    SortedMap<String, Json> each = new TreeMap<>();
    items.forEach(item -> each.put(CanonicalJson.text(item), item));
    return new JsonArray(List.copyOf(each.values()));
  }

  private static JsonObject of(JsonObject changes, RecordChange change) {
    List<String> paths = change.fields().stream().map(RecordChange.Field::path).sorted().toList();
    boolean anyOrder = paths.stream().noneMatch(path -> OF_A_LIST.matcher(path).matches());
    for (int i = 1; i < paths.size(); i++) {
      String before = paths.get(i - 1);
      anyOrder &= !paths.get(i).equals(before);
    }
    anyOrder &= paths.stream().noneMatch(path -> liesWithin(path, paths));
    return anyOrder && !paths.isEmpty()
        ? changes.with(
            "changes",
            new JsonArray(
                changes.items("changes").stream()
                    .sorted(Comparator.comparing(NormalForm::path))
                    .toList()))
        : changes;
  }

  private static boolean liesWithin(String path, List<String> others) {
    return others.stream().anyMatch(other -> path.startsWith(other + "/"));
  }

  private static String path(Json change) {
    return Objects.requireNonNull((JsonObject) change).text("path");
  }
}
