package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.ProblemDesk;
import dev.countersign.card.WhyNot;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Decision;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// After a decision whoever it concerned may say that it was wrong.
class ProblemReportsTest {
  private final TestGate gate = TestGate.inMemory();

  private String report(String user, ProposalId id, String words) {
    return gate.problems.report(
        new AccountId(Surface.SLACK, TestGate.TEAM, user), id.value(), words);
  }

  private ProposalId decided() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    return id;
  }

  private List<JsonObject> reported(ProposalId id) {
    return gate.audit(id, EntryType.PROBLEM_REPORTED);
  }

  @Test
  void whatWasWrongIsOneEntryOfThatPerson() {
    ProposalId id = decided();

    assertThat(report("UMARC", id, "The <b>wrong</b> customer")).contains(id + " is recorded");
    assertThat(reported(id))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.text("actor")).isEqualTo("person:marc");
          assertThat(entry.object("data").text("person")).isEqualTo("marc");
          assertThat(entry.object("data").text("words")).isEqualTo("The <b>wrong</b> customer");
        });
  }

  @Test
  void itMovesNothingAndTheActionRunsAsApproved() {
    ProposalId id = decided();
    ApprovalRequest before = gate.record(id).request();
    report("UMARC", id, "The wrong customer");

    assertThat(gate.record(id).request()).isEqualTo(before);
    gate.execute();
    assertThat(gate.executions).containsExactly("succeeded");
  }

  @Test
  void aSecondReportOfOnePersonChangesNothing() {
    ProposalId id = decided();
    report("UMARC", id, "The wrong customer");

    assertThat(report("UMARC", id, "And late")).contains("before").contains("nothing was added");
    assertThat(reported(id)).hasSize(1);
    report("ULENA", id, "I misread it");
    assertThat(reported(id)).hasSize(2);
  }

  @Test
  void beforeTheDecisionNothingIsRecorded() {
    ProposalId id = gate.ask();

    assertThat(report("ULENA", id, "This looks wrong")).contains("is not decided yet");
    assertThat(reported(id)).isEmpty();
  }

  @Test
  void whoeverItDoesNotConcernReadsTheSameAsOfARequestThatIsNotThere() {
    ProposalId id = decided();

    assertThat(report("UPIA", id, "x")).isEqualTo(WhyNot.UNKNOWN_REQUEST);
    assertThat(report("ULENA", new ProposalId("prop_01M84EQJC0ZZJYEYWBAXHA60AB"), "x"))
        .isEqualTo(WhyNot.UNKNOWN_REQUEST);
    assertThat(
            gate.problems.report(
                new AccountId(Surface.SLACK, TestGate.TEAM, "ULENA"), "refund", "x"))
        .isEqualTo(WhyNot.UNKNOWN_REQUEST);
    assertThat(report("UNOBODY", id, "x")).isEqualTo(WhyNot.UNLINKED.said());
    assertThat(reported(id)).isEmpty();
  }

  @Test
  void theOwnerOfTheAgentMayReportWhatTheyCouldNotDecide() {
    ProposalId id = decided();

    report("UOTTO", id, "My agent took the wrong customer");
    assertThat(reported(id)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\u200b", "\ud800"})
  void wordsThatNobodyCouldReadAreAskedForAgain(String words) {
    ProposalId id = decided();

    assertThat(report("UMARC", id, words)).contains("problem <id> <what is wrong>");
    assertThat(reported(id)).isEmpty();
  }

  @Test
  void wordsHaveAtMostFiveHundredCharacters() {
    ProposalId id = decided();

    assertThat(report("UMARC", id, "x".repeat(ProblemDesk.LONGEST + 1)))
        .contains("at most 500 characters");
    report("UMARC", id, "x".repeat(ProblemDesk.LONGEST));
    assertThat(reported(id)).hasSize(1);
  }

  @Test
  void atMostTwentyPeopleAreRecorded() {
    TestGate crowd = TestGate.with(Map.of(), TestGate.ONE_LEAD, manyLeads());
    ProposalId id = crowd.ask();
    crowd.press("ULENA", Decision.REJECT);
    List<String> answers =
        IntStream.rangeClosed(0, ProblemReports.MOST)
            .mapToObj(nth ->
                crowd.problems.report(
                    new AccountId(Surface.SLACK, TestGate.TEAM, "U" + nth), id.value(), "Wrong"))
            .toList();

    assertThat(answers.getLast()).contains("20 people").contains("nothing was added");
    assertThat(crowd.audit(id, EntryType.PROBLEM_REPORTED)).hasSize(ProblemReports.MOST);
  }

  private static String manyLeads() {
    String persons =
        IntStream.rangeClosed(0, ProblemReports.MOST)
            .mapToObj(
                """
                {"id":"p%1$d","name":"P","functions":[],"accounts":{"slack":{"team":"T01","user":"U%1$d"}}},\
                """
                    ::formatted)
            .collect(Collectors.joining());
    String members =
        IntStream.rangeClosed(0, ProblemReports.MOST)
            .mapToObj("\"p%d\","::formatted)
            .collect(Collectors.joining());
    return TestGate.PEOPLE
        .replace("{\"people\":[", "{\"people\":[" + persons)
        .replace("\"support-leads\":{\"members\":[", "\"support-leads\":{\"members\":[" + members);
  }
}
