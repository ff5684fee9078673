package dev.countersign.faults;

import dev.countersign.app.CountersignServer;
import dev.countersign.app.Startup;
import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.ConfigurationReader;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.http.ApiKey;
import dev.countersign.sandbox.SandboxSecrets;
import dev.countersign.sandbox.billing.BillingTarget;
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// The server that `serve` runs, with a Slack and a billing service on this machine.
///
/// @param apiKey the agent's, whole
record ServedGate(
    Configuration settings,
    Startup startup,
    BillingTarget billing,
    SlackSandbox slack,
    CountersignServer server,
    ApiKey apiKey)
    implements AutoCloseable {
  static final String CHANNEL = "C0LEADS";
  static final String LEAD = "U0LENA";

  /// Of the other agent.
  static final String OTHER_KEY = "ck_test_otherbot00";

  private static final String CREDENTIAL = "Bearer test";
  private static final String KEY = "ck_test_supportbot";

  static ServedGate start(Path folder, CrashablePostgres postgres) throws IOException {
    return start(
        folder,
        Map.of(
            "COUNTERSIGN_DATABASE_URL",
            postgres.url(),
            "COUNTERSIGN_DATABASE_USER",
            CrashablePostgres.ROLE,
            "COUNTERSIGN_DATABASE_PASSWORD",
            CrashablePostgres.PASSWORD));
  }

  /// @param more settings, as variables of the environment: where the database is, and more
  static ServedGate start(Path folder, Map<String, String> more) throws IOException {
    return start(folder, more, "");
  }

  /// @param connections more of them, as `connections.yaml` has them
  static ServedGate start(Path folder, Map<String, String> more, String connections)
      throws IOException {
    BillingTarget billing = BillingTarget.start(CREDENTIAL);
    SlackSandbox slack =
        SlackSandbox.builder(InstantSource.system())
            .user(SlackUser.member(LEAD, "lena"))
            .channel(WorkspaceChannel.open(CHANNEL, "leads", LEAD))
            .start();
    write(folder, billing, connections);
    Configuration settings =
        required(ConfigurationReader.ofEnvironment(environment(more, slack), folder));
    Startup startup = required(Startup.read(settings));
    CountersignServer server = CountersignServer.start(settings, startup);
    URI callbacks =
        URI.create("http://127.0.0.1:" + server.chatPort() + CountersignServer.SLACK_PATH);
    slack.connect(callbacks, callbacks);
    ApiKey key = new ApiKey(KEY, SandboxSecrets.unguessable());
    return new ServedGate(settings, startup, billing, slack, server, key);
  }

  /// Another process of this gate, over the same files.
  ///
  /// @param more as above
  CountersignServer another(Path folder, Map<String, String> more) {
    return CountersignServer.start(
        required(ConfigurationReader.ofEnvironment(environment(more, slack), folder)), startup);
  }

  /// Short leases and small pools: whatever was in flight comes back soon, and the outage is felt
  /// by all.
  private static Map<String, String> environment(Map<String, String> more, SlackSandbox slack) {
    Map<String, String> all = new HashMap<>(settings(slack));
    all.putAll(more);
    return all;
  }

  private static Map<String, String> settings(SlackSandbox slack) {
    return Map.ofEntries(
        Map.entry("COUNTERSIGN_PROFILE", "sandbox"),
        Map.entry("COUNTERSIGN_DATABASE_DECISION_CONNECTIONS", "3"),
        Map.entry("COUNTERSIGN_DATABASE_AGENT_CONNECTIONS", "3"),
        Map.entry("COUNTERSIGN_DATABASE_WORKER_CONNECTIONS", "3"),
        Map.entry("COUNTERSIGN_DATABASE_ACQUIRE_TIMEOUT", "500ms"),
        Map.entry("COUNTERSIGN_WORKERS_CARDS_LEASE", "3s"),
        Map.entry("COUNTERSIGN_WORKERS_EXECUTIONS_LEASE", "3s"),
        Map.entry("COUNTERSIGN_WORKERS_POLL_INTERVAL", "100ms"),
        Map.entry("COUNTERSIGN_WORKERS_DRAIN_TIMEOUT", "2s"),
        Map.entry("COUNTERSIGN_SERVER_PORT", "0"),
        Map.entry("COUNTERSIGN_SERVER_MANAGEMENT_PORT", "0"),
        Map.entry("COUNTERSIGN_SLACK_SIGNING_SECRET", slack.signingSecret()),
        Map.entry("COUNTERSIGN_SLACK_BOT_TOKEN", slack.botToken()),
        Map.entry("COUNTERSIGN_SLACK_TEAM_ID", Workspace.TEAM_ID),
        Map.entry("COUNTERSIGN_SLACK_APP_ID", Workspace.APP_ID),
        Map.entry("COUNTERSIGN_SLACK_API_BASE", slack.apiUrl().toString()),
        Map.entry("COUNTERSIGN_SLACK_REPLY_ORIGINS", slack.baseUrl().toString()));
  }

  private static void write(Path folder, BillingTarget billing, String connections)
      throws IOException {
    Path credential = Files.writeString(folder.resolve("billing-token"), CREDENTIAL);
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        version: 1
        rules:
          - id: refunds
            when: 'action.class == "api_call"'
            gate: ask
            stages: [{group: leads, approvals: 1}]
            sla: {expires: 1h}
          - id: messages
            when: 'action.class == "message"'
            gate: ask
            stages: [{group: leads, approvals: 1}]
            sla: {expires: 1h}
          - id: records
            when: 'action.class == "record_change"'
            gate: ask
            stages: [{group: leads, approvals: 1}]
            sla: {expires: 1h}
        """);
    Files.writeString(
        folder.resolve("people.yaml"),
        """
        people:
          - {id: lena, name: Lena, functions: [support], accounts: {slack: {team: %s, user: %s}}}
          - {id: olga, name: Olga}
        groups:
          leads: {members: [lena], slack_channel: %s}
        agents:
          support-bot: {owner: olga, key: %s, may_propose: [api_call, message, record_change]}
          other-bot: {owner: olga, key: %s, may_propose: [record_change]}
        """
            .formatted(Workspace.TEAM_ID, LEAD, CHANNEL, KEY, OTHER_KEY));
    Files.writeString(
        folder.resolve("connections.yaml"),
        """
        billing:
          kind: http
          base_url: %s
          allow: [{method: POST, path: /v1/refunds}]
          credential: 'file:%s'
          idempotency_header: Idempotency-Key
          allow_private_addresses: true
          limits: {rate: 1000/s, concurrency: 8, wait: 10s}
        """
                .formatted(billing.baseUrl(), credential)
            + connections);
  }

  private static <T> T required(FileReading<T> reading) {
    return switch (reading) {
      case FileReading.Read<T>(var value) -> value;
      case FileReading.Unreadable<T>(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  String refund(int number) {
    return """
    {"action_type": "refund.create", "target_system": "billing", "target_id": "charge_%d",
     "proposed_changes": {"class": "api_call", "method": "POST", "url": "%s%s",
       "body": {"media_type": "application/json", "json": {"charge": "charge_%d"}}},
     "rationale": "The lamp arrived broken.", "confidence": 0.9, "risk_level": "medium"}
    """
        .formatted(number, billing.baseUrl(), BillingTarget.REFUNDS, number);
  }

  URI api(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + "/v1/proposals" + path);
  }

  @Override
  public void close() {
    server.close();
    slack.close();
    billing.close();
  }
}
