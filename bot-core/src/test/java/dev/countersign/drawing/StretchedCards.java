package dev.countersign.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.CardRenderer;
import dev.countersign.card.CardView;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.GeneratedProposals;
import dev.countersign.proposal.ProposalId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Cards of generated proposals, each supplied text of them made as long as a chat is just sure to
/// show it: there is no room left for a character that takes more than it was counted for.
public final class StretchedCards {
  private static final int SEEDS = 2;
  private static final int LONGER_THAN_ANY_CARD = 40_000;

  /// What costs most where it is drawn, for each way in which drawing changes a text, and what most
  /// texts consist of.
  private static final List<String> FILLERS =
      List.of(
          "x",
          "We refund EUR 240.00 by Friday. ",
          " ",
          "\n",
          "a \n",
          "\r\n",
          "\t",
          "a\t{{\n",
          "\"",
          "\\",
          "{{",
          "\u0000",
          "\u202e",
          "\u0301",
          "e\u0301",
          "\u212b ",
          "\ufb2c ",
          "\ud834\udd60",
          "\ud83d\ude00",
          "1\ufe0f\u20e3",
          "\udbff\udfff",
          "\u05d0\n",
          "\u00fc",
          "\u6f22",
          "\ud55c",
          mixed(1),
          mixed(2));

  private StretchedCards() {}

  /// Of any code points, most of them such as texts have.
  private static String mixed(long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      int beyond = random.nextInt(3);
      text.appendCodePoint(
          beyond == 0 ? random.nextInt(0x7f) : random.nextInt(beyond == 1 ? 0x3100 : 0x110000));
    }
    return text.toString();
  }

  /// Fails when a card is cut that the renderer was sure to show whole, and when one that has
  /// little in it had to be drawn to know.
  public static void assertSureIsWhole(ActionClass actionClass, CardRenderer renderer) {
    for (int seed = 0; seed < SEEDS; seed++) {
      CardView small = card(actionClass, seed);
      assertThat(renderer.surelyShowsWhole(small.plainer())).isTrue();
      int texts = new Stretching(-1, "").of(small).seen;
      assertThat(texts).isGreaterThan(4);
      for (String filler : FILLERS) {
        int text = Math.floorMod(31 * FILLERS.indexOf(filler) + seed, texts);
        CardView card = longestSure(small, text, filler, renderer);
        assertThat(renderer.render(card).complete()).as("text %d with %s", text, filler).isTrue();
      }
    }
  }

  /// What gives way counts as well: sure is what shows all of it.
  private static CardView longestSure(
      CardView small, int text, String filler, CardRenderer renderer) {
    int sure = 0;
    int unsure = LONGER_THAN_ANY_CARD;
    while (unsure - sure > 1) {
      int between = (sure + unsure) / 2;
      if (renderer.surelyShowsWhole(longer(small, text, filler, between).plainer())) {
        sure = between;
      } else {
        unsure = between;
      }
    }
    return longer(small, text, filler, sure);
  }

  private static CardView longer(CardView card, int text, String filler, int units) {
    String added = filler.repeat(units / filler.length() + 1).substring(0, units);
    return new Stretching(text, added).of(card).card;
  }

  private static CardView card(ActionClass actionClass, long seed) {
    TestGate gate =
        TestGate.inMemory(
            TestGate.ONE_LEAD
                .replace("action.class == \\\"api_call\\\"", "true")
                .replace("\"approvals\":1", "\"approvals\":2"));
    JsonObject body =
        GeneratedProposals.action(actionClass, seed, true)
            .with("rationale", Json.of("They were charged twice."));
    ProposalId id = gate.propose(CanonicalJson.bytes(body));
    return new CardComposer(gate.directory).compose(gate.record(id));
  }

  private record Stretched(CardView card, int seen) {}

  /// Adds to one of the supplied texts of a card, and makes nothing of it give way.
  private static final class Stretching {
    private final int text;
    private final String added;
    private int seen;

    Stretching(int text, String added) {
      this.text = text;
      this.added = added;
    }

    Stretched of(CardView card) {
      CardView stretched =
          new CardView(
              card.request(),
              card.revision(),
              card.version(),
              card.tone(),
              card.heading(),
              card.summary(),
              card.sections().stream().map(this::of).toList(),
              card.buttons(),
              card.footer());
      return new Stretched(stretched, seen);
    }

    private Section of(Section section) {
      return switch (section) {
        case Section.Lines(var lines) -> new Section.Lines(lines.stream().map(this::of).toList());
        case Section.Bullets(var title, var items) ->
            new Section.Bullets(title, items.stream().map(this::of).toList());
        case Section.Quote(var title, var quoted) -> new Section.Quote(title, of(quoted));
        case Section.Verbatim(var title, var exact, var compact) -> {
          String more = seen++ == text ? added : "";
          yield new Section.Verbatim(title, exact + more, compact + more);
        }
        case Section.Note note -> note;
        case Section.Explanation(var words) -> of(words);
        case Section.Aid(var words, _) -> of(words);
        case Section.Buttons buttons -> buttons;
      };
    }

    private List<Run> of(List<Run> runs) {
      List<Run> longer = new ArrayList<>();
      for (Run run : runs) {
        longer.add(
            run instanceof Run.Supplied supplied && seen++ == text
                ? new Run.Supplied(
                    supplied.text() + added,
                    supplied.emphasis(),
                    supplied.breaks(),
                    supplied.ends())
                : run);
      }
      return longer;
    }
  }
}
