package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Refused;
import dev.countersign.request.Vote;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Where two groups are asked at the same time, whoever stands in for somebody of them is one
/// person with one vote, in either group. Lena and Marc are leads, Pia is of finance, Nina of both;
/// Quin is of neither.
class StandInForTwoGroupsTest {
  private static final String AT_ONCE =
      TestGate.ONE_LEAD.replace(
          "\"stages\":[{\"group\":\"support-leads\",\"approvals\":1}]",
          "\"stages\":[{\"together\":[{\"group\":\"support-leads\",\"approvals\":1},"
              + "{\"group\":\"finance\",\"approvals\":1}]}]");

  private String people =
      TestGate.PEOPLE.replace(
          "\"accounts\":{}}", "\"accounts\":{\"slack\":{\"team\":\"T01\",\"user\":\"UQUIN\"}}}");

  private StandInForTwoGroupsTest inPlaceOf(String away, String instead) {
    people =
        people.replace(
            "{\"id\":\"" + away + "\",",
            "{\"id\":\"%s\",\"away\":[{\"from\":\"2026-11-23T00:00:00Z\",\"until\":\"2026-11-24T00:00:00Z\",\"instead\":\"%s\"}],"
                .formatted(away, instead));
    return this;
  }

  private TestGate gate() {
    return TestGate.with(Map.of(), AT_ONCE, people);
  }

  private static Kind approve(TestGate gate, String user) {
    return gate.press(user, Decision.APPROVE).kind();
  }

  @Test
  void whoStandsInForOneGroupLeavesTheOtherOpen() {
    TestGate gate = inPlaceOf("lena", "quin").gate();
    ProposalId id = gate.ask();

    assertThat(approve(gate, "UQUIN")).isEqualTo(Kind.COUNTED);
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(approve(gate, "UPIA")).isEqualTo(Kind.COUNTED);
    assertThat(gate.state(id)).isInstanceOf(Approved.class);
    gate.execute();
    assertThat(gate.executor.sent()).hasSize(1);
  }

  @Test
  void whoStandsInForBothGroupsHasOneVoteInThem() {
    TestGate gate = inPlaceOf("lena", "quin").inPlaceOf("pia", "quin").gate();
    ProposalId id = gate.ask();

    approve(gate, "UQUIN");
    assertThat(gate.press("UQUIN", Decision.APPROVE).code()).isEqualTo("already_voted");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.record(id).request().votes()).hasSize(1);
  }

  @Test
  void inThePlaceOfSomebodyOfBothGroupsTheVoteCountsWhereItIsNeeded() {
    inPlaceOf("nina", "quin");
    for (String other : new String[] {"UMARC", "UPIA"}) {
      for (boolean first : new boolean[] {true, false}) {
        TestGate gate = gate();
        ProposalId id = gate.ask();
        approve(gate, first ? "UQUIN" : other);
        approve(gate, first ? other : "UQUIN");

        assertThat(gate.state(id)).as("%s, first %s", other, first).isInstanceOf(Approved.class);
        assertThat(gate.record(id).request().votes())
            .flatExtracting(vote -> vote.inPlaceOf().stream().toList())
            .containsExactly(new PersonId("nina"));
        gate.execute();
        assertThat(gate.executor.sent()).hasSize(1);
      }
    }
  }

  @Test
  void aMemberOfOneGroupWhoStandsInForTheOtherIsStillOnePerson() {
    TestGate gate = inPlaceOf("pia", "marc").gate();
    ProposalId id = gate.ask();

    approve(gate, "UMARC");
    assertThat(gate.press("UMARC", Decision.APPROVE).code()).isEqualTo("already_voted");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.record(id).request().votes())
        .extracting(Vote::person)
        .containsExactly(new PersonId("marc"));
  }

  @Test
  void whatOnlyOneStandInForBothGroupsCouldDecideIsRefusedAtOnce() {
    for (String away : new String[] {"lena", "marc", "nina", "pia"}) {
      inPlaceOf(away, "quin");
    }
    TestGate gate = gate();
    assertThat(gate.state(gate.propose())).isInstanceOf(Refused.class);
  }
}
