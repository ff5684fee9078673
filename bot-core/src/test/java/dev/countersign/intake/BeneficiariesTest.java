package dev.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChangingDirectory;
import dev.countersign.people.Directory;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Surface;
import dev.countersign.policy.Finding;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Entitlement;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Refused;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whom an action is for may not decide it: as the policy says where the action names them.
class BeneficiariesTest {
  private static final String BY_PERSON =
      "{\"who\":\"action.body.json.employee\",\"as\":\"person\"}";
  private static final String BY_SLACK =
      "{\"who\":\"action.body.json.employee\",\"as\":\"slack\",\"tenant\":\"T01\"}";
  private static final String BY_LOGIN =
      "{\"who\":\"action.body.json.employee\",\"as\":\"oidc\",\"tenant\":\"https://login.example\"}";
  private static final String BY_TEAMS =
      "{\"who\":\"action.body.json.employee\",\"as\":\"teams\",\"tenant\":\""
          + TestGate.TENANT.toUpperCase(Locale.ROOT)
          + "\"}";
  private static final String OBJECT = "5f1d3c88-0000-4000-8000-00000000007e";

  private final SettableClock clock = new SettableClock(TestGate.START);
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private Directory people = TestGate.directory();
  private final TestGate gate =
      new TestGate(
          clock,
          ledger,
          ledger,
          ChangingDirectory.of(() -> people),
          policy(BY_PERSON, 2),
          TestKeys.RING,
          new RecordingChat(),
          chat -> chat);

  private static String policy(String fields, int approvals) {
    return """
    {"version":1,"rules":[{"id":"pay","when":"action.class == \\"api_call\\"","gate":"ask",
      "stages":[{"group":"support-leads","approvals":%d}],"sla":{"expires":"4h"}%s}]}
    """
        .formatted(approvals, fields.isEmpty() ? "" : ",\"beneficiaries\":[" + fields + "]");
  }

  private static byte[] payOf(String employee, String more) {
    return TestGate.body(
        """
        {"anew":true,"proposed_changes":{"class":"api_call","method":"POST",
         "url":"https://api.billing.example/v1/refunds","body":{"media_type":"application/json","json":{"employee":%s}}}%s}
        """
            .formatted(employee, more));
  }

  private ProposalId asked(String employee) {
    ProposalId id = gate.propose(payOf(employee, ""));
    gate.showCards();
    return id;
  }

  private Set<PersonId> frozen(ProposalId id) {
    return ledger.find(id).orElseThrow().request().conflicted();
  }

  private static PersonId person(String id) {
    return new PersonId(id);
  }

  @Test
  void whomTheActionIsForMayNotDecideIt() {
    ProposalId id = asked("\"marc\"");

    assertThat(frozen(id))
        .containsExactlyInAnyOrder(person("otto"), person("reviewer-7"), person("marc"));
    assertThat(gate.press("UMARC", Decision.APPROVE).code()).isEqualTo("conflicted");
    assertThat(gate.press("UMARC", Decision.REJECT).code()).isEqualTo("conflicted");
    assertThat(gate.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
  }

  @Test
  void whoeverTheyAreTheyAreShownNoButtonsAndNothingThatWaits() {
    ProposalId id = asked("\"marc\"");
    AccountId marc = new AccountId(Surface.SLACK, TestGate.TEAM, "UMARC");
    var card = gate.chat.messages().getLast();

    var shown = gate.personal.show(id.value(), card.address(), card.id(), marc).orElseThrow();
    assertThat(shown.viewer()).contains(Entitlement.CONFLICTED);
    assertThat(shown.tokens()).isEmpty();
    assertThat(gate.queue.queue(marc, "", "").text()).isEqualTo("Nothing waits for you.");
    assertThat(gate.deciders.of(id.value(), Surface.SLACK, 9)).doesNotContain(marc).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "marc, marc",
    "' marc ', marc",
    "MARC, marc",
    "reviewer-7, reviewer-7",
    "Reviewer-7, reviewer-7"
  })
  void aPersonIsNamedByTheIdInThePeopleFile(String employee, String found) {
    assertThat(frozen(asked("\"" + employee + "\""))).contains(person(found));
  }

  @ParameterizedTest
  @CsvSource({"UMARC, marc", "umarc, marc"})
  void aPersonIsNamedByAnAccountInAWorkspace(String employee, String found) {
    gate.policy.set(TestGate.policy(policy(BY_SLACK, 2)));

    assertThat(frozen(asked("\"" + employee + "\""))).contains(person(found));
  }

  @Test
  void anAccountInEntraIsFoundInEitherCase() {
    gate.policy.set(TestGate.policy(policy(BY_TEAMS, 2)));

    assertThat(frozen(asked("\"" + OBJECT.toUpperCase(Locale.ROOT) + "\"")))
        .contains(person("tess"));
  }

  @Test
  void anAccountOfAnotherWorkspaceIsNobodyHere() {
    gate.policy.set(TestGate.policy(policy(BY_SLACK.replace("T01", "T99"), 2)));

    assertThat(frozen(asked("\"UMARC\""))).doesNotContain(person("marc"));
  }

  @Test
  void severalAreNamedByAList() {
    assertThat(frozen(asked("[\"marc\",\"nina\"]"))).contains(person("marc"), person("nina"));
  }

  @Test
  void anIdThatIsNobodysKeepsNobodyFromDecidingAndIsTold() {
    ProposalId id = asked("[\"employee 4711\",\"\",\"marc\"]");

    assertThat(frozen(id))
        .containsExactlyInAnyOrder(person("otto"), person("reviewer-7"), person("marc"));
    assertThat(because(id))
        .contains(
            "1 person whom the action is for may not decide.",
            "2 ids of whom the action is for are nobody's in people.yaml, so nobody is kept from"
                + " deciding by them.");
    assertThat(because(id)).noneMatch(text -> text.contains("4711") || text.contains("marc"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4711", "true", "{\"id\":\"marc\"}", "[\"marc\",7]"})
  void whatIsNoTextIsRefused(String employee) {
    ProposalId id = gate.propose(payOf(employee, ""));

    assertThat(gate.state(id))
        .isInstanceOf(employee.equals("null") ? Pending.class : Refused.class);
  }

  @Test
  void aMemberThatIsNotThereIsRefused() {
    ProposalId id = gate.propose();

    assertThat(gate.state(id)).isInstanceOf(Refused.class);
    assertThat(because(id))
        .anyMatch(text -> text.startsWith("Whom the action is for could not be made out ("));
  }

  @Test
  void anIdThatIsTooLongAndTooManyOfThemAreRefused() {
    assertThat(gate.state(gate.propose(payOf("\"" + "a".repeat(200) + "\"", ""))))
        .isInstanceOf(Pending.class);
    assertThat(gate.state(gate.propose(payOf("\"" + "a".repeat(201) + "\"", ""))))
        .isInstanceOf(Refused.class);
    assertThat(gate.state(gate.propose(payOf(ids(50), "")))).isInstanceOf(Pending.class);
    assertThat(gate.state(gate.propose(payOf(ids(51), "")))).isInstanceOf(Refused.class);
  }

  private static String ids(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> "\"e" + i + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void whoIsLeftMustStillBeEnough() {
    ProposalId id = gate.propose(payOf("[\"marc\",\"nina\"]", ""));

    assertThat(gate.state(id)).isInstanceOf(Refused.class);
    assertThat(because(id))
        .anyMatch(text -> text.contains("3 are excluded as the agent's owner, whom it acts for"));
  }

  @Test
  void whoHasTheAccountByThePressMayNotDecideEither() {
    gate.policy.set(TestGate.policy(policy(BY_LOGIN, 2)));
    asked("\"UTOM\"");
    theAccountUtomIsGivenToMarc();

    assertThat(gate.press("UMARC", Decision.APPROVE).code()).isEqualTo("conflicted");
    assertThat(gate.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
  }

  @Test
  void whoHasTheAccountByTheLastApprovalCompletesNoQuorum() {
    gate.policy.set(TestGate.policy(policy(BY_LOGIN, 2)));
    ProposalId id = asked("\"UTOM\"");
    gate.press("UMARC", Decision.APPROVE);
    theAccountUtomIsGivenToMarc();
    gate.press("ULENA", Decision.APPROVE);

    assertBarred(id, "conflicted_vote");
  }

  @Test
  void aFieldThatThePolicyHasByNowIsHeldAgainstTheApprovalsBeforeAnythingIsSent() {
    gate.policy.set(TestGate.policy(policy("", 2)));
    ProposalId id = asked("\"marc\"");
    gate.press("UMARC", Decision.APPROVE);
    gate.press("ULENA", Decision.APPROVE);
    assertThat(ledger.find(id).orElseThrow().grant()).isPresent();

    gate.policy.set(TestGate.policy(policy(BY_PERSON, 2)));
    gate.execute();

    assertBarred(id, "policy_changed");
  }

  @Test
  void whatThePolicyNoLongerAsksForStaysFrozen() {
    ProposalId id = asked("\"marc\"");
    gate.policy.set(TestGate.policy(policy("", 2)));

    assertThat(gate.press("UMARC", Decision.APPROVE).code()).isEqualTo("conflicted");
    assertThat(frozen(id)).contains(person("marc"));
  }

  @Test
  void whatSeveralRulesNameAddsUp() {
    gate.policy.set(
        TestGate.policy(
            policy(BY_PERSON, 1)
                .replace(
                    "\"action.body.json.employee\",\"as\":\"person\"}]}]}",
                    "\"action.body.json.employee\",\"as\":\"person\"}]},{\"id\":\"more\",\"when\":\"true\",\"gate\":\"ask\",\"stages\":[{\"group\":\"support-leads\",\"approvals\":1}],"
                        + "\"beneficiaries\":[{\"who\":\"[\\\"nina\\\"]\",\"as\":\"person\"}]}]}")));

    assertThat(frozen(asked("\"marc\""))).contains(person("marc"), person("nina"));
  }

  /// They may not even know of it.
  @Test
  void whomTheActionIsForLearnsNothingOfItByThat() {
    ProposalId id = asked("\"pia\"");
    AccountId pia = new AccountId(Surface.SLACK, TestGate.TEAM, "UPIA");

    assertThat(frozen(id)).contains(person("pia"));
    assertThat(gate.queue.status(pia, id.value()).text())
        .isEqualTo(gate.queue.status(pia, "prop_01J0000000000000000000000A").text());
  }

  @Test
  void whomTheAgentActsForIsStillKnownBesideWhomTheActionIsFor() {
    ProposalId id = gate.propose(payOf("\"marc\"", ",\"agent\":{\"on_behalf_of\":\"reviewer-7\"}"));
    ProposalId same =
        gate.propose(payOf("\"reviewer-7\"", ",\"agent\":{\"on_behalf_of\":\"reviewer-7\"}"));
    ProposalId own = gate.propose(payOf("\"marc\"", ",\"agent\":{\"on_behalf_of\":\"otto\"}"));

    assertThat(ledger.find(id).orElseThrow().actsFor()).contains(person("reviewer-7"));
    assertThat(ledger.find(same).orElseThrow().actsFor()).contains(person("reviewer-7"));
    assertThat(ledger.find(own).orElseThrow().actsFor()).contains(person("otto"));
  }

  @Test
  void theEntryOfTheRulingTellsWhomTheActionNamesAndReadsBack() {
    ProposalId id = asked("\"marc\"");

    JsonObject entry = gate.audit(id, EntryType.RULED).getFirst().object("data");
    assertThat(Ruling.beneficiaries(entry)).hasSize(1);
    assertThat(entry.texts("conflicted")).containsExactly("marc", "otto", "reviewer-7");
    Ruling ruling = ledger.find(id).orElseThrow().ruling();
    assertThat(Ruling.fromJson(ruling.toJson())).isEqualTo(ruling);
  }

  @Test
  void withoutSuchFieldsARulingHasTheBytesThatItHasAlwaysHad() {
    gate.policy.set(TestGate.policy(policy("", 1)));
    ProposalId id = gate.propose(payOf("\"marc\"", ",\"agent\":{\"on_behalf_of\":\"reviewer-7\"}"));

    JsonObject ruling = ledger.find(id).orElseThrow().ruling().toJson();
    assertThat(ruling.has("beneficiaries")).isFalse();
    assertThat(ruling.object("circumstances").has("acts_for")).isFalse();
  }

  private List<String> because(ProposalId id) {
    return ledger.find(id).orElseThrow().ruling().findings().stream()
        .map(Finding::because)
        .toList();
  }

  private void theAccountUtomIsGivenToMarc() {
    people =
        new PeopleDirectory(
            TestGate.people(
                TestGate.PEOPLE.replace(
                    "\"user\":\"UMARC\"}",
                    "\"user\":\"UMARC\"},\"oidc\":{\"iss\":\"https://login.example\",\"sub\":\"UTOM\"}")));
  }

  private void assertBarred(ProposalId id, String code) {
    assertThat(
            gate.audit(id, EntryType.EXECUTION_BARRED).stream()
                .map(entry -> entry.object("data").text("code")))
        .containsExactly(code);
    assertThat(gate.executor.sent()).isEmpty();
  }
}
