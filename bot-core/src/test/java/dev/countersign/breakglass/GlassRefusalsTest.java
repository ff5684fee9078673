package dev.countersign.breakglass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Asker;
import dev.countersign.card.BreakGlassDesk.Offer;
import dev.countersign.card.BreakGlassDesk.Use;
import dev.countersign.card.ChatProfile;
import dev.countersign.passkey.Bound;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.refusal.Door;
import dev.countersign.refusal.RefusalBounds;
import dev.countersign.refusal.RefusedAttempt;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a refused use of break-glass leaves behind.
class GlassRefusalsTest extends GlassTestCase {

  private List<String> written() {
    return gate.refusals.entries().stream().map(RefusedAttempt::why).toList();
  }

  private List<String> told() {
    return gate.refusals.told().stream().map(RefusedAttempt::why).toList();
  }

  private List<String> noted(ProposalId id) {
    return gate.audit(id, EntryType.GLASS_REFUSED).stream()
        .map(entry -> entry.object("data").text("reason"))
        .toList();
  }

  @Test
  void whoUsesItWithoutTheRightIsAnEntryAnAlarmAndANoteInTheRequest() {
    ProposalId id = gate.ask();
    use("ULENA", id, "", signed("lena", bound(id)));

    assertThat(gate.refusals.told())
        .extracting(RefusedAttempt::door, RefusedAttempt::why, RefusedAttempt::about)
        .containsExactly(tuple(Door.BREAK_GLASS, "no_right", id.value()));
    assertThat(gate.refusals.told().getFirst().who().person().orElseThrow().value())
        .isEqualTo("lena");
    assertThat(gate.refusals.told().getFirst().key().orElseThrow().number()).isEqualTo(3);
    assertThat(noted(id)).containsExactly("no_right");
    assertThat(gate.audit(id, EntryType.GLASS_REFUSED).getFirst().text("actor"))
        .isEqualTo("account:" + account("ULENA"));
  }

  @Test
  void aSecondUseWithAnOpenRetrospectiveIsAnAlarm() {
    use(gate.ask());
    ProposalId second = gate.propose();
    use("UPIA", second, "", signed("pia", bound(second)));
    assertThat(told()).containsExactly("open_retrospective");
  }

  @Test
  void whatWasSignedForSomethingElseOrNeverShownIsAnAlarm() {
    ProposalId id = gate.ask();
    String card = page("UPIA", id).card().digest().value();
    use(
        "UPIA",
        id,
        card,
        signed("pia", Bound.breaking(gate.propose(), 1, gate.record(id).request().action())));
    use("UPIA", id, "", signed("pia", bound(id)));
    assertThat(told()).containsExactly("no_passkey", "not_shown");
    assertThat(noted(id)).containsExactly("no_passkey", "not_shown");
  }

  @Test
  void whoHadAnEarlierRevisionOnTheirPageIsNoAlarm() {
    ProposalId id = gate.ask();
    String card = page("UPIA", id).card().digest().value();
    use("UPIA", id, card, signed("pia", Bound.breaking(id, 0, gate.record(id).request().action())));
    assertThat(written()).containsExactly("changed");
    assertThat(told()).isEmpty();
  }

  @Test
  void aSlipInTheFormIsWrittenNowhere() {
    ProposalId id = gate.ask();
    Offer.Page page = page("UPIA", id);
    for (Use use :
        List.of(
            new Use(id.value(), "", WHY, page.card().digest().value(), signed("pia", bound(id))),
            new Use(
                id.value(), "INC-1", "", page.card().digest().value(), signed("pia", bound(id))))) {
      assertThat(gate.breakGlass.use(account("UPIA"), use).done()).isFalse();
    }
    assertThat(written()).isEmpty();
    assertThat(noted(id)).isEmpty();
  }

  @Test
  void whatIsNoRequestIsAnEntryThatKeepsNothingOfWhatWasSent() {
    gate.breakGlass.use(
        account("UPIA"), new Use("<script>", "INC-1", WHY, "", signed("pia", bound(gate.ask()))));
    assertThat(gate.refusals.entries())
        .extracting(RefusedAttempt::why, RefusedAttempt::about)
        .containsExactly(tuple("unknown_request", ""));
  }

  @Test
  void theSameWithinAnHourIsWrittenOnceAndAfterItOnceMore() {
    ProposalId id = gate.ask();
    for (int nth = 0; nth < 5; nth++) {
      use("ULENA", id, "", signed("lena", bound(id)));
    }
    assertThat(told()).hasSize(1);
    assertThat(noted(id)).hasSize(1);
    assertThat(gate.refusedGlass).as("each is counted").hasSize(5);

    gate.clock.advance(RefusalBounds.LATELY);
    use("ULENA", id, "", signed("lena", bound(id)));
    assertThat(told()).hasSize(2);
    assertThat(noted(id)).hasSize(2);
  }

  @Test
  void howeverManyRequestsSomebodyTriesTheyFillTheirShare() {
    for (int nth = 0; nth < 15; nth++) {
      ProposalId id = gate.propose();
      use("ULENA", id, "", signed("lena", bound(id)));
    }
    assertThat(written()).hasSize(RefusalBounds.MOST_OF_ONE);
  }

  @Test
  void whoAsksForItInAChatWithoutTheRightIsAnEntryAndNoAlarm() {
    ProposalId id = gate.ask();
    Asker asker =
        new Asker(
            new AccountId(Surface.SLACK, TestGate.TEAM, "ULENA"),
            true,
            Optional.empty(),
            () -> ChatProfile.UNASKED);
    gate.glassCommands.breakGlass(asker, id.value(), WHY);
    assertThat(gate.refusals.entries())
        .extracting(RefusedAttempt::door, RefusedAttempt::why, RefusedAttempt::alarming)
        .containsExactly(tuple(Door.ASK_BREAK_GLASS, "no_right", false));
    assertThat(noted(id)).as("nothing was used").isEmpty();
  }

  @Test
  void whoEndsAUseWithoutTheRightIsAnEntryAndNoAlarm() {
    ProposalId id = gate.ask();
    use(id);
    gate.breakGlass.end(account("UMARC"), id.value());
    assertThat(gate.refusals.entries())
        .extracting(RefusedAttempt::door, RefusedAttempt::why, RefusedAttempt::alarming)
        .containsExactly(tuple(Door.END_BREAK_GLASS, "no_right", false));
    assertThat(gate.refusals.entries().getFirst().key()).isEqualTo(Optional.empty());
  }
}
