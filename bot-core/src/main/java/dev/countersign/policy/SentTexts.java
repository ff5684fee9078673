package dev.countersign.policy;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.ApiCall.Content;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.ToolCall;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// All texts that an action would send, whatever its class, but for the addresses that it goes to.
/// What only describes it, such as a field's value before, is not among them.
final class SentTexts {
  /// A name that may say what a value is, and holds nothing itself.
  private static final Pattern LABEL = Pattern.compile("[\\p{L} _.-]{1,64}");

  private final List<SentText> texts = new ArrayList<>();

  private SentTexts() {}

  static List<SentText> of(Action action) {
    SentTexts sent = new SentTexts();
    switch (action.changes()) {
      case Message message -> sent.add(message);
      case RecordChange change -> sent.add(change);
      case ApiCall call -> sent.add(call);
      case ToolCall call -> sent.add(List.of("arguments"), "", call.arguments());
    }
    return List.copyOf(sent.texts);
  }

  private void add(Message message) {
    message.subject().ifPresent(subject -> add(List.of("subject"), subject));
    texts.add(SentText.of(List.of("body"), readings(message)));
    for (int i = 0; i < message.attachments().size(); i++) {
      List<String> place = List.of("attachments", Integer.toString(i));
      Message.Attachment attachment = message.attachments().get(i);
      add(below(place, "name"), attachment.name());
      attachment.url().ifPresent(url -> addUrl(below(place, "url"), url));
    }
  }

  /// The source as well: what nobody sees of it is sent all the same.
  private static Collection<String> readings(Message message) {
    Set<String> readings = new LinkedHashSet<>();
    readings.add(message.content());
    Collection<TracedText> drawn =
        switch (message.format()) {
          case HTML -> HtmlText.readingsInBlocks(message.content());
          case MARKDOWN -> MarkdownText.readingsInBlocks(message.content());
          case PLAIN -> List.of();
        };
    drawn.forEach(reading -> readings.add(reading.text()));
    return readings;
  }

  private void add(RecordChange change) {
    for (int i = 0; i < change.fields().size(); i++) {
      List<String> place = List.of("changes", Integer.toString(i));
      RecordChange.Field field = change.fields().get(i);
      add(below(place, "path"), field.path());
      String name = field.path().substring(field.path().lastIndexOf('/') + 1);
      field.to().ifPresent(value -> add(below(place, "to"), name, value));
    }
  }

  private void add(ApiCall call) {
    addUrl(List.of("url"), call.url());
    call.headers().forEach((name, value) -> add(List.of("headers", name), name, Json.of(value)));
    call.body()
        .ifPresent(body -> {
          switch (body.content()) {
            case Content.OfText(var text) -> add(List.of("body", "text"), text);
            case Content.OfJson(var json) -> add(List.of("body", "json"), "", json);
          }
        });
  }

  private void addUrl(List<String> place, String url) {
    texts.add(SentText.of(place, readings(url)));
  }

  /// A text that may have escaped signs in it, as it stands and without.
  static List<String> readings(String escaped) {
    return Stream.of(escaped, decoded(escaped)).distinct().toList();
  }

  private static String decoded(String url) {
    try {
      return URLDecoder.decode(url.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return url;
    }
  }

  private void add(List<String> place, String text) {
    texts.add(SentText.of(place, List.of(text)));
  }

  /// @param name of the member whose value it is, or of the nearest one around: it may say what the
  ///   value is
  private void add(List<String> place, String name, Json value) {
    switch (value) {
      case JsonString(var text) -> add(place, named(name, text));
      case JsonNumber(var number) -> add(place, named(name, number));
      case JsonArray array -> {
        for (int i = 0; i < array.items().size(); i++) {
          add(below(place, Integer.toString(i)), name, array.items().get(i));
        }
      }
      case JsonObject object ->
          object
              .members()
              .forEach((member, inner) -> {
                add(place, member);
                add(below(place, member), member, inner);
              });
      case JsonBoolean _, JsonNull _ -> {
        // Says nothing of anybody.
      }
    }
  }

  private static String named(String name, String value) {
    return LABEL.matcher(name).matches() ? name + ": " + value : value;
  }

  private static List<String> below(List<String> place, String name) {
    return Stream.concat(place.stream(), Stream.of(name)).toList();
  }
}
