package dev.countersign.slack;

import dev.countersign.card.CardView;
import dev.countersign.card.DetailsDesk;
import dev.countersign.card.DetailsDesk.Shown;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One page of an action as a modal. Its blocks are those of a card, so supplied text stands where
/// a card has it and nowhere else; below them are the ways to the other pages.
final class DetailsModal {
  static final String BACK = "details_back";
  static final String NEXT = "details_next";

  /// Below Slack's 250 KB (docs.slack.dev/reference/methods/views.open), in characters of JSON.
  static final int MOST_VIEW = 60_000;

  /// No details have more pages than three digits say.
  private static final int PAGE_DIGITS = 3;

  private DetailsModal() {}

  /// The card behind the pages: kept in the modal's `private_metadata`. Nothing in it is believed:
  /// the desk looks whether the gate keeps that card there.
  record Origin(String channel, String messageId, String reference) {
    private static final String CHANNEL = "channel";
    private static final String MESSAGE = "message";
    private static final String REQUEST = "request";
    private static final int MEMBERS = 3;

    String metadata() {
      return CanonicalJson.text(
          JsonObject.builder()
              .put(CHANNEL, channel)
              .put(MESSAGE, messageId)
              .put(REQUEST, reference)
              .build());
    }

    private static Optional<Origin> parse(String metadata) {
      try {
        return CanonicalJson.parse(metadata.getBytes(StandardCharsets.UTF_8))
                    instanceof JsonObject json
                && json.members().size() == MEMBERS
                && json.get(CHANNEL) instanceof JsonString(String channel)
                && SlackIds.isId(channel)
                && json.get(MESSAGE) instanceof JsonString(String message)
                && SlackIds.isMessage(message)
                && json.get(REQUEST) instanceof JsonString(String request)
                && CardView.isReference(request)
            ? Optional.of(new Origin(channel, message, request))
            : Optional.empty();
      } catch (JsonRefusedException _) {
        return Optional.empty();
      }
    }
  }

  /// Empty unless it is a modal as [#of] makes it.
  ///
  /// @param view as it was pressed in
  static Optional<Origin> origin(Payload view) {
    return view.text("private_metadata")
        .filter(_ -> view.text("type").filter("modal"::equals).isPresent())
        .filter(_ -> view.text("callback_id").filter(ActionsBlock.DETAILS::equals).isPresent())
        .filter(metadata -> metadata.length() <= FormOrigin.MAX_METADATA)
        .flatMap(Origin::parse);
  }

  /// Which page a button asks for; empty for any other button.
  static OptionalInt wanted(Payload action) {
    return action
        .text("action_id")
        .filter(name -> name.equals(BACK) || name.equals(NEXT))
        .flatMap(_ -> action.text("value"))
        .filter(value -> value.matches("[0-9]{1," + PAGE_DIGITS + "}"))
        .map(value -> OptionalInt.of(Integer.parseInt(value)))
        .orElseGet(OptionalInt::empty);
  }

  static JsonObject of(Shown.Page page, Origin origin) {
    List<Json> blocks =
        new ArrayList<>(
            ActionsBlock.filled(new JsonArray(page.card().body().items("blocks")), page.tokens())
                .items());
    List<JsonObject> ways = new ArrayList<>();
    if (!page.isFirst()) {
      ways.add(way(BACK, DetailsDesk.BACK, page.number() - 1));
    }
    if (!page.isLast()) {
      ways.add(way(NEXT, DetailsDesk.NEXT, page.number() + 1));
    }
    if (!ways.isEmpty()) {
      blocks.add(ActionsBlock.of("ways", ways));
    }
    return FormModal.modal(page.title(), FormModal.CLOSE, blocks)
        .put("callback_id", ActionsBlock.DETAILS)
        .put("private_metadata", origin.metadata())
        .build();
  }

  private static JsonObject way(String name, String label, int page) {
    return JsonObject.builder()
        .put("type", "button")
        .put("action_id", name)
        .put("text", PlainText.of(label))
        .put("value", Integer.toString(page))
        .put("accessibility_label", label + ": page " + page)
        .build();
  }
}
