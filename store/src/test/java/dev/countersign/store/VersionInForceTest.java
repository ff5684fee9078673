package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.audit.EntryType;
import dev.countersign.json.Digest;
import dev.countersign.ledger.ChangeNote;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.DeployedVersion;
import dev.countersign.ledger.DeploymentVersions;
import dev.countersign.ledger.FormerVersionException;
import dev.countersign.ledger.Ids;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.NumberedVersion;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.VersionChange;
import dev.countersign.policy.Gate;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.store.HeldWrites.Wait;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// All replicas switch at one commit: what was computed with the former version landed before it,
/// or never lands.
@Timeout(120)
class VersionInForceTest extends DeploymentTestCase {
  private static final DeployedVersion FIRST = version("first");
  private static final DeployedVersion SECOND = version("second");
  private static final ChangeNote BY_ANN = ChangeNote.by("ann", List.of());

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private DeploymentVersions versions;
  private Ledger ledger;

  @BeforeEach
  void deployed() {
    versions = postgres.store().versions();
    deploy(Optional.empty(), FIRST);
    ledger = postgres.store().ledgerUnder(number());
  }

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  @Test
  void aVersionThatIsPutInForceAgainHasAHigherNumber() {
    int first = number();
    deploy(Optional.of(FIRST), SECOND);
    deploy(Optional.of(SECOND), FIRST);
    assertThat(versions.inForce().map(NumberedVersion::version)).contains(FIRST);
    assertThat(number()).isGreaterThan(first);
    assertThatThrownBy(() -> ledger.open(opening().build()))
        .isInstanceOf(FormerVersionException.class);
  }

  @Test
  void noRulingVoteGrantOrRedemptionOfAFormerVersionLands() {
    RequestRecord asked = opened(opening().build());
    RequestRecord granted = opened(allowed(grant()));
    RequestRecord lapsed = opened(allowed(grant(ledger.now())));
    deploy(Optional.of(FIRST), SECOND);

    assertRefused(() -> ledger.open(opening().build()));
    assertRefused(() -> ledger.open(opening().idempotent("key", "body").build()));
    assertRefused(() ->
        ledger.commit(
            CommitBuilder.on(asked).voted(Decision.APPROVE, "lead-1", Optional.empty()).build()));
    assertRefused(() ->
        ledger.commit(
            CommitBuilder.on(granted)
                .note(EntryType.GRANT_REDEEMED)
                .redeeming(granted.grant().orElseThrow().id())
                .build()));
    assertRefused(() ->
        ledger.commit(
            CommitBuilder.on(lapsed).note(EntryType.GRANT_ISSUED).grant(grant()).build()));
    for (RequestRecord each : List.of(asked, granted, lapsed)) {
      assertThat(ledger.audit(each.request().id())).hasSize(each.head().seq());
    }
  }

  @Test
  void whatIsReportedOfAnExecutionLandsWhateverIsInForce() {
    RequestRecord asked = opened(opening().build());
    deploy(Optional.of(FIRST), SECOND);
    assertThat(ledger.commit(CommitBuilder.on(asked).note(EntryType.EXECUTION_LOST).build()))
        .isEqualTo(new CommitResult.Committed());
  }

  @Test
  void anotherVersionWaitsForTheStepsThatBeganUnderThisOne() throws Exception {
    RequestRecord asked = opened(opening().build());
    try (HeldWrites held = new HeldWrites(postgres.admin())) {
      held.hold(asked.request().id());
      Future<CommitResult> vote =
          callers.submit(() ->
              ledger.commit(
                  CommitBuilder.on(asked)
                      .voted(Decision.APPROVE, "lead-1", Optional.empty())
                      .build()));
      held.await(Wait.ENTRIES);
      Future<Boolean> switched =
          callers.submit(
              () -> versions.deploy(new VersionChange(Optional.of(FIRST), SECOND, BY_ANN)));
      held.await(Wait.ENTRIES, 2);
      assertThat(switched.isDone()).isFalse();
      Future<OpenResult> tooLate = callers.submit(() -> ledger.open(opening().build()));
      held.await(Wait.ENTRIES, 3);

      held.release(asked.request().id());

      assertThat(vote.get()).isEqualTo(new CommitResult.Committed());
      assertThat(switched.get()).isTrue();
      assertThatThrownBy(tooLate::get).hasCauseInstanceOf(FormerVersionException.class);
    }
  }

  @Test
  void stepsOfTwoVersionsInOneBatchAreJudgedOneByOne() throws Exception {
    deploy(Optional.of(FIRST), SECOND);
    Ledger now = postgres.store().ledgerUnder(number());
    List<Future<OpenResult>> former =
        callers.invokeAll(
            List.of(
                () -> ledger.open(opening().build()),
                () -> now.open(opening().build()),
                () -> ledger.open(opening().build()),
                () -> now.open(opening().build())));
    for (int i = 0; i < former.size(); i++) {
      if (i % 2 == 0) {
        assertThatThrownBy(former.get(i)::get).hasCauseInstanceOf(FormerVersionException.class);
      } else {
        assertThat(former.get(i).get()).isEqualTo(new OpenResult.Opened());
      }
    }
  }

  private static void assertRefused(Runnable step) {
    assertThatThrownBy(step::run).isInstanceOf(FormerVersionException.class);
  }

  private int number() {
    return versions.inForce().orElseThrow().number();
  }

  private void deploy(Optional<DeployedVersion> from, DeployedVersion to) {
    assertThat(versions.deploy(new VersionChange(from, to, BY_ANN))).isTrue();
  }

  private OpeningBuilder opening() {
    return OpeningBuilder.at(postgres.store().ledger().now());
  }

  private Opening allowed(IssuedGrant grant) {
    return opening()
        .ruled(
            Gate.ALLOW,
            new Approved(
                GrantMode.AUTO,
                grant.issuedAt(),
                new Execution.Granted(grant.id(), grant.expiresAt())))
        .grant(grant)
        .build();
  }

  private IssuedGrant grant() {
    return grant(ledger.now().plusSeconds(3600));
  }

  private IssuedGrant grant(Instant expires) {
    return new IssuedGrant(
        Ids.grant(), 1, postgres.store().ledger().now(), expires, "e30.e30.c2ln");
  }

  private RequestRecord opened(Opening opening) {
    assertThat(ledger.open(opening)).isEqualTo(new OpenResult.Opened());
    return ledger.find(opening.proposal().id()).orElseThrow();
  }

  private static DeployedVersion version(String name) {
    return new DeployedVersion(Digest.of("policy " + name), Digest.of("connections " + name));
  }
}
