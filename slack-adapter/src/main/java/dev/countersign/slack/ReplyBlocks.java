package dev.countersign.slack;

import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Ask;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Draws what somebody asked for. As on cards, supplied text goes into `text` leaves of `rich_text`
/// and nowhere else; the rest is `plain_text`.
final class ReplyBlocks {
  private static final String MODAL_TITLE = "Countersign";
  private static final String MODAL_CLOSE = "Close";

  private final String teamId;
  private final BlockKitRenderer renderer;

  /// @param teamId whose members are drawn as mentions
  ReplyBlocks(String teamId) {
    this.teamId = teamId;
    renderer = new BlockKitRenderer(teamId);
  }

  /// For the asker alone.
  ///
  /// @param link to the message that the reply points to
  PrivateMessage message(Reply reply, Optional<String> link) {
    return reply instanceof Reply.Words(String words)
        ? PrivateMessage.of(words)
        : PrivateMessage.of(reply.text(), new JsonArray(blocks(reply, link)));
  }

  /// The same as a modal.
  JsonObject modal(Reply reply, Optional<String> link) {
    return JsonObject.builder()
        .put("type", "modal")
        .put("title", PlainText.of(MODAL_TITLE))
        .put("close", PlainText.of(MODAL_CLOSE))
        .put("blocks", new JsonArray(blocks(reply, link)))
        .build();
  }

  /// The same as the app's page of one person.
  JsonObject home(Reply reply) {
    return JsonObject.builder()
        .put("type", "home")
        .put("blocks", new JsonArray(blocks(reply, Optional.empty())))
        .build();
  }

  private List<Json> blocks(Reply reply, Optional<String> link) {
    return switch (reply) {
      case Reply.Words(String words) ->
          PlainText.sections(BlockBudget.clip(words, BlockBudget.MAX_CHARACTERS)).items();
      // A form opens where its button is pressed; elsewhere only its words are said.
      case Reply.Sheet sheet -> PlainText.sections(sheet.text()).items();
      case Reply.Listing listing -> new Drawing().listing(listing);
      case Reply.OfRequest shown -> request(shown, link);
    };
  }

  /// What is said to the reader stands right below the heading: a phone shows it without scrolling.
  private List<Json> request(Reply.OfRequest shown, Optional<String> link) {
    List<Json> blocks = new ArrayList<>(renderer.render(shown.card()).body().items("blocks"));
    if (!shown.words().isEmpty()) {
      blocks.add(1, section(shown.words(), link.map(AskButton::open)));
    }
    if (!shown.asks().isEmpty()) {
      blocks.add(new Drawing().asks(shown.asks(), shown.card().heading()));
    }
    return blocks;
  }

  private static JsonObject section(String words, Optional<JsonObject> button) {
    return JsonObject.builder()
        .put("type", "section")
        .put("text", PlainText.of(words))
        .put("accessory", button.orElse(null))
        .build();
  }

  /// One reply being drawn.
  private final class Drawing {
    private final RichText text = new RichText(teamId, new BlockBudget(0));
    private int buttons;

    List<Json> listing(Reply.Listing listing) {
      List<Json> blocks = new ArrayList<>();
      blocks.add(header(listing.heading()));
      for (Part part : listing.parts()) {
        switch (part) {
          case Part.Figures(var figures) -> blocks.add(figures(figures));
          case Part.Title(String words) -> blocks.add(richText(List.of(text.title(words))));
          case Part.Row(String headline, List<Run> below, Optional<Ask> ask) -> {
            blocks.add(section(headline, ask.map(each -> button(each, headline))));
            blocks.add(richText(List.of(text.leaves(below))));
          }
          case Part.Lines(var lines) ->
              blocks.add(richText(lines.stream().map(text::leaves).toList()));
          case Part.Note(String words) ->
              blocks.add(
                  JsonObject.builder()
                      .put("type", "context")
                      .put("elements", new JsonArray(List.of(PlainText.of(words))))
                      .build());
          case Part.Leads(String label, URI page) ->
              blocks.add(
                  JsonObject.builder()
                      .put("type", "actions")
                      .put(
                          "elements",
                          new JsonArray(List.of(AskButton.open(label, page, listing.heading()))))
                      .build());
          case Part.Asks(var asks) -> blocks.add(asks(asks, listing.heading()));
        }
      }
      return blocks;
    }

    JsonObject asks(List<Ask> asks, String about) {
      return JsonObject.builder()
          .put("type", "actions")
          .put(
              "elements",
              new JsonArray(asks.stream().<Json>map(ask -> button(ask, about)).toList()))
          .build();
    }

    private JsonObject button(Ask ask, String about) {
      return AskButton.of(ask, buttons++, about);
    }
  }

  private static JsonObject header(String words) {
    return JsonObject.builder()
        .put("type", "header")
        .put("text", PlainText.of(BlockBudget.clip(words, BlockBudget.HEADING)))
        .build();
  }

  private static JsonObject figures(List<Reply.Figure> figures) {
    return JsonObject.builder()
        .put("type", "section")
        .put(
            "fields",
            new JsonArray(
                figures.stream()
                    .<Json>map(figure -> PlainText.of(figure.name() + "\n" + figure.value()))
                    .toList()))
        .build();
  }

  private static JsonObject richText(List<List<Json>> lines) {
    return RichText.container(
        "rich_text",
        lines.stream().map(leaves -> RichText.container("rich_text_section", leaves)).toList());
  }
}
