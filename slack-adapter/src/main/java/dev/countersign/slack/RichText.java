package dev.countersign.slack;

import dev.countersign.card.Run;
import dev.countersign.card.Run.Emphasis;
import dev.countersign.card.Spelling;
import dev.countersign.card.VisibleText;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Draws runs as the leaves of `rich_text`, of which Slack parses none: neither markup nor links
/// nor mentions nor emoji codes in a `text` leaf mean anything
/// (docs.slack.dev/reference/block-kit/blocks/rich-text-block).
final class RichText {
  /// Characters of one `text` leaf; longer text goes on in the next one.
  static final int MAX_TEXT = 3_000;

  private static final JsonObject PLAIN = JsonObject.EMPTY;
  private static final JsonObject BOLD = style("bold");
  private static final JsonObject STRIKE = style("strike");
  private static final JsonObject CODE = style("code");
  private static final JsonObject ITALIC = style("italic");
  private static final JsonObject BOLD_CODE = BOLD.with("code", Json.of(true));

  private static final Pattern USER = Pattern.compile("[UW][A-Z0-9]{1,30}");
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String LOCAL = "{date_short_pretty} {time}";

  private final String teamId;
  private final BlockBudget budget;
  private final Set<Spelling> spellings = EnumSet.noneOf(Spelling.class);
  private int escaped;

  RichText(String teamId, BlockBudget budget) {
    this.teamId = teamId;
    this.budget = budget;
  }

  /// How many invisible characters were drawn as escapes so far.
  int escaped() {
    return escaped;
  }

  /// The spellings whose marks were drawn so far.
  Set<Spelling> spellings() {
    return spellings;
  }

  List<Json> leaves(List<Run> runs) {
    var leaves = new ArrayList<Json>();
    for (Run run : runs) {
      switch (run) {
        case Run.Words(String text, boolean strong) ->
            leaves.addAll(texts(text, strong ? BOLD : PLAIN));
        case Run.Supplied supplied ->
            leaves.addAll(supplied(supplied.visible(), style(supplied.emphasis())));
        case Run.Moment(Instant at) -> date(at).ifPresent(leaves::add);
        case Run.Human human -> leaves.addAll(human(human));
      }
    }
    return leaves;
  }

  List<Json> title(String words) {
    return texts(words, BOLD);
  }

  List<Json> aside(String words) {
    return texts(words, ITALIC);
  }

  /// Supplied text with its own lines.
  List<Json> passage(String text) {
    return supplied(VisibleText.of(text), PLAIN);
  }

  private List<Json> supplied(VisibleText visible, JsonObject style) {
    escaped += visible.escaped();
    spellings.addAll(visible.spellings());
    return texts(visible.text(), style);
  }

  private List<Json> texts(String text, JsonObject style) {
    var leaves = new ArrayList<Json>();
    String rest = text;
    while (!rest.isEmpty()) {
      String piece = BlockBudget.beginning(rest, MAX_TEXT);
      rest = rest.substring(piece.length());
      String taken = budget.take(piece);
      if (!taken.isEmpty()) {
        leaves.add(leaf("text").put("text", taken).put("style", orNone(style)).build());
      }
    }
    return leaves;
  }

  /// Drawn in the reader's zone; the fallback is for clients that cannot.
  private Optional<Json> date(Instant at) {
    String fallback = UTC.format(at);
    if (!budget.takeWhole(fallback)) {
      return Optional.empty();
    }
    return Optional.of(
        leaf("date")
            .put("timestamp", at.getEpochSecond())
            .put("format", LOCAL)
            .put("fallback", fallback)
            .build());
  }

  /// The member of this workspace that is meant.
  static Optional<String> user(Run.Human human, String teamId) {
    return human.accounts().stream()
        .filter(account -> account.surface() == Surface.SLACK)
        .filter(account -> account.tenant().equals(teamId))
        .map(AccountId::user)
        .filter(id -> USER.matcher(id).matches())
        .sorted() // a set has no order of its own, and the bytes must always be the same
        .findFirst();
  }

  private List<Json> human(Run.Human human) {
    Optional<String> user = user(human, teamId);
    if (user.isEmpty()) {
      return supplied(human.visible(), PLAIN);
    }
    return budget.takeWhole(user.get())
        ? List.of(leaf("user").put("user_id", user.get()).build())
        : List.of();
  }

  static JsonObject container(String type, List<? extends Json> elements) {
    return leaf(type).put("elements", new JsonArray(List.copyOf(elements))).build();
  }

  static JsonObject.Builder leaf(String type) {
    return JsonObject.builder().put("type", type);
  }

  private static JsonObject style(Emphasis emphasis) {
    return switch (emphasis) {
      case NONE -> PLAIN;
      case STRONG -> BOLD;
      case STRUCK -> STRIKE;
      case COMMITMENT -> BOLD_CODE;
      case CODE -> CODE;
    };
  }

  private static JsonObject style(String name) {
    return JsonObject.builder().put(name, true).build();
  }

  private static @Nullable JsonObject orNone(JsonObject style) {
    return style.equals(PLAIN) ? null : style;
  }
}
