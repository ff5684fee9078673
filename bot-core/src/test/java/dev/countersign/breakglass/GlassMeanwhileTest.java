package dev.countersign.breakglass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RememberedRefusals;
import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.BreakGlassDesk.Offer;
import dev.countersign.card.BreakGlassDesk.Use;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.RememberedRetrospectives;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.proposal.ProposalId;
import dev.countersign.refusal.GlassRefusal;
import dev.countersign.refusal.RefusedAttempt;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.token.KeyRing;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What changes while the page of break-glass is open, or between its use and its execution, counts
/// as of the moment.
class GlassMeanwhileTest extends GlassTestCase {
  private static final String RIGHT = "\"may_break_glass\":true";
  private static final String HOLDERS = "[\"pia\",\"otto\"]";

  /// A change of people, and what it makes of a use whose page was shown before it.
  record Changed(String what, String old, String by, GlassRefusal why) {
    String people() {
      assertThat(PEOPLE).contains(old);
      return PEOPLE.replace(old, by);
    }

    @Override
    public String toString() {
      return what;
    }
  }

  static final List<Changed> PEOPLE_OF_NOW =
      List.of(
          new Changed("the person has no right", HOLDERS, "[\"otto\"]", GlassRefusal.NO_RIGHT),
          new Changed("nobody has", RIGHT, "\"may_break_glass\":false", GlassRefusal.NOBODY_MAY),
          new Changed(
              "the account is nobody's",
              "\"sub\":\"UPIA\"",
              "\"sub\":\"UOTHER\"",
              GlassRefusal.NOT_A_PERSON),
          new Changed(
              "the person owns the agent",
              "\"support-bot\":{\"owner\":\"otto\"",
              "\"support-bot\":{\"owner\":\"pia\"",
              GlassRefusal.CONFLICTED),
          new Changed(
              "the person is the only one of security",
              HOLDERS,
              "[\"pia\"]",
              GlassRefusal.NOBODY_ENDS),
          new Changed(
              "everybody who could look at it has the person's function",
              "[\"support\"]",
              "[\"finance\",\"support\"]",
              GlassRefusal.NO_REVIEWER));

  /// A replica that has newer people.
  private TestGate by(String people) {
    return TestGate.actingWithPages(
        gate.executor,
        SampleGlass::drawn,
        ISSUER,
        gate.clock,
        (InMemoryLedger) gate.ledger,
        TestGate.ONE_LEAD,
        people);
  }

  private Use signedUse(ProposalId id) {
    Offer.Page page = page("UPIA", id);
    return new Use(
        id.value(),
        "INC-2041",
        WHY,
        page.card().digest().value(),
        signed("pia", page.sign().orElseThrow()));
  }

  @ParameterizedTest
  @FieldSource("PEOPLE_OF_NOW")
  void peopleThatChangedWhileThePageWasOpenAreThoseOfItsUse(Changed changed) {
    ProposalId id = gate.ask();
    Use use = signedUse(id);
    TestGate now = by(changed.people());
    assertThat(now.breakGlass.use(account("UPIA"), use))
        .isEqualTo(GlassWords.refused(changed.why()));
    assertThat(now.refusedGlass).containsExactly(changed.why());
    assertThat(now.refusals.entries()).hasSize(1);
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.audit(id, EntryType.GRANT_ISSUED)).isEmpty();
    assertThat(gate.breakGlass.use(account("UPIA"), use).done())
        .as("by the people from before")
        .isTrue();
  }

  static final List<Changed> PEOPLE_OF_THE_EXECUTION = PEOPLE_OF_NOW.subList(0, 4);

  @ParameterizedTest
  @FieldSource("PEOPLE_OF_THE_EXECUTION")
  void whoHasNoRightOrIsOfItsSideOnceItWouldRunHasApprovedNothing(Changed changed) {
    ProposalId id = gate.ask();
    assertThat(use(id).done()).isTrue();
    by(changed.people()).execute();
    assertThat(gate.executor.sent()).isEmpty();
    assertThat(((Approved) gate.state(id)).execution())
        .isInstanceOfSatisfying(
            Execution.Failed.class, end -> assertThat(end.code()).isEqualTo("policy_changed"));
  }

  /// To a gate of other keys, what is there was written by whoever holds the database.
  @Test
  void onARecordThatNoGateWroteNothingIsBrokenAndNothingWritten() {
    ProposalId id = gate.ask();
    Use use = signedUse(id);
    RememberedRefusals refused = new RememberedRefusals(gate.ledger::now);
    TestGate stranger =
        TestGate.withPages(
            SampleGlass::drawn,
            ISSUER,
            gate.ledger,
            gate.deliveries,
            new PeopleDirectory(TestGate.people(PEOPLE)),
            KeyRing.generate(new SecureRandom(), gate.clock),
            new RememberedRetrospectives(gate.ledger),
            refused);
    int before = gate.ledger.audit(id).size();
    assertThat(stranger.breakGlass.use(account("UPIA"), use))
        .isEqualTo(GlassWords.refused(GlassRefusal.RECORD_UNSOUND));
    assertThat(gate.ledger.audit(id)).hasSize(before);
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(refused.told()).extracting(RefusedAttempt::why).containsExactly("record_unsound");
  }
}
