package dev.countersign.executors.teams;

import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Outcome;
import dev.countersign.executors.Billing;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.connection.Connections;
import dev.countersign.executors.connection.ConnectionsReader;
import dev.countersign.executors.connection.ConnectionsResult;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.credential.SetCredentials;
import dev.countersign.executors.sending.HostResolver;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.InMemorySendCounts;
import dev.countersign.proposal.Action;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsTeam;
import dev.countersign.sandbox.teams.TeamsUser;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;

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

  private static final InstantSource CLOCK = InstantSource.fixed(Billing.NOW);

  static SupportInTeams start() {
    return new SupportInTeams(TeamsSandbox.builder(CLOCK).user(MIRA).team(TEAM).start(), "");
  }

  SupportInTeams with(String keys) {
    return new SupportInTeams(teams, more + keys);
  }

  Connections connections() {
    return connections(teams.baseUrl().toString());
  }

  Connections connections(String loginUrl) {
    String file =
        """
        {"support":{"kind":"teams","tenant":"%s","app_id":"%s","channels":["%s"],
          "credential":"env:SUPPORT","base_url":"%s","login_url":"%s",
          "allow_private_addresses":true,"limits":{"timeout":"1s"}%s}}
        """
            .formatted(teams.tenantId(), teams.appId(), CHANNEL, teams.baseUrl(), loginUrl, more);
    return ((ConnectionsResult.Read) ConnectionsReader.read((JsonObject) Calls.json(file)))
        .connections();
  }

  static CredentialResolver secret(String secret) {
    return SetCredentials.of(Map.of("SUPPORT", secret));
  }

  ExecutorRegistry registry() {
    return registry(secret(teams.clientSecret()));
  }

  ExecutorRegistry registry(CredentialResolver credentials) {
    return registry(connections(), credentials);
  }

  /// Where tokens are given elsewhere.
  ExecutorRegistry loggingInAt(String loginUrl) {
    return registry(connections(loginUrl), secret(teams.clientSecret()));
  }

  private static ExecutorRegistry registry(
      Connections connections, CredentialResolver credentials) {
    return ExecutorRegistry.of(
        connections,
        new Outbound(
            credentials,
            HostResolver.ofSystem(),
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            CLOCK,
            new InMemorySendCounts(CLOCK)));
  }

  /// @param more further members of `proposed_changes`, with a leading comma
  static Action message(String content, String more) {
    return message(CHANNEL, content, more, "{}");
  }

  static Action message(String to, String content, String more, String preconditions) {
    String written =
        """
        {"class":"message","channel":"teams","to":[{"address":"%s"}],
          "body":{"media_type":"text/plain","content":%s}%s}
        """
            .formatted(to, CanonicalJson.text(Json.of(content)), more);
    return Calls.action("support", written, preconditions);
  }

  Outcome post(Action action) {
    return Calls.send(registry(), Calls.order(action));
  }

  static String code(ExecutorRegistry registry, Action action) {
    return registry.check(action).map(Inadmissible::code).orElse("none");
  }

  @Override
  public void close() {
    teams.close();
  }
}
