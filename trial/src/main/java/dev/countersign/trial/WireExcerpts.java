package dev.countersign.trial;

import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.util.List;
import java.util.regex.Pattern;

/// What came over the wire, cut to what a reader needs; never a decision token.
final class WireExcerpts {
  private static final int WHOLE = 400;
  private static final int SHOWN = 320;
  private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_.-]+");

  private WireExcerpts() {}

  static String of(String text) {
    String bare = TOKEN.matcher(text).replaceAll("eyJ…");
    return bare.length() <= WHOLE
        ? bare
        : bare.substring(0, SHOWN) + " … (" + bare.length() + " characters)";
  }

  static void findings(JsonObject view, Transcript to) {
    for (JsonObject finding : view.object("ruling").objects("findings", f -> f)) {
      to.field(
          "Finding",
          finding.text("rule") + ": " + finding.text("result") + ". " + finding.text("because"));
    }
  }

  static void votes(JsonObject view, Transcript to) {
    for (JsonObject vote : votes(view)) {
      to.field(
          "Vote",
          vote.text("person")
              + (vote.get("function") instanceof JsonString(String in) ? " (" + in + ")" : "")
              + " via "
              + vote.text("via")
              + ": "
              + vote.text("decision")
              + (vote.get("reason") instanceof JsonString(String why) ? ", " + why : "")
              + (vote.get("comment") instanceof JsonString(String note) ? ": " + note : ""));
    }
  }

  static List<JsonObject> votes(JsonObject view) {
    return view.objects("votes", v -> v);
  }

  /// How many entries of a kind an audit trail has.
  static long entries(JsonObject audit, String type) {
    return audit.objects("entries", e -> e.object("body").text("type")).stream()
        .filter(type::equals)
        .count();
  }
}
