package dev.countersign.executors.teams;

import static dev.countersign.executors.ChatSupport.credential;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ChatSupport;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.connection.Connections;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.proposal.Action;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsTeam;
import dev.countersign.sandbox.teams.TeamsUser;
import java.util.List;

/// The connection `support` of these tests: to an emulated Teams, in one of the channels of its
/// team.
///
/// @param more further keys of the connection, each with a comma before it
record SupportInTeams(TeamsSandbox teams, String more) implements AutoCloseable {
  static final TeamsUser MIRA = TeamsUser.member("Mira");

  private static final TeamsTeam TEAM =
      TeamsTeam.of("Support", List.of(MIRA), "support", "elsewhere");
  static final String CHANNEL = TEAM.channel("support");
  static final String OTHER = TEAM.channel("elsewhere");

  static SupportInTeams start() {
    return new SupportInTeams(
        TeamsSandbox.builder(ChatSupport.CLOCK).user(MIRA).team(TEAM).start(), "");
  }

  SupportInTeams with(String keys) {
    return new SupportInTeams(teams, more + keys);
  }

  Connections connections() {
    return connections(teams.baseUrl().toString());
  }

  Connections connections(String loginUrl) {
    return ChatSupport.connections(
        """
        {"support":{"kind":"teams","tenant":"%s","app_id":"%s","channels":["%s"],
          "credential":"env:SUPPORT","base_url":"%s","login_url":"%s",
          "allow_private_addresses":true,"limits":{"timeout":"1s"}%s}}
        """
            .formatted(teams.tenantId(), teams.appId(), CHANNEL, teams.baseUrl(), loginUrl, more));
  }

  ExecutorRegistry registry() {
    return registry(credential(teams.clientSecret()));
  }

  ExecutorRegistry registry(CredentialResolver credentials) {
    return ChatSupport.registry(connections(), credentials);
  }

  /// Where tokens are given elsewhere.
  ExecutorRegistry loggingInAt(String loginUrl) {
    return ChatSupport.registry(connections(loginUrl), credential(teams.clientSecret()));
  }

  /// @param more further members of `proposed_changes`, with a leading comma
  static Action message(String content, String more) {
    return message(CHANNEL, content, more, "{}");
  }

  static Action message(String to, String content, String more, String preconditions) {
    return ChatSupport.message("teams", to, content, more, preconditions);
  }

  Outcome post(Action action) {
    return Calls.send(registry(), Calls.order(action));
  }

  @Override
  public void close() {
    teams.close();
  }
}
