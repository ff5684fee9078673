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

  @Test
  void whereTheRulingFoundNothingEverythingStays() {
    assertThat(MaskedCard.sections(SECTIONS, record("Hello."))).isSameAs(SECTIONS);
  }
}
