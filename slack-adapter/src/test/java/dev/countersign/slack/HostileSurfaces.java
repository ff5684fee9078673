package dev.countersign.slack;

import dev.countersign.TestGate;
import dev.countersign.card.CardView;
import dev.countersign.card.DetailsDesk.Shown;
import dev.countersign.card.EditDesk;
import dev.countersign.card.FormTopic;
import dev.countersign.card.Forms;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionForm;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Reply;
import dev.countersign.card.Ring;
import dev.countersign.card.Run;
import dev.countersign.drawing.HostileDrawings;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.request.Decision;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything that this adapter sends to Slack, drawn of what has one supplied text wherever
/// anybody may supply any. [HostileDrawingsTest] looks whether each way to draw is among them.
final class HostileSurfaces {
  private final BlockKitRenderer renderer = new BlockKitRenderer(TestGate.TEAM);
  private final ReplyBlocks replies = new ReplyBlocks(TestGate.TEAM);
  private final List<Drawn> drawn = new ArrayList<>();

  private HostileSurfaces() {}

  /// How Slack takes it.
  enum Kind {
    MESSAGE,
    VIEW
  }

  /// @param way `Class.method`
  /// @param what was drawn with it
  /// @param typed how often the text stands in inputs, or in what a form gives back
  record Drawn(String way, String what, Kind kind, JsonObject json, int typed) {}

  static List<Drawn> of(HostileDrawings drawings, String supplied) {
    var surfaces = new HostileSurfaces();
    drawings.cards().forEach(surfaces::card);
    drawings.replies().forEach(surfaces::reply);
    drawings.saidBelow().forEach((what, words) -> surfaces.below(what, words, supplied));
    drawings.topics().forEach((what, topic) -> surfaces.forms(what, topic, supplied));
    return List.copyOf(surfaces.drawn);
  }

  private void card(String what, CardView view) {
    RenderedCard card = renderer.render(view);
    if (what.contains(", page ")) {
      int page = Integer.parseInt(what.substring(what.lastIndexOf(' ') + 1));
      view(
          "DetailsModal.of",
          what,
          DetailsModal.of(
              new Shown.Page(card, DrawnCard.tokens(card), page, page + 1),
              new DetailsModal.Origin("C01", "1.2", view.reference())),
          0);
      return;
    }
    message("BlockKitRenderer.render", what, card.body().text("text"), DrawnCard.sent(card));
  }

  private void reply(String what, Reply reply) {
    if (reply instanceof Reply.Sheet sheet) {
      long written = sheet.fields().stream().filter(field -> field.values().isEmpty()).count();
      view("SheetModal.of", what, SheetModal.of(sheet, "C01"), (int) written);
    }
    PrivateMessage message = replies.message(reply, Optional.empty());
    message("ReplyBlocks.message", what, message.text(), message.blocks());
    view("ReplyBlocks.modal", what, replies.modal(reply, Optional.empty()), 0);
    view("ReplyBlocks.home", what, replies.home(reply), 0);
    view("FormModal.saying", what, FormModal.saying("Countersign", message.blocks()), 0);
  }

  /// Who is named may be called anything, too.
  private void below(String what, String words, String supplied) {
    var named =
        new Run.Human(supplied, Set.of(new AccountId(Surface.SLACK, TestGate.TEAM, "UANN")));
    ReminderMessage reminder = ReminderMessage.of(words, Ring.of(List.of(named)), TestGate.TEAM);
    message("ReminderMessage.of", what, reminder.text(), array(reminder.blocks()));
    PrivateMessage told = PrivateMessage.of(words);
    message("PrivateMessage.of", what, told.text(), told.blocks());
  }

  private void forms(String what, FormTopic topic, String supplied) {
    var origin = new ModalOrigin("C01", "", EditDeskDouble.SEAL);
    view(
        "EditModal.of",
        what,
        EditModal.of(new EditDesk.Opened.Text(topic, Optional.of(supplied), supplied), origin),
        2);
    view(
        "FormModal.of",
        what,
        FormModal.of(
            Decision.REJECT,
            Forms.of(Decision.REJECT).orElseThrow(),
            topic,
            new FormOrigin("C01", "1.2", "token")),
        0);
    var form =
        new InterventionForm(
            "Ask another group",
            topic,
            Optional.of(new InterventionForm.Choice("Group", List.of("finance"), "Choose one.")),
            new InterventionForm.Note("Why", false, 200, ""),
            "Ask");
    view(
        "InterventionModal.of", what, InterventionModal.of(Intervention.ESCALATE, form, origin), 0);
    Optional<String> typed = Optional.of(supplied);
    view("FormReaction.refusal", what, FormReaction.refusal("No.", typed).object("view"), 0);
    view("FormReaction.recorded", what, FormReaction.recorded("It is.").object("view"), 0);
    view("FormReaction.standing", what, FormReaction.standing("No.", typed).object("view"), 0);
  }

  private void message(String way, String what, String text, JsonArray blocks) {
    drawn.add(
        new Drawn(
            way,
            what,
            Kind.MESSAGE,
            JsonObject.builder().put("text", text).put("blocks", blocks).build(),
            0));
  }

  private void view(String way, String what, JsonObject view, int typed) {
    drawn.add(new Drawn(way, what, Kind.VIEW, view, typed));
  }

  private static JsonArray array(String json) {
    return (JsonArray) CanonicalJson.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
