package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.json.Digest;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.DeploymentRegister;
import dev.countersign.people.People;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import dev.countersign.store.PostgresStore.PeopleImported;
import dev.countersign.store.PostgresStore.PeopleImported.Former;
import dev.countersign.store.PostgresStore.PeopleImported.Imported;
import dev.countersign.token.KeyFacts;
import dev.countersign.token.KeyPurpose;
import dev.countersign.token.KeyRing;
import dev.countersign.token.KeyState;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Replicas of one deployment have the same keys and the same files, or one of them is told.
class PostgresDeploymentRegisterTest {
  private static final Digest FIRST = Digest.of("first");
  private static final Digest SECOND = Digest.of("second");

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @RegisterExtension final EmbeddedPostgresExtension other = new EmbeddedPostgresExtension();

  private final SecureRandom random = new SecureRandom();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
  private KeyRing ring;
  private DeploymentRegister deployment;

  @BeforeEach
  void found() {
    ring = KeyRing.generate(random, clock);
    deployment = postgres.store().register();
    assertThat(deployment.admit(ring.facts())).isEmpty();
  }

  @Test
  void aReplicaWithTheSameKeysIsLetIn() {
    assertThat(deployment.admit(ring.facts())).isEmpty();
    assertThat(deployment.foreign(ring.facts())).isEmpty();
  }

  @Test
  void keysThatWereMadeAnewAreRefused() {
    assertThat(deployment.admit(KeyRing.generate(random, clock).facts()))
        .hasValueSatisfying(why -> assertThat(why).contains("none of these keys", "copy"));
    assertThat(deployment.admit(ring.facts())).as("and nothing of them was kept").isEmpty();
  }

  @ParameterizedTest
  @EnumSource(KeyPurpose.class)
  void aRotationIsFollowedAndAnOlderCopyIsNot(KeyPurpose purpose) {
    KeyRing next = ring.withNext(purpose, random, clock);
    assertThat(deployment.admit(next.facts())).isEmpty();
    assertThat(deployment.admit(ring.facts()))
        .hasValueSatisfying(why -> assertThat(why).contains("older copy"));
    clock.advance(KeyRing.PUBLISHED_BEFORE_SIGNING.plusMinutes(1));
    KeyRing rotated = next.rotated(purpose, clock);
    assertThat(deployment.admit(rotated.facts())).isEmpty();
    clock.advance(KeyRing.DECISION_OVERLAP.plus(Duration.ofMinutes(1)));
    assertThat(deployment.admit(rotated.withoutLapsed(clock).facts())).isEmpty();
  }

  @Test
  void twoReplicasThatRotateEachTheirOwnCopyDoNotBothStart() {
    assertThat(deployment.admit(ring.withNext(KeyPurpose.GRANT, random, clock).facts())).isEmpty();
    assertThat(deployment.admit(ring.withNext(KeyPurpose.GRANT, random, clock).facts()))
        .isPresent();
  }

  @Test
  void aKeyThatWasRevokedStaysRevoked() {
    String stolen = ring.facts().getFirst().kid();
    KeyRing revoked = ring.withRevoked(stolen, random, clock);
    assertThat(deployment.admit(revoked.facts())).isEmpty();
    List<KeyFacts> accepting =
        revoked.facts().stream()
            .map(key ->
                key.kid().equals(stolen)
                    ? new KeyFacts(
                        key.purpose(),
                        key.kid(),
                        KeyState.VERIFYING,
                        key.since(),
                        key.fingerprint())
                    : key)
            .toList();
    assertThat(deployment.admit(accepting))
        .hasValueSatisfying(why -> assertThat(why).contains("revoked"));
  }

  @Test
  void anotherKeyByAKnownNameIsRefused() {
    List<KeyFacts> swapped =
        ring.facts().stream()
            .map(key ->
                new KeyFacts(key.purpose(), key.kid(), key.state(), key.since(), Digest.of("x")))
            .toList();
    assertThat(deployment.admit(swapped))
        .hasValueSatisfying(why -> assertThat(why).contains("another one"));
  }

  @Test
  void theFirstFileIsCurrentUntilAnotherIsDeployed() {
    assertThat(deployment.currentOr(DeployedFile.POLICY, FIRST)).isEqualTo(FIRST);
    assertThat(deployment.currentOr(DeployedFile.POLICY, SECOND)).isEqualTo(FIRST);
    assertThat(deployment.deploy(DeployedFile.POLICY, SECOND)).isTrue();
    assertThat(deployment.deploy(DeployedFile.POLICY, SECOND)).isFalse();
    assertThat(deployment.currentOr(DeployedFile.POLICY, FIRST)).isEqualTo(SECOND);
    assertThat(deployment.deploy(DeployedFile.POLICY, FIRST)).as("back on purpose").isTrue();
    assertThat(deployment.currentOr(DeployedFile.CONNECTIONS, SECOND)).isEqualTo(SECOND);
  }

  @Test
  void newKeysAndFilesStandInTheChainOnce() {
    deployment.admit(ring.facts());
    String stolen = ring.facts().getFirst().kid();
    deployment.admit(ring.withRevoked(stolen, random, clock).facts());
    deployment.deploy(DeployedFile.POLICY, FIRST);
    deployment.deploy(DeployedFile.POLICY, FIRST);
    assertThat(postgres.store().deployment().entriesAfter(0, 100))
        .extracting(entry -> entry.document().text("type"))
        .containsExactly(
            "key_registered",
            "key_registered",
            "key_registered",
            "key_registered",
            "key_registered",
            "file_deployed");
  }

  @Test
  void whatAnEarlierBuildSealedKeepsKeysThatWereMadeAnewOut() {
    assertThat(other.store().importPeople(List.of(), List.of(), List.of())).isEqualTo(1);
    assertThat(other.store().register().admit(ring.facts()))
        .hasValueSatisfying(why -> assertThat(why).contains("evidence key", "used before"));
  }

  @Test
  void olderPeopleDoNotUndoARevocation() {
    PersonId revoked = new PersonId("rita");
    assertThat(people(false, revoked.value(), "olga")).isInstanceOf(Imported.class);
    assertThat(people(false, "olga")).isInstanceOf(Imported.class);
    assertThat(people(false, "olga")).as("the same again").isInstanceOf(Imported.class);

    assertThat(people(false, revoked.value(), "olga")).isEqualTo(new Former(1));
    assertThat(postgres.store().directory().byId(revoked)).isEmpty();

    assertThat(people(true, revoked.value(), "olga")).isInstanceOf(Imported.class);
    assertThat(postgres.store().directory().byId(revoked)).isPresent();
    assertThat(people(false, "olga")).as("older now").isInstanceOf(Former.class);
  }

  private PeopleImported people(boolean force, String... ids) {
    List<Person> persons =
        Arrays.stream(ids)
            .map(id -> new Person(new PersonId(id), id, new TreeSet<>(), Set.of(), Set.of()))
            .toList();
    return postgres.store().importPeople(new People(persons, List.of(), List.of()), force);
  }
}
