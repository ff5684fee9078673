package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ledger.Backlog;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.CommitResult.Committed;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.Ids;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.Recovery;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.Gate;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Execution;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RequestEvent;
import dev.countersign.request.RequestState.Approved;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A database that was restored runs nothing that it does not know to have been sent.
class RestoredDatabaseTest {
  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Test
  void whatWasApprovedBeforeTheRestoreIsNotSentOnItsOwn() throws SQLException {
    RequestRecord approved = openGranted(grant(0));
    restore();

    assertThat(recovery().isOnHold()).isTrue();
    assertOnHold(() -> ledger().commit(redemption(approved)));
    assertOnHold(() -> ledger().open(OpeningBuilder.at(ledger().now()).build()));
    assertThat(claimed()).as("nothing is taken up").isEmpty();
    assertThat(ledger().find(id(approved))).as("reading works").isPresent();
  }

  @Test
  void theGrantsOfAFormerEpochAreDeadAndWhatWasApprovedWaitsToBeReleased() throws SQLException {
    RequestRecord approved = openGranted(grant(0));
    restore();
    Recovery.Begun begun = recovery().begin();

    assertThat(begun.held()).containsExactly(id(approved));
    assertThat(recovery().isOnHold()).isFalse();
    assertThat(claimed()).as("held").isEmpty();
    assertHeld(() -> ledger().commit(redemption(approved)));
    assertThat(recovery().release(id(approved))).isTrue();
    assertThat(recovery().release(id(approved))).as("once").isFalse();
    assertHeld(() -> ledger().commit(redemption(approved)));
    assertThat(claimed()).as("for a fresh grant").hasSize(1);
  }

  @Test
  void theBacklogTellsOfTheHoldAndOfWhatWaitsToBeReleased() throws SQLException {
    RequestRecord approved = openGranted(grant(0));
    assertThat(postgres.store().backlog().read(10).onHold()).isFalse();
    restore();
    Backlog.Reading held = postgres.store().backlog().read(10);
    assertThat(held.onHold()).isTrue();
    assertThat(held.withheld()).isZero();
    assertThat(due(held)).as("it waits while everything is on hold").isEqualTo(1);

    recovery().begin();
    Backlog.Reading begun = postgres.store().backlog().read(10);
    assertThat(begun.onHold()).isFalse();
    assertThat(begun.withheld()).isEqualTo(1);
    assertThat(due(begun)).as("no worker may take it").isZero();

    recovery().release(id(approved));
    Backlog.Reading released = postgres.store().backlog().read(10);
    assertThat(released.withheld()).isZero();
    assertThat(due(released)).isEqualTo(1);
  }

  @Test
  void whatWaitsToBeReleasedIsCountedNoFurtherThanAsked() {
    openGranted(grant(0));
    openGranted(grant(0));
    recovery().hold();
    recovery().begin();

    assertThat(postgres.store().backlog().read(10).withheld()).isEqualTo(2);
    assertThat(postgres.store().backlog().read(1).withheld()).isEqualTo(1);
  }

  /// Cards are shown while the action that they tell of is withheld.
  @Test
  void onlyTheExecutionOfWhatIsWithheldIsNotDue() throws SQLException {
    Opening opening =
        OpeningBuilder.at(ledger().now())
            .deliver(DeliveryKind.EXECUTE, "")
            .deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01")
            .build();
    ledger().open(opening);
    recovery().hold();
    recovery().begin();
    postgres.asAdmin("update countersign.delivery set due_at = now()");
    Backlog.Reading reading = postgres.store().backlog().read(10);

    assertThat(due(reading)).isZero();
    assertThat(Objects.requireNonNull(reading.deliveries().get(DeliveryKind.SHOW_CARD)).due())
        .isEqualTo(1);
  }

  private static int due(Backlog.Reading reading) {
    return Objects.requireNonNull(reading.deliveries().get(DeliveryKind.EXECUTE)).due();
  }

  @Test
  void whatIsApprovedInTheNewEpochRuns() throws SQLException {
    restore();
    recovery().begin();
    RequestRecord approved = openGranted(grant(2));
    assertThat(ledger().commit(redemption(approved))).isEqualTo(new Committed());
  }

  @Test
  void cardsThatAskAreDrawnAgainAndTheChainTellsOfTheEpoch() throws SQLException {
    ledger()
        .open(
            OpeningBuilder.at(ledger().now())
                .deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01")
                .build());
    Delivery shown =
        deliveries().claim(DeliveryKind.SHOW_CARD, 5, Duration.ofMinutes(1)).getFirst();
    deliveries().keep(shown, Duration.ofHours(1));
    restore();
    assertThat(recovery().begin().open()).isEqualTo(1);
    postgres.asAdmin("update countersign.delivery set due_at = now()");
    assertThat(deliveries().claim(DeliveryKind.SHOW_CARD, 5, Duration.ofMinutes(1)))
        .singleElement()
        .satisfies(again -> assertThat(again.attempts()).as("a repeated one").isGreaterThan(1));
    assertThat(postgres.store().deployment().entriesAfter(0, 10))
        .extracting(entry -> entry.document().text("type"))
        .contains("epoch_begun");
  }

  @Test
  void aSecondRestoreOfTheSameBackupIsRecognisedToo() throws SQLException {
    restore();
    recovery().begin();
    Instant first = recovery().began();
    restore();
    assertThat(recovery().isOnHold()).isTrue();
    assertThat(recovery().begin().epoch()).isEqualTo(3);
    assertThat(recovery().began()).isAfterOrEqualTo(first);
  }

  @Test
  void aDatabaseThatIsBehindWhatWasSeenIsPutOnHoldByWhoeverSawIt() {
    assertThat(recovery().isOnHold()).isFalse();
    long before = recovery().position().written();
    openGranted(grant(0));
    assertThat(recovery().position().written()).isGreaterThanOrEqualTo(before);
    recovery().hold();
    assertThat(recovery().isOnHold()).isTrue();
    recovery().begin();
    assertThat(recovery().isOnHold()).isFalse();
  }

  private static void assertOnHold(ThrowingCallable step) {
    assertThatThrownBy(step)
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageContaining("on hold");
  }

  private static void assertHeld(ThrowingCallable step) {
    assertThatThrownBy(step)
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageContaining("countersign recover");
  }

  private RequestRecord openGranted(IssuedGrant grant) {
    Opening opening =
        OpeningBuilder.at(ledger().now())
            .ruled(
                Gate.ALLOW,
                new Approved(
                    GrantMode.AUTO,
                    ledger().now(),
                    new Execution.Granted(grant.id(), grant.expiresAt())))
            .grant(grant)
            .deliver(DeliveryKind.EXECUTE, "")
            .build();
    ledger().open(opening);
    return ledger().find(opening.proposal().id()).orElseThrow();
  }

  private IssuedGrant grant(int secondsFromNow) {
    Instant at = ledger().now().plusSeconds(secondsFromNow);
    return new IssuedGrant(Ids.grant(), 1, at, at.plusSeconds(120), "e30.e30.c2ln");
  }

  private static Commit redemption(RequestRecord seen) {
    return CommitBuilder.on(seen)
        .event(
            new RequestEvent.GrantRedeemed(
                seen.grant().orElseThrow().id(), Ids.execution(), seen.now()))
        .build();
  }

  private List<Delivery> claimed() {
    return deliveries().claim(DeliveryKind.EXECUTE, 5, Duration.ofMinutes(1));
  }

  private static ProposalId id(RequestRecord record) {
    return record.request().id();
  }

  private Ledger ledger() {
    return postgres.store().ledger();
  }

  private Deliveries deliveries() {
    return postgres.store().deliveries();
  }

  private Recovery recovery() {
    return postgres.store().recovery();
  }

  /// What a restore of a dump does: the same rows in tables that were made anew.
  private void restore() throws SQLException {
    postgres.asAdmin("alter table countersign.redemption rename to as_dumped");
    postgres.asAdmin(
        "create table countersign.redemption (like countersign.as_dumped including all)");
    postgres.asAdmin("insert into countersign.redemption select * from countersign.as_dumped");
    postgres.asAdmin("drop table countersign.as_dumped");
    postgres.asAdmin(
        "create trigger of_this_epoch before insert on countersign.redemption for each row execute"
            + " function countersign.refuse_former_grant()");
    postgres.asAdmin("grant select, insert on countersign.redemption to countersign_app");
  }
}
