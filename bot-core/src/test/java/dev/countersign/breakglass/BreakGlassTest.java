package dev.countersign.breakglass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Asker;
import dev.countersign.card.BreakGlassDesk.Offer;
import dev.countersign.card.BreakGlassDesk.Told;
import dev.countersign.card.BreakGlassDesk.Use;
import dev.countersign.card.ChatProfile;
import dev.countersign.card.Reply;
import dev.countersign.execution.OutsideDesk;
import dev.countersign.execution.OutsideDesk.Redeeming;
import dev.countersign.execution.OutsideExecutor;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeActor;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.Freezing;
import dev.countersign.gate.ApprovalGate;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.Retrospectives.Retrospective;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.refusal.GlassRefusal;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.token.Grant;
import dev.countersign.token.GrantVerdict;
import dev.countersign.token.GrantVerifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BreakGlassTest extends GlassTestCase {

  /// Nobody approves it, so it waits for nothing that approvals wait for; its page has the same
  /// attachments to download.
  @Test
  void itDoesNotWaitForAttachmentsToBeOpened() {
    byte[] terms = "terms".getBytes(StandardCharsets.UTF_8);
    gate.attachments.keep(gate.agent().id(), terms);
    gate.policy.set(
        TestGate.policy(
            """
            {"version":1,"rules":[{"id":"all","when":"true","gate":"ask","attachments":"opened",
              "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
            """));
    JsonObject attachment =
        JsonObject.builder()
            .put("name", "terms.pdf")
            .put("sha256", HexFormat.of().formatHex(Digest.sha256(terms)))
            .build();
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.ticketReplyBody());
    ProposalId id =
        gate.propose(
            CanonicalJson.bytes(
                body.with(
                    "proposed_changes",
                    body.object("proposed_changes")
                        .with("attachments", new JsonArray(List.of(attachment))))));
    assertThat(gate.record(id).ruling().openFirst()).hasSize(1);

    Told told = use(id);
    assertThat(told.done()).as(told.words()).isTrue();
    gate.execute();
    assertThat(gate.executor.sent()).hasSize(1);
  }

  private void assertRefused(Told told, GlassRefusal why) {
    assertThat(told.done()).as(told.words()).isFalse();
    assertThat(told).isEqualTo(GlassWords.refused(why));
    assertThat(gate.refusedGlass).as("counted").endsWith(why);
  }

  @Test
  void onePersonStandsInForTheQuorumAndEverythingOfItLandsTogether() {
    ProposalId id = gate.ask();
    Told told = use(id);

    assertThat(told.done()).as(told.words()).isTrue();
    assertThat(gate.refusedGlass).isEmpty();
    BrokenGlass glass = approved(id).glass().orElseThrow();
    assertThat(glass.by()).isEqualTo(new PersonId("pia"));
    assertThat(glass.owner()).as("of another function").isEqualTo(new PersonId("lena"));
    assertThat(glass.due()).isEqualTo(Instant.parse("2026-11-26T15:00:00Z"));
    assertThat(gate.ledger.audit(id).reversed().stream().limit(3).toList())
        .extracting(entry -> entry.document().text("type"))
        .as("one commit, in this order")
        .containsExactly("grant_issued", "glass_broken", "stronger_check");
    assertThat(gate.retrospectives.of(new PersonId("pia")).open())
        .extracting(Retrospective::request)
        .containsExactly(id);

    gate.execute();
    assertThat(gate.executor.sent()).hasSize(1);
    assertThat(approved(id).execution()).isInstanceOf(Execution.Succeeded.class);
    gate.work(DeliveryKind.ALARM);
    assertThat(gate.chat.news()).hasSize(1).first().asString().contains(WHY, "INC-2041", "Pia");
  }

  @Test
  void theGrantSaysSoLivesTwoMinutesAndIsNeverRenewed() {
    ProposalId id = gate.ask();
    use(id);
    String token = gate.record(id).grant().orElseThrow().token();
    GrantVerdict verdict =
        new GrantVerifier(gate.keys, gate.issuer)
            .verify(token, Grant.GATEWAY, gate.clock.instant());
    assertThat(verdict)
        .isInstanceOfSatisfying(
            GrantVerdict.Verified.class,
            one -> {
              assertThat(one.grant().grant().mode()).isEqualTo(GrantMode.BREAKGLASS);
              assertThat(one.grant().grant().approvers())
                  .singleElement()
                  .satisfies(who -> assertThat(who.person()).isEqualTo(new PersonId("pia")));
            });

    gate.clock.advance(BrokenGlass.LIFE);
    gate.execute();
    assertThat(gate.executor.sent()).isEmpty();
    assertThat(approved(id).execution())
        .isInstanceOfSatisfying(
            Execution.Failed.class, end -> assertThat(end.code()).isEqualTo("start_window_passed"));
    assertThat(gate.audit(id, EntryType.GRANT_ISSUED)).hasSize(1);
  }

  @Test
  void whatWasSignedForSomethingElseBreaksNothing() {
    ProposalId id = gate.ask();
    ProposalId other = gate.propose();
    String card = page("UPIA", id).card().digest().value();
    for (Bound signed :
        List.of(
            Bound.approving(id, 1, gate.record(id).request().action()),
            Bound.breaking(other, 1, gate.record(id).request().action()),
            Bound.breaking(id, 2, gate.record(id).request().action()),
            Bound.breaking(id, 1, Digest.of("swapped")),
            Bound.enrolling())) {
      assertRefused(use("UPIA", id, card, signed("pia", signed)), GlassRefusal.NO_PASSKEY);
    }
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.audit(id, EntryType.GLASS_REFUSED)).as("once").hasSize(1);
  }

  @Test
  void anotherPersonsPasskeyBreaksNothing() {
    ProposalId id = gate.ask();
    String card = page("UPIA", id).card().digest().value();
    assertRefused(use("UPIA", id, card, signed("lena", bound(id))), GlassRefusal.NO_PASSKEY);
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void aPasskeyThatSomebodyRemovedSinceItSignedBreaksNothing() {
    ProposalId id = gate.ask();
    Offer.Page page = page("UPIA", id);
    StrongerCheck check = signed("pia", page.sign().orElseThrow());
    ((InMemoryLedger) gate.ledger).removePasskey(check.passkey().number());
    assertRefused(use("UPIA", id, page.card().digest().value(), check), GlassRefusal.NO_PASSKEY);
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void whatNobodyWasShownIsNotBroken() {
    ProposalId id = gate.ask();
    String never = Digest.of("never shown").value();
    assertRefused(use("UPIA", id, never, signed("pia", bound(id))), GlassRefusal.NOT_SHOWN);
    assertRefused(use("UPIA", id, "", signed("pia", bound(id))), GlassRefusal.NOT_SHOWN);
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void whoHasNoRightIsToldSoAndSeesNothing() {
    ProposalId id = gate.ask();
    assertThat(gate.breakGlass.look(account("ULENA"), id.value()))
        .isEqualTo(new Offer.Unknown(GlassWords.said(GlassRefusal.NO_RIGHT)));
    assertRefused(use("ULENA", id, "", signed("lena", bound(id))), GlassRefusal.NO_RIGHT);
    assertRefused(use("UNOBODY", id, "", signed("lena", bound(id))), GlassRefusal.NOT_A_PERSON);
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void theOwnerOfTheAgentBreaksNothingOfIt() {
    ProposalId id = gate.ask();
    assertUnknown("UOTTO", id);
    assertThat(gate.breakGlass.leads(account("UOTTO"), id.value())).isFalse();
    assertRefused(use("UOTTO", id, "", signed("otto", bound(id))), GlassRefusal.CONFLICTED);
    use(id);
    assertThat(gate.breakGlass.look(account("UOTTO"), id.value()))
        .as("he is of security: he may end it, and is shown nothing of it")
        .isEqualTo(new Offer.Ending());
    gate.execute();
    assertUnknown("UOTTO", id);
  }

  private void assertUnknown(String subject, ProposalId id) {
    assertThat(gate.breakGlass.look(account(subject), id.value()))
        .isEqualTo(new Offer.Unknown(GlassWords.said(GlassRefusal.UNKNOWN_REQUEST)));
  }

  @Test
  void whatIsFrozenIsNotBroken() {
    ProposalId id = gate.ask();
    Offer.Page before = page("UPIA", id);
    Freeze freeze =
        new Freeze(
            7,
            FreezeScope.EVERYTHING,
            "it sends nonsense",
            FreezeActor.operator("ops"),
            gate.clock.instant(),
            Optional.empty(),
            true);
    ((InMemoryLedger) gate.ledger).freeze(new Freezing(1, 7, List.of(freeze)));

    assertThat(page("UPIA", id).code()).isEqualTo("frozen");
    assertRefused(
        use("UPIA", id, before.card().digest().value(), signed("pia", bound(id))),
        GlassRefusal.FROZEN);
  }

  @Test
  void whatIsDecidedOrOverIsNotBroken() {
    ProposalId decided = gate.ask();
    gate.showCards();
    gate.press("ULENA", Decision.REJECT);
    assertUnknown("UPIA", decided);
    assertRefused(
        use("UPIA", decided, "", signed("pia", bound(decided))), GlassRefusal.NOT_PENDING);

    ProposalId late = gate.propose();
    gate.clock.advance(
        Duration.between(gate.clock.instant(), gate.record(late).request().deadline()));
    assertRefused(use("UPIA", late, "", signed("pia", bound(late))), GlassRefusal.TOO_LATE);
  }

  @Test
  void aSecondSubmitChangesNothing() {
    ProposalId id = gate.ask();
    Offer.Page page = page("UPIA", id);
    StrongerCheck check = signed("pia", page.sign().orElseThrow());
    String card = page.card().digest().value();

    assertThat(use("UPIA", id, card, check).done()).isTrue();
    assertRefused(use("UPIA", id, card, check), GlassRefusal.NOT_PENDING);
    assertThat(gate.audit(id, EntryType.GRANT_ISSUED)).hasSize(1);
  }

  @Test
  void theNextUseWaitsForTheRetrospectiveOfTheLast() {
    ProposalId first = gate.ask();
    use(first);
    ProposalId second = gate.propose();

    assertThat(page("UPIA", second).code()).isEqualTo("open_retrospective");
    assertRefused(
        use("UPIA", second, "", signed("pia", bound(second))), GlassRefusal.OPEN_RETROSPECTIVE);
    file(first);
    assertThat(use(second).done()).isTrue();
  }

  @Test
  void theFourthWithinThirtyDaysIsOneTooMany() {
    for (int nth = 0; nth < 3; nth++) {
      ProposalId id = gate.propose();
      assertThat(use(id).done()).isTrue();
      file(id);
      close(id);
      gate.clock.advance(Duration.ofDays(9));
    }
    ProposalId fourth = gate.propose();
    assertThat(page("UPIA", fourth).code()).isEqualTo("used_up");
    assertRefused(use("UPIA", fourth, "", signed("pia", bound(fourth))), GlassRefusal.USED_UP);

    gate.clock.advance(Duration.ofDays(4));
    assertThat(use(gate.propose()).done()).isTrue();
  }

  @Test
  void withoutSomebodyOfAnotherFunctionToLookAtItNobodyBreaksIt() {
    TestGate alike = gate(PEOPLE.replace("[\"support\"]", "[\"support\",\"finance\"]"));
    ProposalId id = alike.ask();
    assertThat(alike.breakGlass.look(account("UPIA"), id.value()))
        .isInstanceOfSatisfying(
            Offer.Page.class, page -> assertThat(page.code()).isEqualTo("no_reviewer"));
  }

  @Test
  void whoeverIsAloneWithTheRightDoesNotUseIt() {
    TestGate alone = gate(PEOPLE.replace("[\"pia\",\"otto\"]", "[\"pia\"]"));
    ProposalId id = alone.ask();
    assertThat(alone.breakGlass.look(account("UPIA"), id.value()))
        .isInstanceOfSatisfying(
            Offer.Page.class,
            page -> {
              assertThat(page.code()).isEqualTo("nobody_ends");
              assertThat(page.sign()).isEmpty();
            });
    Told told =
        alone.breakGlass.use(
            account("UPIA"),
            new Use(id.value(), "INC-2041", WHY, "", signed("pia", bound(alone, id))));
    assertThat(told.code()).isEqualTo("nobody_ends");
    assertThat(alone.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void whatItApprovesWaitsSoThatWhoeverIsToldCanEndIt() {
    ApprovalGate slow = gate.startingGlassAfter(Duration.ofSeconds(10));
    ProposalId ended = gate.ask();
    use(ended);
    run(slow);
    gate.clock.advance(Duration.ofMillis(9_999));
    run(slow);
    assertThat(gate.executor.sent()).isEmpty();
    assertThat(gate.breakGlass.end(account("UOTTO"), ended.value()).done()).isTrue();
    gate.clock.advance(Duration.ofMinutes(1));
    run(slow);
    assertThat(gate.executor.sent()).as("ended").isEmpty();

    file(ended);
    ProposalId runs = gate.propose();
    use(runs);
    gate.clock.advance(Duration.ofSeconds(10));
    run(slow);
    assertThat(gate.executor.sent()).as("after its time").hasSize(1);
  }

  @Test
  void anExecutorOutsideRedeemsItOnlyOnceItCanNotBeEndedAnyMore() {
    gate.executor.handOver("billing", new OutsideExecutor("runner", Duration.ofMinutes(10)));
    ApprovalGate slow = gate.startingGlassAfter(Duration.ofSeconds(10));
    ProposalId id = gate.ask();
    use(id);
    assertThat(redeem(slow, id))
        .isEqualTo(
            new Redeeming.Refused(
                OutsideDesk.Why.NOT_YET, "may_be_ended", Optional.of(Duration.ofSeconds(10))));
    gate.clock.advance(Duration.ofSeconds(10));
    assertThat(redeem(slow, id)).isInstanceOf(Redeeming.Redeemed.class);
    assertRefused(gate.breakGlass.end(account("UOTTO"), id.value()), GlassRefusal.TOO_LATE_TO_END);
  }

  private Redeeming redeem(ApprovalGate replica, ProposalId id) {
    return replica
        .outside()
        .redeem(
            "runner",
            gate.record(id).grant().orElseThrow().id(),
            gate.record(id).request().action(),
            Optional.empty());
  }

  private void run(ApprovalGate replica) {
    gate.deliveries
        .claim(DeliveryKind.EXECUTE, 100, Duration.ofMinutes(1))
        .forEach(replica.executions()::run);
  }

  @Test
  void anIncidentAndAReasonAreAsked() {
    ProposalId id = gate.ask();
    Offer.Page page = page("UPIA", id);
    StrongerCheck check = signed("pia", page.sign().orElseThrow());
    String card = page.card().digest().value();
    for (String incident : List.of("", "an incident", "<INC>", "I".repeat(65))) {
      assertRefused(
          gate.breakGlass.use(account("UPIA"), new Use(id.value(), incident, WHY, card, check)),
          GlassRefusal.NO_INCIDENT);
    }
    for (String why : List.of("", "too short a reason", "x".repeat(501), "hidden \u202E" + WHY)) {
      assertRefused(
          gate.breakGlass.use(account("UPIA"), new Use(id.value(), "INC-1", why, card, check)),
          GlassRefusal.NO_REASON);
    }
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void whoeverHasTheRightEndsItBeforeItRunsAndNobodyAfter() {
    ProposalId id = gate.ask();
    assertRefused(gate.breakGlass.end(account("UOTTO"), id.value()), GlassRefusal.NOT_BROKEN);
    use(id);
    assertRefused(gate.breakGlass.end(account("ULENA"), id.value()), GlassRefusal.NO_RIGHT);
    assertThat(page("UPIA", id).ends()).isTrue();
    assertThat(gate.breakGlass.end(account("UOTTO"), id.value()).done()).isTrue();
    gate.execute();

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(approved(id).glass().orElseThrow().ended()).hasValue(new PersonId("otto"));
    assertThat(approved(id).execution())
        .isEqualTo(new Execution.Failed(BrokenGlass.ENDED, 0, gate.clock.instant()));
    assertRefused(gate.breakGlass.end(account("UOTTO"), id.value()), GlassRefusal.TOO_LATE_TO_END);
    assertThat(gate.retrospectives.unclosed(9)).as("it is looked at all the same").hasSize(1);

    file(id);
    ProposalId ran = gate.propose();
    use(ran);
    gate.execute();
    assertRefused(gate.breakGlass.end(account("UOTTO"), ran.value()), GlassRefusal.TOO_LATE_TO_END);
    assertThat(gate.executor.sent()).hasSize(1);
  }

  /// otto owns the agent and may use break-glass: one rule for pages and chats.
  @Test
  void whoeverItBearsOnEndsAUseOnAPageAsInAChatAndIsShownNothingOfIt() {
    ProposalId id = gate.ask();
    assertThat(gate.breakGlass.look(account("UOTTO"), id.value()))
        .as("before it is used")
        .isInstanceOf(Offer.Unknown.class);
    assertThat(gate.breakGlass.leads(account("UOTTO"), id.value())).isFalse();
    use(id);
    assertThat(gate.breakGlass.look(account("UOTTO"), id.value())).isEqualTo(new Offer.Ending());
    assertThat(gate.breakGlass.leads(account("UOTTO"), id.value())).isTrue();
    assertThat(gate.breakGlass.look(account("ULENA"), id.value()))
        .as("who is not of security")
        .isInstanceOf(Offer.Unknown.class);

    assertThat(gate.breakGlass.end(account("UOTTO"), id.value()).done()).isTrue();
    assertThat(gate.breakGlass.look(account("UOTTO"), id.value()))
        .as("once it is ended")
        .isInstanceOf(Offer.Unknown.class);
    gate.execute();
    assertThat(gate.executor.sent()).isEmpty();
  }

  @Test
  void everyCardOfItSaysSo() {
    ProposalId id = gate.ask();
    use(id);
    gate.showCards();
    assertThat(gate.chat.only().card().asks()).isEmpty();
    assertThat(gate.chat.only().card().body().toString())
        .contains("Break-glass", "Pia Purse", "INC-2041");
  }

  private static Asker chat(String user, boolean presses) {
    return new Asker(
        new AccountId(Surface.SLACK, TestGate.TEAM, user),
        true,
        presses ? Optional.of(Digest.of("press")) : Optional.empty(),
        () -> ChatProfile.UNASKED);
  }

  private static String said(Reply reply) {
    return reply.text();
  }

  @Test
  void aChatLeadsToThePageWithWhatItsPersonWroteAndBreaksNothing() {
    ProposalId id = gate.ask();
    Reply reply = gate.glassCommands.breakGlass(chat("UPIA", false), id.value(), WHY);
    URI page =
        ((Reply.Listing) reply)
            .parts().stream()
                .filter(part -> part instanceof Reply.Part.Leads)
                .map(part -> ((Reply.Part.Leads) part).page())
                .findFirst()
                .orElseThrow();
    assertThat(page.toString()).contains("/requests/" + id + "/break-glass?why=");
    String[] query = page.getQuery().split("[=&]", -1);
    assertThat(gate.breakGlass.carried(account("UPIA"), id.value(), query[1], query[3]))
        .isEqualTo(WHY);
    assertThat(gate.breakGlass.carried(account("UOTTO"), id.value(), query[1], query[3]))
        .as("of somebody else")
        .isEmpty();
    assertThat(gate.breakGlass.carried(account("UPIA"), gate.propose().value(), query[1], query[3]))
        .as("for another request")
        .isEmpty();
    assertThat(gate.breakGlass.carried(account("UPIA"), id.value(), "eA", query[3])).isEmpty();
    gate.clock.advance(ReasonSeals.LIFE);
    assertThat(gate.breakGlass.carried(account("UPIA"), id.value(), query[1], query[3])).isEmpty();
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void whoHasNoRightIsToldSoInAChatToo() {
    ProposalId id = gate.ask();
    assertThat(said(gate.glassCommands.breakGlass(chat("ULENA", false), id.value(), WHY)))
        .isEqualTo(GlassWords.said(GlassRefusal.NO_RIGHT));
    assertThat(said(gate.glassCommands.breakGlass(chat("UNOBODY", false), id.value(), WHY)))
        .isEqualTo(GlassWords.said(GlassRefusal.NOT_A_PERSON));
    assertThat(said(gate.glassCommands.breakGlass(chat("UPIA", false), "it", WHY)))
        .contains("break-glass <id> <why>");
  }

  @Test
  void theAlarmHasTheButtonThatEndsItForWhoMayAndWordsAloneEndNothing() {
    ProposalId id = gate.ask();
    use(id);
    gate.work(DeliveryKind.ALARM);
    String question =
        ((Reply.Listing) gate.chat.news().getFirst())
            .parts().stream()
                .filter(part -> part instanceof Reply.Part.Asks)
                .map(part -> ((Reply.Part.Asks) part).asks().getFirst().question())
                .findFirst()
                .orElseThrow();
    String behind = question.substring("break-glass end ".length());

    gate.glassCommands.breakGlass(chat("UOTTO", false), "end", behind);
    gate.glassCommands.breakGlass(chat("UOTTO", true), "end", id.value());
    gate.glassCommands.breakGlass(
        chat("UOTTO", true), "end", id + " 9999999999.k." + "A".repeat(43));
    assertThat(approved(id).execution()).isInstanceOf(Execution.Granted.class);
    assertThat(said(gate.glassCommands.breakGlass(chat("ULENA", true), "end", behind)))
        .isEqualTo(GlassWords.said(GlassRefusal.NO_RIGHT));
    assertThat(approved(id).execution()).isInstanceOf(Execution.Granted.class);

    assertThat(said(gate.glassCommands.breakGlass(chat("UOTTO", true), "end", behind)))
        .contains("Ended before it ran");
    gate.execute();
    assertThat(gate.executor.sent()).isEmpty();
    assertThat(said(gate.glassCommands.breakGlass(chat("UOTTO", true), "end", behind)))
        .contains("too late");
  }

  @Test
  void securityIsToldOfItsEnd() {
    ProposalId id = gate.ask();
    use(id);
    gate.work(DeliveryKind.ALARM);
    gate.breakGlass.end(account("UOTTO"), id.value());
    gate.work(DeliveryKind.ALARM);
    assertThat(gate.chat.news())
        .extracting(Reply::text)
        .satisfiesExactly(
            used -> assertThat(used).contains("Break-glass was used"),
            ended -> assertThat(ended).contains("was ended before it ran"));
  }
}
