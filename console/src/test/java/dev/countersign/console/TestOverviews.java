package dev.countersign.console;

import dev.countersign.TestGate;
import dev.countersign.card.Run;
import dev.countersign.drawing.ProspectPage;
import dev.countersign.intake.IntakeEvaluation;
import dev.countersign.json.Digest;
import dev.countersign.overview.AgentsDesk;
import dev.countersign.overview.ConnectionsDesk;
import dev.countersign.overview.EvaluationDesk;
import dev.countersign.overview.Flaw;
import dev.countersign.overview.Labelled;
import dev.countersign.overview.Overviews;
import dev.countersign.overview.PeopleDesk;
import dev.countersign.overview.PolicyDesk;
import dev.countersign.overview.SimulationReport;
import dev.countersign.people.AgentKey;
import dev.countersign.people.ConsoleRole;
import dev.countersign.people.Surface;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/// A deployment that has one of each thing, and one text wherever somebody may write any.
final class TestOverviews {
  static final Instant AT = Instant.parse("2026-11-30T12:00:00Z");
  private static final Digest DIGEST = Digest.of("x");

  private TestOverviews() {}

  /// @param text in names and sentences out of files
  static Overviews of(TestGate gate, String text) {
    return new Overviews(
        evaluations(gate), policies(text), people(text), connections(text), agents(text));
  }

  /// By the gate itself.
  private static EvaluationDesk evaluations(TestGate gate) {
    return new EvaluationDesk() {
      @Override
      public List<AgentId> agents() {
        return List.of(new AgentId("other-bot"), new AgentId("support-bot"));
      }

      @Override
      public List<String> connections() {
        return List.of("billing");
      }

      @Override
      public Evaluated evaluate(String agent, String proposal) {
        if (!agent.equals("support-bot")) {
          return new Evaluated.NoSuchAgent();
        }
        return gate.intake.evaluate(gate.agent(), proposal.getBytes(StandardCharsets.UTF_8))
                instanceof IntakeEvaluation.Ruled(var record, var asked)
            ? new Evaluated.Ruled(
                ProspectPage.ruled(record, asked, gate.directory),
                ProspectPage.card(record, gate.directory),
                "{}")
            : notTaken("a member is missing");
      }
    };
  }

  static EvaluationDesk.Evaluated notTaken(String text) {
    return new EvaluationDesk.Evaluated.NotTaken(
        "invalid_proposal",
        "this is not a proposal.v1",
        List.of(new ProposalError("/" + text, "missing_member", "a member is missing")));
  }

  static PolicyDesk.InForce inForce(String text) {
    return new PolicyDesk.InForce(
        7,
        DIGEST,
        DIGEST,
        Optional.of(AT),
        Optional.of(text),
        true,
        List.of(new Flaw(false, text, text), new Flaw(true, text, text)),
        List.of(
            new PolicyDesk.RuleLine(
                text,
                Gate.ASK,
                List.of(List.of(Run.words("It asks."), Run.supplied(text, Run.Emphasis.CODE))),
                text,
                3),
            new PolicyDesk.RuleLine(
                "notes", Gate.ALLOW, List.of(List.of(Run.words("It allows."))), "true", 0),
            new PolicyDesk.RuleLine(
                "deletes", Gate.REFUSE, List.of(List.of(Run.words("It refuses."))), "true", 0)),
        12,
        1,
        AT);
  }

  static PolicyDesk.Simulated.Found found(String text) {
    return new PolicyDesk.Simulated.Found(
        new SimulationReport(
            40,
            1,
            List.of(text),
            List.of(
                new SimulationReport.Change(
                    "allow -> ask", 9, Map.of(text, 9), List.of("prop_" + text))),
            List.of(
                new SimulationReport.Load(
                    text,
                    1,
                    9,
                    Optional.of(new SimulationReport.Day(LocalDate.parse("2026-11-29"), 5)))),
            List.of(new SimulationReport.Load(text, 0, 9, Optional.empty())),
            7),
        DIGEST,
        Digest.of("y"),
        AT,
        false,
        List.of(new Flaw(false, text, text)));
  }

  private static PolicyDesk policies(String text) {
    return new PolicyDesk() {
      @Override
      public InForce inForce() {
        return TestOverviews.inForce(text);
      }

      @Override
      public Simulated simulate(String candidate, Duration back, IntConsumer progress) {
        progress.accept(20);
        progress.accept(40);
        return candidate.startsWith("broken")
            ? new Simulated.Unreadable(List.of(new Flaw(true, "policy.yaml:1 /rules", candidate)))
            : found(text);
      }
    };
  }

  static PeopleDesk.Listing listing(String text) {
    return new PeopleDesk.Listing(
        2,
        List.of(
            new PeopleDesk.GroupLine(
                new GroupName("finance"),
                2,
                1,
                true,
                Optional.of(ConsoleRole.AUDITOR),
                List.of(
                    new Labelled(
                        "Asked in", List.of(Run.words("Slack, in "), Run.supplied(text)))))),
        List.of(
            new PeopleDesk.PersonLine(
                new PersonId("pia"),
                text,
                new TreeSet<>(Set.of("finance")),
                Set.of(new GroupName("finance")),
                Map.of(
                    Surface.SLACK, PeopleDesk.Origin.FILE, Surface.TEAMS, PeopleDesk.Origin.LINKED),
                1,
                1,
                Optional.of(AT),
                Optional.of(Run.supplied(text)),
                List.of(Run.supplied(text)))),
        Optional.of(new PersonId("pia")),
        List.of(new Flaw(true, text, text)));
  }

  private static PeopleDesk people(String text) {
    return _ -> listing(text);
  }

  static List<ConnectionsDesk.Line> connectionLines(String text) {
    return List.of(
        new ConnectionsDesk.Line(
            text,
            "http",
            Environment.PRODUCTION,
            List.of(new Labelled("Leads to", List.of(Run.supplied(text)))),
            Optional.of(AT),
            List.of(4)));
  }

  private static ConnectionsDesk connections(String text) {
    return () -> connectionLines(text);
  }

  static AgentsDesk.Listing agentLines(String text) {
    return new AgentsDesk.Listing(
        60,
        20,
        50,
        List.of(
            new AgentsDesk.Line(
                new AgentId("support-bot"),
                Run.supplied(text),
                new AgentKey("ck_test_supportbot1"),
                Optional.of(AT),
                true,
                Set.of("propose", "read"),
                Set.of(ActionClass.MESSAGE),
                Set.of(Environment.STAGING),
                true,
                2,
                List.of(4))));
  }

  private static AgentsDesk agents(String text) {
    return () -> agentLines(text);
  }
}
