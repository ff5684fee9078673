package dev.countersign.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.countersign.TestGate;
import dev.countersign.execution.ActionExecutor;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.connection.ConnectionsReader;
import dev.countersign.executors.connection.ConnectionsResult;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.ledger.SendCounts;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsTeam;
import dev.countersign.sandbox.teams.TeamsUser;
import dev.countersign.secret.Secret;
import dev.countersign.store.EmbeddedPostgresExtension;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A target for each [Hand], each behind a relay, and how often each had its effect.
final class RealTargets implements AutoCloseable {
  static final String RUNNER = "payout-runner";

  private static final String CHANNEL = "C0SUPPORT00";
  private static final TeamsUser MIRA = TeamsUser.member("Mira");
  private static final TeamsTeam TEAM = TeamsTeam.of("Support", List.of(MIRA), "support");
  private static final String KEY =
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEQH8f9imydFnB5g/+xQnl8QmW0qHW9jB3mXuXKfxfN7VA856fuO3mAR6Ws972+66XzAsgXY2fEoREYiGzddQvyg==";
  private static final String ROLE_PASSWORD = "of-the-gate";

  private final EmbeddedPostgresExtension database;
  private final AccountService service = AccountService.start();
  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final SlackSandbox slack =
      SlackSandbox.builder(InstantSource.system())
          .scopes(SlackSandbox.SCOPES)
          .user(SlackUser.member("U0MIRA", "mira"))
          .channel(WorkspaceChannel.open(CHANNEL, "support", "U0MIRA"))
          .start();
  private final TeamsSandbox teams =
      TeamsSandbox.builder(InstantSource.system()).user(MIRA).team(TEAM).start();
  private final List<String> outside = new CopyOnWriteArrayList<>();
  private final Map<Hand, HeldRelay> relays = new EnumMap<>(Hand.class);

  /// @param database of another system than the gate
  RealTargets(EmbeddedPostgresExtension database) throws SQLException {
    this.database = database;
    mail.start();
    database.asAdmin("CREATE TABLE account (id text PRIMARY KEY, terms text NOT NULL)");
    database.asAdmin("CREATE ROLE " + role() + " LOGIN PASSWORD '" + ROLE_PASSWORD + "'");
    database.asAdmin("GRANT SELECT, UPDATE (terms) ON account TO " + role());
    relay(Hand.HTTP_WITH_KEY, service.port());
    relay(Hand.HTTP, service.port());
    relay(Hand.SMTP, mail.getSmtp().getPort());
    relay(Hand.SQL, databaseUrl().getPort());
    relay(Hand.SLACK, slack.apiUrl().getPort());
    relay(Hand.TEAMS, teams.baseUrl().getPort());
  }

  private void relay(Hand hand, int port) {
    relays.put(hand, HeldRelay.to(port));
  }

  Map<Hand, HeldRelay> relays() {
    return relays;
  }

  private URI databaseUrl() {
    return URI.create(database.url().substring("jdbc:".length()));
  }

  private String databaseName() {
    return databaseUrl().getPath().substring(1);
  }

  /// A server has its roles for all databases together.
  private String role() {
    return "gate_of_" + databaseName();
  }

  private int port(Hand hand) {
    return hand.in(relays).port();
  }

  /// As `connections.yaml` has them, with the port of each relay.
  String connections() {
    return """
    {"accounts":{"kind":"http","base_url":"http://127.0.0.1:%d","credential":"env:ACCOUNTS",
        "allow_private_addresses":true,"idempotency_header":"Idempotency-Key",
        "allow":[{"method":"PATCH","path":"/v1/accounts/{id}","verify":"/v1/accounts/{id}"}]},
     "notes":{"kind":"http","base_url":"http://127.0.0.1:%d","credential":"env:ACCOUNTS",
        "allow_private_addresses":true,"allow":[{"method":"POST","path":"/v1/notes/{id}"}]},
     "mail":{"kind":"smtp","host":"mx.mail.example","port":%d,"tls":"none",
        "allow_private_addresses":true,"from":"help@example.com",
        "recipients":{"domains":["example.com"]}},
     "crm":{"kind":"sql","host":"db.crm.example","port":%d,"tls":"none","database":"%s",
        "user":"%s","credential":"env:CRM","allow_private_addresses":true,
        "verify":true,"records":{"account":{"table":"account","key":"id","allow":["update"],
          "fields":{"terms":{}}}}},
     "slack":{"kind":"slack","channels":["%s"],"credential":"env:SLACK",
        "base_url":"http://127.0.0.1:%d","allow_private_addresses":true},
     "teams":{"kind":"teams","tenant":"%s","app_id":"%s","channels":["%s"],
        "credential":"env:TEAMS","base_url":"http://127.0.0.1:%d",
        "login_url":"http://127.0.0.1:%d","allow_private_addresses":true},
     "payouts":{"kind":"external","executor":"%s","public_keys":["%s"],"classes":["api_call"]}}
    """
        .formatted(
            port(Hand.HTTP_WITH_KEY),
            port(Hand.HTTP),
            port(Hand.SMTP),
            port(Hand.SQL),
            databaseName(),
            role(),
            CHANNEL,
            port(Hand.SLACK),
            teams.tenantId(),
            teams.appId(),
            TEAM.channel("support"),
            port(Hand.TEAMS),
            port(Hand.TEAMS),
            RUNNER,
            KEY);
  }

  /// By the name of `env:`.
  Map<String, String> credentials() {
    return Map.of(
        "ACCOUNTS",
        AccountService.CREDENTIAL,
        "CRM",
        ROLE_PASSWORD,
        "SLACK",
        slack.botToken(),
        "TEAMS",
        teams.clientSecret());
  }

  /// The executors that a gate has of these connections, whichever process it is in.
  static ActionExecutor executors(
      String connections, Map<String, String> credentials, SendCounts counts) {
    if (!(ConnectionsReader.read(TestGate.json(connections))
        instanceof ConnectionsResult.Read read)) {
      throw new AssertionError(ConnectionsReader.read(TestGate.json(connections)));
    }
    return ExecutorRegistry.of(
        read.connections(),
        Outbound.of(
            reference ->
                Optional.ofNullable(
                        credentials.get(reference.toString().substring("env:".length())))
                    .map(Secret::new),
            _ -> List.of(InetAddress.getLoopbackAddress()),
            InstantSource.system(),
            counts));
  }

  /// What an agent proposes there, with an effect that can be told from every other by its name.
  byte[] proposal(Hand hand, String name) throws SQLException {
    String changes =
        switch (hand) {
          case HTTP_WITH_KEY ->
              """
              {"class":"api_call","method":"PATCH","url":"http://127.0.0.1:%d/v1/accounts/%s",
               "body":{"media_type":"application/json","json":{"plan":"gold"}}}
              """
                  .formatted(port(hand), name);
          case HTTP ->
              """
              {"class":"api_call","method":"POST","url":"http://127.0.0.1:%d/v1/notes/%s",
               "body":{"media_type":"application/json","json":{"note":"They pay by invoice."}}}
              """
                  .formatted(port(hand), name);
          case SMTP ->
              """
              {"class":"message","channel":"email","to":[{"address":"ada@example.com"}],
               "subject":"%s","body":{"media_type":"text/plain","content":"You have 60 days now."}}
              """
                  .formatted(name);
          case SQL -> {
            database.asAdmin("INSERT INTO account VALUES ('" + name + "', 'NET30')");
            yield """
            {"class":"record_change","operation":"update","record_type":"account",
             "changes":[{"path":"/terms","from":"NET30","to":"NET60"}]}
            """;
          }
          case SLACK -> posted("slack", CHANNEL, name);
          case TEAMS -> posted("teams", TEAM.channel("support"), name);
          case OUTSIDE ->
              """
              {"class":"api_call","method":"POST","url":"https://payouts.example/v1/%s"}
              """
                  .formatted(name);
        };
    return """
    {"action_type":"account.change","target_system":"%s","target_id":"%s",
     "proposed_changes":%s}
    """
        .formatted(hand.connection(), name, changes)
        .getBytes(UTF_8);
  }

  private static String posted(String chat, String channel, String name) {
    return """
    {"class":"message","channel":"%s","to":[{"address":"%s"}],
     "body":{"media_type":"text/plain","content":"About %s."}}
    """
        .formatted(chat, channel, name);
  }

  /// Of the executor outside.
  void payOut(ProposalId id) {
    outside.add(id.value());
  }

  /// How often the target did what was proposed.
  long effects(Hand hand, String name, ProposalId id) throws SQLException {
    return switch (hand) {
      case HTTP_WITH_KEY -> service.arrived("PATCH", "/v1/accounts/" + name);
      case HTTP -> service.arrived("POST", "/v1/notes/" + name);
      case SMTP -> mails(name);
      case SQL -> isChanged(name) ? 1 : 0;
      case SLACK ->
          slack.messages(CHANNEL).stream()
              .filter(one -> one.toString().contains("About " + name + "."))
              .count();
      case TEAMS ->
          teams.messages(TEAM.channel("support")).stream()
              .filter(one -> one.text().contains("About " + name + "."))
              .count();
      case OUTSIDE -> outside.stream().filter(id.value()::equals).count();
    };
  }

  private long mails(String name) {
    List<MimeMessage> named = new ArrayList<>();
    for (MimeMessage one : mail.getReceivedMessages()) {
      try {
        if (name.equals(one.getSubject())) {
          named.add(one);
        }
      } catch (MessagingException e) {
        throw new AssertionError(e);
      }
    }
    return named.size();
  }

  /// Waits for whoever still holds the row.
  private boolean isChanged(String name) throws SQLException {
    try (Connection connection = database.admin().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT terms FROM account WHERE id = '" + name + "' FOR UPDATE")) {
      return row.next() && row.getString(1).equals("NET60");
    }
  }

  @Override
  public void close() throws IOException {
    for (HeldRelay relay : relays.values()) {
      relay.close();
    }
    service.close();
    mail.stop();
    slack.close();
    teams.close();
  }
}
