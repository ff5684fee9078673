package dev.countersign.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RevisionOfTest {
  private static final ProposalId ID = new ProposalId("prop_01KB000000000000000000000A");

  private static Action message(String text) {
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.ticketReplyBody());
    JsonObject changes = body.object("proposed_changes");
    return SampleProposals.draft(
            CanonicalJson.bytes(
                body.with(
                    "proposed_changes",
                    changes.with("body", changes.object("body").with("content", Json.of(text))))))
        .action();
  }

  private static RevisionOf between(String before, String after) {
    return RevisionOf.of(
        ID,
        message(before),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        message(after));
  }

  private static RevisionOf edited(int times) {
    List<PersonId> earlier = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      earlier.add(new PersonId("editor-" + i));
    }
    return new RevisionOf(
        ID,
        times + 1,
        message("x").digest(),
        Optional.of(new PersonId("last")),
        earlier,
        List.of(),
        List.of(),
        0,
        Optional.empty(),
        0);
  }

  @Test
  void itReadsBackAsItWasWritten() {
    RevisionOf revision = between("One EUR 5 two.", "One EUR 7 two.");

    assertThat(RevisionOf.read(revision.toJson())).isEqualTo(revision);
    assertThat(RevisionOf.read(edited(3).toJson())).isEqualTo(edited(3));
    RevisionOf byGate =
        RevisionOf.of(
            ID,
            message("x"),
            Optional.of(edited(3)),
            List.of(),
            Optional.empty(),
            Optional.of(RevisionOf.Cause.RECORD_CHANGED),
            message("y"));
    assertThat(RevisionOf.read(byGate.toJson())).isEqualTo(byGate);
    assertThat(byGate.byGate()).isEqualTo(1);
    assertThat(revision.changes())
        .extracting(ActionChange::pointer)
        .containsExactly("/proposed_changes/body/content");
  }

  @Test
  void whatIsTheSameAroundALongTextIsLeftOutBetweenWords() {
    String same = "all the same ".repeat(500);

    ActionChange.Shown shown =
        (ActionChange.Shown)
            between(same + "EUR 42.50" + same, same + "EUR 43.50" + same).changes().getFirst();

    assertThat(shown.before().orElseThrow().toString().length()).isLessThan(300);
    assertThat(shown.before().orElseThrow().toString()).contains("EUR 42.50");
    assertThat(shown.after().orElseThrow().toString()).contains("EUR 43.50");
    assertThat(shown.skipped()).isPositive();
    assertThat(shown.rest()).isPositive();
  }

  @Test
  void whatIsTooLongIsNamedAsSuch() {
    assertThat(between("a ".repeat(5_000), "b ".repeat(5_000)).changes())
        .singleElement()
        .isInstanceOf(ActionChange.TooLong.class);
  }

  @Test
  void peopleMakeAtMostSoManyRevisions() {
    assertThat(edited(RevisionOf.MOST_EDITS - 1).isTooMany()).isFalse();
    assertThat(edited(RevisionOf.MOST_EDITS).isTooMany()).isTrue();
  }
}
