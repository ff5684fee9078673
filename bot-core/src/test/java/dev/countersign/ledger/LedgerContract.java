package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditHead;
import dev.countersign.audit.EntryType;
import dev.countersign.audit.EventCodec;
import dev.countersign.card.PostedCard;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.ledger.CommitResult.Committed;
import dev.countersign.ledger.CommitResult.Overtaken;
import dev.countersign.ledger.CommitResult.TooLate;
import dev.countersign.ledger.Deliveries.Left;
import dev.countersign.ledger.Deliveries.NamedMessage;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.policy.Allowance;
import dev.countersign.policy.Charge;
import dev.countersign.policy.Counts;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Tag;
import dev.countersign.policy.TagName;
import dev.countersign.policy.UseLimit;
import dev.countersign.proposal.ActionKind;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Outline;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RequestEvent;
import dev.countersign.request.RequestState;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestStatus;
import dev.countersign.request.Seat;
import dev.countersign.request.Vote;
import dev.countersign.request.Widening;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every ledger promises. An implementation inherits these tests, each of which starts with an
/// empty ledger whose clock moves on by itself.
public abstract class LedgerContract {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant PAST = Instant.parse("2020-02-29T23:59:59.999999Z");
  protected static final int CROWD = 64;
  private static final PersonId ASKER = new PersonId("somebody");

  protected abstract Ledger ledger();

  protected abstract Deliveries deliveries();

  protected abstract Backlog backlog();

  protected abstract FollowUps followUps();

  // ---- limits of standing approvals

  private static Charge charge(UseLimit.Per per, String key, long amount, long most, Duration in) {
    return new Charge(
        per,
        Optional.of(key),
        amount == 1 ? Optional.empty() : Optional.of("amount"),
        amount,
        0,
        most,
        in);
  }

  private static final BrokenGlass BROKEN =
      new BrokenGlass(
          new PersonId("noor"),
          new AccountId(Surface.CONSOLE, "https://id.example", "noor"),
          "INC-2041",
          "Payments are down and nobody answers.",
          Digest.of("page"),
          new PersonId("mira"),
          PAST.plus(Duration.ofDays(3)));

  private static Charge use(String agent, long most) {
    return charge(UseLimit.Per.AGENT, agent, 1, most, HOUR);
  }

  @Test
  void whatUsesALimitIsOpenedWithTheCountsInItsRuling() {
    Opening first = opening().using(use("bot", 2)).build();
    Opening second = opening().using(use("bot", 2)).build();

    assertThat(ledger().open(first)).isEqualTo(new OpenResult.Opened());
    assertThat(ledger().open(second)).isEqualTo(new OpenResult.Opened());

    Allowance told = find(second.proposal().id()).ruling().allowances().getFirst();
    assertThat(told.charges().getFirst().used()).isEqualTo(2);
    assertThat(told.at())
        .hasValueSatisfying(at -> assertThat(at).isBetween(second.proposal().at(), ledger().now()));
  }

  @Test
  void whatALimitHasNoRoomForIsNotOpenedAndUsesNothing() {
    ledger().open(opening().using(use("bot", 1)).build());
    Opening refused = opening().using(use("bot", 1), use("other", 1)).build();

    assertThat(ledger().open(refused))
        .isInstanceOfSatisfying(
            OpenResult.UsedUp.class,
            used ->
                assertThat(used.counts().before())
                    .containsExactly(new Counts.Count(1, 1), Counts.Count.NOTHING));
    assertThat(ledger().find(refused.proposal().id())).isEmpty();
    assertThat(ledger().open(opening().using(use("other", 1)).build()))
        .isEqualTo(new OpenResult.Opened());
  }

  @Test
  void amountsAddUpAndWhatCountsNothingIsNeverInTheWay() {
    UseLimit.Per rule = UseLimit.Per.RULE;
    assertThat(ledger().open(opening().using(charge(rule, "", 70, 100, HOUR)).build()))
        .isEqualTo(new OpenResult.Opened());
    assertThat(ledger().open(opening().using(charge(rule, "", 31, 100, HOUR)).build()))
        .isInstanceOf(OpenResult.UsedUp.class);
    assertThat(ledger().open(opening().using(charge(rule, "", 30, 100, HOUR)).build()))
        .isEqualTo(new OpenResult.Opened());
    assertThat(ledger().open(opening().using(charge(rule, "", 0, 100, HOUR)).build()))
        .isEqualTo(new OpenResult.Opened());
  }

  @Test
  void limitsOfTwoTimesCountTheSameUseOnce() {
    Charge[] both = {
      charge(UseLimit.Per.AGENT, "bot", 1, 2, HOUR),
      charge(UseLimit.Per.AGENT, "bot", 1, 3, Duration.ofDays(1))
    };
    ledger().open(opening().using(both).build());
    ledger().open(opening().using(both).build());

    assertThat(ledger().open(opening().using(both).build()))
        .isInstanceOfSatisfying(
            OpenResult.UsedUp.class,
            used ->
                assertThat(used.counts().before())
                    .containsExactly(new Counts.Count(2, 2), new Counts.Count(2, 2)));
  }

  @Test
  void aRepeatIsARepeatHoweverUsedUpTheLimitIsByNow() {
    Opening first = opening().using(use("bot", 1)).idempotent("k", "body").build();
    ledger().open(first);

    assertThat(ledger().open(opening().using(use("bot", 1)).idempotent("k", "body").build()))
        .isEqualTo(new OpenResult.Replayed(first.proposal().id()));
    assertThat(ledger().open(opening().using(use("bot", 9)).idempotent("k", "body").build()))
        .isEqualTo(new OpenResult.Replayed(first.proposal().id()));
    assertThat(ledger().counts(opening().using(use("bot", 9)).uses()).before())
        .containsExactly(new Counts.Count(1, 1));
  }

  @Test
  void aLookCountsNothing() {
    List<Allowance> uses = opening().using(use("bot", 1)).uses();

    assertThat(ledger().counts(uses).before()).containsExactly(Counts.Count.NOTHING);
    assertThat(ledger().counts(uses).before()).containsExactly(Counts.Count.NOTHING);
  }

  @Test
  void ofACrowdNoMoreAreOpenedThanTheLimitHasAndEachTellsAnotherCount() throws Exception {
    List<Opening> crowd = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      crowd.add(
          opening().using(use("bot", 20), charge(UseLimit.Per.RULE, "", 5, 75, HOUR)).build());
    }

    List<OpenResult> results = together(CROWD, nth -> ledger().open(crowd.get(nth)));

    assertThat(results).filteredOn(new OpenResult.Opened()::equals).hasSize(15);
    assertThat(results).filteredOn(OpenResult.UsedUp.class::isInstance).hasSize(CROWD - 15);
    assertThat(
            crowd.stream()
                .flatMap(opening -> ledger().find(opening.proposal().id()).stream())
                .map(record -> record.ruling().allowances().getFirst().charges().getFirst().used()))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 15).mapToObj(i -> (long) i).toList());
  }

  // ---- opening and finding

  @Test
  void whatIsOpenedIsFoundAsItWas() {
    IssuedGrant grant = grant(HOUR);
    Opening opening =
        opening()
            .ruled(Gate.ALLOW, approved(new Execution.Granted(grant.id(), grant.expiresAt())))
            .grant(grant)
            .build();

    assertThat(ledger().open(opening)).isEqualTo(new OpenResult.Opened());

    RequestRecord found = find(opening.proposal().id());
    assertThat(found.proposal()).usingRecursiveComparison().isEqualTo(opening.proposal());
    assertThat(found.proposal().action().canonical())
        .isEqualTo(opening.proposal().action().canonical());
    assertThat(found.proposal().context().canonical())
        .isEqualTo(opening.proposal().context().canonical());
    assertThat(found.ruling()).isEqualTo(opening.ruling());
    assertThat(found.request()).isEqualTo(opening.request());
    assertThat(found.head()).isEqualTo(opening.entries().getLast().head());
    assertThat(found.grant()).contains(grant);
    assertThat(found.cards()).isEmpty();
    assertThat(found.now()).isBetween(opening.proposal().at(), ledger().now());
  }

  @Test
  void anUnknownIdIsNotFound() {
    assertThat(ledger().find(Ids.proposal())).isEmpty();
    assertThat(ledger().audit(Ids.proposal())).isEmpty();
  }

  @Test
  void theClockHasNothingFinerThanAMicrosecond() {
    Instant now = ledger().now();

    assertThat(now).isEqualTo(now.truncatedTo(ChronoUnit.MICROS));
  }

  @ParameterizedTest
  @MethodSource("states")
  void everyStateIsReadAsItWasWritten(RequestState state) {
    RequestRecord opened = open(opening().state(state));
    RequestRecord moved = open(opening());
    Commit step = CommitBuilder.on(moved).state(state).build();

    assertThat(ledger().commit(step)).isEqualTo(new Committed());

    assertThat(opened.request().state()).isEqualTo(state);
    assertThat(find(moved).request()).isEqualTo(step.request());
    assertThat(find(moved).request().state()).isEqualTo(state);
  }

  static Stream<RequestState> states() {
    GrantId grant = Ids.grant();
    ExecutionId attempt = Ids.execution();
    PersonId person = new PersonId("lead.1@example.org");
    return Stream.concat(
        Stream.of(
            new Pending(),
            new RequestState.Rejected(person, PAST),
            new RequestState.Returned(person, PAST),
            new RequestState.Returned(person, PAST, Optional.of(Ids.proposal())),
            new RequestState.Refused(PAST),
            new RequestState.Expired(PAST),
            new RequestState.Expired(
                PAST, RequestState.Expired.Cause.REACHED_NOBODY, Optional.of(Ids.proposal())),
            new RequestState.Withdrawn(PAST),
            new RequestState.Superseded(Ids.proposal(), PAST)),
        Stream.of(
                new Execution.NotGranted(),
                new Execution.Granted(grant, PAST),
                new Execution.Running(grant, attempt, PAST),
                new Execution.Succeeded(
                    grant, attempt, PAST, 201, Digest.of("sent"), Digest.of("answer")),
                new Execution.Failed("target_refused", 422, PAST),
                new Execution.Unknown(grant, attempt, "timeout", 0, PAST),
                new Execution.Skipped("dry_run", PAST))
            .flatMap(execution ->
                Stream.of(
                    new Approved(GrantMode.QUORUM, PAST, execution),
                    new Approved(BROKEN, PAST, execution))));
  }

  @Test
  void anIdIsOpenedOnce() {
    Opening opening = opening().build();
    ledger().open(opening);

    assertThat(catchThrowable(() -> ledger().open(opening)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ledger().audit(opening.proposal().id())).hasSize(2);
  }

  // ---- commits

  @Test
  void aCommitCarriesEverythingAtOnce() {
    RequestRecord seen = open(opening());
    PostedCard card = card(seen);
    IssuedGrant grant = grant(HOUR);
    Commit commit =
        CommitBuilder.on(seen)
            .voted(Decision.APPROVE, "lead-1", Optional.of("support"))
            .note(EntryType.CARD_POSTED)
            .grant(grant)
            .card(card)
            .deliver(DeliveryKind.EXECUTE, "")
            .before(seen.now().plus(HOUR))
            .build();

    assertThat(ledger().commit(commit)).isEqualTo(new Committed());

    RequestRecord found = find(seen);
    assertThat(found.request()).isEqualTo(commit.request());
    assertThat(found.request().votes()).containsExactly(commit.vote().orElseThrow());
    assertThat(found.head()).isEqualTo(commit.head());
    assertThat(found.grant()).contains(grant);
    assertThat(found.cards()).containsExactly(card);
    assertThat(bodies(ledger().audit(id(seen)))).endsWith(bodies(commit.entries()));
    assertThat(claim(DeliveryKind.EXECUTE))
        .extracting(Delivery::request)
        .containsExactly(seen.request().id());
  }

  @Test
  void aRecordAfterACommitIsTheOneThatIsFoundThen() {
    RequestRecord seen = open(opening());
    PostedCard first = card(seen);
    seen = landed(seen, CommitBuilder.on(seen).note(EntryType.CARD_OFFERED).card(first));
    seen = landed(seen, CommitBuilder.on(seen).note(EntryType.CARD_OFFERED).card(card(seen)));
    seen = landed(seen, CommitBuilder.on(seen).note(EntryType.CARD_UPDATED).card(first.close()));
    IssuedGrant grant = grant(Duration.ofHours(1));
    seen =
        landed(
            seen,
            CommitBuilder.on(seen)
                .state(approved(new Execution.Granted(grant.id(), grant.expiresAt())))
                .grant(grant));
    landed(seen, redemption(seen, grant));
  }

  private RequestRecord landed(RequestRecord seen, CommitBuilder step) {
    Commit commit = step.build();
    assertThat(ledger().commit(commit)).isEqualTo(new Committed());
    RequestRecord found = find(seen);
    assertThat(seen.after(commit).at(found.now())).usingRecursiveComparison().isEqualTo(found);
    return found;
  }

  @Test
  void aCommitOnAStaleHeadIsOvertakenAndChangesNothing() {
    RequestRecord seen = open(opening());
    commit(CommitBuilder.on(seen).voted(Decision.APPROVE, "lead-1", Optional.empty()));
    RequestRecord before = find(seen);

    CommitResult late =
        ledger()
            .commit(
                CommitBuilder.on(seen)
                    .voted(Decision.REJECT, "lead-2", Optional.empty())
                    .grant(grant(HOUR))
                    .card(card(seen))
                    .deliver(DeliveryKind.EXECUTE, "")
                    .build());

    assertThat(late).isEqualTo(new Overtaken());
    assertUnchanged(before);
  }

  @Test
  void theHashOfTheHeadCountsAndNotOnlyItsNumber() {
    RequestRecord seen = open(opening());
    RequestRecord forked =
        new RequestRecord(
            seen.proposal(),
            seen.ruling(),
            seen.request(),
            new AuditHead(seen.head().seq(), Digest.of("another history")),
            seen.grant(),
            seen.cards(),
            seen.now());

    CommitResult result =
        ledger().commit(CommitBuilder.on(forked).note(EntryType.CARD_POSTED).build());

    assertThat(result).isEqualTo(new Overtaken());
    assertUnchanged(seen);
  }

  @Test
  void aCommitForAnUnknownRequestIsOvertaken() {
    RequestRecord seen = open(opening());
    Commit elsewhere =
        CommitBuilder.on(
                new RequestRecord(
                    seen.proposal(),
                    seen.ruling(),
                    new ApprovalRequest(
                        Ids.proposal(),
                        1,
                        1,
                        seen.request().action(),
                        seen.request().stages(),
                        seen.request().conflicted(),
                        seen.request().openedAt(),
                        seen.request().deadline(),
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        new Pending()),
                    seen.head(),
                    Optional.empty(),
                    List.of(),
                    seen.now()))
            .note(EntryType.CARD_POSTED)
            .build();

    assertThat(ledger().commit(elsewhere)).isEqualTo(new Overtaken());
  }

  @Test
  void aCommitAfterItsInstantIsTooLateAndChangesNothing() {
    RequestRecord seen = open(opening());

    CommitResult late =
        ledger()
            .commit(
                CommitBuilder.on(seen)
                    .voted(Decision.APPROVE, "lead-1", Optional.empty())
                    .card(card(seen))
                    .deliver(DeliveryKind.EXECUTE, "")
                    .before(ledger().now())
                    .build());

    assertThat(late).isEqualTo(new TooLate());
    assertUnchanged(seen);
  }

  @Test
  void beingOvertakenIsToldBeforeBeingTooLate() {
    RequestRecord seen = open(opening());
    commit(CommitBuilder.on(seen).note(EntryType.CARD_POSTED));

    assertThat(
            ledger()
                .commit(CommitBuilder.on(seen).note(EntryType.CARD_POSTED).before(PAST).build()))
        .isEqualTo(new Overtaken());
  }

  @Test
  void ofManyCommitsOnOneHeadExactlyOneLands() throws Exception {
    RequestRecord seen = open(opening());

    List<CommitResult> results =
        together(
            CROWD,
            nth ->
                ledger()
                    .commit(
                        CommitBuilder.on(seen)
                            .voted(Decision.APPROVE, "lead-" + nth, Optional.empty())
                            .deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01")
                            .build()));

    assertThat(results).filteredOn(new Committed()::equals).hasSize(1);
    assertThat(results).filteredOn(new Overtaken()::equals).hasSize(CROWD - 1);
    assertThat(find(seen).request().votes()).hasSize(1);
    assertThat(find(seen).request().version()).isEqualTo(seen.request().version() + 1);
    assertThat(ledger().audit(seen.request().id())).hasSize(3);
    assertThat(claim(DeliveryKind.SHOW_CARD)).extracting(Delivery::wanted).containsExactly(1L);
  }

  // ---- votes

  @Test
  void aPersonVotesOncePerRevisionEvenPastTheTransitionTable() {
    RequestRecord seen = open(opening());
    commit(CommitBuilder.on(seen).voted(Decision.APPROVE, "lead-1", Optional.empty()));
    RequestRecord next = find(seen);
    Vote again = next.request().votes().getFirst();

    CommitResult second =
        ledger()
            .commit(
                CommitBuilder.on(next)
                    .note(EntryType.VOTED)
                    .vote(again)
                    .deliver(DeliveryKind.EXECUTE, "")
                    .build());

    assertThat(second).isEqualTo(new Overtaken());
    assertUnchanged(next);
  }

  @Test
  void aVoteInSomebodysPlaceIsReadAsItWasCast() {
    RequestRecord seen = open(opening());
    commit(CommitBuilder.on(seen).approvedInPlaceOf("lead-1", "friend"));

    Vote vote = find(seen).request().votes().getFirst();
    assertThat(vote.person()).isEqualTo(new PersonId("friend"));
    assertThat(vote.inPlaceOf()).contains(new PersonId("lead-1"));
    assertThat(find(seen).seals()).containsKey(vote.person());
    for (PersonId either : List.of(new PersonId("friend"), new PersonId("lead-1"))) {
      assertThat(
              ledger()
                  .waiting(
                      either,
                      Set.of(OpeningBuilder.LEADS, OpeningBuilder.MANAGERS),
                      Optional.empty(),
                      Optional.empty(),
                      9))
          .filteredOn(line -> line.id().equals(seen.request().id()))
          .singleElement()
          .satisfies(line -> assertThat(line.voted()).isTrue());
    }
  }

  @Test
  void votesAreReadInTheOrderInWhichTheyWereCast() {
    RequestRecord seen = open(opening());
    commit(CommitBuilder.on(seen).voted(Decision.APPROVE, "zoe", Optional.of("support")));
    commit(CommitBuilder.on(find(seen)).voted(Decision.APPROVE, "mia", Optional.of("finance")));
    commit(CommitBuilder.on(find(seen)).voted(Decision.APPROVE, "ann", Optional.of("it-admin")));

    assertThat(find(seen).request().votes())
        .extracting(vote -> vote.person().value())
        .containsExactly("zoe", "mia", "ann");
    assertThat(find(seen).request().state())
        .isEqualTo(
            new Approved(
                GrantMode.QUORUM,
                find(seen).request().votes().getLast().at(),
                new Execution.NotGranted()));
  }

  // ---- grants

  @Test
  void aGrantIsRedeemedOnce() {
    IssuedGrant grant = grant(HOUR);
    RequestRecord seen = openGranted(grant);
    commit(redemption(seen, grant));
    RequestRecord running = find(seen);

    CommitResult second =
        ledger()
            .commit(
                CommitBuilder.on(running)
                    .note(EntryType.GRANT_REDEEMED)
                    .redeeming(grant.id())
                    .build());

    assertThat(running.request().state())
        .isInstanceOfSatisfying(
            Approved.class,
            approved -> assertThat(approved.execution()).isInstanceOf(Execution.Running.class));
    assertThat(second).isEqualTo(new Overtaken());
    assertUnchanged(running);
  }

  @Test
  void ofManyRedemptionsExactlyOneLands() throws Exception {
    IssuedGrant grant = grant(HOUR);
    RequestRecord seen = openGranted(grant);

    List<CommitResult> results =
        together(CROWD, _ -> ledger().commit(redemption(seen, grant).build()));

    assertThat(results).filteredOn(new Committed()::equals).hasSize(1);
  }

  @Test
  void aLapsedGrantIsNotRedeemed() {
    IssuedGrant lapsed = grant(Duration.ZERO);
    RequestRecord seen = openGranted(lapsed);

    CommitResult result =
        ledger()
            .commit(
                CommitBuilder.on(seen)
                    .note(EntryType.GRANT_REDEEMED)
                    .redeeming(lapsed.id())
                    .build());

    assertThat(result).isEqualTo(new TooLate());
    assertUnchanged(seen);
  }

  @Test
  void theGrantOfAnotherRequestIsNotRedeemed() {
    IssuedGrant other = grant(HOUR);
    RequestRecord owner = openGranted(other);
    RequestRecord seen = openGranted(grant(HOUR));

    CommitResult result =
        ledger()
            .commit(
                CommitBuilder.on(seen)
                    .note(EntryType.GRANT_REDEEMED)
                    .redeeming(other.id())
                    .build());

    assertThat(result).isEqualTo(new Overtaken());
    assertUnchanged(seen);
    assertThat(ledger().commit(redemption(owner, other).build())).isEqualTo(new Committed());
  }

  @Test
  void aLiveGrantKeepsAnotherOneOut() {
    RequestRecord seen = openGranted(grant(HOUR));

    CommitResult second =
        ledger()
            .commit(CommitBuilder.on(seen).note(EntryType.GRANT_ISSUED).grant(grant(HOUR)).build());

    assertThat(second).isEqualTo(new Overtaken());
    assertUnchanged(seen);
  }

  @Test
  void aLapsedGrantMakesRoomForAnother() {
    RequestRecord seen = openGranted(grant(Duration.ZERO));
    IssuedGrant next = grant(HOUR);

    commit(CommitBuilder.on(seen).note(EntryType.GRANT_ISSUED).grant(next));

    assertThat(find(seen).grant()).contains(next);
    assertThat(ledger().commit(redeemingOnly(find(seen), next))).isEqualTo(new Committed());
  }

  @Test
  void aRedeemedGrantIsNeverReplaced() {
    IssuedGrant grant = grant(HOUR);
    RequestRecord seen = openGranted(grant);
    commit(redemption(seen, grant));
    RequestRecord running = find(seen);

    CommitResult second =
        ledger()
            .commit(
                CommitBuilder.on(running).note(EntryType.GRANT_ISSUED).grant(grant(HOUR)).build());

    assertThat(second).isEqualTo(new Overtaken());
    assertUnchanged(running);
  }

  // ---- cards

  @Test
  void whyACardIsNotShownIsKeptAndForgottenAgain() {
    RequestRecord seen = open(opening());
    PostedCard failing = card(seen).failing("is_archived", ledger().now());
    commit(CommitBuilder.on(seen).note(EntryType.CARD_FAILED).card(failing));
    assertThat(find(seen).cards()).containsExactly(failing);

    PostedCard shown = failing.in("1700000000.7");
    commit(CommitBuilder.on(find(seen)).note(EntryType.CARD_POSTED).card(shown));
    assertThat(find(seen).cards()).containsExactly(shown);
    assertThat(shown.failure()).isEmpty();

    commit(CommitBuilder.on(find(seen)).note(EntryType.CARD_TOLD).card(shown.close()));
    assertThat(find(seen).cards()).containsExactly(shown.close());
  }

  @Test
  void whoseAMessageIsIsKnownByItsPlaceAndItsName() {
    RequestRecord seen = open(opening());
    PostedCard card = card(seen).in("1700000000.8" + Ids.card());
    String message = card.messageId().orElseThrow();
    commit(CommitBuilder.on(seen).note(EntryType.CARD_POSTED).card(card));

    assertThat(ledger().postedAt(card.address(), message)).contains(seen.request().id());
    assertThat(ledger().postedAt(card.address(), message + "0")).isEmpty();
    assertThat(ledger().postedAt(new ChatAddress(Surface.SLACK, "T01", "C01"), message)).isEmpty();
  }

  @Test
  void aCardGetsItsMessageLaterAndKeepsItsPlace() {
    RequestRecord seen = open(opening());
    PostedCard first = card(seen);
    PostedCard second = card(seen);
    commit(CommitBuilder.on(seen).note(EntryType.CARD_POSTED).card(first));
    commit(CommitBuilder.on(find(seen)).note(EntryType.CARD_UPDATED).card(second));

    commit(CommitBuilder.on(find(seen)).note(EntryType.CARD_POSTED).card(first.in("1700000000.1")));

    assertThat(find(seen).cards()).containsExactly(first.in("1700000000.1"), second);
  }

  // ---- idempotency

  @Test
  void theSameKeyAndBodyAnswerWithTheEarlierProposal() {
    Opening first = opening().idempotent("key-1", "body").build();
    Opening repeat = opening().idempotent("key-1", "body").build();
    ledger().open(first);

    assertThat(ledger().open(repeat)).isEqualTo(new OpenResult.Replayed(first.proposal().id()));
    assertThat(ledger().find(repeat.proposal().id())).isEmpty();
    assertThat(ledger().audit(repeat.proposal().id())).isEmpty();
  }

  @Test
  void aKeyTellsWhatItStandsForBeforeAnythingIsOpened() {
    Opening first = opening().idempotent("key-1", "body").build();
    Opening.Idempotency unused =
        opening().idempotent("key-2", "body").build().idempotency().orElseThrow();
    Opening.Idempotency reuse =
        opening().idempotent("key-1", "other").build().idempotency().orElseThrow();
    ledger().open(first);

    assertThat(ledger().opened(first.idempotency().orElseThrow()))
        .contains(new OpenResult.Replayed(first.proposal().id()));
    assertThat(ledger().opened(reuse)).contains(new OpenResult.KeyReused());
    assertThat(ledger().opened(unused)).isEmpty();
  }

  @Test
  void theSameKeyWithAnotherBodyIsReuse() {
    ledger().open(opening().idempotent("key-1", "body").build());
    Opening other = opening().idempotent("key-1", "other body").build();

    assertThat(ledger().open(other)).isEqualTo(new OpenResult.KeyReused());
    assertThat(ledger().find(other.proposal().id())).isEmpty();
  }

  @Test
  void keysOfDifferentAgentsDoNotMeet() {
    ledger().open(opening().agent("bot-a").idempotent("key-1", "body").build());

    assertThat(ledger().open(opening().agent("bot-b").idempotent("key-1", "other").build()))
        .isEqualTo(new OpenResult.Opened());
  }

  @Test
  void ofManyOpeningsWithOneKeyExactlyOneOpens() throws Exception {
    List<OpenResult> results =
        together(
            CROWD,
            _ ->
                ledger()
                    .open(
                        opening()
                            .idempotent("key-1", "body")
                            .deliver(DeliveryKind.EXECUTE, "")
                            .build()));

    List<ProposalId> opened = ledger().idsAfter(Optional.empty(), CROWD);
    assertThat(opened).hasSize(1);
    assertThat(results).filteredOn(new OpenResult.Opened()::equals).hasSize(1);
    assertThat(results)
        .filteredOn(new OpenResult.Replayed(opened.getFirst())::equals)
        .hasSize(CROWD - 1);
    assertThat(claim(DeliveryKind.EXECUTE)).hasSize(1);
  }

  // ---- admission

  private static final OpenBudget WIDE = new OpenBudget(100, 100);

  private OpeningBuilder asking(String question) {
    return opening()
        .deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01")
        .admitted(question, false, WIDE);
  }

  @Test
  void anIdenticalOneThatIsPendingKeepsTheSecondOut() {
    Opening first = asking("q").build();
    assertThat(ledger().open(first)).isEqualTo(new OpenResult.Opened());
    Opening second = asking("q").idempotent("key-a", "body").build();

    assertThat(ledger().open(second)).isEqualTo(new OpenResult.Identical(first.proposal().id()));
    assertThat(ledger().opened(second.idempotency().orElseThrow())).as("nothing written").isEmpty();
    assertThat(ledger().open(asking("other").build())).isEqualTo(new OpenResult.Opened());
    assertThat(ledger().open(asking("q").agent("another").build()))
        .isEqualTo(new OpenResult.Opened());
    assertThat(ledger().open(opening().admitted("q", true, WIDE).build()))
        .as("meant anew")
        .isEqualTo(new OpenResult.Opened());
  }

  @Test
  void aMomentBetweenTwoDeadlinesMakesNoSecondQuestion() {
    Opening first = asking("q").build();
    ledger().open(first);
    Instant deadline = first.request().deadline();

    Instant justBefore = deadline.minus(Admission.SAME_MOMENT);
    assertThat(ledger().open(asking("q").deadline(justBefore).build()))
        .isEqualTo(new OpenResult.Identical(first.proposal().id()));
    assertThat(ledger().open(asking("q").deadline(justBefore.minusMillis(1)).build()))
        .as("who wants an answer sooner asks anew")
        .isEqualTo(new OpenResult.Opened());
  }

  @Test
  void whatIsDecidedKeepsNothingOut() {
    Opening first = asking("q").build();
    ledger().open(first);
    RequestRecord seen = ledger().find(first.proposal().id()).orElseThrow();
    commit(CommitBuilder.on(seen).voted(Decision.REJECT, "lead-1", Optional.empty()));

    assertThat(ledger().open(asking("q").build())).isEqualTo(new OpenResult.Opened());
  }

  @Test
  void ofManyIdenticalOpeningsExactlyOneOpens() throws Exception {
    List<OpenResult> results = together(CROWD, _ -> ledger().open(asking("q").build()));

    List<ProposalId> opened = ledger().idsAfter(Optional.empty(), CROWD);
    assertThat(opened).hasSize(1);
    assertThat(results)
        .filteredOn(new OpenResult.Identical(opened.getFirst())::equals)
        .hasSize(CROWD - 1);
  }

  @Test
  void ofManyOpeningsNoMoreLandThanTheAgentsBudgetAllows() throws Exception {
    OpenBudget three = new OpenBudget(3, 100);
    List<OpenResult> results =
        together(
            CROWD, number -> ledger().open(opening().admitted("q" + number, false, three).build()));

    assertThat(results).filteredOn(new OpenResult.Opened()::equals).hasSize(3);
    assertThat(results)
        .filteredOn(new OpenResult.OverBudget(OpenBudget.Of.AGENT, 3, 3)::equals)
        .hasSize(CROWD - 3);
  }

  /// Each by another agent, so that only the place tells them to wait for one another.
  @Test
  void ofManyOpeningsNoMoreLandThanTheChannelsBudgetAllows() throws Exception {
    OpenBudget three = new OpenBudget(100, 3);
    List<OpenResult> results =
        together(
            CROWD,
            number ->
                ledger()
                    .open(
                        opening()
                            .agent("bot-" + number)
                            .deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01")
                            .deliver(DeliveryKind.SHOW_CARD, "slack:T01:OF" + number)
                            .admitted("q", false, three)
                            .build()));

    assertThat(results).filteredOn(new OpenResult.Opened()::equals).hasSize(3);
    assertThat(results)
        .filteredOn(new OpenResult.OverBudget(OpenBudget.Of.CHANNEL, 3, 3)::equals)
        .hasSize(CROWD - 3);
    assertThat(
            ledger()
                .open(
                    opening()
                        .agent("bot-x")
                        .deliver(DeliveryKind.SHOW_CARD, "slack:T01:C02")
                        .admitted("q", false, three)
                        .build()))
        .as("another channel")
        .isEqualTo(new OpenResult.Opened());
  }

  private static final AskBudget TWO_AN_HOUR = new AskBudget(2, 100, Duration.ofHours(1));

  private OpeningBuilder counting(String question) {
    return asking(question).asked(TWO_AN_HOUR);
  }

  /// A card that was superseded, withdrawn or has lapsed was a card.
  @Test
  void whatWasAskedCountsWhateverBecameOfIt() {
    Opening lapsed = counting("a").deadline(ledger().now()).build();
    assertThat(ledger().open(lapsed)).isEqualTo(new OpenResult.Opened());
    Opening second = counting("b").build();
    assertThat(ledger().open(second)).isEqualTo(new OpenResult.Opened());
    RequestRecord seen = ledger().find(second.proposal().id()).orElseThrow();
    commit(CommitBuilder.on(seen).voted(Decision.REJECT, "lead-1", Optional.empty()));

    OpenResult third = ledger().open(counting("c").build());

    assertThat(third)
        .isInstanceOfSatisfying(
            OpenResult.AskedTooOften.class,
            often -> {
              assertThat(often.spent()).isEqualTo(OpenBudget.Of.AGENT);
              assertThat(often.most()).isEqualTo(2);
              assertThat(often.window()).isEqualTo(TWO_AN_HOUR.window());
              assertThat(often.again()).isPositive().isLessThanOrEqualTo(TWO_AN_HOUR.window());
            });
    assertThat(ledger().open(counting("c").agent("another").build()))
        .isEqualTo(new OpenResult.Opened());
  }

  @Test
  void whatTakesThePlaceOfAnotherIsAskedOnceMore() {
    Opening first = counting("a").build();
    ledger().open(first);
    ledger().open(counting("b").build());
    RequestRecord seen = ledger().find(first.proposal().id()).orElseThrow();
    Commit last = CommitBuilder.on(seen).note(EntryType.CARD_OFFERED).build();

    assertThat(ledger().open(counting("c").superseding(last).build()))
        .isInstanceOf(OpenResult.AskedTooOften.class);
    assertThat(ledger().audit(first.proposal().id())).hasSize(seen.head().seq());
  }

  @Test
  void whatAsksNobodyOrIsAttachedCountsForNothing() {
    Opening first = counting("q").build();
    ledger().open(first);
    ledger().open(opening().build());
    ledger().open(opening().build());

    assertThat(ledger().open(counting("q").build()))
        .isEqualTo(new OpenResult.Identical(first.proposal().id()));
    assertThat(ledger().open(counting("other").build())).isEqualTo(new OpenResult.Opened());
  }

  @Test
  void aPlaceOfALaterStageCountsWhatWillBeShownThere() {
    AskBudget two = new AskBudget(100, 2, Duration.ofHours(1));
    for (String agent : List.of("bot-1", "bot-2")) {
      assertThat(
              ledger()
                  .open(
                      opening()
                          .agent(agent)
                          .deliver(DeliveryKind.SHOW_CARD, "slack:T01:" + agent)
                          .later("slack:T01:MANAGERS")
                          .admitted("q", false, WIDE)
                          .asked(two)
                          .build()))
          .isEqualTo(new OpenResult.Opened());
    }

    assertThat(
            ledger()
                .open(
                    opening()
                        .agent("bot-3")
                        .deliver(DeliveryKind.SHOW_CARD, "slack:T01:MANAGERS")
                        .admitted("q", false, WIDE)
                        .asked(two)
                        .build()))
        .isInstanceOfSatisfying(
            OpenResult.AskedTooOften.class,
            often -> assertThat(often.spent()).isEqualTo(OpenBudget.Of.CHANNEL));
  }

  @Test
  void ofManyOpeningsNoMoreLandThanMayBeAskedWithinTheWindow() throws Exception {
    List<OpenResult> results =
        together(CROWD, number -> ledger().open(counting("q" + number).build()));

    assertThat(results).filteredOn(new OpenResult.Opened()::equals).hasSize(2);
    assertThat(results).filteredOn(OpenResult.AskedTooOften.class::isInstance).hasSize(CROWD - 2);
  }

  /// Each at another place, so that only the agent tells them to wait for one another.
  @Test
  void ofManyOpeningsInManyPlacesNoMoreLandThanTheAgentMayAsk() throws Exception {
    List<OpenResult> results =
        together(
            CROWD,
            number ->
                ledger()
                    .open(
                        opening()
                            .deliver(DeliveryKind.SHOW_CARD, "slack:T01:OF" + number)
                            .admitted("q" + number, false, WIDE)
                            .asked(TWO_AN_HOUR)
                            .build()));

    assertThat(results).filteredOn(new OpenResult.Opened()::equals).hasSize(2);
    assertThat(results).filteredOn(OpenResult.AskedTooOften.class::isInstance).hasSize(CROWD - 2);
  }

  @Test
  void aRepeatUnderItsKeyIsNotAskedOnceMore() {
    Opening first = counting("a").idempotent("key-1", "body").build();
    ledger().open(first);
    for (int times = 0; times < 3; times++) {
      assertThat(ledger().open(counting("a").idempotent("key-1", "body").build()))
          .isEqualTo(new OpenResult.Replayed(first.proposal().id()));
    }

    assertThat(ledger().open(counting("b").build())).isEqualTo(new OpenResult.Opened());
    assertThat(ledger().open(counting("c").build())).isInstanceOf(OpenResult.AskedTooOften.class);
  }

  @Test
  void whatIsPassedOverKeepsNothingOutAndTheNextOneStandsInstead() {
    Opening first = asking("q").build();
    ledger().open(first);
    Opening second = asking("q").passingOver(first.proposal().id()).build();

    assertThat(ledger().open(second)).isEqualTo(new OpenResult.Opened());
    assertThat(ledger().open(asking("q").passingOver(first.proposal().id()).build()))
        .isEqualTo(new OpenResult.Identical(second.proposal().id()));
  }

  @Test
  void aRepeatIsARepeatHoweverManyWait() {
    OpenBudget one = new OpenBudget(1, 1);
    Opening first = opening().idempotent("key-1", "body").admitted("q", false, one).build();
    ledger().open(first);

    assertThat(
            ledger().open(opening().idempotent("key-1", "body").admitted("q", false, one).build()))
        .isEqualTo(new OpenResult.Replayed(first.proposal().id()));
    assertThat(
            ledger().open(opening().idempotent("key-2", "body").admitted("p", false, one).build()))
        .isEqualTo(new OpenResult.OverBudget(OpenBudget.Of.AGENT, 1, 1));
  }

  @Test
  void anAttachedKeyMeansThePendingRequestAndItsEntryLandsWithIt() {
    Opening first = asking("q").build();
    ledger().open(first);
    RequestRecord seen = ledger().find(first.proposal().id()).orElseThrow();
    Opening.Idempotency named =
        opening().idempotent("key-a", "body").build().idempotency().orElseThrow();
    Commit note = CommitBuilder.on(seen).note(EntryType.PROPOSED_AGAIN).build();

    assertThat(ledger().attach(seen.request().id(), Optional.of(note), Optional.of(named)))
        .isEqualTo(new OpenResult.Attached());
    assertThat(ledger().opened(named)).contains(new OpenResult.Replayed(seen.request().id(), true));
    assertThat(ledger().audit(seen.request().id())).hasSize(seen.head().seq() + 1);
    Opening.Idempotency late =
        opening().idempotent("key-b", "body").build().idempotency().orElseThrow();
    assertThat(ledger().attach(seen.request().id(), Optional.of(note), Optional.of(late)))
        .isEqualTo(new OpenResult.Overtaken());
    assertThat(ledger().opened(late)).as("nothing of it stays").isEmpty();
    assertThat(ledger().attach(seen.request().id(), Optional.of(note), Optional.of(named)))
        .isEqualTo(new OpenResult.Replayed(seen.request().id(), true));
  }

  @Test
  void theLatestWithTheSameActionIsFound() {
    RequestRecord first = open(opening());
    RequestRecord second = open(opening());
    AgentId agent = first.proposal().agent();
    Digest action = first.request().action();
    Instant before = first.proposal().at().minusSeconds(1);

    assertThat(same(agent, action, before, Optional.empty())).contains(second.request().id());
    assertThat(same(agent, action, before, Optional.of(second.request().id())))
        .contains(first.request().id());
    assertThat(same(agent, action, first.proposal().at().plusSeconds(60), Optional.empty()))
        .isEmpty();
    assertThat(same(new AgentId("another"), action, before, Optional.empty())).isEmpty();
    assertThat(same(agent, Digest.of("other"), before, Optional.empty())).isEmpty();
  }

  private Optional<ProposalId> same(
      AgentId agent, Digest action, Instant since, Optional<ProposalId> except) {
    return ledger().related(agent, action, Optional.empty(), since, except).same();
  }

  @Test
  void theNewestThatWaitsOnATargetIsFound() {
    RequestRecord first = open(onTarget("ticket-1"));
    RequestRecord second = open(onTarget("ticket-1"));
    RequestRecord other = open(onTarget("ticket-2"));
    open(onTarget("ticket-1").agent("another"));
    open(opening().admitted("without a target", true, OpenBudget.DEFAULT));

    assertThat(onTargetOf(first, Optional.empty())).contains(id(second));
    assertThat(onTargetOf(first, Optional.of(id(second)))).contains(id(first));
    assertThat(onTargetOf(other, Optional.of(id(other)))).isEmpty();

    commit(CommitBuilder.on(second).voted(Decision.REJECT, "lead-1", Optional.empty()));
    assertThat(onTargetOf(first, Optional.empty())).as("one that waits").contains(id(first));
  }

  private OpeningBuilder onTarget(String target) {
    return opening().target(target).admitted(target, true, OpenBudget.DEFAULT);
  }

  private Optional<ProposalId> onTargetOf(RequestRecord record, Optional<ProposalId> except) {
    return ledger()
        .related(
            record.proposal().agent(),
            Digest.of("another action"),
            record.proposal().action().target(),
            ledger().now(),
            except)
        .onTarget();
  }

  // ---- superseding

  @Test
  void aSuccessorAndTheEndOfItsPredecessorAreOneCommit() {
    RequestRecord old = open(opening());
    ProposalId successor = Ids.proposal();

    OpenResult result =
        ledger().open(opening().id(successor).superseding(superseded(old, successor)).build());

    assertThat(result).isEqualTo(new OpenResult.Opened());
    assertThat(find(old).request().state())
        .isInstanceOfSatisfying(
            RequestState.Superseded.class, state -> assertThat(state.by()).isEqualTo(successor));
    assertThat(ledger().find(successor)).isPresent();
  }

  @Test
  void aPredecessorThatMovedKeepsItsSuccessorOut() {
    RequestRecord old = open(opening());
    ProposalId successor = Ids.proposal();
    Commit stale = superseded(old, successor);
    commit(CommitBuilder.on(old).voted(Decision.REJECT, "lead-1", Optional.empty()));
    RequestRecord decided = find(old);

    OpenResult result =
        ledger()
            .open(
                opening()
                    .id(successor)
                    .superseding(stale)
                    .idempotent("key-1", "body")
                    .deliver(DeliveryKind.EXECUTE, "")
                    .build());

    assertThat(result).isEqualTo(new OpenResult.Overtaken());
    assertThat(ledger().find(successor)).isEmpty();
    assertUnchanged(decided);
    assertThat(ledger().open(opening().idempotent("key-1", "body").build()))
        .as("the key is still free")
        .isEqualTo(new OpenResult.Opened());
  }

  @Test
  void ofManyRevisionsOfWhatWasReturnedExactlyOneOpens() throws Exception {
    RequestRecord old =
        open(opening().state(new RequestState.Returned(new PersonId("lead-1"), PAST)));

    List<OpenResult> results =
        together(
            8,
            _ -> {
              ProposalId successor = Ids.proposal();
              return ledger()
                  .open(opening().id(successor).superseding(superseded(old, successor)).build());
            });

    assertThat(results).filteredOn(new OpenResult.Opened()::equals).hasSize(1);
    assertThat(results).filteredOn(new OpenResult.Overtaken()::equals).hasSize(7);
    RequestState now = find(old).request().state();
    assertThat(now).isInstanceOf(RequestState.Returned.class);
    assertThat(ledger().find(now.successor().orElseThrow())).isPresent();
  }

  // ---- lists and walks

  @Test
  void theAuditIsReadInOrderAndFoldsBack() {
    RequestRecord seen = open(opening());
    commit(CommitBuilder.on(seen).note(EntryType.CARD_POSTED).note(EntryType.CARD_UPDATED));
    commit(CommitBuilder.on(find(seen)).voted(Decision.RETURN, "lead-1", Optional.empty()));

    List<AuditEntry> entries = ledger().audit(seen.request().id());

    assertThat(entries).extracting(AuditEntry::seq).containsExactly(1, 2, 3, 4, 5);
    assertThat(entries.getLast().head()).isEqualTo(find(seen).head());
    assertThat(EventCodec.event(entries.getLast()))
        .contains(new RequestEvent.Voted(find(seen).request().votes().getFirst()));
  }

  @Test
  void dueAreThePendingOnesOfWhichTimeAsksSomethingTheLongestFirst() {
    Instant now = ledger().now();
    RequestRecord late = open(opening().deadline(now.minusSeconds(60)));
    RequestRecord later = open(opening().deadline(now.minusSeconds(3600)));
    open(opening().deadline(now.plus(HOUR)));
    open(
        opening()
            .deadline(now.minusSeconds(7200))
            .state(new RequestState.Expired(now.minusSeconds(1))));

    assertThat(ledger().due(10)).containsExactly(later.request().id(), late.request().id());
    assertThat(ledger().due(1)).containsExactly(later.request().id());
  }

  @Test
  void aReminderAndAnotherGroupAreDueBeforeTheEnd() {
    Instant now = ledger().now();
    Instant hourAgo = now.minus(HOUR);
    RequestRecord escalating =
        open(
            OpeningBuilder.at(hourAgo)
                .deadline(now.plus(HOUR))
                .escalating(Duration.ofMinutes(50), OpeningBuilder.MANAGERS));
    RequestRecord reminding =
        open(OpeningBuilder.at(hourAgo).deadline(now.plus(HOUR)).reminding(25, 75));
    open(OpeningBuilder.at(hourAgo).deadline(now.plus(HOUR)).reminding(75));

    assertThat(ledger().due(10))
        .containsExactly(reminding.request().id(), escalating.request().id());
    assertThat(find(reminding).request().openedAt()).isEqualTo(hourAgo);
    assertThat(find(reminding).request().remindAt()).containsExactly(25, 75);
  }

  @Test
  void whatWasRemindedAndEscalatedIsKeptAndIsDueNoMore() {
    Instant now = ledger().now();
    RequestRecord seen =
        open(
            OpeningBuilder.at(now.minus(HOUR))
                .deadline(now.plus(HOUR))
                .reminding(25)
                .escalating(Duration.ofMinutes(50), OpeningBuilder.MANAGERS));

    commit(CommitBuilder.on(seen).state(new Pending(1, Set.of(0), 2)));

    assertThat(find(seen).request().state()).isEqualTo(new Pending(1, Set.of(0), 2));
    assertThat(ledger().due(10)).isEmpty();
  }

  @Test
  void whomSomebodyAskedTooIsKeptWithWhoAndWhyAndItWaitsForThem() {
    Instant now = ledger().now();
    RequestRecord seen =
        open(OpeningBuilder.at(now.minus(HOUR)).deadline(now.plus(HOUR)).mayAsk("board"));
    Set<GroupName> board = Set.of(new GroupName("board"));
    assertThat(waiting(board, 10)).isEmpty();
    List<Widening> widened =
        List.of(
            new Widening(
                0,
                new GroupName("board"),
                new PersonId("lead-1"),
                Optional.of("over my limit"),
                now.truncatedTo(ChronoUnit.MILLIS)));

    commit(CommitBuilder.on(seen).state(new Pending(0, Set.of(), 0, widened)));

    assertThat(find(seen).request().state()).isEqualTo(new Pending(0, Set.of(), 0, widened));
    assertThat(waiting(board, 10)).containsExactly(id(seen));
  }

  @Test
  void whatEscalatedWaitsForBothGroupsAndForWhoIsInBothOnce() {
    Instant now = ledger().now();
    RequestRecord seen =
        open(
            OpeningBuilder.at(now.minus(HOUR))
                .deadline(now.plus(HOUR))
                .escalating(Duration.ofMinutes(50), OpeningBuilder.MANAGERS));
    Set<GroupName> managers = Set.of(OpeningBuilder.MANAGERS);
    assertThat(waiting(managers, 10)).isEmpty();

    commit(CommitBuilder.on(seen).state(new Pending(0, Set.of(0), 0)));

    assertThat(waiting(managers, 10)).containsExactly(seen.request().id());
    assertThat(waiting(Set.of(OpeningBuilder.LEADS), 10)).containsExactly(seen.request().id());
    assertThat(waiting(Set.of(OpeningBuilder.LEADS, OpeningBuilder.MANAGERS), 10))
        .containsExactly(seen.request().id());
  }

  @Test
  void whatIsAskedAtOnceWaitsForEachOfItsGroupsAndKeepsWhereAVoteMayCount() {
    Instant now = ledger().now();
    RequestRecord seen =
        open(
            OpeningBuilder.at(now.minus(HOUR))
                .deadline(now.plus(HOUR))
                .escalating(Duration.ofMinutes(50), new GroupName("board"))
                .atOnce());
    List<GroupName> groups =
        List.of(OpeningBuilder.LEADS, OpeningBuilder.MANAGERS, OpeningBuilder.LEGAL);
    assertThat(groups)
        .allSatisfy(group -> assertThat(waiting(Set.of(group), 10)).containsExactly(id(seen)));
    assertThat(waiting(Set.copyOf(groups), 10)).containsExactly(id(seen));
    assertThat(waiting(Set.of(new GroupName("board")), 10)).isEmpty();

    List<Seat> seats =
        List.of(new Seat(0, OpeningBuilder.LEADS), new Seat(2, OpeningBuilder.LEGAL));
    commit(CommitBuilder.on(seen).approvedInOneOf(seats, "lead-1"));
    assertThat(find(seen).request().votes().getFirst().seats()).isEqualTo(seats);
    commit(CommitBuilder.on(find(seen)).state(new Pending(0, Set.of(0), 0)));

    assertThat(waiting(Set.of(new GroupName("board")), 10)).containsExactly(id(seen));
    assertThat(waiting(Set.of(OpeningBuilder.LEGAL), 10)).containsExactly(id(seen));
  }

  @Test
  void whatWaitsForAGroupIsFoundUntilAnotherGroupDecides() {
    Instant now = ledger().now();
    RequestRecord later = open(opening().deadline(now.plus(HOUR)));
    RequestRecord sooner = open(opening().deadline(now.plusSeconds(60)));
    open(opening().state(new RequestState.Expired(now.minusSeconds(1))));
    Set<GroupName> leads = Set.of(OpeningBuilder.LEADS);

    assertThat(waiting(leads, 10)).containsExactly(id(sooner), id(later));
    assertThat(waiting(leads, 1)).containsExactly(id(sooner));
    assertThat(waiting(Set.of(OpeningBuilder.MANAGERS), 10)).isEmpty();
    assertThat(waiting(Set.of(), 10)).isEmpty();

    commit(CommitBuilder.on(later).voted(Decision.APPROVE, "lead-1", Optional.of("support")));
    commit(CommitBuilder.on(sooner).voted(Decision.REJECT, "lead-1", Optional.empty()));

    assertThat(waiting(leads, 10)).isEmpty();
    assertThat(waiting(Set.of(OpeningBuilder.MANAGERS, OpeningBuilder.LEADS), 10))
        .containsExactly(id(later));
  }

  @Test
  void theQueueIsReadPageByPageInItsOrderWhateverTheGroup() {
    Instant soon = ledger().now().plus(HOUR);
    List<RequestRecord> opened = new ArrayList<>();
    for (RiskLevel risk : RiskLevel.values()) {
      for (int seconds = 0; seconds < 2; seconds++) {
        Instant deadline = soon.plusSeconds(seconds);
        opened.add(open(opening().risk(risk).deadline(deadline)));
        opened.add(open(opening().risk(risk).deadline(deadline)));
      }
    }
    // Of the managers from now on, and in between the others all the same.
    for (RequestRecord moved : List.of(opened.get(3), opened.get(8), opened.get(14))) {
      commit(CommitBuilder.on(moved).voted(Decision.APPROVE, "lead-1", Optional.of("support")));
    }
    List<ProposalId> inOrder =
        opened.stream()
            .sorted(
                Comparator.<RequestRecord, RiskLevel>comparing(
                        record -> record.ruling().risk().assessed(), Comparator.reverseOrder())
                    .thenComparing(record -> record.request().deadline())
                    .thenComparing(record -> id(record).value()))
            .map(LedgerContract::id)
            .toList();
    Set<GroupName> both = Set.of(OpeningBuilder.LEADS, OpeningBuilder.MANAGERS);

    for (int most : List.of(1, 3, 5, inOrder.size(), inOrder.size() + 1)) {
      List<ProposalId> walked = new ArrayList<>();
      Optional<WaitingPlace> last = Optional.empty();
      List<WaitingLine> page;
      do {
        page = ledger().waiting(ASKER, both, Optional.empty(), last, most);
        page.forEach(line -> walked.add(line.id()));
        last = page.isEmpty() ? last : Optional.of(page.getLast().place());
      } while (page.size() == most);

      assertThat(walked).as("by " + most).isEqualTo(inOrder);
    }
  }

  @Test
  void theQueueOfATagIsReadPageByPageInItsOrder() {
    Instant soon = ledger().now().plus(HOUR);
    Tag billing = tag("domain/billing", false);
    Tag blocks = tag("blocks_customer", true);
    List<RequestRecord> tagged = new ArrayList<>();
    for (int nth = 0; nth < 6; nth++) {
      open(opening().deadline(soon.plusSeconds(nth)));
      open(opening().deadline(soon.plusSeconds(nth)).tagged(tag("domain/support", false)));
      tagged.add(open(opening().deadline(soon.plusSeconds(nth)).tagged(billing, blocks)));
    }
    open(opening().deadline(soon).tagged(billing).state(new RequestState.Expired(soon)));
    // Another group decides it from now on, and it stays in its place.
    commit(
        CommitBuilder.on(tagged.get(2)).voted(Decision.APPROVE, "lead-1", Optional.of("support")));
    commit(CommitBuilder.on(tagged.get(5)).voted(Decision.REJECT, "lead-1", Optional.empty()));
    List<ProposalId> inOrder = tagged.stream().limit(5).map(LedgerContract::id).toList();

    for (Tag tag : List.of(billing, blocks)) {
      for (int most : List.of(1, 2, 5, 6)) {
        assertThat(walked(tag.name(), most)).as(tag + " by " + most).isEqualTo(inOrder);
      }
    }
    assertThat(walked(tag("domain/support", false).name(), 10)).hasSize(6);
    assertThat(walked(tag("severity/billing", false).name(), 10)).isEmpty();
  }

  @Test
  void whatHasEscalatedIsFoundByItsTagToo() {
    Instant now = ledger().now();
    Tag web = tag("source/web", false);
    RequestRecord seen =
        open(
            OpeningBuilder.at(now.minus(HOUR))
                .deadline(now.plus(HOUR))
                .tagged(web)
                .escalating(Duration.ofMinutes(50), OpeningBuilder.MANAGERS));
    commit(CommitBuilder.on(seen).state(new Pending(0, Set.of(0), 0)));

    for (GroupName group : List.of(OpeningBuilder.LEADS, OpeningBuilder.MANAGERS)) {
      assertThat(
              ledger().waiting(ASKER, Set.of(group), Optional.of(web.name()), Optional.empty(), 10))
          .containsExactly(line(find(seen), false, List.of()));
    }
  }

  private List<ProposalId> walked(TagName tag, int most) {
    Set<GroupName> both = Set.of(OpeningBuilder.LEADS, OpeningBuilder.MANAGERS);
    List<ProposalId> walked = new ArrayList<>();
    Optional<WaitingPlace> last = Optional.empty();
    List<WaitingLine> page;
    do {
      page = ledger().waiting(ASKER, both, Optional.of(tag), last, most);
      page.forEach(line -> walked.add(line.id()));
      last = page.isEmpty() ? last : Optional.of(page.getLast().place());
    } while (page.size() == most);
    return walked;
  }

  private static Tag tag(String name, boolean claimed) {
    return new Tag(TagName.parse(name).orElseThrow(), claimed);
  }

  @Test
  void aLineOfTheQueueSaysWhatTheRecordSays() {
    RequestRecord plain =
        open(
            opening()
                .risk(RiskLevel.CRITICAL)
                .tagged(tag("severity/high", true), tag("source/web", false)));
    RequestRecord other =
        open(
            opening()
                .agent("bot-b")
                .risk(RiskLevel.LOW)
                .reading("Refund EUR 42.50", "charge_3001")
                .dryRunFor("slack:T01:UANN"));
    commit(CommitBuilder.on(plain).voted(Decision.APPROVE, "lead-1", Optional.of("support")));
    commit(
        CommitBuilder.on(find(plain)).voted(Decision.APPROVE, "manager-1", Optional.of("finance")));
    Set<GroupName> groups = Set.of(OpeningBuilder.LEADS, OpeningBuilder.MANAGERS);

    for (String asker : List.of("lead-1", "manager-1", "nobody")) {
      List<WaitingLine> lines =
          ledger().waiting(new PersonId(asker), groups, Optional.empty(), Optional.empty(), 10);
      assertThat(lines)
          .as(asker)
          .containsExactly(
              line(find(plain), !asker.equals("nobody"), List.of()),
              line(find(other), false, List.of()));
    }
    assertThat(find(other).proposal().context().onBehalfOf()).contains("slack:T01:UANN");
    assertThat(line(find(other), false, List.of()).deed()).contains("Refund EUR 42.50");
    assertThat(line(find(other), false, List.of()).object()).contains("charge_3001");
  }

  @Test
  void whatAPersonDecidedIsReadTheLatestFirstWithHowItStandsNow() {
    RequestRecord first = open(opening());
    RequestRecord second = open(opening().reading("Refund EUR 42.50", "charge_3001"));
    RequestRecord others = open(opening());
    commit(CommitBuilder.on(first).voted(Decision.APPROVE, "lead-1", Optional.of("support")));
    commit(
        CommitBuilder.on(find(second)).voted(Decision.APPROVE, "lead-1", Optional.of("support")));
    commit(CommitBuilder.on(others).voted(Decision.APPROVE, "lead-2", Optional.of("support")));
    commit(CommitBuilder.on(find(first)).state(new RequestState.Withdrawn(PAST)));

    List<DecidedLine> lines = decided("lead-1", Optional.empty(), 10);

    assertThat(lines)
        .extracting(DecidedLine::id, DecidedLine::decision, DecidedLine::state)
        .containsExactly(
            tuple(id(second), Decision.APPROVE, find(second).request().state()),
            tuple(id(first), Decision.APPROVE, find(first).request().state()));
    assertThat(lines.getFirst().deed()).contains("Refund EUR 42.50");
    assertThat(lines.getFirst().object()).contains("charge_3001");
    assertThat(lines.getFirst().deadline()).isEqualTo(second.request().deadline());
    assertThat(lines.getFirst().outline())
        .isEqualTo(Outline.of(second.proposal().action(), second.proposal().context()));
    assertThat(decided("nobody", Optional.empty(), 10)).isEmpty();
  }

  @Test
  void whatAPersonDecidedComesInPagesThatGoOnBehindARequest() {
    List<ProposalId> newest = new ArrayList<>();
    for (int number = 0; number < 7; number++) {
      RequestRecord seen = open(opening());
      commit(CommitBuilder.on(find(seen)).voted(Decision.APPROVE, "lead-1", Optional.empty()));
      newest.addFirst(id(seen));
    }

    List<ProposalId> read = new ArrayList<>();
    Optional<DecidedPlace> last = Optional.empty();
    for (List<DecidedLine> page = decided("lead-1", last, 3);
        !page.isEmpty();
        page = decided("lead-1", last, 3)) {
      page.forEach(line -> read.add(line.id()));
      last = Optional.of(page.getLast().place());
      assertThat(DecidedPlace.of(find(page.getLast().id()), new PersonId("lead-1")))
          .isEqualTo(last);
    }
    assertThat(read).isEqualTo(newest);
    assertThat(decided("lead-1", Optional.empty(), 7)).extracting(DecidedLine::id).isEqualTo(read);
  }

  private List<DecidedLine> decided(String person, Optional<DecidedPlace> after, int most) {
    return ledger().decided(new PersonId(person), after, most);
  }

  @Test
  void theQueueIsNarrowedByEachPartAndByAllTogether() {
    Instant now = ledger().now();
    Tag web = tag("source/web", false);
    RequestRecord grave =
        open(OpeningBuilder.at(now).deadline(now.plus(HOUR)).risk(RiskLevel.CRITICAL).tagged(web));
    RequestRecord other =
        open(
            OpeningBuilder.at(now)
                .deadline(now.plus(HOUR.multipliedBy(3)))
                .agent("bot-b")
                .risk(RiskLevel.LOW));
    Optional<Instant> between = Optional.of(grave.request().deadline().plusSeconds(1));
    Optional<Set<String>> here = Optional.of(Set.of(grave.proposal().action().targetSystem(), "x"));

    assertThat(narrowed(Optional.of(RiskLevel.CRITICAL), "", Optional.empty(), between))
        .containsExactly(id(grave));
    assertThat(narrowed(Optional.of(RiskLevel.LOW), "", Optional.empty(), Optional.empty()))
        .containsExactly(id(other));
    assertThat(narrowed(Optional.empty(), "bot-b", here, Optional.empty()))
        .containsExactly(id(other));
    assertThat(narrowed(Optional.empty(), "", here, Optional.empty()))
        .containsExactly(id(grave), id(other));
    assertThat(narrowed(Optional.empty(), "", Optional.of(Set.of()), Optional.empty())).isEmpty();
    assertThat(narrowed(Optional.empty(), "", Optional.empty(), between))
        .containsExactly(id(grave));
    for (ActionKind kind : ActionKind.values()) {
      boolean theirs = kind == ActionKind.of(grave.proposal().action());
      assertThat(
              asked(
                  new WaitingFilter(
                      Optional.empty(),
                      Optional.empty(),
                      Set.of(kind),
                      Optional.empty(),
                      Optional.empty(),
                      between,
                      Optional.empty())))
          .as(kind.toString())
          .isEqualTo(theirs ? List.of(id(other)) : List.of());
    }
    assertThat(
            asked(
                new WaitingFilter(
                    Optional.of(web.name()),
                    Optional.of(RiskLevel.CRITICAL),
                    Set.of(),
                    Optional.of(grave.proposal().agent()),
                    here,
                    Optional.of(grave.request().deadline()),
                    between)))
        .containsExactly(id(grave));
  }

  private List<ProposalId> narrowed(
      Optional<RiskLevel> risk,
      String agent,
      Optional<Set<String>> systems,
      Optional<Instant> before) {
    return asked(
        new WaitingFilter(
            Optional.empty(),
            risk,
            Set.of(),
            agent.isEmpty() ? Optional.empty() : Optional.of(new AgentId(agent)),
            systems,
            Optional.empty(),
            before));
  }

  private List<ProposalId> asked(WaitingFilter filter) {
    return ledger()
        .waiting(ASKER, Set.of(OpeningBuilder.LEADS), filter, Optional.empty(), 10)
        .stream()
        .map(WaitingLine::id)
        .toList();
  }

  @Test
  void aLineOfTheQueueSaysWhetherFunctionsMatterForIt() {
    RequestRecord any = open(opening());
    RequestRecord some = open(opening().functions("legal"));

    assertThat(
            ledger()
                .waiting(
                    ASKER, Set.of(OpeningBuilder.LEADS), Optional.empty(), Optional.empty(), 10))
        .extracting(WaitingLine::id, WaitingLine::byFunction)
        .containsExactlyInAnyOrder(tuple(id(any), false), tuple(id(some), true));
  }

  @Test
  void aLineOfTheQueueNamesThePlacesWhoseLatestRenderingIsRefused() {
    RequestRecord seen = open(opening());
    Instant at = ledger().now();
    PostedCard mended = card(seen, "slack:C01").failing("channel_not_found", at);
    PostedCard first = card(seen, "slack:C02").in("1");
    PostedCard again = card(seen, "slack:C02").failing("not_in_channel", at);
    PostedCard alike = card(seen, "slack:C03").failing("not_in_channel", at);
    PostedCard teams = card(seen, "teams:19:abc").failing("BotNotInConversationRoster", at);
    List<PostedCard> cards =
        List.of(mended, first, alike, teams, card(seen, "slack:C01").in("2"), again);
    for (PostedCard card : cards) {
      commit(CommitBuilder.on(find(seen)).note(EntryType.CARD_POSTED).card(card));
    }

    assertThat(
            ledger()
                .waiting(
                    ASKER, Set.of(OpeningBuilder.LEADS), Optional.empty(), Optional.empty(), 10))
        .containsExactly(
            line(
                find(seen),
                false,
                List.of(
                    new Unshown(Surface.SLACK, "not_in_channel"),
                    new Unshown(Surface.TEAMS, "BotNotInConversationRoster"))));
    assertThat(Unshown.of(find(seen).cards()))
        .as("the record says the same")
        .extracting(Unshown::code)
        .containsExactly("not_in_channel", "BotNotInConversationRoster");
  }

  private static WaitingLine line(RequestRecord record, boolean voted, List<Unshown> unshown) {
    return new WaitingLine(
        id(record),
        record.request().revision(),
        record.proposal().agent(),
        record.ruling().risk().assessed(),
        record.request().deadline(),
        Outline.of(record.proposal().action(), record.proposal().context()),
        record.ruling().deed(),
        record.ruling().object(),
        record.ruling().tags(),
        record.request().conflicted(),
        voted,
        record.request().stages().stream().anyMatch(stage -> !stage.functions().isEmpty()),
        unshown);
  }

  @Test
  void anAgentsRequestsAreListedNewestFirstPageByPage() {
    RequestRecord first = open(opening().agent("bot-a"));
    RequestRecord second = open(opening().agent("bot-a").state(new RequestState.Refused(PAST)));
    RequestRecord third = open(opening().agent("bot-a"));
    open(opening().agent("bot-b"));
    AgentId agent = new AgentId("bot-a");

    assertThat(list(agent, Optional.empty(), Optional.empty(), 10))
        .containsExactly(id(third), id(second), id(first));
    assertThat(list(agent, Optional.empty(), Optional.empty(), 2))
        .containsExactly(id(third), id(second));
    assertThat(list(agent, Optional.empty(), Optional.of(id(second)), 2))
        .containsExactly(id(first));
    assertThat(list(agent, Optional.of(RequestStatus.PENDING), Optional.empty(), 10))
        .containsExactly(id(third), id(first));
    assertThat(list(agent, Optional.of(RequestStatus.REFUSED), Optional.empty(), 10))
        .containsExactly(id(second));
    assertThat(list(agent, Optional.of(RequestStatus.EXPIRED), Optional.empty(), 10)).isEmpty();
    assertThat(list(new AgentId("bot-c"), Optional.empty(), Optional.empty(), 10)).isEmpty();
  }

  @Test
  void aListedRequestIsTheSameAsAFoundOne() {
    RequestRecord seen = open(opening());
    commit(
        CommitBuilder.on(seen)
            .voted(Decision.APPROVE, "lead-1", Optional.of("support"))
            .card(card(seen)));

    RequestRecord listed =
        ledger().list(seen.proposal().agent(), Optional.empty(), Optional.empty(), 1).getFirst();

    assertThat(listed).usingRecursiveComparison().ignoringFields("now").isEqualTo(find(seen));
  }

  @Test
  void whatWasAskedAboutATargetIsFoundWhicheverAgentAskedTheNewestFirst() {
    RequestRecord first = open(onTarget("account-1"));
    RequestRecord second = open(onTarget("account-1").agent("other-bot"));
    RequestRecord third = open(onTarget("account-1"));
    open(onTarget("account-2"));
    Digest target = first.proposal().action().target().orElseThrow();

    assertThat(ledger().onTarget(target, 5).stream().map(LedgerContract::id))
        .containsExactly(id(third), id(second), id(first));
    assertThat(ledger().onTarget(target, 1).getFirst())
        .usingRecursiveComparison()
        .ignoringFields("now")
        .isEqualTo(find(third));
    assertThat(ledger().onTarget(Digest.of("nothing"), 5)).isEmpty();
  }

  @Test
  void aWalkOverEverythingMeetsEveryIdOnce() {
    List<ProposalId> ids = IntStream.range(0, 5).mapToObj(_ -> id(open(opening()))).toList();

    List<ProposalId> page = ledger().idsAfter(Optional.empty(), 3);

    assertThat(page).isEqualTo(ids.subList(0, 3));
    assertThat(ledger().idsAfter(Optional.of(page.getLast()), 3)).isEqualTo(ids.subList(3, 5));
    assertThat(ledger().idsAfter(Optional.of(ids.getLast()), 3)).isEmpty();
  }

  // ---- deliveries

  @Test
  void ordersForAnOpenDeliveryRaiseWhatItWants() {
    RequestRecord seen = open(opening().deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01"));
    commit(
        CommitBuilder.on(seen)
            .note(EntryType.CARD_UPDATED)
            .deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01")
            .deliver(DeliveryKind.SHOW_CARD, "teams:T01:19:abc@thread.tacv2")
            .deliver(DeliveryKind.EXECUTE, ""));

    assertThat(claim(DeliveryKind.SHOW_CARD))
        .extracting(Delivery::target, Delivery::wanted, Delivery::attempts)
        .containsExactly(
            tuple("slack:T01:C01", 2L, 1), tuple("teams:T01:19:abc@thread.tacv2", 1L, 1));
  }

  @Test
  void whatIsOpenForATargetIsListedWhoeverHoldsItUntilItIsSettled() {
    ProposalId first = id(open(opening().deliver(DeliveryKind.EXECUTE, "billing-runner")));
    ProposalId second = id(open(opening().deliver(DeliveryKind.EXECUTE, "billing-runner")));
    open(opening().deliver(DeliveryKind.EXECUTE, "another"));
    List<ProposalId> both =
        Stream.of(first, second).sorted(Comparator.comparing(ProposalId::value)).toList();

    List<Delivery> held = claim(DeliveryKind.EXECUTE);
    assertThat(openFor(Optional.empty(), 10)).isEqualTo(both);
    assertThat(openFor(Optional.empty(), 1)).containsExactly(both.getFirst());
    assertThat(openFor(Optional.of(both.getFirst()), 10)).containsExactly(both.getLast());

    held.forEach(deliveries()::settle);
    assertThat(openFor(Optional.empty(), 10)).isEmpty();
  }

  private List<ProposalId> openFor(Optional<ProposalId> after, int most) {
    return deliveries().open(DeliveryKind.EXECUTE, "billing-runner", after, most);
  }

  @Test
  void aClaimExcludesOthersUntilItsLeaseEnds() {
    open(opening().deliver(DeliveryKind.EXECUTE, ""));
    Delivery dead = deliveries().claim(DeliveryKind.EXECUTE, 10, Duration.ZERO).getFirst();

    Delivery held = claim(DeliveryKind.EXECUTE).getFirst();

    assertThat(held.attempts()).isEqualTo(2);
    assertThat(held.lease()).isNotEqualTo(dead.lease());
    assertThat(claim(DeliveryKind.EXECUTE)).isEmpty();
  }

  @Test
  void whatWasPutOffAtAPlaceIsDueAtOnceOnceThatTakesCardsAgain() {
    for (String place : List.of("slack:T01:C01", "slack:T01:C01", "slack:T01:C02")) {
      open(opening().deliver(DeliveryKind.SHOW_CARD, place));
    }
    claim(DeliveryKind.SHOW_CARD).forEach(each -> deliveries().postpone(each, HOUR));
    deliveries().wake("slack:T01:C03", 10);
    assertThat(claim(DeliveryKind.SHOW_CARD)).isEmpty();

    deliveries().wake("slack:T01:C01", 1);
    assertThat(claim(DeliveryKind.SHOW_CARD))
        .extracting(Delivery::target)
        .containsExactly("slack:T01:C01");
    deliveries().wake("slack:T01:C01", 10);
    List<Delivery> other = claim(DeliveryKind.SHOW_CARD);
    assertThat(other).extracting(Delivery::target).containsExactly("slack:T01:C01");

    // What stands and is only looked after is left alone, and so is what a worker holds.
    deliveries().keep(other.getFirst(), HOUR);
    deliveries().wake("slack:T01:C01", 10);
    assertThat(claim(DeliveryKind.SHOW_CARD)).isEmpty();
  }

  @Test
  void ofEachPlaceThatTakesNoCardsOneIsTriedBeforeItsTurn() {
    for (String place : List.of("slack:T01:C01", "slack:T01:C01", "slack:T01:C02")) {
      open(opening().deliver(DeliveryKind.SHOW_CARD, place));
    }
    claim(DeliveryKind.SHOW_CARD).forEach(each -> deliveries().postpone(each, HOUR));
    deliveries().probe(HOUR, 10);
    assertThat(claim(DeliveryKind.SHOW_CARD)).as("none waits for longer than that").isEmpty();

    deliveries().probe(Duration.ofMinutes(1), 10);

    assertThat(claim(DeliveryKind.SHOW_CARD))
        .extracting(Delivery::target)
        .containsExactlyInAnyOrder("slack:T01:C01", "slack:T01:C02");
  }

  @Test
  void oneCardOfEachTargetIsShownOnceMoreWhetherOrNotItChanged() {
    for (String target :
        List.of("slack:T01:C01", "slack:T01:C01", "slack:T01:C02", "teams:t:19:a")) {
      open(opening().deliver(DeliveryKind.SHOW_CARD, target));
    }
    claim(DeliveryKind.SHOW_CARD).forEach(card -> deliveries().keep(card, HOUR));

    deliveries().recheck("slack:T01:", 10);

    List<Delivery> again = claim(DeliveryKind.SHOW_CARD);
    assertThat(again)
        .extracting(Delivery::target)
        .containsExactlyInAnyOrder("slack:T01:C01", "slack:T01:C02");
    assertThat(again).extracting(Delivery::attempts).containsOnly(2);

    again.forEach(card -> deliveries().keep(card, HOUR));
    deliveries().recheck("slack:T01:", 1);
    assertThat(claim(DeliveryKind.SHOW_CARD)).hasSize(1);
    deliveries().recheck("slack:T02:", 10);
    assertThat(claim(DeliveryKind.SHOW_CARD)).isEmpty();
  }

  @Test
  void deliveriesAreClaimedOldestFirstAndNoMoreThanAsked() {
    List<ProposalId> ids =
        IntStream.range(0, 3)
            .mapToObj(_ -> id(open(opening().deliver(DeliveryKind.EXECUTE, ""))))
            .toList();
    deliveries()
        .postpone(deliveries().claim(DeliveryKind.EXECUTE, 1, HOUR).getFirst(), Duration.ZERO);

    assertThat(deliveries().claim(DeliveryKind.EXECUTE, 2, HOUR))
        .extracting(Delivery::request)
        .containsExactly(ids.get(1), ids.get(2));
    assertThat(claim(DeliveryKind.EXECUTE))
        .extracting(Delivery::request)
        .containsExactly(ids.get(0));
  }

  @Test
  void manyWorkersNeverHoldTheSameDelivery() throws Exception {
    IntStream.range(0, CROWD).forEach(_ -> open(opening().deliver(DeliveryKind.EXECUTE, "")));

    List<List<Delivery>> claims =
        together(16, _ -> deliveries().claim(DeliveryKind.EXECUTE, 10, HOUR));

    List<ProposalId> held = claims.stream().flatMap(List::stream).map(Delivery::request).toList();
    assertThat(held).doesNotHaveDuplicates();
    assertThat(held.size() + claim(DeliveryKind.EXECUTE, CROWD).size()).isEqualTo(CROWD);
  }

  @Test
  void aSettledDeliveryIsGone() {
    open(opening().deliver(DeliveryKind.EXECUTE, ""));

    Delivery done = deliveries().claim(DeliveryKind.EXECUTE, 1, Duration.ZERO).getFirst();

    assertThat(deliveries().settle(done)).as("it is closed").isTrue();

    assertThat(claim(DeliveryKind.EXECUTE)).isEmpty();
  }

  @Test
  void settlingWhatIsNoLongerAllThatIsWantedLeavesTheDeliveryDue() {
    RequestRecord seen = open(opening().deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01"));
    Delivery older = claim(DeliveryKind.SHOW_CARD).getFirst();
    commit(
        CommitBuilder.on(seen)
            .note(EntryType.CARD_UPDATED)
            .deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01"));
    assertThat(claim(DeliveryKind.SHOW_CARD)).as("an order does not break a lease").isEmpty();

    assertThat(deliveries().settle(older)).as("it is closed").isFalse();

    Delivery newer = claim(DeliveryKind.SHOW_CARD).getFirst();
    assertThat(newer.wanted()).isEqualTo(2);
    assertThat(newer.attempts()).as("what was done once counts anew").isEqualTo(1);
  }

  @Test
  void whoeverLostTheLeaseCannotSettleButMakesTheDeliveryDue() {
    open(opening().deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01"));
    Delivery lost = deliveries().claim(DeliveryKind.SHOW_CARD, 1, Duration.ZERO).getFirst();
    claim(DeliveryKind.SHOW_CARD);

    assertThat(deliveries().settle(lost)).as("it is closed").isFalse();

    assertThat(claim(DeliveryKind.SHOW_CARD)).hasSize(1);
  }

  @Test
  void aLateSettlementBringsBackADeliveryThatAnotherWorkerHasClosed() {
    open(opening().deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01"));
    Delivery lost = deliveries().claim(DeliveryKind.SHOW_CARD, 1, Duration.ZERO).getFirst();
    deliveries().settle(claim(DeliveryKind.SHOW_CARD).getFirst());

    assertThat(deliveries().settle(lost)).as("it is closed").isFalse();

    assertThat(claim(DeliveryKind.SHOW_CARD)).hasSize(1);
  }

  @Test
  void aPostponedDeliveryComesBackAfterItsWait() {
    open(opening().deliver(DeliveryKind.EXECUTE, ""));
    deliveries().postpone(claim(DeliveryKind.EXECUTE).getFirst(), Duration.ZERO);
    Delivery again = claim(DeliveryKind.EXECUTE).getFirst();

    deliveries().postpone(again, HOUR);

    assertThat(again.attempts()).isEqualTo(2);
    assertThat(claim(DeliveryKind.EXECUTE)).isEmpty();
  }

  @Test
  void whoeverLostTheLeaseCannotPostpone() {
    open(opening().deliver(DeliveryKind.EXECUTE, ""));
    Delivery lost = deliveries().claim(DeliveryKind.EXECUTE, 1, Duration.ZERO).getFirst();
    Delivery held = deliveries().claim(DeliveryKind.EXECUTE, 1, Duration.ZERO).getFirst();

    deliveries().postpone(lost, HOUR);

    assertThat(claim(DeliveryKind.EXECUTE))
        .extracting(Delivery::request)
        .containsExactly(held.request());
  }

  @Test
  void anOrderMakesAPostponedDeliveryDueAtOnce() {
    RequestRecord seen = open(opening().deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01"));
    deliveries().postpone(claim(DeliveryKind.SHOW_CARD).getFirst(), HOUR);

    commit(
        CommitBuilder.on(seen)
            .note(EntryType.CARD_UPDATED)
            .deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01"));

    assertThat(claim(DeliveryKind.SHOW_CARD)).hasSize(1);
  }

  @Test
  void aKeptDeliveryComesBackAfterItsPauseAndCountsAnew() {
    open(opening().deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01"));
    deliveries().keep(claim(DeliveryKind.SHOW_CARD).getFirst(), Duration.ZERO);
    Delivery again = claim(DeliveryKind.SHOW_CARD).getFirst();

    deliveries().keep(again, HOUR);

    assertThat(again.attempts()).isEqualTo(1);
    assertThat(claim(DeliveryKind.SHOW_CARD)).isEmpty();
  }

  @Test
  void keepingWhatIsNoLongerAllThatIsWantedLeavesTheDeliveryDue() {
    RequestRecord seen = open(opening().deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01"));
    Delivery older = claim(DeliveryKind.SHOW_CARD).getFirst();
    commit(
        CommitBuilder.on(seen)
            .note(EntryType.CARD_UPDATED)
            .deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01"));

    assertThat(deliveries().keep(older, HOUR, Optional.empty())).isEqualTo(new Left(true, true));

    assertThat(claim(DeliveryKind.SHOW_CARD)).hasSize(1);
  }

  @Test
  void whoeverLostTheLeaseCannotKeepButMakesTheDeliveryDue() {
    open(opening().deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01"));
    Delivery lost = deliveries().claim(DeliveryKind.SHOW_CARD, 1, Duration.ZERO).getFirst();
    claim(DeliveryKind.SHOW_CARD);

    assertThat(deliveries().keep(lost, HOUR, Optional.empty())).isEqualTo(new Left(true, true));

    assertThat(claim(DeliveryKind.SHOW_CARD)).hasSize(1);
  }

  @Test
  void aPostedCardIsKnownByTheMessageThatItsDeliveryNames() {
    RequestRecord seen = offered();
    PostedCard card = seen.cards().getFirst();
    Delivery delivery = claim(DeliveryKind.SHOW_CARD).getFirst();

    Left left = deliveries().keep(delivery, HOUR, Optional.of(new NamedMessage(card.id(), "m1")));

    assertThat(left).isEqualTo(new Left(true, false));
    assertThat(find(seen).cards()).containsExactly(card.named("m1"));
    assertThat(find(seen).head()).as("no step of the request").isEqualTo(seen.head());
    assertThat(claim(DeliveryKind.SHOW_CARD)).isEmpty();
  }

  @Test
  void aMessageIsNamedEvenWhereTheLeaseWasLost() {
    RequestRecord seen = offered();
    String card = seen.cards().getFirst().id();
    Delivery lost = deliveries().claim(DeliveryKind.SHOW_CARD, 1, Duration.ZERO).getFirst();
    claim(DeliveryKind.SHOW_CARD);

    assertThat(deliveries().keep(lost, HOUR, Optional.of(new NamedMessage(card, "m1"))).named())
        .isTrue();

    assertThat(find(seen).cards().getFirst().messageId()).hasValue("m1");
    assertThat(claim(DeliveryKind.SHOW_CARD)).as("due at once").hasSize(1);
  }

  @Test
  void aCardKeepsTheFirstNameOfItsMessage() {
    RequestRecord seen = offered();
    String card = seen.cards().getFirst().id();
    Delivery first = claim(DeliveryKind.SHOW_CARD).getFirst();
    deliveries().keep(first, Duration.ZERO, Optional.of(new NamedMessage(card, "m1")));
    Delivery again = claim(DeliveryKind.SHOW_CARD).getFirst();
    deliveries().keep(again, Duration.ZERO, Optional.of(new NamedMessage(card, "m1")));
    Delivery other = claim(DeliveryKind.SHOW_CARD).getFirst();

    assertThat(deliveries().keep(other, HOUR, Optional.of(new NamedMessage(card, "m2"))).named())
        .isFalse();

    assertThat(find(seen).cards().getFirst().messageId()).hasValue("m1");
    assertThat(claim(DeliveryKind.SHOW_CARD)).as("kept all the same").isEmpty();
  }

  @Test
  void aStepThatDidNotKnowTheNameOfAMessageDoesNotTakeItAway() {
    RequestRecord seen = offered();
    PostedCard card = seen.cards().getFirst();
    Delivery delivery = claim(DeliveryKind.SHOW_CARD).getFirst();
    deliveries().keep(delivery, HOUR, Optional.of(new NamedMessage(card.id(), "m1")));

    commit(
        CommitBuilder.on(seen)
            .note(EntryType.CARD_FAILED)
            .card(card.failing("not_in_channel", seen.now())));

    assertThat(find(seen).cards().getFirst().messageId()).hasValue("m1");
    assertThat(find(seen).cards().getFirst().failure()).isPresent();
  }

  @Test
  void aDeliveryOfACardThatIsNotThereNamesNothing() {
    RequestRecord seen = offered();
    Delivery delivery = claim(DeliveryKind.SHOW_CARD).getFirst();

    assertThat(deliveries().keep(delivery, HOUR, Optional.of(new NamedMessage(Ids.card(), "m1"))))
        .isEqualTo(new Left(false, false));

    assertThat(find(seen).cards().getFirst().messageId()).isEmpty();
  }

  /// A request whose card is about to be posted.
  private RequestRecord offered() {
    RequestRecord opened = open(opening().deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01"));
    commit(CommitBuilder.on(opened).note(EntryType.CARD_OFFERED).card(card(opened)));
    return find(opened);
  }

  @Test
  void aDeliveryThatFailsTooOftenIsPutAsideUntilMoreIsWanted() {
    RequestRecord seen = open(opening().deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01"));
    assertThat(failed(claim(DeliveryKind.SHOW_CARD).getFirst())).isFalse();
    assertThat(failed(claim(DeliveryKind.SHOW_CARD).getFirst())).isTrue();
    assertThat(claim(DeliveryKind.SHOW_CARD)).isEmpty();

    commit(
        CommitBuilder.on(seen)
            .note(EntryType.CARD_UPDATED)
            .deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01"));

    assertThat(failed(claim(DeliveryKind.SHOW_CARD).getFirst())).as("at once").isTrue();
  }

  @Test
  void whatWasBroughtAboutCountsItsFailuresAnew() {
    open(opening().deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01"));
    failed(claim(DeliveryKind.SHOW_CARD).getFirst());
    deliveries().keep(claim(DeliveryKind.SHOW_CARD).getFirst(), Duration.ZERO);

    assertThat(failed(claim(DeliveryKind.SHOW_CARD).getFirst())).isFalse();
  }

  @Test
  void whoeverLostTheLeaseCannotFail() {
    open(opening().deliver(DeliveryKind.EXECUTE, ""));
    Delivery lost = deliveries().claim(DeliveryKind.EXECUTE, 1, Duration.ZERO).getFirst();
    claim(DeliveryKind.EXECUTE);

    assertThat(deliveries().fail(lost, new Deliveries.Failure("failed", "late"), Duration.ZERO, 1))
        .isFalse();
  }

  @Test
  void whatIsStillGoingToFollowIsSeenUntilItIsSettledOrPutAside() {
    ProposalId open = open(opening().deliver(DeliveryKind.ASK_ANEW, "")).request().id();
    ProposalId other =
        open(opening().deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01")).request().id();
    assertThat(followUps().open(Set.of(open, other))).containsExactly(open);
    assertThat(followUps().open(Set.of(other))).isEmpty();
    assertThat(followUps().open(Set.of())).isEmpty();

    Delivery taken = deliveries().claim(DeliveryKind.ASK_ANEW, 1, HOUR).getFirst();
    assertThat(followUps().open(Set.of(open))).as("in a worker's hands").containsExactly(open);
    deliveries().fail(taken, new Deliveries.Failure("failed", "test"), Duration.ZERO, 1);
    assertThat(followUps().open(Set.of(open))).as("put aside").isEmpty();
  }

  @Test
  void deliveriesOfEachKindAreKept() {
    for (DeliveryKind kind : DeliveryKind.values()) {
      open(opening().deliver(kind, "slack:T01:C01"));
      assertThat(deliveries().claim(kind, 1, HOUR)).as(kind.name()).hasSize(1);
    }
  }

  // ---- the backlog

  @Test
  void anEmptyLedgerHasABacklogOfNothingForEachKind() {
    Backlog.Line none = new Backlog.Line(0, 0, Duration.ZERO);
    assertThat(backlog().read(10))
        .isEqualTo(
            new Backlog.Reading(
                Map.of(
                    DeliveryKind.SHOW_CARD,
                    none,
                    DeliveryKind.REMIND,
                    none,
                    DeliveryKind.RING,
                    none,
                    DeliveryKind.TELL,
                    none,
                    DeliveryKind.ALARM,
                    none,
                    DeliveryKind.ASK_ANEW,
                    none,
                    DeliveryKind.READ_BACK,
                    none,
                    DeliveryKind.EXECUTE,
                    none),
                0,
                0,
                0,
                0,
                false));
  }

  @Test
  void theBacklogIsWhatAWorkerCouldTakeUpNow() {
    open(opening().deliver(DeliveryKind.EXECUTE, ""));
    open(opening().deliver(DeliveryKind.EXECUTE, ""));
    open(opening().deliver(DeliveryKind.EXECUTE, ""));
    open(opening().deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01"));
    assertThat(line(DeliveryKind.EXECUTE).due()).isEqualTo(3);
    assertThat(line(DeliveryKind.SHOW_CARD).due()).isEqualTo(1);

    deliveries().postpone(deliveries().claim(DeliveryKind.EXECUTE, 1, HOUR).getFirst(), HOUR);
    Delivery taken = deliveries().claim(DeliveryKind.EXECUTE, 1, HOUR).getFirst();
    assertThat(line(DeliveryKind.EXECUTE).due()).as("neither put off nor taken").isEqualTo(1);

    deliveries().postpone(taken, Duration.ZERO);
    assertThat(line(DeliveryKind.EXECUTE).due()).as("due again").isEqualTo(2);
    claim(DeliveryKind.EXECUTE);
    assertThat(line(DeliveryKind.EXECUTE)).isEqualTo(new Backlog.Line(0, 0, Duration.ZERO));
  }

  @Test
  void theAgeOfTheBacklogIsThatOfItsOldestAndGrows() {
    open(opening().deliver(DeliveryKind.EXECUTE, ""));
    Duration before = line(DeliveryKind.EXECUTE).oldest();
    open(opening().deliver(DeliveryKind.EXECUTE, ""));

    assertThat(line(DeliveryKind.EXECUTE).oldest()).isGreaterThan(before);
    assertThat(
            Objects.requireNonNull(backlog().read(1).deliveries().get(DeliveryKind.EXECUTE))
                .oldest())
        .as("however few are counted")
        .isGreaterThan(before);
    assertThat(line(DeliveryKind.SHOW_CARD).oldest()).isZero();
  }

  @Test
  void whatIsPutAsideIsCountedApart() {
    open(opening().deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01"));
    failed(claim(DeliveryKind.SHOW_CARD).getFirst());
    assertThat(line(DeliveryKind.SHOW_CARD).due()).as("failed once").isEqualTo(1);
    failed(claim(DeliveryKind.SHOW_CARD).getFirst());

    assertThat(line(DeliveryKind.SHOW_CARD)).isEqualTo(new Backlog.Line(1, 0, Duration.ZERO));
    assertThat(line(DeliveryKind.EXECUTE).held()).isZero();
  }

  @Test
  void theBacklogCountsRequestsThatWaitAndThoseThatShouldHaveEnded() {
    Instant now = ledger().now();
    open(opening().deadline(now.plus(HOUR)));
    open(opening().deadline(now.minusSeconds(60)));
    open(opening().deadline(now.minusSeconds(3600)));
    open(
        opening()
            .deadline(now.minusSeconds(3600))
            .state(new RequestState.Expired(now.minusSeconds(1))));

    assertThat(backlog().read(10).pending()).isEqualTo(3);
    assertThat(backlog().read(10).overdue()).as("five minutes ago").isEqualTo(1);
  }

  @Test
  void noNumberIsCountedFurtherThanAsked() {
    Instant now = ledger().now();
    for (int nth = 0; nth < 3; nth++) {
      open(opening().deadline(now.minusSeconds(3600)).deliver(DeliveryKind.EXECUTE, ""));
    }
    Backlog.Reading some = backlog().read(2);
    assertThat(some.pending()).isEqualTo(2);
    assertThat(some.overdue()).isEqualTo(2);
    assertThat(Objects.requireNonNull(some.deliveries().get(DeliveryKind.EXECUTE)).due())
        .isEqualTo(2);

    for (int times = 0; times < 2; times++) {
      claim(DeliveryKind.EXECUTE).forEach(this::failed);
    }
    assertThat(line(DeliveryKind.EXECUTE).held()).isEqualTo(3);
    assertThat(
            Objects.requireNonNull(backlog().read(2).deliveries().get(DeliveryKind.EXECUTE)).held())
        .isEqualTo(2);
  }

  private Backlog.Line line(DeliveryKind kind) {
    return Objects.requireNonNull(backlog().read(10).deliveries().get(kind));
  }

  /// For the second time it is too often.
  private boolean failed(Delivery delivery) {
    return deliveries().fail(delivery, new Deliveries.Failure("failed", "fault"), Duration.ZERO, 2);
  }

  // ---- what the tests are made of

  private OpeningBuilder opening() {
    return OpeningBuilder.at(ledger().now());
  }

  private RequestRecord open(OpeningBuilder builder) {
    Opening opening = builder.build();
    assertThat(ledger().open(opening)).isEqualTo(new OpenResult.Opened());
    return find(opening.proposal().id());
  }

  private RequestRecord openGranted(IssuedGrant grant) {
    return open(
        opening()
            .ruled(Gate.ALLOW, approved(new Execution.Granted(grant.id(), grant.expiresAt())))
            .grant(grant));
  }

  private Approved approved(Execution execution) {
    return new Approved(GrantMode.AUTO, ledger().now(), execution);
  }

  private RequestRecord find(ProposalId id) {
    return ledger().find(id).orElseThrow();
  }

  private RequestRecord find(RequestRecord earlier) {
    return find(id(earlier));
  }

  private static ProposalId id(RequestRecord record) {
    return record.request().id();
  }

  private void commit(CommitBuilder step) {
    assertThat(ledger().commit(step.build())).isEqualTo(new Committed());
  }

  private IssuedGrant grant(Duration life) {
    Instant now = ledger().now();
    return new IssuedGrant(Ids.grant(), 1, now, now.plus(life), "e30.e30.c2ln");
  }

  private static CommitBuilder redemption(RequestRecord seen, IssuedGrant grant) {
    return CommitBuilder.on(seen)
        .event(new RequestEvent.GrantRedeemed(grant.id(), Ids.execution(), seen.now()))
        .before(grant.expiresAt());
  }

  private static Commit redeemingOnly(RequestRecord seen, IssuedGrant grant) {
    return CommitBuilder.on(seen).note(EntryType.GRANT_REDEEMED).redeeming(grant.id()).build();
  }

  private static Commit superseded(RequestRecord old, ProposalId successor) {
    return CommitBuilder.on(old)
        .event(new RequestEvent.SupersededBy(successor, old.now()))
        .deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01")
        .build();
  }

  private PostedCard card(RequestRecord seen) {
    return new PostedCard(
        Ids.card(),
        id(seen),
        seen.request().revision(),
        seen.request().version(),
        new ChatAddress(Surface.TEAMS, "a0b1-c2", "19:abc@thread.tacv2"),
        Digest.of("card of " + id(seen)),
        Optional.empty(),
        true,
        ledger().now());
  }

  /// @param place a surface and a channel there
  private PostedCard card(RequestRecord seen, String place) {
    String[] parts = place.split(":", 2);
    return new PostedCard(
        Ids.card(),
        id(seen),
        seen.request().revision(),
        seen.request().version(),
        new ChatAddress(WireName.require(Surface.class, parts[0]), "T01", parts[1]),
        Digest.of(place),
        Optional.empty(),
        false,
        ledger().now());
  }

  private List<ProposalId> waiting(Set<GroupName> groups, int most) {
    return ledger().waiting(ASKER, groups, Optional.empty(), Optional.empty(), most).stream()
        .map(WaitingLine::id)
        .toList();
  }

  private List<Delivery> claim(DeliveryKind kind) {
    return claim(kind, 10);
  }

  private List<Delivery> claim(DeliveryKind kind, int most) {
    return deliveries().claim(kind, most, HOUR);
  }

  private List<ProposalId> list(
      AgentId agent, Optional<RequestStatus> status, Optional<ProposalId> before, int most) {
    return ledger().list(agent, status, before, most).stream().map(LedgerContract::id).toList();
  }

  private void assertUnchanged(RequestRecord before) {
    RequestRecord after = find(before);
    assertThat(after).usingRecursiveComparison().ignoringFields("now").isEqualTo(before);
    assertThat(ledger().audit(id(before))).hasSize(before.head().seq());
    assertThat(claim(DeliveryKind.EXECUTE)).isEmpty();
  }

  private static String[] bodies(List<AuditEntry> entries) {
    return entries.stream()
        .map(entry -> new String(entry.body(), StandardCharsets.UTF_8))
        .toArray(String[]::new);
  }

  /// Runs the same step on so many threads, all released at once.
  protected static <T> List<T> together(int threads, Step<T> step) throws Exception {
    CountDownLatch ready = new CountDownLatch(threads);
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> steps =
          IntStream.range(0, threads)
              .<Callable<T>>mapToObj(nth ->
                  () -> {
                    ready.countDown();
                    ready.await();
                    return step.run(nth);
                  })
              .toList();
      List<T> results = new ArrayList<>();
      for (Future<T> future : pool.invokeAll(steps)) {
        results.add(future.get());
      }
      return results;
    }
  }

  protected interface Step<T> {
    T run(int nth) throws Exception;
  }
}
