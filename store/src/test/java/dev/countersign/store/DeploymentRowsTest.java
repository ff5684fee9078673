package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.TestKeys;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.people.Agent;
import dev.countersign.people.AgentKey;
import dev.countersign.people.Person;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What operators did to the deployment is told by sealed entries. A row that says otherwise is
/// named, whoever wrote it: the gate's own role where it may, else the superuser.
class DeploymentRowsTest extends DeploymentTestCase {
  private static final String KEY = "ck_test_supportbot";
  private static final Person OTTO =
      new Person(new PersonId("otto"), "Otto", new TreeSet<>(), Set.of(), Set.of());
  private static final Agent BOT =
      new Agent(
          new AgentId("support-bot"), OTTO.id(), new AgentKey(KEY), Set.of(ActionClass.MESSAGE));

  /// Everything that operators do, once.
  @BeforeEach
  void operate() throws SQLException {
    PostgresStore store = postgres.store();
    assertThat(store.register().admit(TestKeys.RING.facts())).isEmpty();
    store.register().currentOr(DeployedFile.POLICY, Digest.of("first"));
    store.register().deploy(DeployedFile.POLICY, Digest.of("second"));
    store.register().deploy(DeployedFile.CONNECTIONS, Digest.of("first"));
    imported(BOT);
    store.setSecretHash(KEY, new byte[32]);
    store.setScopes(KEY, Set.of("read"));
    openToBeExecuted();
    store.recovery().hold();
    store.recovery().begin().held().forEach(held -> store.recovery().release(held));
    assertThat(damages()).as("nothing of it is damage").isEmpty();
  }

  @Test
  void aHoldThatARowEndedIsNamed() throws SQLException {
    postgres.store().recovery().hold();
    asTheGate("insert into epoch select max(number) + 1, place(), 'epoch' from epoch");

    assertThat(postgres.store().recovery().isOnHold()).as("it does end").isFalse();
    assertThat(damages()).containsExactly(tuple("epoch 5", Kind.CONTRADICTION));
  }

  @Test
  void anEpochMovedBackSoThatOldGrantsLiveIsNamed() throws SQLException {
    asSuperuser("epoch", "update epoch set began_at = 'epoch' where number = 3");
    assertThat(damages()).containsExactly(tuple("epoch 3", Kind.CONTRADICTION));
  }

  @Test
  void anEpochRemovedIsNamed() throws SQLException {
    asSuperuser("epoch", "delete from epoch where number = 3");
    assertThat(damages()).containsExactly(tuple("epoch 3", Kind.INCOMPLETE));
  }

  @Test
  void whatARowReleasedIsNamed() throws SQLException {
    postgres.store().recovery().hold();
    postgres.store().recovery().begin();
    assertThat(damages()).as("the release of the epoch before").isEmpty();
    asTheGate("update execution_hold set released_at = now()");

    assertThat(damages())
        .singleElement()
        .satisfies(damage ->
            assertThat(damage.toList().getFirst().toString()).startsWith("release of prop_"));
  }

  @Test
  void aKeyThatARowRegisteredIsNamed() throws SQLException {
    asTheGate(
        "insert into signing_key (kid, purpose, fingerprint, revoked, registered_at)"
            + " values ('mine', 'evidence', 'sha256:00', false, now())");
    assertThat(damages()).containsExactly(tuple("key mine", Kind.CONTRADICTION));
  }

  @Test
  void aKeyWhoseRevocationWasTakenBackIsNamed() throws SQLException {
    String kid = TestKeys.RING.facts().getFirst().kid();
    asSuperuser(
        "signing_key", "update signing_key set revoked = not revoked where kid = '" + kid + "'");
    assertThat(damages()).containsExactly(tuple("key " + kid, Kind.CONTRADICTION));
  }

  @Test
  void aFileThatARowMadeCurrentIsNamed() throws SQLException {
    asTheGate(
        "insert into deployed_file (kind, number, digest, at, entry)"
            + " values ('policy', 3, 'sha256:00', now(), 1)");
    assertThat(damages()).containsExactly(tuple("file policy 3", Kind.CONTRADICTION));
  }

  @Test
  void aFileWhoseRowNamesAnotherEntryIsNamed() throws SQLException {
    asSuperuser("deployed_file", "update deployed_file set entry = 0 where number = 2");
    assertThat(damages()).containsExactly(tuple("file policy 2", Kind.CONTRADICTION));
  }

  @Test
  void aFileThatIsNoLongerCurrentForWantOfItsRowIsNamed() throws SQLException {
    asSuperuser("deployed_file", "delete from deployed_file where number = 2");
    assertThat(damages()).containsExactly(tuple("file policy 2", Kind.INCOMPLETE));
  }

  @Test
  void anAgentsKeyExchangedInItsRowIsNamed() throws SQLException {
    postgres.asAdmin("update countersign.agent set secret_hash = sha256('guess')");
    assertThat(damages()).containsExactly(tuple("agent key " + KEY, Kind.ALTERED));
  }

  @Test
  void anAgentsKeyThatWasNeverSetIsNamed() throws SQLException {
    String key = "ck_test_anotherbot";
    imported(
        BOT,
        new Agent(
            new AgentId("other-bot"), OTTO.id(), new AgentKey(key), Set.of(ActionClass.MESSAGE)));
    assertThat(damages()).as("it has none yet").isEmpty();
    postgres.asAdmin(
        "update countersign.agent set secret_hash = sha256('guess') where key = '" + key + "'");

    assertThat(damages()).containsExactly(tuple("agent key " + key, Kind.ALTERED));
  }

  /// An entry that the database's owner wrote, without a key to seal it.
  @Test
  void aKeyThatAForgedEntryTellsOfIsNamedAllTheSame() throws SQLException {
    postgres.asAdmin("update countersign.agent set secret_hash = sha256('guess')");
    asSuperuser(
        "deployment_entry",
        "insert into deployment_entry (seq, body, seal_key, mac) select seq + 1,"
            + " convert_to(regexp_replace(convert_from((select body from deployment_entry"
            + " where convert_from(body, 'UTF8') like '%agent_key_set%'), 'UTF8'),"
            + " '\"secret\":\"[^\"]*\"', '\"secret\":\""
            + Digest.of(Digest.sha256("guess".getBytes(StandardCharsets.UTF_8))).value()
            + "\"'), 'UTF8'), seal_key, mac from deployment_entry order by seq desc limit 1");

    assertThat(damages())
        .hasSize(2)
        .contains(tuple("agent key " + KEY, Kind.ALTERED))
        .anyMatch(damage -> damage.toList().getLast() == Kind.FORGED);
  }

  @Test
  void scopesWidenedBehindAnImportThatLostItsAgentAreNamedAllTheSame() throws SQLException {
    postgres.asAdmin("update countersign.agent set scopes = '{propose,read}'");
    asSuperuser(
        "people_version",
        "update people_version set text = convert_to(regexp_replace("
            + "convert_from(text, 'UTF8'), '[^\n]*\"is\":\"agent\"[^\n]*', '', 'g'), 'UTF8')");

    assertThat(damages()).contains(tuple("agent key " + KEY, Kind.ALTERED));
  }

  @Test
  void scopesWidenedInTheRowAreNamed() throws SQLException {
    postgres.asAdmin("update countersign.agent set scopes = '{propose,read}'");
    assertThat(damages()).containsExactly(tuple("agent key " + KEY, Kind.ALTERED));
  }

  @Test
  void anAgentThatLeftAndCameBackBeginsAsANewOne() {
    imported();
    imported(BOT);
    assertThat(damages()).isEmpty();
  }

  @Test
  void theChainTellsOfHoldsAndOfDeliveriesThatAreTriedAgain() throws SQLException {
    Opening opening = openToBeExecuted();
    postgres.asAdmin("update countersign.delivery set held_since = now()");
    assertThat(postgres.store().quarantine().release(opening.proposal().id())).isEqualTo(1);
    assertThat(postgres.store().quarantine().release(opening.proposal().id())).isZero();

    List<JsonObject> told =
        postgres.store().deployment().entriesAfter(0, 100).stream()
            .map(entry -> entry.document())
            .toList();
    assertThat(told)
        .extracting(entry -> entry.text("type"))
        .containsOnlyOnce("hold_begun", "epoch_begun", "deliveries_released");
    assertThat(told.getLast().object("data").text("request"))
        .isEqualTo(opening.proposal().id().value());
    assertThat(damages()).isEmpty();
  }

  private void imported(Agent... agents) {
    postgres.store().importPeople(List.of(OTTO), List.of(), List.of(agents));
  }

  private Opening openToBeExecuted() {
    Opening opening =
        OpeningBuilder.at(postgres.store().ledger().now())
            .deliver(DeliveryKind.EXECUTE, "")
            .build();
    postgres.store().ledger().open(opening);
    return opening;
  }
}
