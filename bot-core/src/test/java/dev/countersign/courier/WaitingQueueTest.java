package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.Asker;
import dev.countersign.card.ChatDesks;
import dev.countersign.card.Commands;
import dev.countersign.card.FreezeDesk;
import dev.countersign.card.GlassCommandDesk;
import dev.countersign.card.LinkDesk;
import dev.countersign.card.PlaceDesk;
import dev.countersign.card.Reply;
import dev.countersign.card.UnknownCommandDesk;
import dev.countersign.catalogue.Reading;
import dev.countersign.drawing.CardComposer;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.Decision;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingQueueTest {
  private static final String TWO_LEADS =
      TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2");

  /// The managers are who else is asked about finance.
  private final TestGate gate =
      TestGate.with(
          Map.of(), TWO_LEADS, TestGate.PEOPLE.replace("\"finance\":{", "\"managers\":{"));

  @Test
  void aLineSaysTheDeedAsItsCardDoes() {
    gate.executor.read(_ ->
        Optional.of(
            new Reading(
                "refund",
                "Refund EUR 42.50",
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty())));
    ProposalId id = gate.ask();

    assertThat(queue("ULENA"))
        .contains(": Refund EUR 42.50 (" + id.value())
        .contains(new CardComposer(gate.directory).compose(gate.record(id)).summary());
  }

  @Test
  void theQueueNamesWhatWaitsForTheAskerAndNothingElse() {
    ProposalId id = gate.ask();

    assertThat(queue("ULENA")).contains(id.value()).contains("Decide by");
    assertThat(queue("UPIA")).as("another group").isEqualTo("Nothing waits for you.");
    assertThat(queue("UOTTO")).as("the agent's owner").isEqualTo("Nothing waits for you.");

    gate.press("ULENA", Decision.APPROVE);
    assertThat(queue("ULENA")).as("has voted").isEqualTo("Nothing waits for you.");
    assertThat(queue("UMARC")).contains(id.value());
  }

  @Test
  void aLongQueueIsCutAndSaysSo() {
    IntStream.rangeClosed(0, WaitingQueue.MOST_LINES)
        .forEach(number -> gate.propose(TestGate.body("{\"target_id\":\"no-" + number + "\"}")));

    assertThat(queue("ULENA").lines()).hasSize(WaitingQueue.MOST_LINES + 2).endsWith("… and more.");
  }

  @Test
  void moreShowsTheNextPageAndTheLastOneSaysNoMore() {
    List<String> all =
        crowd(2 * WaitingQueue.MOST_LINES + 3, "other-bot").stream()
            .map(record -> record.request().id().value())
            .toList();
    List<String> seen = new ArrayList<>();

    Reply page = gate.queue.queue(account("ULENA"), "", "");
    for (Optional<Reply.Ask> more = more(page); more.isPresent(); more = more(page)) {
      seen.addAll(reviewed(page));
      page = next(gate, more.get());
    }
    seen.addAll(reviewed(page));

    assertThat(seen).isEqualTo(all);
  }

  @Test
  void aPageGoesOnBehindARequestThatIsDecidedMeanwhile() {
    List<RequestRecord> all = crowd(WaitingQueue.MOST_LINES + 1, "other-bot");
    RequestRecord tenth = all.get(WaitingQueue.MOST_LINES - 1);
    approved(tenth.request().id(), "lena");

    assertThat(reviewed(gate.queue.queue(account("ULENA"), "", tenth.request().id().value())))
        .containsExactly(all.getLast().request().id().value());
  }

  @Test
  void aPageBehindWhatIsNotTheAskersBusinessBeginsAtTheBeginning() {
    ProposalId first = gate.ask();

    assertThat(reviewed(gate.queue.queue(account("UMARC"), "", "prop_01KB000000000000000000000A")))
        .containsExactly(first.value());
    assertThat(gate.queue.queue(account("UMARC"), "", first.value()).text())
        .isEqualTo("Nothing more waits for you.");
  }

  @Test
  void aTagStaysOnTheNextPage() {
    TestGate tagged = tagged();
    for (int number = 0; number <= WaitingQueue.MOST_LINES; number++) {
      tagged.propose(TestGate.body("{\"target_id\":\"no-" + number + "\"}"));
      tagged.clock.advance(Duration.ofSeconds(1));
    }

    Reply page = tagged.queue.queue(account("ULENA"), "billing", "");

    assertThat(more(page).orElseThrow().question()).startsWith("queue domain/billing after prop_");
  }

  @Test
  void nothingThatAnAgentWroteIsInARow() {
    gate.propose(TestGate.body("{\"rationale\":\"<!channel> *urgent*\"}"));

    Reply.Listing listing = (Reply.Listing) gate.queue.queue(account("ULENA"), "", "");

    assertThat(listing.parts().toString()).doesNotContain("Supplied", "channel", "urgent");
    assertThat(listing.text()).doesNotContain("channel", "urgent");
  }

  /// What the button of a page asks, as [Commands] reads it.
  private static Reply next(TestGate gate, Reply.Ask more) {
    return new Commands(
            new ChatDesks(
                new ChatDesks.CardDesks(
                    gate.desk,
                    gate.personal,
                    gate.edits,
                    gate.interventions,
                    gate.details,
                    gate.forged),
                new ChatDesks.QuestionDesks(
                    gate.queue,
                    gate.homes,
                    gate.batches,
                    gate.deadlines,
                    gate.problems,
                    gate.muting,
                    LinkDesk.CLOSED),
                new ChatDesks.DeploymentDesks(
                    PlaceDesk.NONE,
                    FreezeDesk.CLOSED,
                    GlassCommandDesk.CLOSED,
                    UnknownCommandDesk.CLOSED)))
        .answer(Asker.writing(account("ULENA")), more.question());
  }

  private static List<String> reviewed(Reply page) {
    return parts(page, Reply.Part.Row.class).stream()
        .map(row -> row.ask().orElseThrow().question().replace("status ", ""))
        .toList();
  }

  private static Optional<Reply.Ask> more(Reply page) {
    return parts(page, Reply.Part.Asks.class).stream()
        .flatMap(asks -> asks.asks().stream())
        .filter(ask -> ask.label().equals("More"))
        .findFirst();
  }

  private static <P extends Reply.Part> List<P> parts(Reply page, Class<P> kind) {
    return ((Reply.Listing) page)
        .parts().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Test
  void whatTheAskerHasDecidedTakesNoPlacesOfWhatWaits() {
    for (RequestRecord record : crowd(60, "other-bot")) {
      approved(record.request().id(), "lena");
      approved(record.request().id(), "pia");
    }
    for (RequestRecord record : crowd(WaitingQueue.MOST_LINES, "other-bot")) {
      approved(record.request().id(), "lena");
    }

    assertThat(queue("UPIA").lines())
        .as("of 70 in the second stage, the last 10, which she has not decided")
        .hasSize(WaitingQueue.MOST_LINES + 1);
    assertThat(queue("ULENA")).isEqualTo("Nothing waits for you.");
  }

  @Test
  void whatTheAskerMayNotDecideTakesNoPlacesOfWhatWaits() {
    crowd(60, "support-bot");
    ProposalId last = crowd(1, "other-bot").getFirst().request().id();

    assertThat(queue("UOTTO"))
        .as("otto owns the support bot")
        .startsWith("This waits for you:\n")
        .contains(last.value())
        .hasLineCount(2);
    assertThat(queue("UMARC").lines()).as("marc owns the other bot").hasSize(12);
  }

  @Test
  void whoeverIsOfSeveralGroupsSeesTheGravestOfThemAllFirst() {
    ProposalId low = opened(opening("other-bot").risk(RiskLevel.LOW));
    ProposalId critical = opened(opening("other-bot").risk(RiskLevel.CRITICAL));
    ProposalId high = opened(opening("other-bot").risk(RiskLevel.HIGH));
    approved(low, "lena");
    approved(high, "lena");

    assertThat(queue("UNINA").lines().skip(1).map(line -> line.replaceAll(".*\\((\\S+).*", "$1")))
        .as("the critical one of the leads between two of the managers")
        .containsExactly(critical.value(), high.value(), low.value());
  }

  @Test
  void aQueueThatIsNotLookedThroughSaysSo() {
    crowd(WaitingQueue.MOST_LOOKED_AT, "support-bot");
    ProposalId beyond = crowd(1, "other-bot").getFirst().request().id();

    assertThat(queue("UOTTO"))
        .isEqualTo(
            "Nothing waits for you among the first 1000 requests that wait for your groups."
                + " Countersign looked no further.");

    ProposalId first = opened(opening("other-bot").risk(RiskLevel.CRITICAL));

    assertThat(queue("UOTTO"))
        .contains(first.value())
        .doesNotContain(beyond.value())
        .endsWith(
            "\n… and maybe more: Countersign looked at the first 1000 requests that wait for"
                + " your groups.");
  }

  @Test
  void aLineIsTheSummaryOfItsCardWhateverIsProposed() {
    TestGate all = TestGate.inMemory(TWO_LEADS.replace("action.class == \\\"api_call\\\"", "true"));
    for (byte[] body :
        List.of(
            SampleProposals.ticketReplyBody(),
            SampleProposals.billingTermsBody(),
            TestGate.body("{\"dry_run\":true}"))) {
      ProposalId id = all.propose(body);

      assertThat(all.queue.queue(account("ULENA"), "", "").text().lines())
          .as("%s", id)
          .contains("• " + new CardComposer(all.directory).compose(all.record(id)).summary());
    }
  }

  @Test
  void aTagIsAskedForWholeOrByItsValueAlone() {
    TestGate tagged = tagged();
    ProposalId refund = tagged.propose();
    ProposalId reply = tagged.propose(SampleProposals.ticketReplyBody());

    for (String typed : List.of("billing", "domain/billing", "BILLING")) {
      assertThat(queue(tagged, typed))
          .as(typed)
          .startsWith("This with the tag domain/billing waits for you:\n")
          .contains(refund.value())
          .endsWith(" — domain/billing, severity/high")
          .doesNotContain(reply.value());
    }
    assertThat(queue(tagged, "blocks_customer"))
        .contains(reply.value())
        .endsWith(" — domain/support, blocks_customer (claimed)")
        .doesNotContain(refund.value());
    assertThat(queue(tagged, "")).contains(refund.value()).contains(reply.value());
  }

  @Test
  void whatIsNoTagOrSeveralIsAnsweredWithTheTagsThatThereAre() {
    TestGate tagged = tagged();
    tagged.propose();

    assertThat(queue(tagged, "high"))
        .isEqualTo("Several tags are called so. Ask for one of them: domain/high, severity/high.");
    assertThat(queue(tagged, "<!channel>"))
        .isEqualTo(
            "There is no such tag. There are: blocks_customer, domain/billing, domain/high,"
                + " domain/support, severity/high.");
    assertThat(queue(gate, "billing"))
        .isEqualTo("There is no such tag: the policy gives none. Ask for queue alone.");
    assertThat(queue(tagged, "domain/of-before"))
        .as("a tag that a former policy may have given")
        .isEqualTo("Nothing with the tag domain/of-before waits for you.");
  }

  private static TestGate tagged() {
    return TestGate.inMemory(
        """
        {"version":1,
         "tags":[{"tag":"domain/billing","when":"action.class == 'api_call'"},
           {"tag":"domain/support","when":"true"},
           {"tag":"domain/high","when":"false"},
           {"tag":"severity/high","when":"action.class == 'api_call'"},
           {"tag":"blocks_customer",
            "when":"action.class == 'message' && (proposal.blocking_customer || true)"}],
         "rules":[{"id":"all","when":"true","gate":"ask",
           "stages":[{"group":"support-leads","approvals":2}],"sla":{"expires":"4h"}}]}
        """);
  }

  private static String queue(TestGate gate, String tag) {
    return gate.queue.queue(account("ULENA"), tag, "").text();
  }

  @Test
  void theQueueReadsLinesAndNothingElse() {
    gate.ask();
    Ledger linesAlone =
        (Ledger)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Ledger.class},
                (_, method, arguments) -> {
                  assertThat(method.getName()).isIn("waiting", "freezing");
                  return method.invoke(gate.ledger, arguments);
                });

    assertThat(
            new WaitingQueue(
                    linesAlone, gate.directory, gate.policy::get, new CardComposer(gate.directory))
                .queue(account("ULENA"), "", "")
                .text())
        .isEqualTo(queue("ULENA"))
        .startsWith("This waits for you:");
  }

  /// So many that wait, each a second later than the one before.
  private List<RequestRecord> crowd(int many, String agent) {
    return IntStream.range(0, many)
        .mapToObj(_ -> {
          gate.clock.advance(Duration.ofSeconds(1));
          return gate.record(opened(opening(agent)));
        })
        .toList();
  }

  private void approved(ProposalId id, String person) {
    gate.ledger.commit(
        CommitBuilder.on(gate.record(id))
            .voted(Decision.APPROVE, person, Optional.of(person))
            .build());
  }

  private OpeningBuilder opening(String agent) {
    return OpeningBuilder.at(gate.ledger.now()).agent(agent);
  }

  private ProposalId opened(OpeningBuilder builder) {
    Opening opening = builder.build();
    assertThat(gate.ledger.open(opening)).isEqualTo(new OpenResult.Opened());
    return opening.proposal().id();
  }

  @Test
  void aStatusIsToldToThoseWhomItConcernsOnly() {
    ProposalId id = gate.ask();

    assertThat(status("ULENA", id.value())).contains(id.value()).contains("RISK");
    assertThat(status("UOTTO", id.value())).as("the owner").contains("RISK");
    assertThat(status("UPIA", id.value()))
        .as("nobody else's business reads like nothing at all")
        .isEqualTo(status("UPIA", "prop_01KB000000000000000000000A"))
        .doesNotContain("RISK");

    gate.press("ULENA", Decision.APPROVE);
    gate.press("UMARC", Decision.APPROVE);
    gate.execute();
    assertThat(status("ULENA", id.value())).startsWith("✅ Executed");
  }

  @Test
  void whoIsAskedReadsAllThatTheCardShowsAndWhereToDecide() {
    ProposalId id = gate.ask();

    Reply.OfRequest shown = (Reply.OfRequest) gate.queue.status(account("ULENA"), id.value());

    assertThat(shown.card().sections())
        .isEqualTo(new CardComposer(gate.directory).compose(gate.record(id)).sections());
    assertThat(shown.card().buttons()).isEmpty();
    assertThat(shown.words())
        .isEqualTo("This waits for you. To decide, please use the buttons on its card.");
    assertThat(shown.spot().orElseThrow().messageId()).isEqualTo(gate.chat.only().id());

    gate.press("ULENA", Decision.APPROVE);
    assertThat(((Reply.OfRequest) gate.queue.status(account("ULENA"), id.value())).words())
        .startsWith("Your vote is counted already");
  }

  @Test
  void wordsPointOnlyToPlacesThatExist() {
    ProposalId id = gate.propose();

    Reply.OfRequest unshown = (Reply.OfRequest) gate.queue.status(account("ULENA"), id.value());
    assertThat(unshown.words()).contains("its card is not shown anywhere yet");
    assertThat(unshown.spot()).isEmpty();

    gate.showCards();
    gate.clock.advance(Duration.ofHours(4));
    Reply.OfRequest late = (Reply.OfRequest) gate.queue.status(account("ULENA"), id.value());
    assertThat(late.words()).startsWith("The time to decide is over");
  }

  @Test
  void forWhomTheAgentActsKnowsHowItStandsAndReadsNoEvidence() {
    ProposalId id = gate.ask();

    assertThat(gate.queue.status(account("URHEA"), id.value()))
        .isInstanceOf(Reply.Words.class)
        .extracting(Reply::text)
        .asString()
        .contains(id.value());
  }

  @Test
  void whatIsNoIdAndWhoIsNobodyAreToldWhatToDo() {
    assertThat(status("ULENA", "the refund; drop table request")).contains("An id looks like");
    assertThat(queue("UNOBODY")).contains("ask your administrator");
    assertThat(status("UNOBODY", "prop_01KB000000000000000000000A"))
        .contains("ask your administrator");
  }

  private String queue(String user) {
    return gate.queue.queue(account(user), "", "").text();
  }

  private String status(String user, String id) {
    return gate.queue.status(account(user), id).text();
  }

  private static AccountId account(String user) {
    return new AccountId(Surface.SLACK, TestGate.TEAM, user);
  }
}
