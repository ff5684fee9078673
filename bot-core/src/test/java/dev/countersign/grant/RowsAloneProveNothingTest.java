package dev.countersign.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.RecordingChat;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.ChainLinks;
import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.PostedCard;
import dev.countersign.evidence.Seal;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.UnsoundRecordException;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.Ulid;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.Execution.Granted;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import dev.countersign.request.GrantMode;
import dev.countersign.request.Remarks;
import dev.countersign.request.RequestState;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.Vote;
import dev.countersign.token.Grant;
import dev.countersign.token.GrantEvidence;
import dev.countersign.token.GrantTokens;
import dev.countersign.token.GrantVerifier;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What somebody who holds the database can write into rows, against a gate that believes entries
/// alone. The chain stays as it was; each test forges the row that is read.
class RowsAloneProveNothingTest {
  private static final String TWO_LEADS = TestGate.ONE_LEAD.replace(":1}]", ":2}]");

  private UnaryOperator<RequestRecord> forgery = record -> record;

  /// Whether the next commit lands without its committer hearing of it.
  private boolean losesAnswer;

  private final SettableClock clock = new SettableClock(TestGate.START);
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private final TestGate gate = gate(TWO_LEADS);

  private TestGate gate(String policy) {
    Ledger lying =
        (Ledger)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Ledger.class},
                (_, method, arguments) -> {
                  try {
                    Object answer = method.invoke(ledger, arguments);
                    if (method.getName().equals("commit") && losesAnswer) {
                      losesAnswer = false;
                      throw new LedgerUnavailableException("the answer was lost");
                    }
                    return switch (method.getName()) {
                      case "find" ->
                          ((Optional<?>) answer).map(found -> forgery.apply((RequestRecord) found));
                      case "findOnChain" ->
                          ((Optional<?>) answer)
                              .map(Ledger.OnChain.class::cast)
                              .map(found ->
                                  new Ledger.OnChain(forgery.apply(found.record()), found.chain()));
                      default -> answer;
                    };
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return new TestGate(
        clock,
        lying,
        ledger,
        TestGate.directory(),
        policy,
        TestKeys.RING,
        new RecordingChat(),
        chat -> chat);
  }

  private void forge(UnaryOperator<ApprovalRequest> row) {
    forgery =
        record ->
            new RequestRecord(
                record.proposal(),
                record.ruling(),
                row.apply(record.request()),
                record.head(),
                record.grant(),
                record.cards(),
                record.seals(),
                record.now());
  }

  private static ApprovalRequest with(
      ApprovalRequest row, List<Vote> votes, RequestState state, Set<PersonId> conflicted) {
    return new ApprovalRequest(
        row.id(),
        row.revision(),
        row.version(),
        row.action(),
        row.stages(),
        conflicted,
        row.openedAt(),
        row.deadline(),
        row.remindAt(),
        row.extension(),
        votes,
        state);
  }

  private static Vote by(String person, Vote like) {
    return new Vote(
        new PersonId(person),
        like.account(),
        like.decision(),
        like.revision(),
        like.action(),
        like.card(),
        like.stage(),
        like.group(),
        like.functions(),
        "forged",
        like.remarks(),
        like.callback(),
        like.at());
  }

  private void assertNothingRuns(ProposalId id, String place) {
    int entries = ledger.audit(id).size();
    Delivery delivery = new Delivery(id, DeliveryKind.EXECUTE, "", 1, 1, UUID.randomUUID());
    gate.executions.clear();
    assertThatThrownBy(() -> gate.runner.run(delivery))
        .isInstanceOf(UnsoundRecordException.class)
        .hasMessageContaining(": " + place + ": ")
        .hasMessageContaining("countersign verify");
    assertThat(gate.executor.sent()).isEmpty();
    assertThat(ledger.audit(id)).as("nothing is written on top").hasSize(entries);
    assertThat(gate.executions).containsExactly("unsound");
  }

  private ProposalId approvedByTwo() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.press("UMARC", Decision.APPROVE);
    return id;
  }

  private static RequestState approvedWith(GrantId grant, RequestRecord record) {
    return new Approved(
        GrantMode.QUORUM, record.now(), new Granted(grant, record.now().minusSeconds(1)));
  }

  private GrantId inventedGrant() {
    return new GrantId(GrantId.PREFIX + new Ulid(clock, new SecureRandom()).next());
  }

  @Test
  void ghostsWithAnInventedLapsedGrantGetNoGenuineOne() {
    ProposalId id = gate.ask();
    RequestRecord record = gate.record(id);
    GrantId invented = inventedGrant();
    forgery =
        read -> {
          Vote like = vote(read);
          return new RequestRecord(
              read.proposal(),
              read.ruling(),
              with(
                  read.request(),
                  List.of(by("ghost-1", like), by("ghost-2", like)),
                  approvedWith(invented, record),
                  read.request().conflicted()),
              read.head(),
              Optional.of(
                  new IssuedGrant(
                      invented,
                      1,
                      read.now().minusSeconds(121),
                      read.now().minusSeconds(1),
                      "an.invented.token")),
              read.cards(),
              read.seals(),
              read.now());
        };

    assertNothingRuns(id, "vote of ghost-1");
  }

  @Test
  void aRejectionTurnedIntoAnApprovalRunsNothing() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.REJECT);
    RequestRecord record = gate.record(id);
    forge(row -> with(row, row.votes(), approvedWith(inventedGrant(), record), row.conflicted()));

    assertNothingRuns(id, "request");
  }

  @Test
  void aSpentGrantMadeLiveAgainIsNotSpentTwice() {
    ProposalId id = approvedByTwo();
    RequestRecord live = gate.record(id);
    gate.execute();
    assertThat(gate.executor.sent()).hasSize(1);
    forge(_ -> live.request());

    assertThatThrownBy(() ->
            gate.runner.run(new Delivery(id, DeliveryKind.EXECUTE, "", 1, 1, UUID.randomUUID())))
        .isInstanceOf(UnsoundRecordException.class);
    assertThat(gate.executor.sent()).hasSize(1);
  }

  @Test
  void aVoteWithoutAnEntryIsNotCompletedByAGenuineOne() {
    ProposalId id = gate.ask();
    forge(row -> with(row, List.of(by("marc", vote(ledger, id))), new Pending(), row.conflicted()));

    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("record_unsound");
    assertThat(gate.audit(id)).doesNotContain("voted");
  }

  /// The entries are the genuine ones, and the rows are what they say: only the votes' own seals
  /// are not theirs.
  @Test
  void aVoteThatLostItsSealIsNotCompletedByAGenuineOne() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    forgery = read -> withSeals(read, Map.of());

    assertThat(gate.press("UMARC", Decision.APPROVE).code()).isEqualTo("record_unsound");
    assertThat(ledger.find(id).orElseThrow().grant()).isEmpty();
  }

  @Test
  void votesThatLostTheirSealsRunNothing() {
    ProposalId id = approvedByTwo();
    forgery = read -> withSeals(read, Map.of());

    assertNothingRuns(id, "vote of lena");
  }

  @Test
  void votesThatLostTheirSealsRenewNothing() {
    ProposalId id = approvedByTwo();
    clock.advance(Grant.LONGEST_LIFETIME);
    forgery = read -> withSeals(read, Map.of());

    assertNothingRuns(id, "vote of lena");
  }

  @Test
  void aSealOfAnotherPersonsVoteIsNone() {
    ProposalId id = approvedByTwo();
    forgery =
        read -> {
          Map<PersonId, Seal> seals = new HashMap<>(read.seals());
          seals.replaceAll((_, _) -> read.seals().get(new PersonId("marc")));
          return withSeals(read, seals);
        };

    assertNothingRuns(id, "vote of lena");
  }

  @Test
  void aSealOfTheSameVoteOnAnotherRequestIsNone() {
    ProposalId other = approvedByTwo();
    ProposalId id = approvedByTwo();
    forgery = read -> withSeals(read, ledger.find(other).orElseThrow().seals());

    assertNothingRuns(id, "vote of lena");
  }

  private static RequestRecord withSeals(RequestRecord read, Map<PersonId, Seal> seals) {
    return new RequestRecord(
        read.proposal(),
        read.ruling(),
        read.request(),
        read.head(),
        read.grant(),
        read.cards(),
        seals,
        read.now());
  }

  @Test
  void aRulingMadeWeakerIsNoticedAtThePress() {
    gate.ask();
    forgery =
        read -> {
          Ruling ruling = read.ruling();
          Stage stage = ruling.stages().getFirst();
          Ruling weaker = requiringOne(ruling, stage);
          ApprovalRequest row = read.request();
          return new RequestRecord(
              read.proposal(),
              weaker,
              new ApprovalRequest(
                  row.id(),
                  row.revision(),
                  row.version(),
                  row.action(),
                  weaker.stages(),
                  row.conflicted(),
                  row.openedAt(),
                  row.deadline(),
                  row.remindAt(),
                  row.extension(),
                  row.votes(),
                  row.state()),
              read.head(),
              read.grant(),
              read.cards(),
              read.seals(),
              read.now());
        };

    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("record_unsound");
  }

  @Test
  void aConflictTakenOutOfTheRowIsNoticedAtThePress() {
    gate.ask();
    forge(row -> with(row, row.votes(), row.state(), Set.of()));

    assertThat(gate.press("UOTTO", Decision.APPROVE).code())
        .as("whose agent it is needs no row")
        .isEqualTo("conflicted");
    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("record_unsound");
  }

  @Test
  void aDeadlineMovedInTheRowIsNoticedAtThePress() {
    gate.ask();
    forge(row ->
        new ApprovalRequest(
            row.id(),
            row.revision(),
            row.version(),
            row.action(),
            row.stages(),
            row.conflicted(),
            row.openedAt(),
            row.deadline().plus(Duration.ofDays(1)),
            row.remindAt(),
            row.extension(),
            row.votes(),
            row.state()));

    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("record_unsound");
  }

  @Test
  void aCardRowWithoutAnEntryIsNoCard() {
    gate.ask();
    forgery =
        read -> {
          var card = read.cards().getFirst();
          return withCards(
              read,
              List.of(
                  card,
                  new PostedCard(
                      PostedCard.PREFIX + new Ulid(clock, new SecureRandom()).next(),
                      card.request(),
                      card.revision(),
                      card.version(),
                      card.address(),
                      Digest.of("a card that says something else"),
                      card.messageId(),
                      false,
                      card.at())));
        };

    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("record_unsound");
  }

  @Test
  void cardRowsTakenAwayAfterTheVotesRunNothing() {
    ProposalId id = approvedByTwo();
    forgery = read -> withCards(read, List.of());

    assertNothingRuns(id, "posted_card");
  }

  private static RequestRecord withCards(RequestRecord read, List<PostedCard> cards) {
    return new RequestRecord(
        read.proposal(),
        read.ruling(),
        read.request(),
        read.head(),
        read.grant(),
        cards,
        read.seals(),
        read.now());
  }

  @Test
  void anHonestRecordIsSound() {
    ProposalId id = approvedByTwo();
    gate.execute();

    assertThat(
            new RecordProof(ChainLinks.under(gate.keys.evidence()))
                .of(gate.record(id), ledger.audit(id)))
        .isInstanceOf(RecordProof.Finding.Sound.class);
    assertThat(gate.executor.sent()).hasSize(1);
  }

  /// Each differs from the grant that was issued in one claim only, and is signed by this gate.
  static Stream<Named<UnaryOperator<Grant>>> otherGrants() {
    String other = "00000000000000000000000007";
    return Stream.of(
        Named.of(
            "another id",
            of ->
                like(
                    of,
                    new GrantId(GrantId.PREFIX + other),
                    of.request(),
                    of.revision(),
                    of.action(),
                    of.expiresAt())),
        Named.of(
            "another request",
            of ->
                like(
                    of,
                    of.id(),
                    new ProposalId(ProposalId.PREFIX + other),
                    of.revision(),
                    of.action(),
                    of.expiresAt())),
        Named.of(
            "another revision",
            of -> like(of, of.id(), of.request(), of.revision() + 1, of.action(), of.expiresAt())),
        Named.of(
            "other bytes",
            of ->
                like(of, of.id(), of.request(), of.revision(), Digest.of("other"), of.expiresAt())),
        Named.of(
            "another end",
            of ->
                like(
                    of,
                    of.id(),
                    of.request(),
                    of.revision(),
                    of.action(),
                    of.expiresAt().minusSeconds(1))));
  }

  private static Grant like(
      Grant of, GrantId id, ProposalId request, int revision, Digest action, Instant end) {
    return new Grant(
        id,
        request,
        revision,
        action,
        of.policy(),
        of.mode(),
        of.subject(),
        of.audience(),
        of.issuedAt(),
        of.notBefore(),
        end,
        of.approvers());
  }

  @ParameterizedTest
  @MethodSource("otherGrants")
  void aGenuineGrantOfSomethingElseIsNeitherRedeemedNorRenewed(UnaryOperator<Grant> other) {
    ProposalId id = approvedByTwo();
    forgery = read -> withToken(read, other);

    assertNothingRuns(id, "exec_grant");
    clock.advance(Grant.LONGEST_LIFETIME);
    assertNothingRuns(id, "exec_grant");
  }

  /// Of a gate that grants to others than its own executors.
  @Test
  void aGrantForSomebodyElseIsNotRedeemed() {
    ProposalId id = approvedByTwo();
    forgery = read -> withToken(read, RowsAloneProveNothingTest::forSomebodyElse);
    gate.execute();

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(gate.audit(id)).endsWith("execution_barred").doesNotContain("grant_redeemed");
  }

  @Test
  void aGrantForSomebodyElseIsNotRenewed() {
    ProposalId id = approvedByTwo();
    clock.advance(Grant.LONGEST_LIFETIME);
    forgery = read -> withToken(read, RowsAloneProveNothingTest::forSomebodyElse);
    gate.execute();

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(gate.audit(id)).endsWith("execution_barred").containsOnlyOnce("grant_issued");
  }

  private static Grant forSomebodyElse(Grant of) {
    return new Grant(
        of.id(),
        of.request(),
        of.revision(),
        of.action(),
        of.policy(),
        of.mode(),
        of.subject(),
        "somebody:else",
        of.issuedAt(),
        of.notBefore(),
        of.expiresAt(),
        of.approvers());
  }

  /// As a gate with a fault would have signed it.
  private RequestRecord withToken(RequestRecord read, UnaryOperator<Grant> other) {
    IssuedGrant issued = read.grant().orElseThrow();
    if (!(new GrantVerifier(gate.keys, gate.issuer).evidence(issued.token())
        instanceof GrantEvidence.Genuine(var grant, _, _))) {
      throw new AssertionError("the grant is not genuine");
    }
    return new RequestRecord(
        read.proposal(),
        read.ruling(),
        read.request(),
        read.head(),
        Optional.of(
            new IssuedGrant(
                issued.id(),
                issued.revision(),
                issued.issuedAt(),
                issued.expiresAt(),
                new GrantTokens(gate.keys, gate.issuer).sign(other.apply(grant)))),
        read.cards(),
        read.seals(),
        read.now());
  }

  private static Ruling requiringOne(Ruling ruling, Stage stage) {
    return Ruling.fromJson(
        ruling
            .toJson()
            .with(
                "stages",
                JsonArray.of(
                    List.of(Stage.fromJson(stage.toJson().with("required", Json.of(1)))),
                    Stage::toJson)));
  }

  private static Vote vote(RequestRecord record) {
    return new Vote(
        new PersonId("lena"),
        new AccountId(Surface.SLACK, TestGate.TEAM, "ULENA"),
        Decision.APPROVE,
        1,
        record.request().action(),
        Digest.of("card"),
        0,
        record.request().stages().getFirst().group(),
        new TreeSet<>(Set.of("support")),
        "forged",
        Remarks.NONE,
        Digest.of("callback"),
        record.now());
  }

  private static Vote vote(Ledger ledger, ProposalId id) {
    return vote(ledger.find(id).orElseThrow());
  }

  /// Nor does it keep others from ending.
  @Test
  void aRequestThatIsNotAsItWasWrittenDoesNotExpire() {
    ProposalId id = gate.ask();
    ProposalId other = gate.ask();
    clock.advance(Duration.ofHours(4));
    forge(row ->
        row.id().equals(id) ? with(row, row.votes(), row.state(), Set.of(new PersonId("x"))) : row);

    assertThat(gate.due.run().expired()).isEqualTo(1);
    assertThat(ledger.find(id).orElseThrow().request().state()).isInstanceOf(Pending.class);
    assertThat(ledger.find(other).orElseThrow().request().state())
        .isInstanceOf(RequestState.Expired.class);
  }

  @Test
  void anAgentCannotEndWhatTheRowAloneSays() {
    ProposalId id = gate.ask();
    int entries = ledger.audit(id).size();
    forge(row -> with(row, row.votes(), row.state(), Set.of(new PersonId("x"))));
    AgentId agent = gate.record(id).proposal().agent();

    assertThatThrownBy(() -> gate.withdrawals.withdraw(agent, id))
        .isInstanceOf(UnsoundRecordException.class);
    assertThat(ledger.audit(id)).hasSize(entries);
  }

  @Test
  void nothingTakesThePlaceOfWhatTheRowAloneSays() {
    ProposalId id = gate.ask();
    int entries = ledger.audit(id).size();
    forge(row -> with(row, row.votes(), row.state(), Set.of(new PersonId("x"))));
    byte[] body = TestGate.body("{\"supersedes\":\"" + id + "\"}");

    assertThatThrownBy(() -> gate.intake.submit(gate.agent(), body, Optional.empty()))
        .isInstanceOf(UnsoundRecordException.class);
    assertThat(ledger.audit(id)).hasSize(entries);
    assertThat(ledger.idsAfter(Optional.empty(), 10)).as("nor is it asked").containsExactly(id);
  }

  @Test
  void whatTheRowAloneSaysDoesNotEndForHavingReachedNobody() {
    ProposalId id = gate.propose();
    gate.chat.breakDown(new Sent.Refused(Obstacle.PLACE, "not_in_channel"));
    gate.showCards();
    clock.advance(TestGate.GRACE);
    forge(row -> with(row, row.votes(), row.state(), Set.of(new PersonId("x"))));

    assertThatThrownBy(gate::showCards).isInstanceOf(UnsoundRecordException.class);
    assertThat(gate.audit(id)).doesNotContain("reached_nobody");
    assertThat(ledger.find(id).orElseThrow().request().state()).isInstanceOf(Pending.class);

    forgery = record -> record;
    clock.advance(Duration.ofMinutes(1));
    gate.showCards();
    assertThat(gate.audit(id)).as("once it is mended").contains("reached_nobody");
  }

  @Test
  void anInventedAttemptIsNotGivenUpForLost() {
    ProposalId id = approvedByTwo();
    RequestRecord live = gate.record(id);
    ExecutionId invented =
        new ExecutionId(ExecutionId.PREFIX + new Ulid(clock, new SecureRandom()).next());
    forge(row ->
        with(
            row,
            row.votes(),
            new Approved(
                GrantMode.QUORUM,
                live.now(),
                new Execution.Running(live.grant().orElseThrow().id(), invented, live.now())),
            row.conflicted()));

    assertNothingRuns(id, "request");
  }

  /// Whoever looks again because no answer came finds the attempt given up by a row alone.
  @Test
  void anAttemptThatTheRowAloneGaveUpIsNotEndedByItsWorker() {
    ProposalId id = approvedByTwo();
    losesAnswer = true;
    forge(row ->
        row.state() instanceof Approved(var basis, var at, Execution.Running running)
            ? with(
                row,
                row.votes(),
                new Approved(
                    basis,
                    at,
                    new Execution.Unknown(
                        running.grant(), running.attempt(), "worker_lost", 0, at)),
                row.conflicted())
            : row);

    assertThatThrownBy(() ->
            gate.runner.run(new Delivery(id, DeliveryKind.EXECUTE, "", 1, 1, UUID.randomUUID())))
        .isInstanceOf(UnsoundRecordException.class);
    assertThat(gate.audit(id)).endsWith("grant_redeemed");
    assertThat(gate.executor.sent()).isEmpty();
  }

  /// The newest grant row is the one that is read.
  @Test
  void aGrantRowBesideTheGenuineOneBarsNothing() {
    ProposalId id = approvedByTwo();
    forgery =
        read ->
            new RequestRecord(
                read.proposal(),
                read.ruling(),
                read.request(),
                read.head(),
                Optional.of(
                    new IssuedGrant(
                        inventedGrant(),
                        1,
                        read.now().minusSeconds(121),
                        read.now().minusSeconds(1),
                        "x")),
                read.cards(),
                read.seals(),
                read.now());

    assertNothingRuns(id, "exec_grant");
    forgery = record -> record;
    gate.execute();
    assertThat(gate.executor.sent()).as("the genuine grant is as good as before").hasSize(1);
  }

  @Test
  void noProblemIsWrittenDownOfARowThatIsNotWhatItsEntriesSay() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.REJECT);
    forgery =
        found ->
            new RequestRecord(
                found.proposal(),
                found.ruling(),
                found
                    .request()
                    .as(
                        found.request().version() + 1,
                        found.request().votes(),
                        found.request().state()),
                found.head(),
                found.grant(),
                found.cards(),
                found.seals(),
                found.now());

    assertThat(
            gate.problems.report(
                new AccountId(Surface.SLACK, TestGate.TEAM, "UMARC"), id.value(), "Wrong"))
        .contains("is not what Countersign wrote");
    assertThat(gate.audit(id)).doesNotContain("problem_reported");
  }
}
