package dev.countersign.app.overview;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.policy.StageCheck;
import dev.countersign.app.version.VersionFiles;
import dev.countersign.card.Run;
import dev.countersign.ledger.ChangeNote;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.FileText;
import dev.countersign.ledger.ProposalHistory;
import dev.countersign.ledger.VersionEvent;
import dev.countersign.ledger.VersionHistory;
import dev.countersign.overview.Flaw;
import dev.countersign.overview.PolicyDesk.InForce;
import dev.countersign.overview.PolicyDesk.RuleLine;
import dev.countersign.overview.PolicyDesk.Simulated;
import dev.countersign.overview.SimulationReport;
import dev.countersign.people.People;
import dev.countersign.people.PeopleReader;
import dev.countersign.people.PeopleReading;
import dev.countersign.policy.DomainList;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What operators are told of the policy in force, and of one that they try.
class PolicyInForceTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final String POLICY =
      """
      version: 1
      rules:
        - id: calls
          when: action.class == "api_call"
          gate: ask
          stages: [{group: support-leads, approvals: 2}]
          chat_approve: false
          sla: {expires: 4h, remind: [50%]}
        - id: notes
          when: action.class == "record_change"
          gate: allow
        - id: nobody
          when: action.class == "message"
          gate: ask
          stages: [{group: silent, approvals: 1}]
      """;
  private static final String SIGNED_IN =
      TestGate.PEOPLE.replaceAll(
          "\"slack\":\\{\"team\":\"T01\",\"user\":\"([A-Z]+)\"}",
          "$0,\"oidc\":{\"iss\":\"https://login.example\",\"sub\":\"$1\"}");
  private static final People PEOPLE =
      ((PeopleReading.Read) PeopleReader.read(TestGate.json(SIGNED_IN))).people();

  private final Past past = new Past();
  private final AtomicLong nanos = new AtomicLong();
  private final VersionFiles files = files(POLICY);
  private final PolicyInForce desk =
      new PolicyInForce(
          () -> new PolicyInForce.Served(7, files),
          () ->
              new VersionHistory(
                  List.of(
                      new VersionEvent(
                          3,
                          Instant.parse("2026-11-20T08:00:00Z"),
                          VersionEvent.Step.IN_FORCE,
                          files.version().digest(),
                          Optional.of(files.version()),
                          Optional.empty(),
                          ChangeNote.by("ada", List.of()))),
                  List.of()),
          past,
          () -> PEOPLE,
          new DomainList(Set.of()),
          StageCheck.offered(true),
          () -> NOW,
          nanos::get);

  @Test
  void eachRuleIsSaidInPlainWordsWithHowOftenItMatched() {
    past.rulings.add("{\"rules\":[\"calls\"]}".getBytes(UTF_8));
    past.rulings.add("{\"rules\":[\"calls\",\"notes\"]}".getBytes(UTF_8));
    past.rulings.add("{\"rules\":[]}".getBytes(UTF_8));
    past.rulings.add("damaged".getBytes(UTF_8));

    InForce inForce = desk.inForce();

    assertThat(inForce.number()).isEqualTo(7);
    assertThat(inForce.by()).contains("ada");
    assertThat(inForce.counted()).isEqualTo(3);
    assertThat(inForce.unmatched()).isEqualTo(1);
    assertThat(inForce.rules()).extracting(RuleLine::matched).containsExactly(2L, 1L, 0L);
    assertThat(words(inForce.rules().getFirst()))
        .isEqualTo(
            "It asks any 2 of support-leads."
                + " They have 4h; reminded at 50 % of it."
                + " A click in a chat approves nothing: it takes a passkey on the console.");
    assertThat(words(inForce.rules().get(1))).isEqualTo("It allows without asking anybody.");
  }

  @Test
  void whatTheCheckFindsIsSaidWithItsPlace() {
    assertThat(desk.inForce().flaws())
        .filteredOn(Flaw::error)
        .anySatisfy(flaw -> {
          assertThat(flaw.place()).startsWith("policy.yaml:").contains("/rules/2/stages");
          assertThat(flaw.detail()).contains("nobody_can_decide");
        });
  }

  @Test
  void aCandidateIsTriedOnWhatWasProposedAndTheNewestComesFirst() {
    past.add(SampleProposals.refund(), NOW.minus(Duration.ofHours(30)));
    past.add(SampleProposals.refund(), NOW.minus(Duration.ofMinutes(5)));
    List<Integer> progress = new ArrayList<>();
    Simulated.Found found =
        (Simulated.Found)
            desk.simulate(
                POLICY
                    .replace("class == \"record_change\"", "class == \"tool_call\"")
                    .replaceFirst("gate: ask", "gate: refuse")
                    .replaceFirst("    stages:.*\n", "")
                    .replaceFirst("    chat_approve:.*\n", "")
                    .replaceFirst("    sla:.*\n", ""),
                Duration.ofDays(7),
                progress::add);

    assertThat(found.report().proposals()).isEqualTo(2);
    assertThat(found.report().changes())
        .extracting(SimulationReport.Change::kind)
        .containsExactly("ask -> refuse");
    assertThat(found.whole()).isTrue();
    assertThat(progress).containsExactly(1, 2);
    assertThat(past.asked.getFirst()).contains(ProposalId.firstOf(NOW.plusSeconds(60)).value());
  }

  @Test
  void withoutACandidateItTellsWhomThePolicyInForceAsks() {
    past.add(SampleProposals.refund(), NOW.minus(Duration.ofMinutes(5)));

    Simulated.Found found = (Simulated.Found) desk.simulate(" ", Duration.ofDays(1), _ -> {});

    assertThat(found.report().changes()).isEmpty();
    assertThat(found.report().groups())
        .extracting(SimulationReport.Load::name)
        .containsExactly("support-leads");
  }

  @Test
  void itEndsInTimeAndSaysHowFarBackItGot() {
    past.add(SampleProposals.refund(), NOW.minus(Duration.ofHours(30)));
    past.add(SampleProposals.refund(), NOW.minus(Duration.ofMinutes(5)));
    Simulated.Found found =
        (Simulated.Found)
            desk.simulate(
                "", Duration.ofDays(7), _ -> nanos.addAndGet(Duration.ofMinutes(1).toNanos()));

    assertThat(found.report().proposals()).isEqualTo(1);
    assertThat(found.whole()).isFalse();
    assertThat(found.back()).isAfter(NOW.minus(Duration.ofHours(2)));
  }

  @Test
  void oneSimulationRunsAtATime() {
    past.add(SampleProposals.refund(), NOW.minus(Duration.ofMinutes(5)));
    List<Simulated> second = new ArrayList<>();
    desk.simulate(
        "", Duration.ofDays(1), _ -> second.add(desk.simulate("", Duration.ofDays(1), _ -> {})));

    assertThat(second).containsExactly(new Simulated.Busy());
    assertThat(desk.simulate("", Duration.ofDays(1), _ -> {})).isInstanceOf(Simulated.Found.class);
  }

  @Test
  void aCandidateThatDoesNotReadIsSaidSo() {
    assertThat(desk.simulate("version: 1\nrules: 7\n", Duration.ofDays(1), _ -> {}))
        .isInstanceOfSatisfying(
            Simulated.Unreadable.class,
            not ->
                assertThat(not.flaws()).extracting(Flaw::place).contains("policy.yaml:2 /rules"));
    assertThat(desk.simulate("a: &x 1", Duration.ofDays(1), _ -> {}))
        .isInstanceOf(Simulated.Unreadable.class);
  }

  private static String words(RuleLine rule) {
    return rule.words().stream()
        .map(line ->
            line.stream()
                .map(run -> run instanceof Run.Words(var text, _) ? text : "?")
                .collect(Collectors.joining()))
        .collect(Collectors.joining(" "));
  }

  private static VersionFiles files(String policy) {
    return ((FileReading.Read<VersionFiles>)
            VersionFiles.read(
                new FileText(DeployedFile.POLICY, policy.getBytes(UTF_8)),
                new FileText(DeployedFile.CONNECTIONS, "post: {kind: advisory}\n".getBytes(UTF_8))))
        .value();
  }

  /// What was proposed, in memory.
  private static final class Past implements ProposalHistory {
    private final List<Stored> proposals = new ArrayList<>();
    private final List<byte[]> rulings = new ArrayList<>();
    private final List<List<String>> asked = new ArrayList<>();

    void add(ProposalDraft draft, Instant at) {
      proposals.add(
          new Stored(
              ProposalId.firstOf(at).value(),
              "support-bot",
              "otto",
              draft.action().canonical(),
              draft.context().canonical()));
    }

    @Override
    public List<Stored> page(String after, String before, int most) {
      asked.add(List.of(after, before));
      return proposals.stream()
          .filter(one -> one.id().compareTo(after) > 0 && one.id().compareTo(before) < 0)
          .limit(most)
          .toList();
    }

    @Override
    public List<byte[]> rulings(String after, int most) {
      return List.copyOf(rulings);
    }
  }
}
