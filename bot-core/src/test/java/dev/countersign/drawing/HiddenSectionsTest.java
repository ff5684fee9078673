package dev.countersign.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ProposalId;
import java.util.List;
import org.junit.jupiter.api.Test;

class HiddenSectionsTest {
  private static final List<Section> SECTIONS =
      List.of(
          Section.Lines.of(List.of(Run.strong("What: "), Run.supplied("something else"))),
          new Section.Verbatim("Exact request", "POST /", "POST /"));

  private static RequestRecord record(String name) {
    TestGate gate = TestGate.inMemory();
    ProposalId id =
        gate.propose(
            TestGate.body(
                """
                {"proposed_changes":{"class":"api_call","method":"POST",
                 "url":"https://api.billing.example/v1/refunds",
                 "body":{"media_type":"text/plain","text":"%s"}}}
                """
                    .formatted(name)));
    return gate.record(id);
  }

  /// The search that ruled and the one that draws look at different texts.
  @Test
  void whereWhatTheRulingFoundIsFoundNowhereEverythingSuppliedIsHidden() {
    assertThat(MaskedCard.sections(SECTIONS, record("AKIAIOSFODNN7EXAMPLE")))
        .containsExactly(
            Section.Lines.of(List.of(Run.strong("What: "), Run.supplied("██ text hidden ██"))),
            new Section.Verbatim("Exact request", "██ text hidden ██", "██ text hidden ██"));
  }

  private static final Section.Quote LETTER =
      new Section.Quote(
          "Exact email",
          List.of(
              Run.strong("To: "),
              Run.supplied("mara@client.example"),
              Run.words("\n"),
              Run.part("We refund ", Run.Emphasis.NONE),
              Run.part("EUR 10", Run.Emphasis.COMMITMENT),
              Run.passage(" today.")));

  @Test
  void aTextThatStaysAsItIsKeepsItsHighlights() {
    assertThat(LETTER.replaced(text -> text.contains("@") ? "hidden" : text))
        .isInstanceOfSatisfying(
            Section.Quote.class,
            quote -> {
              assertThat(quote.title()).isEqualTo("Exact email");
              assertThat(quote.text()).contains(Run.supplied("hidden"));
              assertThat(Run.isHighlighted(quote.text())).isTrue();
            });
  }

  @Test
  void aTextOfWhichAPartIsHiddenSaysThatItHasNoHighlights() {
    assertThat(LETTER.replaced(text -> text.replace("today", "hidden")))
        .isInstanceOfSatisfying(
            Section.Quote.class,
            quote -> {
              assertThat(quote.title())
                  .isEqualTo("Exact email (parts hidden, so without highlights)");
              assertThat(quote.text()).contains(Run.passage("We refund EUR 10 hidden."));
            });
  }

  /// As where it is asked whether anything was hidden, in the other direction.
  @Test
  void whatSpansAHighlightIsSeenInOnePiece() {
    assertThat(LETTER.replaced(text -> text.replace("refund EUR 10 today", "hidden")).toString())
        .contains("We hidden.");
  }

  @Test
  void whereTheRulingFoundNothingEverythingStays() {
    assertThat(MaskedCard.sections(SECTIONS, record("Hello."))).isSameAs(SECTIONS);
  }
}
