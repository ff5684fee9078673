package dev.countersign.executors.slack;

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
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;

/// The connection `support` of these tests: to an emulated Slack, in one of its two channels.
///
/// @param more further keys of the connection, each with a comma before it
record SupportInSlack(SlackSandbox slack, String more) implements AutoCloseable {
  static final String CHANNEL = "C0SUPPORT00";
  static final String OTHER = "C0ELSEWHERE";

  private static final InstantSource CLOCK = InstantSource.fixed(Billing.NOW);

  static SupportInSlack start(Set<String> scopes) {
    SlackSandbox slack =
        SlackSandbox.builder(CLOCK)
            .scopes(scopes)
            .user(SlackUser.member("U0MIRA", "mira"))
            .channel(WorkspaceChannel.open(CHANNEL, "support", "U0MIRA"))
            .channel(WorkspaceChannel.open(OTHER, "elsewhere", "U0MIRA"))
            .start();
    return new SupportInSlack(slack, "");
  }

  SupportInSlack with(String keys) {
    return new SupportInSlack(slack, more + keys);
  }

  Connections connections() {
    String file =
        """
        {"support":{"kind":"slack","channels":["%s"],"credential":"env:SUPPORT",
          "base_url":"http://127.0.0.1:%d","allow_private_addresses":true,
          "limits":{"timeout":"1s"}%s}}
        """
            .formatted(CHANNEL, slack.apiUrl().getPort(), more);
    return ((ConnectionsResult.Read) ConnectionsReader.read((JsonObject) Calls.json(file)))
        .connections();
  }

  static CredentialResolver token(String token) {
    return SetCredentials.of(Map.of("SUPPORT", token));
  }

  ExecutorRegistry registry() {
    return registry(token(slack.botToken()));
  }

  ExecutorRegistry registry(CredentialResolver credentials) {
    return ExecutorRegistry.of(
        connections(),
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
        {"class":"message","channel":"slack","to":[{"address":"%s"}],
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

  /// How the channel is from now on.
  void becomes(WorkspaceChannel channel) {
    slack.workspace().put(channel);
  }

  WorkspaceChannel channel() {
    return slack.workspace().channel(CHANNEL).orElseThrow();
  }

  @Override
  public void close() {
    slack.close();
  }
}
