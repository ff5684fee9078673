package dev.countersign.teams.card;

import dev.countersign.card.CardView;
import dev.countersign.card.DetailsDesk.Shown;
import dev.countersign.card.FormTopic;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionForm;
import dev.countersign.card.PersonalCard;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Reply;
import dev.countersign.drawing.HostileDrawings;
import dev.countersign.json.JsonObject;
import dev.countersign.request.Decision;
import dev.countersign.teams.card.MentionEntities.Named;
import dev.countersign.teams.connector.CardActivity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that this adapter sends to Teams, drawn of what has one supplied text wherever
/// anybody may supply any. [HostileDrawingsTest] looks whether each way to draw is among them.
final class HostileSurfaces {
  private static final String MEMBER = "29:maya";

  private final AdaptiveCardRenderer renderer = new AdaptiveCardRenderer();
  private final List<Drawn> drawn = new ArrayList<>();
  private final List<Named> named;
  private final Optional<String> typed;
  private final String supplied;

  /// @param way `Class.method`
  /// @param what was drawn with it
  /// @param json a card, or a message with or without one
  /// @param typed how often the text stands in inputs
  record Drawn(String way, String what, JsonObject json, int typed) {
    Optional<JsonObject> card() {
      return json.text("type").equals("AdaptiveCard")
          ? Optional.of(json)
          : json.has("attachments")
              ? Optional.of(json.objects("attachments", one -> one.object("content")).getFirst())
              : Optional.empty();
    }
  }

  private HostileSurfaces(String supplied) {
    this.supplied = supplied;
    named = List.of(new Named(MEMBER, supplied));
    typed = Optional.of(supplied);
  }

  static List<Drawn> of(HostileDrawings drawings, String supplied) {
    var surfaces = new HostileSurfaces(supplied);
    drawings.cards().forEach(surfaces::card);
    drawings.replies().forEach(surfaces::reply);
    drawings.saidBelow().forEach(surfaces::below);
    drawings.topics().forEach(surfaces::forms);
    return List.copyOf(surfaces.drawn);
  }

  private void card(String what, CardView view) {
    RenderedCard card = renderer.render(view);
    Map<Decision, String> tokens = DrawnCard.tokens(card);
    if (what.contains(", page ")) {
      int page = Integer.parseInt(what.substring(what.lastIndexOf(' ') + 1));
      add(
          "PageCard.of",
          what,
          PageCard.of(view.reference(), new Shown.Page(card, tokens, page, page + 1)));
      return;
    }
    add("AdaptiveCardRenderer.render", what, DrawnCard.sent(card));
    JsonObject base = AdaptiveCards.base(card.body(), List.of(MEMBER));
    add("AdaptiveCards.base", what, base);
    add("CardActivity.of", what, CardActivity.of(base));
    add("CardActivity.alerting", what, CardActivity.alerting(CardActivity.of(base)));
    add("MentionEntities.below", what, MentionEntities.below(base, "Asked: ", named));
    JsonObject own = OwnCard.of(new PersonalCard(card, tokens, Optional.empty()), MEMBER);
    add("OwnCard.of", what, own);
    add("OwnCard.saying", what, OwnCard.saying("Not counted.", typed, own));
    add(
        "OwnCard.of",
        what + ", for one who may not decide",
        OwnCard.of(new PersonalCard(card, Map.of(), Optional.empty()), MEMBER));
  }

  private void reply(String what, Reply reply) {
    int inputs =
        reply instanceof Reply.Sheet sheet
            ? (int) sheet.fields().stream().filter(field -> field.values().isEmpty()).count()
            : 0;
    ReplyCard.drawn(reply)
        .ifPresent(card -> drawn.add(new Drawn("ReplyCard.drawn", what, card, inputs)));
    switch (reply) {
      case Reply.Listing listing -> add("ReplyCard.of", what, ReplyCard.of(listing));
      case Reply.OfRequest shown -> add("ReplyCard.of", what, ReplyCard.of(shown));
      case Reply.Sheet sheet ->
          drawn.add(
              new Drawn("SheetCard.of", what, SheetCard.of(sheet, "Please look again."), inputs));
      case Reply.Words _ -> {}
    }
    add("CardActivity.words", what, CardActivity.words(reply.text()));
  }

  /// Who is named may be called anything, too.
  private void below(String what, String words) {
    add("ReminderCard.of", what, ReminderCard.of(words, named));
    add("CardActivity.words", what, CardActivity.words(words));
    add("CardActivity.to", what, CardActivity.to(MEMBER, CardActivity.words(words)));
  }

  private void forms(String what, FormTopic topic) {
    add("SheetCard.after", what, SheetCard.after("Not recorded", "No.", List.of(supplied)));
    drawn.add(
        new Drawn(
            "EditCard.of",
            what,
            EditCard.of(
                "prop_1", Optional.of(topic), "Please look again.", typed, supplied, "seal"),
            2));
    var form =
        new InterventionForm(
            "Ask another group",
            topic,
            Optional.of(new InterventionForm.Choice("Group", List.of("finance"), "Choose one.")),
            new InterventionForm.Note("Why", false, 200, ""),
            "Ask");
    drawn.add(
        new Drawn(
            "InterventionCard.of",
            what,
            InterventionCard.of(
                Intervention.ESCALATE,
                "prop_1",
                form,
                "Please look again.",
                new InterventionCard.Filled(Optional.of("finance"), typed),
                "seal"),
            1));
  }

  private void add(String way, String what, JsonObject json) {
    drawn.add(new Drawn(way, what, json, 0));
  }
}
