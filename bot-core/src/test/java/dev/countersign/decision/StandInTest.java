package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChangingDirectory;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Refused;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.request.Vote;
import dev.countersign.token.Grant;
import dev.countersign.token.GrantEvidence;
import dev.countersign.token.GrantVerifier;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whoever is away may have named somebody who decides in their place for that time. It is three in
/// the afternoon of 23 November; Quin is in no group.
class StandInTest {
  private static final String TWO_LEADS = TestGate.ONE_LEAD.replace(":1}]", ":2}]");
  private static final String ALL_DAY = "2026-11-23T00:00:00Z/2026-11-24T00:00:00Z";
  private static final String UNTIL_FIVE = "2026-11-23T00:00:00Z/2026-11-23T17:00:00Z";
  private static final String FROM_FOUR = "2026-11-23T16:00:00Z/2026-11-24T00:00:00Z";
  private static final String WITH_ACCOUNT =
      TestGate.PEOPLE.replace(
          "\"accounts\":{}}", "\"accounts\":{\"slack\":{\"team\":\"T01\",\"user\":\"UQUIN\"}}}");

  private final SettableClock clock = new SettableClock(TestGate.START);
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private String file = WITH_ACCOUNT;

  private TestGate gate(String policy) {
    return new TestGate(
        clock,
        ledger,
        ledger,
        ChangingDirectory.of(() -> new PeopleDirectory(TestGate.people(file))),
        policy,
        TestKeys.RING,
        new RecordingChat(),
        chat -> chat);
  }

  /// @param times two instants with a slash between them
  private StandInTest away(String person, String instead, String times) {
    String[] ends = times.split("/", -1);
    file =
        file.replace(
            "{\"id\":\"" + person + "\",",
            "{\"id\":\"%s\",\"away\":[{\"from\":\"%s\",\"until\":\"%s\",\"instead\":\"%s\"}],"
                .formatted(person, ends[0], ends[1], instead));
    return this;
  }

  private static PersonId person(String id) {
    return new PersonId(id);
  }

  // Who may.

  @Test
  void whoStandsInDecidesAndTheVoteSaysInWhosePlace() {
    TestGate gate = away("lena", "quin", ALL_DAY).gate(TestGate.ONE_LEAD);
    ProposalId id = gate.ask();
    gate.press("UQUIN", Decision.APPROVE);

    assertThat(gate.state(id)).isInstanceOf(Approved.class);
    Vote vote = gate.record(id).request().votes().getFirst();
    assertThat(vote.person()).isEqualTo(person("quin"));
    assertThat(vote.inPlaceOf()).contains(person("lena"));
    assertThat(gate.audit(id, EntryType.VOTED).getFirst().object("data").text("in_place_of"))
        .isEqualTo("lena");
    gate.execute();
    assertThat(gate.executions).containsExactly("succeeded");
  }

  @Test
  void theGrantSaysInWhosePlaceItsApproverWas() {
    TestGate gate = away("lena", "quin", ALL_DAY).gate(TestGate.ONE_LEAD);
    ProposalId id = gate.ask();
    gate.press("UQUIN", Decision.APPROVE);

    GrantVerifier verifier = new GrantVerifier(gate.keys, gate.issuer);
    assertThat(verifier.evidence(gate.record(id).grant().orElseThrow().token()))
        .isInstanceOfSatisfying(
            GrantEvidence.Genuine.class,
            genuine ->
                assertThat(genuine.grant().approvers())
                    .singleElement()
                    .satisfies(
                        approver -> assertThat(approver.inPlaceOf()).contains(person("lena"))));
  }

  @Test
  void anOwnVoteSaysNothingOfPlaces() {
    TestGate gate = gate(TestGate.ONE_LEAD);
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);

    JsonObject data = gate.audit(id, EntryType.VOTED).getFirst().object("data");
    assertThat(data.has("in_place_of")).isFalse();
  }

  @Test
  void beforeTheAbsenceAndAfterItNobodyStandsIn() {
    TestGate gate = away("lena", "quin", FROM_FOUR).gate(TestGate.ONE_LEAD);
    gate.ask();
    gate.press("UQUIN", Decision.APPROVE);
    clock.advance(Duration.ofHours(1).minusNanos(1_000));
    gate.press("UQUIN", Decision.APPROVE);
    assertThat(gate.presses).containsOnly("not_eligible");

    clock.advance(Duration.ofNanos(1_000));
    gate.press("UQUIN", Decision.APPROVE);
    assertThat(gate.presses.getLast()).isEqualTo("approve");
  }

  @Test
  void atTheEndOfTheAbsenceItIsOver() {
    TestGate gate = away("lena", "quin", UNTIL_FIVE).gate(TestGate.ONE_LEAD);
    gate.ask();
    clock.advance(Duration.ofHours(2));
    gate.press("UQUIN", Decision.APPROVE);

    assertThat(gate.presses).containsExactly("not_eligible");
  }

  @Test
  void whoStandsInForWhoStandsInDecidesNothing() {
    away("lena", "quin", ALL_DAY).away("quin", "pia", ALL_DAY);
    TestGate gate = gate(TestGate.ONE_LEAD);
    gate.ask();
    gate.press("UPIA", Decision.APPROVE);

    assertThat(gate.presses).containsExactly("not_eligible");
  }

  @Test
  void twoWhoNameEachOtherHaveTheirOwnVotesAndNoMore() {
    away("lena", "marc", UNTIL_FIVE).away("marc", "lena", UNTIL_FIVE);
    TestGate gate = gate(TWO_LEADS);
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.press("ULENA", Decision.APPROVE);
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    gate.press("UMARC", Decision.APPROVE);

    assertThat(gate.presses).containsExactly("approve", "already_voted", "approve");
    assertThat(gate.record(id).request().votes())
        .allSatisfy(vote -> assertThat(vote.inPlaceOf()).isEmpty());
  }

  // One seat.

  @Test
  void whoIsAwayHasNoVoteBesideTheOneInTheirPlace() {
    TestGate gate = away("lena", "quin", ALL_DAY).gate(TWO_LEADS);
    ProposalId id = gate.ask();
    gate.press("UQUIN", Decision.APPROVE);
    String said = gate.press("ULENA", Decision.APPROVE).text();

    assertThat(gate.presses).containsExactly("approve", "already_voted");
    assertThat(said)
        .startsWith("The one vote that you share with somebody who was away, on " + id + ", was");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.record(id).request().votes()).hasSize(1);
  }

  @Test
  void whoIsAwayAndPressesHasDecidedAndNobodyElseInTheirPlace() {
    TestGate gate = away("lena", "quin", ALL_DAY).gate(TWO_LEADS);
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.press("UQUIN", Decision.APPROVE);

    assertThat(gate.presses).containsExactly("approve", "already_voted");
    assertThat(gate.record(id).request().votes()).hasSize(1);
  }

  @Test
  void whoStandsInForTwoCountsOnce() {
    away("lena", "quin", ALL_DAY).away("marc", "quin", ALL_DAY);
    TestGate gate = gate(TWO_LEADS);
    ProposalId id = gate.ask();
    gate.press("UQUIN", Decision.APPROVE);
    gate.press("UQUIN", Decision.APPROVE);
    assertThat(gate.presses).containsExactly("approve", "already_voted");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);

    gate.press("UMARC", Decision.APPROVE);
    assertThat(gate.state(id)).as("whose place was not taken").isInstanceOf(Approved.class);
  }

  @Test
  void whoStandsInForTwoTakesThePlaceThatIsFree() {
    away("lena", "quin", ALL_DAY).away("marc", "quin", ALL_DAY);
    TestGate gate = gate(TWO_LEADS);
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.press("UQUIN", Decision.APPROVE);

    assertThat(gate.record(id).request().votes().getLast().inPlaceOf()).contains(person("marc"));
    assertThat(gate.state(id)).isInstanceOf(Approved.class);
  }

  @Test
  void aMemberWhoStandsInVotesByTheirOwnRight() {
    TestGate gate = away("lena", "marc", ALL_DAY).gate(TWO_LEADS);
    ProposalId id = gate.ask();
    gate.press("UMARC", Decision.APPROVE);
    assertThat(gate.record(id).request().votes().getFirst().inPlaceOf()).isEmpty();

    gate.press("ULENA", Decision.APPROVE);
    assertThat(gate.state(id)).isInstanceOf(Approved.class);
  }

  /// In one stage in the place of a member, in the next by one's own right: still one person.
  @Test
  void whoStoodInForOneStageHasNoVoteInTheNext() {
    String stages = TestGate.ONE_LEAD.replace("1}]", "1},{\"group\":\"finance\",\"approvals\":1}]");
    TestGate gate = away("lena", "pia", ALL_DAY).gate(stages);
    ProposalId id = gate.ask();
    gate.press("UPIA", Decision.APPROVE);
    gate.showCards();
    gate.press("UPIA", Decision.APPROVE);
    assertThat(gate.presses).containsExactly("approve", "already_voted");

    gate.press("UNINA", Decision.APPROVE);
    assertThat(gate.state(id)).isInstanceOf(Approved.class);
  }

  @Test
  void aRejectionInSomebodysPlaceEndsIt() {
    TestGate gate = away("lena", "quin", ALL_DAY).gate(TWO_LEADS);
    ProposalId id = gate.ask();
    gate.press("UQUIN", Decision.REJECT);

    assertThat(gate.state(id))
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.by()).isEqualTo(person("quin")));
  }

  // Conflicts reach through.

  @Test
  void nobodyDecidesInThePlaceOfTheAgentsOwner() {
    TestGate gate = away("otto", "quin", ALL_DAY).gate(TestGate.ONE_LEAD);
    ProposalId id = gate.ask();
    gate.press("UQUIN", Decision.APPROVE);

    assertThat(gate.presses).containsExactly("not_eligible");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void theAgentsOwnerDecidesInNobodysPlace() {
    file = file.replace("\"nina\",\"otto\"]", "\"nina\"]");
    TestGate gate = away("lena", "otto", ALL_DAY).gate(TestGate.ONE_LEAD);
    gate.ask();
    gate.press("UOTTO", Decision.APPROVE);

    assertThat(gate.presses).containsExactly("conflicted");
  }

  /// Lena becomes the owner after Quin approved in her place.
  @Test
  void inThePlaceOfWhoOwnsTheAgentByNowNothingCountsAnyMore() {
    TestGate gate = away("lena", "quin", ALL_DAY).gate(TWO_LEADS);
    ProposalId id = gate.ask();
    gate.press("UQUIN", Decision.APPROVE);
    file = file.replace("\"owner\":\"otto\"", "\"owner\":\"lena\"");
    gate.press("UMARC", Decision.APPROVE);

    assertThat(barred(gate, id)).containsExactly("conflicted_vote");
    gate.execute();
    assertThat(gate.executor.sent()).isEmpty();
  }

  // By the people of now, for the time of the vote.

  @Test
  void whatWasDecidedInTheAbsenceCountsOnceItIsOver() {
    TestGate gate = away("lena", "quin", UNTIL_FIVE).gate(TWO_LEADS);
    ProposalId id = gate.ask();
    gate.press("UQUIN", Decision.APPROVE);
    clock.advance(Duration.ofHours(3));
    gate.press("UMARC", Decision.APPROVE);
    clock.advance(Grant.LONGEST_LIFETIME);
    gate.execute();

    assertThat(gate.audit(id, EntryType.GRANT_ISSUED)).as("the second is a renewed one").hasSize(2);
    assertThat(gate.executions).containsExactly("succeeded");
  }

  @Test
  void whoIsNotNamedAnyMoreStopsCountingForTheGrant() {
    TestGate gate = away("lena", "quin", ALL_DAY).gate(TWO_LEADS);
    ProposalId id = gate.ask();
    gate.press("UQUIN", Decision.APPROVE);
    file = WITH_ACCOUNT;
    gate.press("UMARC", Decision.APPROVE);

    assertThat(barred(gate, id)).containsExactly("quorum_incomplete");
  }

  @Test
  void whoIsNotNamedAnyMoreStopsCountingForTheRedemption() {
    TestGate gate = away("lena", "quin", ALL_DAY).gate(TestGate.ONE_LEAD);
    ProposalId id = gate.ask();
    gate.press("UQUIN", Decision.APPROVE);
    file = WITH_ACCOUNT;
    gate.execute();

    assertThat(barred(gate, id)).containsExactly("policy_changed");
    assertThat(gate.executor.sent()).isEmpty();
  }

  @Test
  void inThePlaceOfWhoLeftTheGroupNothingCountsAnyMore() {
    TestGate gate = away("lena", "quin", ALL_DAY).gate(TestGate.ONE_LEAD);
    ProposalId id = gate.ask();
    gate.press("UQUIN", Decision.APPROVE);
    file =
        file.replace("\"members\":[\"lena\",\"marc\",\"nina\",\"otto\"]", "\"members\":[\"marc\"]");
    gate.execute();

    assertThat(barred(gate, id)).containsExactly("policy_changed");
    assertThat(gate.executor.sent()).isEmpty();
  }

  @Test
  void anImportThatMovesTheAbsenceOffTheVoteTakesItsVoteAway() {
    TestGate gate = away("lena", "quin", ALL_DAY).gate(TestGate.ONE_LEAD);
    ProposalId id = gate.ask();
    gate.press("UQUIN", Decision.APPROVE);
    file = WITH_ACCOUNT;
    away("lena", "quin", FROM_FOUR);
    gate.execute();

    assertThat(barred(gate, id)).containsExactly("policy_changed");
  }

  // Functions.

  /// Lena is of support and Pia of finance, like Nina: in Lena's place Pia is still of finance.
  @Test
  void theirOwnFunctionsCountAndNotThoseOfWhoIsAway() {
    String distinct =
        TestGate.ONE_LEAD.replace(
            "\"approvals\":1}]",
            "\"approvals\":1,\"distinct_function\":true},{\"group\":\"finance\",\"approvals\":1,"
                + "\"distinct_function\":true}]");
    TestGate gate = away("lena", "pia", ALL_DAY).gate(distinct);
    ProposalId id = gate.ask();
    gate.press("UPIA", Decision.APPROVE);

    assertThat(gate.record(id).request().votes().getFirst().functions()).containsExactly("finance");
  }

  // Who is asked.

  @Test
  void whatOnlyAStandInCouldDecideIsAsked() {
    away("lena", "quin", ALL_DAY).away("marc", "quin", ALL_DAY).away("nina", "quin", ALL_DAY);

    assertThat(gate(TestGate.ONE_LEAD).state(gate(TestGate.ONE_LEAD).propose()))
        .isInstanceOf(Pending.class);
    TestGate two = gate(TWO_LEADS);
    ProposalId refused = two.propose();
    assertThat(two.state(refused)).as("one stand-in for all").isInstanceOf(Refused.class);
    assertThat(two.record(refused).ruling().findings().getLast().because())
        .startsWith(
            "Stage 1 (support-leads) needs 2 approvals; of its 4 members and 1 stand-in 1 could"
                + " give one: 3 are away");
  }

  @Test
  void whoStandsInIsAskedInThePlaceOfWhoIsAway() {
    TestGate gate = away("lena", "quin", ALL_DAY).gate(TestGate.ONE_LEAD);
    ProposalId id = gate.ask();

    assertThat(gate.deciders.of(id.value(), Surface.SLACK, 9))
        .extracting(AccountId::user)
        .contains("UQUIN");
    assertThat(gate.queue.queue(slack("UQUIN"), "", "").text()).startsWith("This waits for you:");
    assertThat(gate.queue.status(slack("UQUIN"), id.value()).text()).isNotEqualTo(unknown(gate));

    gate.press("ULENA", Decision.REJECT);
    assertThat(gate.queue.queue(slack("UQUIN"), "", "").text()).isEqualTo("Nothing waits for you.");
  }

  @Test
  void onceThePlaceIsTakenNothingWaitsInIt() {
    TestGate gate = away("lena", "quin", ALL_DAY).gate(TWO_LEADS);
    gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    assertThat(gate.queue.queue(slack("UQUIN"), "", "").text()).isEqualTo("Nothing waits for you.");

    gate.ask();
    gate.press("UQUIN", Decision.APPROVE);
    assertThat(gate.queue.queue(slack("ULENA"), "", "").text()).isEqualTo("Nothing waits for you.");
  }

  @Test
  void nothingWaitsForWhoWouldStandInForTheOwner() {
    TestGate gate = away("otto", "quin", ALL_DAY).gate(TestGate.ONE_LEAD);
    ProposalId id = gate.ask();

    assertThat(gate.queue.queue(slack("UQUIN"), "", "").text()).isEqualTo("Nothing waits for you.");
    assertThat(gate.queue.status(slack("UQUIN"), id.value()).text()).isEqualTo(unknown(gate));
  }

  private static String unknown(TestGate gate) {
    return gate.queue.status(slack("UQUIN"), "prop_01KAQ0000000000000000000AA").text();
  }

  private static AccountId slack(String user) {
    return new AccountId(Surface.SLACK, TestGate.TEAM, user);
  }

  private static List<String> barred(TestGate gate, ProposalId id) {
    return gate.audit(id, EntryType.EXECUTION_BARRED).stream()
        .map(entry -> entry.object("data").text("code"))
        .toList();
  }
}
