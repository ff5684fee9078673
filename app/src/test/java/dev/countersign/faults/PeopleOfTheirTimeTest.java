package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.RecordingChat;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.json.Digest;
import dev.countersign.people.People;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.PeopleText;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proof.Verifier;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A gate that was deceived about its people, with every seal genuine: `verify` looks up everybody
/// who voted in the import that their vote names.
class PeopleOfTheirTimeTest {
  private static final String LEADS = "[\"lena\",\"marc\",\"nina\",\"otto\"]";

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Test
  void whoWasAMemberThenStaysAGoodVoterWhateverBecomesOfThem() {
    ProposalId id = approvedBy("ULENA", UnaryOperator.identity());
    imported(TestGate.people(TestGate.PEOPLE.replace(LEADS, "[\"marc\"]")));

    assertThat(found(id)).isEmpty();
  }

  @Test
  void aPersonWhoWasNeverImportedIsNamed() {
    ProposalId id = approvedBy("ULENA", people -> people.replace("\"lena\"", "\"ghost\""));

    assertThat(found(id)).contains(named("ghost"), grant(id));
  }

  @Test
  void aMemberWhoWasNeverImportedAsOneIsNamed() {
    ProposalId id =
        approvedBy("UPIA", people -> people.replace(LEADS, "[\"lena\",\"marc\",\"pia\"]"));

    assertThat(found(id)).contains(named("pia"), grant(id));
  }

  @Test
  void anAccountThatWasNeverLinkedToThePersonIsNamed() {
    ProposalId id = approvedBy("UEVIL", people -> people.replace("ULENA", "UEVIL"));

    assertThat(found(id)).contains(named("lena"), grant(id));
  }

  @Test
  void whoStoodInForAMemberStaysAGoodVoterWhateverBecomesOfTheAbsence() {
    People told = TestGate.people(standingIn(TestGate.PEOPLE));
    TestGate gate = deceived(told, PeopleOfTheirTimeTest::standingIn);
    ProposalId id = gate.ask();
    assertThat(gate.press("UQUIN", Decision.APPROVE).code()).isEqualTo("counted");
    imported(TestGate.people());

    assertThat(found(id)).isEmpty();
  }

  @Test
  void whoWasNeverNamedByWhoeverWasAwayIsNamed() {
    ProposalId id = approvedBy("UQUIN", PeopleOfTheirTimeTest::standingIn);

    assertThat(found(id)).contains(named("quin"), grant(id));
  }

  @Test
  void anAbsenceThatWasOverAtTheVoteIsNamed() {
    People told = TestGate.people(standingIn(TestGate.PEOPLE).replace("2999-01-01", "2001-01-01"));
    TestGate gate = deceived(told, PeopleOfTheirTimeTest::standingIn);
    ProposalId id = gate.ask();
    gate.press("UQUIN", Decision.APPROVE);

    assertThat(found(id)).contains(named("quin"), grant(id));
  }

  @Test
  void aVoteInThePlaceOfTheOwnerIsNamed() {
    People told =
        TestGate.people(
            standingIn(TestGate.PEOPLE).replace("\"owner\":\"otto\"", "\"owner\":\"lena\""));
    TestGate gate = deceived(told, PeopleOfTheirTimeTest::standingIn);
    ProposalId id = gate.ask();
    gate.press("UQUIN", Decision.APPROVE);

    assertThat(found(id))
        .contains(tuple("audit_entry 2", Kind.CONTRADICTION), named("quin"), grant(id));
  }

  /// Lena is away for days, and Quin decides in her place.
  private static String standingIn(String people) {
    return people
        .replace(
            "{\"id\":\"lena\",",
            "{\"id\":\"lena\",\"away\":[{\"from\":\"2000-01-01\",\"until\":\"2999-01-01\","
                + "\"instead\":\"quin\"}],")
        .replace(
            "\"accounts\":{}}", "\"accounts\":{\"slack\":{\"team\":\"T01\",\"user\":\"UQUIN\"}}}");
  }

  @Test
  void aFunctionThatThePersonNeverHadIsNamed() {
    ProposalId id =
        approvedBy(
            "ULENA",
            people ->
                people.replace(
                    "Lena Lead\",\"functions\":[\"support\"]",
                    "Lena Lead\",\"functions\":[\"support\",\"finance\"]"));

    assertThat(found(id)).contains(named("lena"));
  }

  @Test
  void aRejectionOfSomebodyWhoCouldNotDecideIsNamedToo() {
    TestGate gate = deceived(people -> people.replace("\"lena\"", "\"ghost\""));
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.REJECT);

    assertThat(found(id)).containsExactly(named("ghost"));
  }

  @Test
  void anAgentThatHadAnotherOwnerIsNamed() {
    ProposalId id =
        approvedBy("ULENA", people -> people.replace("\"owner\":\"otto\"", "\"owner\":\"quin\""));

    assertThat(found(id)).containsExactly(tuple("audit_entry 2", Kind.CONTRADICTION));
  }

  @Test
  void aVoterWhoHadTheAccountThatTheAgentActedForIsNamed() {
    String object = "5f1d3c88-0000-4000-8000-00000000007e";
    String marcs = "\"user\":\"UMARC\"}";
    String teams =
        ",\"teams\":{\"tenant\":\"" + TestGate.TENANT + "\",\"aad_object_id\":\"" + object + "\"}";
    People told =
        TestGate.people(
            TestGate.PEOPLE
                .replace(object, object.replace("7e", "7d"))
                .replace(marcs, marcs + teams));
    TestGate gate = deceived(told, UnaryOperator.identity());
    ProposalId id =
        gate.propose(
            TestGate.body(
                "{\"agent\":{\"on_behalf_of\":\"teams:" + TestGate.TENANT + ":" + object + "\"}}"));
    gate.showCards();
    assertThat(gate.press("UMARC", Decision.APPROVE).code()).isEqualTo("counted");

    assertThat(found(id))
        .containsExactlyInAnyOrder(
            tuple("audit_entry 2", Kind.CONTRADICTION), named("marc"), grant(id));
  }

  @Test
  void anImportThatIsGoneIsMissedByTheRulingAndByTheVote() throws Exception {
    ProposalId id = approvedBy("ULENA", UnaryOperator.identity());
    postgres.asAdmin(
        "set search_path to countersign; alter table people_version disable trigger written_once;"
            + " delete from people_version");

    assertThat(found(id))
        .contains(
            tuple("audit_entry 2", Kind.INCOMPLETE),
            tuple("audit_entry " + entry(id, "voted"), Kind.INCOMPLETE),
            grant(id));
  }

  @Test
  void anImportMadeWhileTheProofRunsIsFound() {
    Verifier running = Gates.verifier(postgres.store(), TestKeys.RING);
    running.verifyDeployment();
    ProposalId id = approvedBy("ULENA", UnaryOperator.identity());

    assertThat(running.verify(postgres.store().evidence().evidence(id).orElseThrow())).isEmpty();
  }

  private ProposalId approvedBy(String user, UnaryOperator<String> lie) {
    TestGate gate = deceived(lie);
    ProposalId id = gate.ask();
    assertThat(gate.press(user, Decision.APPROVE).code()).isEqualTo("counted");
    return id;
  }

  /// A gate that believes other people to be those of the import.
  private TestGate deceived(UnaryOperator<String> lie) {
    return deceived(TestGate.people(), lie);
  }

  private TestGate deceived(People told, UnaryOperator<String> lie) {
    imported(told);
    return Gates.on(
        postgres.store().ledger(),
        postgres.store().deliveries(),
        new PeopleDirectory(
            TestGate.people(lie.apply(TestGate.PEOPLE)), Digest.of(PeopleText.of(told))),
        TestKeys.RING,
        new RecordingChat());
  }

  private void imported(People people) {
    postgres.store().importPeople(people.persons(), people.groups(), people.agents());
  }

  private static Tuple named(String person) {
    return tuple("vote of " + person, Kind.CONTRADICTION);
  }

  /// No quorum of the people of that time stands behind it.
  private Tuple grant(ProposalId id) {
    return tuple("audit_entry " + entry(id, "grant_issued"), Kind.CONTRADICTION);
  }

  private int entry(ProposalId id, String type) {
    return postgres.store().ledger().audit(id).stream()
        .filter(entry -> entry.document().text("type").equals(type))
        .findFirst()
        .orElseThrow()
        .seq();
  }

  private List<Tuple> found(ProposalId id) {
    return Gates.damages(postgres.store(), TestKeys.RING).stream()
        .filter(damage -> damage.request().equals(id))
        .map(damage -> tuple(damage.place(), damage.kind()))
        .toList();
  }
}
