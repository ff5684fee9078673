package dev.countersign.courier;

import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Attachments are named by the action and not in it: the gate has never had them, so a card can
/// only say that whoever approves does not see them.
final class Attachments {
  private Attachments() {}

  static Optional<Section> of(Action action) {
    JsonObject message = action.changes();
    if (!message.has("attachments") || message.items("attachments").isEmpty()) {
      return Optional.empty();
    }
    int count = message.items("attachments").size();
    return Optional.of(
        new Section.Bullets(
            "⚠️ "
                + (count == 1 ? "1 attachment" : count + " attachments")
                + " that nobody sees here (name, type, size and digest are the agent’s word)",
            message.objects("attachments", Attachments::line)));
  }

  private static List<Run> line(JsonObject attachment) {
    List<Run> line = new ArrayList<>();
    line.add(Run.supplied(Names.apart(attachment.text("name")), Run.Emphasis.STRONG));
    attachment
        .optionalText("media_type")
        .ifPresent(type -> detail(line, "", Names.apart(type), ""));
    Json size = attachment.get("size");
    if (size instanceof JsonNumber number) {
      detail(line, "", number.token(), " bytes");
    }
    detail(line, "SHA-256 ", attachment.text("sha256"), "");
    attachment.optionalText("url").ifPresent(url -> detail(line, "at ", url, ""));
    return line;
  }

  private static void detail(List<Run> line, String before, String supplied, String after) {
    line.add(Run.words("  ·  " + before));
    line.add(Run.supplied(supplied));
    if (!after.isEmpty()) {
      line.add(Run.words(after));
    }
  }
}
