package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.json.Digest;
import dev.countersign.ledger.ChangeNote;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.DeployedVersion;
import dev.countersign.ledger.DeploymentRegister;
import dev.countersign.ledger.DeploymentVersions;
import dev.countersign.ledger.FileText;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.UnprovenFileException;
import dev.countersign.ledger.VersionChange;
import dev.countersign.ledger.VersionEvent;
import dev.countersign.ledger.VersionEvent.Step;
import dev.countersign.ledger.VersionHistory;
import dev.countersign.people.People;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.ProposalId;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is in force, what was, and the bytes of each: in rows that say only what sealed entries
/// say.
class PostgresVersionsTest extends DeploymentTestCase {
  private static final FileText POLICY = text(DeployedFile.POLICY, "version: 1\n");
  private static final FileText LOOSER = text(DeployedFile.POLICY, "version: 1\n# looser\n");
  private static final FileText CONNECTIONS = text(DeployedFile.CONNECTIONS, "{}\n");
  private static final DeployedVersion FIRST =
      new DeployedVersion(POLICY.digest(), CONNECTIONS.digest());
  private static final DeployedVersion SECOND =
      new DeployedVersion(LOOSER.digest(), CONNECTIONS.digest());
  private static final ChangeNote BY_ANN = ChangeNote.by("ann", List.of());

  private DeploymentVersions versions;
  private DeploymentRegister register;

  @BeforeEach
  void deployTwice() {
    versions = postgres.store().versions();
    register = postgres.store().register();
    assertThat(versions.current()).isEmpty();
    Stream.of(POLICY, CONNECTIONS, LOOSER).forEach(versions::keep);
    assertThat(versions.deploy(new VersionChange(Optional.empty(), FIRST, BY_ANN))).isTrue();
    assertThat(versions.deploy(new VersionChange(Optional.of(FIRST), SECOND, BY_ANN))).isTrue();
  }

  @Test
  void whatIsInForceIsTheLastThatWasDeployedAndEveryReplicaIsToldSo() {
    assertThat(versions.current()).contains(SECOND);
    assertThat(register.currentOr(DeployedFile.POLICY, POLICY.digest())).isEqualTo(LOOSER.digest());
    assertThat(register.currentOr(DeployedFile.CONNECTIONS, CONNECTIONS.digest()))
        .isEqualTo(CONNECTIONS.digest());
    assertThat(damages()).isEmpty();
  }

  @Test
  void aReplicaThatStartsWithAFormerFileBringsNothingBack() {
    assertThat(register.currentOr(DeployedFile.POLICY, POLICY.digest())).isEqualTo(LOOSER.digest());
    assertThat(versions.current()).contains(SECOND);
  }

  @Test
  void anEarlierVersionIsPutInForceAsANewEntryWithTheBytesOfItsTime() {
    assertThat(versions.deploy(new VersionChange(Optional.of(SECOND), FIRST, BY_ANN))).isTrue();

    assertThat(versions.current()).contains(FIRST);
    assertThat(versions.text(DeployedFile.POLICY, POLICY.digest()).orElseThrow().bytes())
        .isEqualTo(POLICY.bytes());
    assertThat(versions.history().events())
        .extracting(VersionEvent::digest)
        .containsExactly(FIRST.digest(), SECOND.digest(), FIRST.digest());
    assertThat(damages()).isEmpty();
  }

  @Test
  void ofTwoWhoDeployFromTheSameVersionOneIsToldThatItIsNoLongerInForce() {
    assertThat(versions.deploy(new VersionChange(Optional.of(FIRST), FIRST, BY_ANN))).isFalse();
    assertThat(versions.propose(new VersionChange(Optional.of(FIRST), FIRST, BY_ANN))).isFalse();
    assertThat(versions.current()).contains(SECOND);
    assertThat(versions.history().events()).hasSize(2);
  }

  @Test
  void aFileOfOneByteTooManyIsNotKept() {
    assertThatThrownBy(() -> new FileText(DeployedFile.POLICY, new byte[FileText.MOST_BYTES + 1]))
        .isInstanceOf(IllegalArgumentException.class);
    FileText largest = new FileText(DeployedFile.POLICY, new byte[FileText.MOST_BYTES]);
    versions.keep(largest);
    assertThat(versions.text(DeployedFile.POLICY, largest.digest())).isPresent();
  }

  @Test
  void theHistoryTellsWhoWhatAndWhatItLoosens() {
    ChangeNote note = ChangeNote.by("ann", List.of("rule x allows"));
    VersionChange change = new VersionChange(Optional.of(SECOND), FIRST, note);
    assertThat(versions.propose(change)).isTrue();
    assertThat(versions.current()).as("only proposed").contains(SECOND);
    assertThat(versions.history().open(FIRST.digest(), false)).isPresent();
    assertThat(
            versions.deploy(new VersionChange(Optional.of(SECOND), FIRST, note.confirmedBy("ben"))))
        .isTrue();

    VersionHistory history = versions.history();
    assertThat(history.open(FIRST.digest(), false)).as("confirmed once").isEmpty();
    assertThat(history.events().getLast().note())
        .isEqualTo(
            new ChangeNote(Optional.of("ben"), Optional.of("ann"), List.of("rule x allows")));
    assertThat(history.events())
        .extracting(VersionEvent::step)
        .containsExactly(Step.IN_FORCE, Step.IN_FORCE, Step.PROPOSED, Step.IN_FORCE);
    assertThat(damages()).isEmpty();
  }

  @Test
  void whatWasProposedLapsesWithTheNextVersion() {
    versions.propose(new VersionChange(Optional.of(SECOND), FIRST, BY_ANN));
    versions.deploy(new VersionChange(Optional.of(SECOND), SECOND, BY_ANN));
    assertThat(versions.history().open(FIRST.digest(), false)).isEmpty();
  }

  @Test
  void aConfirmationOfWhatNobodyElseProposedIsNamed() {
    versions.deploy(new VersionChange(Optional.of(SECOND), FIRST, BY_ANN.confirmedBy("ben")));
    versions.propose(new VersionChange(Optional.of(FIRST), SECOND, BY_ANN));
    versions.deploy(new VersionChange(Optional.of(FIRST), SECOND, BY_ANN.confirmedBy("ann")));
    assertThat(damages())
        .extracting(damage -> damage.toList().getLast())
        .containsExactly(Kind.CONTRADICTION, Kind.CONTRADICTION);
  }

  @Test
  void importsOfPeopleStandInTheHistory() {
    People nobody = new People(List.of(), List.of(), List.of());
    versions.proposePeople(Digest.of("people"), Optional.empty(), BY_ANN);
    assertThat(versions.history().open(Digest.of("people"), true)).isPresent();
    assertThat(versions.history().open(Digest.of("people"), false)).isEmpty();
    postgres.store().importPeople(nobody, false, BY_ANN.confirmedBy("ben"));
    assertThat(versions.history().events().getLast())
        .satisfies(event -> {
          assertThat(event.isOfPeople()).isTrue();
          assertThat(event.note().proposedBy()).contains("ann");
        });
    assertThat(versions.history().open(Digest.of("people"), true)).as("lapsed").isEmpty();
  }

  @Test
  void pendingRequestsAreReadPageByPage() {
    for (int i = 0; i < 3; i++) {
      postgres.store().ledger().open(OpeningBuilder.at(postgres.store().ledger().now()).build());
    }
    List<ProposalId> two = versions.pendingAfter(Optional.empty(), 2);
    assertThat(two).hasSize(2);
    assertThat(versions.pendingAfter(Optional.of(two.getLast()), 2))
        .hasSize(1)
        .doesNotContainAnyElementsOf(two);
  }

  @Test
  void bytesThatAreMissingAreNamed() throws SQLException {
    asSuperuser("file_text", "delete from file_text where digest = '" + POLICY.digest() + "'");
    assertThat(damages())
        .containsExactly(tuple("bytes of policy " + POLICY.digest(), Kind.INCOMPLETE));
    assertThat(versions.text(DeployedFile.POLICY, POLICY.digest())).isEmpty();
  }

  @Test
  void bytesThatWereExchangedAreNamedAndNobodyGetsThem() throws SQLException {
    asSuperuser(
        "file_text",
        "alter table file_text drop constraint file_text_digest; update file_text set text ="
            + " convert_to('rules: []', 'UTF8') where digest = '"
            + POLICY.digest()
            + "'");
    assertThat(damages())
        .containsExactly(tuple("bytes of policy " + POLICY.digest(), Kind.ALTERED));
    assertThat(versions.text(DeployedFile.POLICY, POLICY.digest())).isEmpty();
  }

  @Test
  void bytesUnderTheDigestOfOthersAreRefusedByTheTable() {
    assertThatThrownBy(() ->
            asTheGate(
                "insert into file_text (kind, digest, text) values ('policy', '"
                    + Digest.of("x")
                    + "', 'y')"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("file_text_digest");
  }

  @Test
  void bytesThatNoEntryTellsOfAreNamed() throws SQLException {
    asTheGate(
        "insert into file_text (kind, digest, text) values ('policy', '"
            + Digest.of("x")
            + "', 'x')");
    assertThat(damages())
        .containsExactly(tuple("bytes of policy " + Digest.of("x"), Kind.CONTRADICTION));
  }

  @Test
  void aVersionThatARowPutInForceIsBelievedByNobody() throws SQLException {
    asTheGate(
        "insert into deployed_file (kind, number, digest, at, entry) values ('policy', 3, '"
            + POLICY.digest()
            + "', now(), 1)");
    assertThatThrownBy(versions::current)
        .isInstanceOf(UnprovenFileException.class)
        .hasMessageContaining("verify");
    assertThatThrownBy(() -> register.currentOr(DeployedFile.POLICY, POLICY.digest()))
        .isInstanceOf(UnprovenFileException.class);
    assertThat(damages()).containsExactly(tuple("file policy 3", Kind.CONTRADICTION));

    assertThat(versions.deploy(new VersionChange(Optional.empty(), SECOND, BY_ANN)))
        .as("an operator goes on")
        .isTrue();
    assertThat(versions.current()).contains(SECOND);
  }

  @Test
  void aFormerVersionIsNotBroughtBackWithTheEntryOfItsTime() {
    assertThatThrownBy(() ->
            asTheGate(
                "insert into deployed_file (kind, number, digest, at, entry)"
                    + " select kind, 3, digest, now(), entry from deployed_file"
                    + " where kind = 'policy' and number = 1"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("deployed_file_entry");
  }

  /// Whoever has the gate's role may append to the chain, and cannot seal.
  @Test
  void aConfirmationThatSomebodyInsertedConfirmsNothingAndIsNamed() throws SQLException {
    versions.propose(new VersionChange(Optional.of(SECOND), FIRST, BY_ANN));
    asTheGate(
        "insert into deployment_entry (seq, body, seal_key, mac) select seq + 1,"
            + " convert_to(replace(convert_from(body, 'UTF8'), 'version_proposed',"
            + " 'version_deployed'), 'UTF8'), seal_key, mac from deployment_entry"
            + " order by seq desc limit 1");

    assertThat(versions.current()).contains(SECOND);
    VersionHistory history = versions.history();
    assertThat(history.unproven()).hasSize(1);
    assertThat(history.events()).extracting(VersionEvent::step).endsWith(Step.PROPOSED);
    assertThat(history.open(FIRST.digest(), false)).as("still to be confirmed").isPresent();
    assertThat(damages())
        .extracting(damage -> damage.toList().getLast())
        .containsExactly(Kind.FORGED);
  }

  private static FileText text(DeployedFile file, String text) {
    return new FileText(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
