package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.json.Digest;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import dev.countersign.token.KeyFacts;
import dev.countersign.token.KeyPurpose;
import dev.countersign.token.KeyRing;
import dev.countersign.token.KeyState;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Replicas of one deployment have the same keys and the same files, or one of them is told.
class DeploymentTest {
  private static final Digest FIRST = Digest.of("first");
  private static final Digest SECOND = Digest.of("second");

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private final SecureRandom random = new SecureRandom();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
  private KeyRing ring;
  private Deployment deployment;

  @BeforeEach
  void found() {
    ring = KeyRing.generate(random, clock);
    deployment = postgres.store().deployment();
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
    if (purpose != KeyPurpose.DECISION && purpose != KeyPurpose.GRANT) {
      return;
    }
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
  void anOlderFileOfPeopleDoesNotUndoARevocation() {
    PersonId revoked = new PersonId("rita");
    assertThat(people(FIRST, false, revoked.value(), "olga"))
        .isInstanceOf(PeopleImported.Imported.class);
    assertThat(people(SECOND, false, "olga")).isInstanceOf(PeopleImported.Imported.class);
    assertThat(people(SECOND, false, "olga"))
        .as("the same again")
        .isInstanceOf(PeopleImported.Imported.class);

    assertThat(people(FIRST, false, revoked.value(), "olga"))
        .isInstanceOf(PeopleImported.Former.class);
    assertThat(postgres.store().directory().byId(revoked)).isEmpty();

    assertThat(people(FIRST, true, revoked.value(), "olga"))
        .isInstanceOf(PeopleImported.Imported.class);
    assertThat(postgres.store().directory().byId(revoked)).isPresent();
    assertThat(people(SECOND, false, "olga"))
        .as("older now")
        .isInstanceOf(PeopleImported.Former.class);
  }

  private PeopleImported people(Digest file, boolean force, String... ids) {
    List<Person> persons =
        java.util.Arrays.stream(ids)
            .map(id ->
                new Person(new PersonId(id), id, new java.util.TreeSet<>(), Set.of(), Set.of()))
            .toList();
    return postgres.store().importPeople(persons, List.of(), List.of(), file, force);
  }
}
