package dev.countersign.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.Run;
import dev.countersign.card.Run.Emphasis;
import dev.countersign.card.Section;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ProposalId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordDifferenceTest {
  private static final String OLD =
      "Deliver to the back door between nine and five, ring twice, and ask for Mara Lind.";
  private static final String NEW =
      "Deliver to the back door between nine and six, ring twice, and ask for Mara Lind.";

  private static Action change(String from, String to) {
    TestGate gate =
        TestGate.inMemory(TestGate.ONE_LEAD.replace("action.class == \\\"api_call\\\"", "true"));
    ProposalId id =
        gate.propose(
            TestGate.body(
                """
                {"proposed_changes":{"class":"record_change","operation":"update",
                 "record_type":"order","changes":[{"path":"/note","from":"%s","to":"%s"}]}}
                """
                    .formatted(from, to)));
    return gate.record(id).proposal().action();
  }

  private static List<Run> item(Section.Aid aid, int number) {
    return ((Section.Bullets) aid.words()).items().get(number);
  }

  @Test
  void ofALongTextWhatIsGoneIsStruckAndWhatIsNewIsStrong() {
    Section.Aid aid = RecordDifference.of(change(OLD, NEW), SeenBy.AGENT).orElseThrow();

    assertThat(item(aid, 0)).contains(Run.supplied("five,", Emphasis.STRUCK));
    assertThat(item(aid, 1)).contains(Run.supplied("six,", Emphasis.STRONG));
    assertThat(item(aid, 0)).noneMatch(run -> run.equals(Run.supplied("Deliver", Emphasis.STRUCK)));
    assertThat(aid.words().toString()).contains("from what the agent says is there now");
  }

  @Test
  void aShortTextIsComparedAtAGlance() {
    assertThat(RecordDifference.of(change("bronze", "silver"), SeenBy.AGENT))
        .isEqualTo(Optional.empty());
  }

  @Test
  void whereThereIsNoRoomTheWholeTextsStay() {
    Action action = change(OLD, NEW);
    Section.Aid aid = RecordDifference.of(action, SeenBy.AGENT).orElseThrow();

    assertThat(aid.plainer().toString()).contains("all of them is shown");
    assertThat(ActionEvidence.plain(action, SeenBy.AGENT).toString()).contains(NEW, OLD);
  }
}
