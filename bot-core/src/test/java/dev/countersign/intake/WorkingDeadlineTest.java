package dev.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.json.CanonicalJson;
import dev.countersign.policy.Finding;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Until when people have where a rule counts working time. It is four in the afternoon of a Monday
/// in Berlin, where the leads work until half past five.
class WorkingDeadlineTest {
  private static final String OFFICE =
      """
      "%s":{"zone":"%s","days":["mon","tue","wed","thu","fri"],"from":"09:00","to":"17:30",
            "holidays":["2026-11-25"]}
      """;
  private static final String LEADS = "{\"group\":\"support-leads\",\"approvals\":1}";
  private static final String FINANCE = "{\"group\":\"finance\",\"approvals\":1}";

  @Test
  void whatIsNotOverTodayGoesOnWhenTheGroupWorksAgain() {
    TestGate gate = gate(rule("4h", "working", LEADS));

    assertThat(deadline(gate)).isEqualTo("2026-11-24T10:30:00Z");
  }

  @Test
  void onHolidaysNobodyWorks() {
    TestGate gate = gate(rule("11h", "working", LEADS));

    assertThat(deadline(gate)).isEqualTo("2026-11-26T09:00:00Z");
  }

  @Test
  void theSlowestGroupHasTheTimeAndOneWithoutACalendarAlwaysWorks() {
    TestGate finance = gate(rule("4h", "working", FINANCE));
    TestGate both = gate(rule("4h", "working", FINANCE, LEADS));
    TestGate nepal =
        among(
            people().replace("\"C02\"", "\"C02\",\"calendar\":\"nepal\""),
            rule("30m", "working", FINANCE, LEADS));

    assertThat(deadline(finance)).isEqualTo("2026-11-23T19:00:00Z");
    assertThat(deadline(both)).isEqualTo("2026-11-24T10:30:00Z");
    assertThat(deadline(nepal)).as("09:30 in Kathmandu").isEqualTo("2026-11-24T03:45:00Z");
  }

  @Test
  void ofSeveralRulesTheEarliestDeadlineHolds() {
    String working = rule("4h", "working", LEADS);

    assertThat(deadline(gate(working, rule("18h", "wall", LEADS))))
        .isEqualTo("2026-11-24T09:00:00Z");
    assertThat(deadline(gate(working, rule("20h", "wall", LEADS))))
        .isEqualTo("2026-11-24T10:30:00Z");
    assertThat(deadline(gate(working, rule("3h", "working", LEADS))))
        .isEqualTo("2026-11-24T09:30:00Z");
    assertThat(deadline(gate(working, rule("2h", "wall", LEADS))))
        .isEqualTo("2026-11-23T17:00:00Z");
  }

  @Test
  void nobodyHasLongerThanThirtyDays() {
    assertThat(deadline(gate(rule("30d", "working", LEADS)))).isEqualTo("2026-12-23T15:00:00Z");
  }

  @Test
  void anAgentThatWantsItsAnswerSoonerHasItSooner() {
    TestGate gate = gate(rule("4h", "working", LEADS));
    Instant soon = TestGate.START.plus(Duration.ofHours(3));
    ProposalId id = gate.propose(TestGate.body("{\"expires_at\":\"" + soon + "\"}"));

    assertThat(gate.record(id).request().deadline()).isEqualTo(soon);
  }

  @Test
  void theFindingsSayHowTheDeadlineCameAbout() {
    assertThat(findings(gate(rule("4h", "working", FINANCE, LEADS))))
        .containsExactly(
            new Finding(
                "sla",
                "working_time",
                "People have until 2026-11-24T10:30:00Z: 4h of working time of each group that is"
                    + " asked.",
                List.of(
                    Finding.of(
                        "support-leads",
                        "working_time",
                        "This group works by the calendar berlin, in Europe/Berlin: until"
                            + " 2026-11-24T10:30:00Z."),
                    Finding.of(
                        "finance",
                        "working_time",
                        "This group has no calendar, so all time counts: until"
                            + " 2026-11-23T19:00:00Z."))));
    assertThat(findings(gate(rule("4h", "working", LEADS), rule("18h", "wall", LEADS))))
        .extracting(Finding::because)
        .containsExactly(
            "People have until 2026-11-24T09:00:00Z: 18h in all, and 4h of working time of the"
                + " groups that are asked are not over by then.");
  }

  @Test
  void whereAllTimeCountsNothingIsSaidOfWorkingTime() {
    TestGate gate = gate(rule("4h", "wall", LEADS));
    Ruling ruling = ruling(gate);

    assertThat(findings(gate)).isEmpty();
    assertThat(CanonicalJson.text(ruling.toJson())).doesNotContain("working");
    assertThat(deadline(gate)).isEqualTo("2026-11-23T19:00:00Z");
  }

  @Test
  void theRulingReadsBackAsItWas() {
    Ruling ruling = ruling(gate(rule("4h", "working", LEADS)));

    assertThat(ruling.timing().workingTime()).contains(Duration.ofHours(4));
    assertThat(Ruling.fromJson(ruling.toJson())).isEqualTo(ruling);
  }

  private static List<Finding> findings(TestGate gate) {
    return ruling(gate).findings().stream()
        .filter(finding -> finding.subject().equals("sla"))
        .toList();
  }

  private static Ruling ruling(TestGate gate) {
    return gate.record(gate.propose()).ruling();
  }

  private static String deadline(TestGate gate) {
    return gate.record(gate.propose()).request().deadline().toString();
  }

  private static TestGate gate(String... rules) {
    return among(people(), rules);
  }

  private static TestGate among(String people, String... rules) {
    return TestGate.with(Map.of(), policy(rules), people);
  }

  private static String policy(String... rules) {
    return "{\"version\":1,\"rules\":["
        + Stream.of(rules)
            .map(rule -> rule.replace("ID", "r" + List.of(rules).indexOf(rule)))
            .collect(Collectors.joining(","))
        + "]}";
  }

  private static String rule(String expires, String clock, String... stages) {
    return """
    {"id":"ID","when":"true","gate":"ask","stages":[%s],
     "sla":{"expires":"%s","clock":"%s"}}
    """
        .formatted(String.join(",", stages), expires, clock);
  }

  private static String people() {
    return TestGate.PEOPLE
        .replace(
            "\"groups\":{",
            "\"calendars\":{"
                + OFFICE.formatted("berlin", "Europe/Berlin")
                + ","
                + OFFICE.formatted("nepal", "Asia/Kathmandu")
                + "},\"groups\":{")
        .replace("\"C01\"", "\"C01\",\"calendar\":\"berlin\"")
        .replace("\"C07\"", "\"C07\",\"calendar\":\"nepal\"");
  }
}
