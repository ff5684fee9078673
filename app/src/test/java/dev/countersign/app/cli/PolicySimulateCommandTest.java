package dev.countersign.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `countersign policy simulate` over rows as an intake leaves them. In force is a policy that asks
/// support-leads about every message.
class PolicySimulateCommandTest extends CommandTestCase {
  private static final String CANDIDATE =
      POLICY
          .replace(
              "when: 'action.class == \"message\"'",
              "when: 'action.class == \"message\" && derived.audience == \"external\"'")
          .concat(
              """
                - id: inside
                  when: 'action.class == "message" && derived.audience == "internal"'
                  gate: allow
                - id: crowds
                  when: 'action.class == "message" && derived.recipient_count > 1'
                  gate: refuse
              """);

  private String config = "";

  @BeforeEach
  void deployment() throws IOException {
    makeKeys();
    config = settings("internal_domains: [example.com]\n").toString();
    assertThat(run("people", "import", "--config", config).exitCode()).isZero();
    write("candidate.yaml", CANDIDATE);
  }

  @Test
  void whatComesOutOtherwiseIsCountedByRuleWithExamples() throws SQLException {
    Instant now = Instant.now();
    ProposalId inside = propose(now.minus(Duration.ofHours(3)), to("ann@example.com"));
    ProposalId crowd = propose(now.minus(Duration.ofHours(2)), to("a@b.example", "c@d.example"));
    propose(now.minus(Duration.ofHours(1)), to("a@b.example"));

    Ran ran = simulate();

    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .startsWith("3 proposals on ")
        .contains(
            """

            2 come out otherwise
              ask -> allow: 1
                rules of the candidate: inside 1
                such as %s
              ask -> refuse: 1
                rules of the candidate: crowds 1, messages 1
                such as %s
            """
                .formatted(inside, crowd));
  }

  @Test
  void whoIsAskedIsCountedByDay() throws SQLException {
    Instant day =
        LocalDate.now(ZoneOffset.UTC).minusDays(3).atStartOfDay(ZoneOffset.UTC).toInstant();
    for (int hour = 0; hour < 5; hour++) {
      propose(day.plus(Duration.ofHours(hour)), to("a@b.example"));
    }
    propose(day.plus(Duration.ofHours(25)), to("a@b.example"));
    propose(day.plus(Duration.ofHours(26)), to("ann@example.com"));

    Ran ran = simulate("--most-per-day", "4");

    assertThat(ran.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .contains(
            "support-leads 7 6 5 on " + day.toString().substring(0, 10),
            "reviewer-1 7 6 5 on " + day.toString().substring(0, 10),
            "Asked more than 4 times on a day: reviewer-1");
    assertThat(simulate("--most-per-day", "5").out())
        .contains("Nobody is asked more than 5 times on a day.");
  }

  @Test
  void whatIsOlderIsLeftOut() throws SQLException {
    propose(Instant.now().minus(Duration.ofHours(5)), to("a@b.example"));
    propose(Instant.now().minus(Duration.ofHours(1)), to("a@b.example"));

    assertThat(simulate("--since", "2h").out()).startsWith("1 proposals on 1 days since ");
    assertThat(simulate("--since", "1d").out()).startsWith("2 proposals");
  }

  @Test
  void aPilotIsTriedLikeAnyOtherPolicy() throws SQLException, IOException {
    propose(Instant.now().minus(Duration.ofHours(1)), to("a@b.example"));
    write("candidate.yaml", POLICY + "pilot: {agents: []}\n");
    assertThat(simulate().out()).contains("ask -> observed (ask): 1");
  }

  /// Some pages of them, of which each row is looked at once.
  @Test
  void manyAreReadPageByPage() throws SQLException {
    Instant first = Instant.now().minus(Duration.ofHours(1));
    for (int i = 0; i < 501; i++) {
      propose(first.plusMillis(i), to("ann@example.com"));
    }

    assertThat(simulate().out()).startsWith("501 proposals on ").contains(" and 481 more\n");
  }

  @Test
  void whatDoesNotReadIsNamedAndLeftOut() throws SQLException {
    Instant now = Instant.now();
    ProposalId damaged = ProposalId.firstOf(now.minus(Duration.ofHours(2)));
    insert(damaged, "{}".getBytes(UTF_8), "{}".getBytes(UTF_8));
    propose(now.minus(Duration.ofHours(1)), to("a@b.example"));

    Ran ran = simulate();

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .startsWith("1 proposals on 1 days")
        .contains("1 do not read and are left out; see countersign verify: " + damaged + "\n");
  }

  /// Whoever adds a group tries it with those who will be in it.
  @Test
  void theCandidateMayBeTriedWithOtherPeople() throws SQLException, IOException {
    propose(Instant.now().minus(Duration.ofHours(1)), to("a@b.example"));
    write("candidate.yaml", POLICY.replace("support-leads", "legal"));
    write(
        "others.yaml",
        PEOPLE.replace("agents:", "  legal: {members: [reviewer-1], slack_channel: C02}\nagents:"));

    assertThat(simulate().out()).contains("  ask -> refuse: 1\n");
    assertThat(simulate("--people", folder.resolve("others.yaml").toString()).out())
        .contains("  ask -> ask, other stages: 1\n");
  }

  /// A file that is being worked on is a candidate too.
  @Test
  void whatIsInForceIsComparedWithWhateverTheFileSays() throws SQLException, IOException {
    propose(Instant.now().minus(Duration.ofHours(1)), to("ann@example.com"));
    assertThat(run("deploy", "--config", config, "--as", "ann").exitCode()).isZero();
    write("policy.yaml", CANDIDATE);

    assertThat(simulate().out()).contains("  ask -> allow: 1\n");
  }

  @Test
  void usageIsChecked() throws IOException {
    assertThat(run("policy", "simulate", "--config", config).exitCode()).isEqualTo(2);
    assertThat(simulate("--since", "soon").exitCode()).isEqualTo(2);
    assertThat(simulate("--most-per-day", "0").exitCode()).isEqualTo(2);
    write("candidate.yaml", "version: 1\n");
    assertThat(simulate().exitCode()).isEqualTo(1);
  }

  private Ran simulate(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "policy",
                "simulate",
                "--config",
                config,
                "--candidate",
                folder.resolve("candidate.yaml").toString()));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  private static byte[] to(String... recipients) {
    String parties =
        String.join(
            ", ", List.of(recipients).stream().map("{\"address\": \"%s\"}"::formatted).toList());
    return """
    {"action_type": "message.send", "target_system": "desk",
     "proposed_changes": {"class": "message", "channel": "email", "to": [%s],
       "body": {"media_type": "text/plain", "content": "Hello."}}}
    """
        .formatted(parties)
        .getBytes(UTF_8);
  }

  private ProposalId propose(Instant at, byte[] body) throws SQLException {
    ProposalDraft draft = SampleProposals.draft(body);
    ProposalId id = ProposalId.firstOf(at);
    insert(id, draft.action().canonical(), draft.context().canonical());
    return id;
  }

  private void insert(ProposalId id, byte[] action, byte[] context) throws SQLException {
    try (Connection connection = database.admin().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                insert into countersign.proposal
                  (id, agent, owner, action, context, ruling, conflicted, created_at)
                values (?, 'support-bot', 'owner-1', ?, ?, '', '{}', now())
                """)) {
      statement.setString(1, id.value());
      statement.setBytes(2, action);
      statement.setBytes(3, context);
      statement.executeUpdate();
    }
  }
}
