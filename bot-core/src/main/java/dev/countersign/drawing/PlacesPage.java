package dev.countersign.drawing;

import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.json.WireName;
import dev.countersign.ledger.PlaceAlerts.Alert;
import dev.countersign.people.ChatAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What operators are told of places that take no cards, and of those that do again. The ids of
/// channels and what platforms say of them stand where no chat parses them.
public final class PlacesPage {
  private PlacesPage() {}

  /// @param alerts at least one, of different places
  public static Reply.Listing of(List<Alert> alerts) {
    List<Alert> refusing = alerts.stream().filter(each -> !each.mended()).toList();
    List<Alert> mended = alerts.stream().filter(Alert::mended).toList();
    List<Part> parts = new ArrayList<>();
    if (!refusing.isEmpty()) {
      parts.add(new Part.Lines(refusing.stream().map(PlacesPage::refusing).toList()));
      parts.add(new Part.Note(whatToDo(refusing)));
    }
    if (!mended.isEmpty()) {
      if (!refusing.isEmpty()) {
        parts.add(new Part.Title("Mended"));
      }
      parts.add(new Part.Lines(mended.stream().map(PlacesPage::mended).toList()));
    }
    String heading =
        refusing.isEmpty()
            ? "✅ Cards are shown again at " + places(mended)
            : "⚠️ Cards are not taken at " + places(refusing);
    return new Reply.Listing(heading, heading, parts);
  }

  /// A place whose chat calls it otherwise now.
  public static Reply.Listing moved(ChatAddress from, ChatAddress to) {
    String heading = "⚠️ A channel has another ID now";
    List<Run> line = place(from);
    line.add(Run.words("  →  "));
    line.add(Run.supplied(to.channel(), Run.Emphasis.CODE));
    return new Reply.Listing(
        heading,
        heading,
        List.of(
            new Part.Lines(List.of(line)),
            new Part.Note(
                "Nothing goes to the new one by itself. Look at the channel: an ID changes when it"
                    + " comes to be shared with another organisation. If people are to be asked"
                    + " there on, name the new ID for the group in people.yaml.")));
  }

  private static String whatToDo(List<Alert> refusing) {
    String checks =
        refusing.stream()
            .map(each -> "countersign " + WireName.of(each.place().surface()) + " check")
            .distinct()
            .collect(Collectors.joining(", "));
    return "Invite the app to the channel, restore the channel, or name another one for the group"
        + " in people.yaml. If all of a chat refuses, look at its app and its token: "
        + checks
        + ". What waits is shown there by itself once it is mended; until then it can be decided in"
        + " its other places.";
  }

  private static String places(List<Alert> alerts) {
    return alerts.size() == 1 ? "1 place" : alerts.size() + " places";
  }

  private static List<Run> refusing(Alert alert) {
    List<Run> line = place(alert.place());
    line.add(Run.words("  ·  "));
    line.add(Run.supplied(alert.code(), Run.Emphasis.CODE));
    line.add(Run.words("  ·  since "));
    line.add(new Run.Moment(alert.since()));
    return line;
  }

  private static List<Run> mended(Alert alert) {
    List<Run> line = place(alert.place());
    line.add(Run.words("  ·  refused since "));
    line.add(new Run.Moment(alert.since()));
    return line;
  }

  private static List<Run> place(ChatAddress place) {
    List<Run> line = new ArrayList<>();
    line.add(Run.strong(place.surface().label()));
    line.add(Run.words("  ·  "));
    line.add(Run.supplied(place.channel(), Run.Emphasis.CODE));
    return line;
  }
}
