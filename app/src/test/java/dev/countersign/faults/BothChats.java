package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.CountersignServer;
import dev.countersign.app.Startup;
import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.ConfigurationReader;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.http.ApiKey;
import dev.countersign.card.Intervention;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.ChangeNote;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.DeployedVersion;
import dev.countersign.ledger.FileText;
import dev.countersign.ledger.VersionChange;
import dev.countersign.proof.Damage;
import dev.countersign.proof.DeploymentDamage;
import dev.countersign.proof.Verifier;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.sandbox.SandboxSecrets;
import dev.countersign.sandbox.billing.BillingTarget;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import dev.countersign.sandbox.teams.InvokeResponse;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsPress;
import dev.countersign.sandbox.teams.TeamsPressRefusedException;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsTeam;
import dev.countersign.sandbox.teams.TeamsUser;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.store.PostgresStore;
import dev.countersign.token.GrantVerifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The very server that `serve` runs, between an emulated Slack and an emulated Teams. Two of mira
/// (both chats), jon (Teams) and lena (Slack) have to approve; noor is nobody's.
///
/// Two of lena and sana (both with Slack only) and jon have to approve messages through `post`, and
/// two of the same and tove (with Teams only) those through `wide-post`.
final class BothChats implements AutoCloseable {
  /// For anything that has to come in the end, the pauses after an outage included.
  static final Duration PATIENCE = Duration.ofSeconds(90);

  static final String SLACK_CHANNEL = "C0LEADS";
  static final String MIRA_IN_SLACK = "U0MIRA";
  static final String LENA = "U0LENA";
  static final String SANA = "U0SANA";
  static final TeamsUser MIRA = TeamsUser.member("Mira");
  static final TeamsUser JON = TeamsUser.member("Jon");
  static final TeamsUser NOOR = TeamsUser.member("Noor");
  static final TeamsUser TOVE = TeamsUser.member("Tove");
  static final TeamsTeam TEAM = TeamsTeam.of("Support", List.of(MIRA, JON, NOOR, TOVE), "leads");
  static final String CHANNEL = TEAM.channel("leads");

  /// Presses of a card that changes under the presser's hand.
  private static final int MOST_PRESSES = 20;

  private static final String BUTTON = "[ ";

  /// Stands on every card, and asks nothing.
  private static final String DETAILS = "[ Details… ]";

  private static final Pattern ID = Pattern.compile("prop_[0-9A-Z]{26}");

  final TeamsSandbox teams;
  final SlackSandbox slack;
  final BillingTarget billing;
  final BillingTarget staging;
  private final EmbeddedPostgresExtension database;
  final Startup startup;
  private final Configuration settings;
  private final CountersignServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String key;

  BothChats(EmbeddedPostgresExtension database, Path folder) throws IOException {
    this(database, folder, false);
  }

  /// @param notices what people are told unasked, as the section `notices` of the settings in one
  ///   line
  BothChats(EmbeddedPostgresExtension database, Path folder, String notices) throws IOException {
    this(database, folder, Map.of(), "", false, notices);
  }

  /// @param more settings, as variables of the environment
  /// @param connections more of them, in YAML
  BothChats(
      EmbeddedPostgresExtension database, Path folder, Map<String, String> more, String connections)
      throws IOException {
    this(database, folder, more, connections, false, "{}");
  }

  /// @param bySocket whether the gate calls Slack to hear from it, and has no address for it
  BothChats(EmbeddedPostgresExtension database, Path folder, boolean bySocket) throws IOException {
    this(database, folder, Map.of(), "", bySocket, "{}");
  }

  private BothChats(
      EmbeddedPostgresExtension database,
      Path folder,
      Map<String, String> more,
      String connections,
      boolean bySocket,
      String notices)
      throws IOException {
    this.database = database;
    teams =
        TeamsSandbox.builder(InstantSource.system())
            .user(MIRA)
            .user(JON)
            .user(NOOR)
            .user(TOVE)
            .team(TEAM)
            .throttled()
            .start();
    slack =
        SlackSandbox.builder(InstantSource.system())
            .scopes(Set.of("chat:write", "commands", "users:read", "channels:read", "groups:read"))
            .user(SlackUser.member(MIRA_IN_SLACK, "mira"))
            .user(SlackUser.member(LENA, "lena"))
            .user(SlackUser.member(SANA, "sana"))
            .channel(WorkspaceChannel.open(SLACK_CHANNEL, "leads", MIRA_IN_SLACK, LENA, SANA))
            .start();
    billing = BillingTarget.start("Bearer of-the-gate");
    staging = BillingTarget.start("Bearer of-the-gate");
    settings =
        required(ConfigurationReader.read(files(folder, connections, bySocket, notices), more));
    startup = required(Startup.read(settings));
    if (bySocket) {
      slack.socketMode();
    }
    server = CountersignServer.start(settings, startup);
    if (bySocket) {
      assertThat(slack.socketMode().await(1, PATIENCE)).isTrue();
    } else {
      URI slackPath = chats(CountersignServer.SLACK_PATH);
      slack.connect(slackPath, slackPath);
    }
    teams.connect(chats(CountersignServer.TEAMS_PATH));
    key = keyOf("ck_test_supportbot");
  }

  /// What the agent with this key authenticates by from now on, whole.
  String keyOf(String id) {
    ApiKey made = new ApiKey(id, SandboxSecrets.unguessable());
    try (PostgresStore operator =
        PostgresStore.open(database.config(), startup.keys().evidence())) {
      assertThat(operator.setSecretHash(made.id(), made.secretHash())).isTrue();
    }
    return made.id() + "_" + made.secret();
  }

  private Path files(Path folder, String connections, boolean bySocket, String notices)
      throws IOException {
    Files.writeString(folder.resolve("token"), "Bearer of-the-gate");
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
        billing-staging:
          kind: http
          environment: staging
          base_url: %s
          allow: [{method: POST, path: /v1/refunds}]
          credential: 'file:%s'
          allow_private_addresses: true
        post: {kind: advisory}
        wide-post: {kind: advisory}
        """
                .formatted(
                    billing.baseUrl(),
                    folder.resolve("token"),
                    staging.baseUrl(),
                    folder.resolve("token"))
            + connections);
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        version: 1
        tags:
          - {tag: domain/money, when: 'action.class == "api_call"'}
        rules:
          - id: calls
            when: 'action.class == "api_call"'
            gate: ask
            stages: [{group: leads, approvals: 2}]
            sla: {expires: 1h}
          - id: mails
            when: 'action.class == "message" && action.target_system == "post"'
            gate: ask
            stages: [{group: mixed, approvals: 2}]
            sla: {expires: 1h}
          - id: wide-mails
            when: 'action.class == "message" && action.target_system == "wide-post"'
            gate: ask
            stages: [{group: wide, approvals: 2}]
            sla: {expires: 1h}
        """);
    Files.writeString(
        folder.resolve("people.yaml"),
        """
        people:
          - id: mira
            name: Mira Sample
            accounts:
              slack: {team: %1$s, user: %2$s}
              teams: {tenant: %3$s, aad_object_id: %4$s}
          - id: jon
            name: Jon Sample
            accounts: {teams: {tenant: %3$s, aad_object_id: %5$s}}
          - id: lena
            name: Lena Sample
            accounts: {slack: {team: %1$s, user: %6$s}}
          - id: sana
            name: Sana Sample
            accounts: {slack: {team: %1$s, user: %9$s}}
          - id: tove
            name: Tove Sample
            accounts: {teams: {tenant: %3$s, aad_object_id: %10$s}}
          - {id: otto, name: Otto Sample}
        groups:
          leads: {members: [mira, jon, lena], slack_channel: %7$s, teams_channel: '%8$s'}
          mixed: {members: [lena, sana, jon], slack_channel: %7$s, teams_channel: '%8$s'}
          wide: {members: [lena, sana, jon, tove], slack_channel: %7$s, teams_channel: '%8$s'}
          security: {members: [mira, jon], may_freeze: true}
        agents:
          support-bot: {owner: otto, key: ck_test_supportbot, may_propose: [api_call, message]}
          staging-bot: {owner: otto, key: ck_test_stagingbot, may_propose: [api_call, message], environments: [staging]}
        """
            .formatted(
                Workspace.TEAM_ID,
                MIRA_IN_SLACK,
                teams.tenantId(),
                MIRA.aadObjectId().orElseThrow(),
                JON.aadObjectId().orElseThrow(),
                LENA,
                SLACK_CHANNEL,
                CHANNEL,
                SANA,
                TOVE.aadObjectId().orElseThrow()));
    return Files.writeString(
        folder.resolve("countersign.yaml"),
        """
        profile: sandbox
        issuer: both-chats
        server: {port: 0, management_port: 0}
        database: {url: "%1$s", user: %2$s, password: %3$s}
        slack:
          %4$s
          bot_token: %5$s
          team_id: %6$s
          app_id: %7$s
          api_base: %8$s/api/
          reply_origins: ["%8$s"]
        teams:
          app_id: %9$s
          tenant_id: %10$s
          client_secret: %11$s
          openid_metadata: %12$s
          token_issuer: %13$s
          login_base: %14$s
          service_origins: ["%15$s"]
          cold_service: %16$s
        workers: {drain_timeout: 2s}
        notices: %17$s
        """
            .formatted(
                database.url(),
                database.config().user(),
                database.config().password(),
                bySocket
                    ? "mode: socket\n  app_token: " + slack.appToken()
                    : "signing_secret: " + slack.signingSecret(),
                slack.botToken(),
                Workspace.TEAM_ID,
                Workspace.APP_ID,
                slack.baseUrl(),
                teams.appId(),
                teams.tenantId(),
                teams.clientSecret(),
                teams.openIdMetadata(),
                teams.tokenIssuer(),
                teams.loginBase(),
                teams.baseUrl(),
                teams.coldServiceUrl(),
                notices));
  }

  /// What the agent authenticates by, whole.
  String agentKey() {
    return key;
  }

  CountersignServer server() {
    return server;
  }

  URI publicUrl() {
    return settings.server().publicUrl();
  }

  URI management(String path) {
    return URI.create("http://127.0.0.1:" + server.managementPort() + path);
  }

  URI chats(String path) {
    return URI.create("http://127.0.0.1:" + server.chatPort() + path);
  }

  URI own(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  /// A refund of this many cents.
  String propose(int cents) {
    String body =
        """
        {"action_type": "refund.create", "target_system": "billing", "target_id": "charge_%1$d",
         "proposed_changes": {"class": "api_call", "method": "POST", "url": "%2$s/v1/refunds",
           "body": {"media_type": "application/json",
             "json": {"charge": "charge_%1$d", "amount": %1$d}}}}
        """
            .formatted(cents, billing.baseUrl());
    return propose(body, "refund-" + cents);
  }

  /// The same for a person of `people.yaml`.
  String propose(int cents, String onBehalfOf) {
    String body =
        """
        {"action_type": "refund.create", "target_system": "billing", "target_id": "charge_%1$d",
         "agent": {"on_behalf_of": "%3$s"},
         "proposed_changes": {"class": "api_call", "method": "POST", "url": "%2$s/v1/refunds",
           "body": {"media_type": "application/json",
             "json": {"charge": "charge_%1$d", "amount": %1$d}}}}
        """
            .formatted(cents, billing.baseUrl(), onBehalfOf);
    return propose(body, "refund-" + cents);
  }

  /// @param through the connection, and with it who is asked
  String proposeMessage(String through, String content) {
    String body =
        """
        {"action_type": "message.send", "target_system": "%s",
         "proposed_changes": {"class": "message", "channel": "email",
           "to": [{"address": "mara@client.example"}],
           "body": {"media_type": "text/plain", "content": "%s"}}}
        """
            .formatted(through, content);
    return propose(body, "message-" + through + "-" + content.length());
  }

  /// @param body of the proposal
  String propose(String body, String idempotencyKey) {
    Matcher id = ID.matcher(post("/v1/proposals", body, idempotencyKey));
    assertThat(id.find()).isTrue();
    return id.group();
  }

  /// Puts another policy in force, as `deploy` of another process does.
  void deploy(UnaryOperator<String> changed) {
    FileText text = changed(DeployedFile.POLICY, changed);
    deploy(text, from -> new DeployedVersion(text.digest(), from.connections()));
  }

  /// The same of connections.
  void deployConnections(UnaryOperator<String> changed) {
    FileText text = changed(DeployedFile.CONNECTIONS, changed);
    deploy(text, from -> new DeployedVersion(from.policy(), text.digest()));
  }

  private FileText changed(DeployedFile file, UnaryOperator<String> changed) {
    FileText before =
        startup.files().texts().stream()
            .filter(text -> text.file() == file)
            .findFirst()
            .orElseThrow();
    String now = changed.apply(new String(before.bytes(), StandardCharsets.UTF_8));
    return new FileText(file, now.getBytes(StandardCharsets.UTF_8));
  }

  private void deploy(FileText text, UnaryOperator<DeployedVersion> next) {
    try (PostgresStore operator =
        PostgresStore.open(database.config(), startup.keys().evidence())) {
      operator.versions().keep(text);
      DeployedVersion from = operator.versions().current().orElseThrow();
      DeployedVersion to = next.apply(from);
      assertThat(
              operator
                  .versions()
                  .deploy(
                      new VersionChange(Optional.of(from), to, ChangeNote.by("ann", List.of()))))
          .isTrue();
    }
  }

  /// Puts other people in place of these, as `people import` of another process does.
  void importPeople(UnaryOperator<String> changed) throws IOException {
    Path file = settings.files().people();
    Files.writeString(file, changed.apply(Files.readString(file)));
    try (PostgresStore operator =
        PostgresStore.open(database.config(), startup.keys().evidence())) {
      assertThat(
              operator.importPeople(
                  required(GateFiles.people(file, settings.environment())), false))
          .isInstanceOf(PostgresStore.PeopleImported.Imported.class);
    }
  }

  void withdraw(String id) {
    post("/v1/proposals/" + id + "/withdraw", "", id);
  }

  private String post(String path, String body, String idempotencyKey) {
    return send(
        HttpRequest.newBuilder(own(path))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /// What its agent reads of a request, waiting until this holds.
  JsonObject read(String id, Predicate<JsonObject> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonObject seen = read(id);
    while (!wanted.test(seen) && System.nanoTime() < end) {
      seen = read(id);
    }
    return seen;
  }

  private JsonObject read(String id) {
    String answer =
        send(HttpRequest.newBuilder(own("/v1/proposals/" + id)).header("Prefer", "wait=1").GET());
    return (JsonObject) CanonicalJson.parse(answer.getBytes(StandardCharsets.UTF_8));
  }

  /// As if this time had passed for every card that no worker holds: what is due then is due now.
  void after(Duration time) {
    asAdmin(
        """
        do $$
        begin
          for tries in 1..100000 loop
            exit when not exists (select from countersign.delivery where lease is not null);
          end loop;
          update countersign.posted_card set at = at - interval '%1$d seconds';
          update countersign.delivery set due_at = due_at - interval '%1$d seconds'
           where lease is null;
        end
        $$
        """
            .formatted(time.toSeconds()));
  }

  /// Since so long the places that refuse have been refusing.
  void refusingFor(Duration time) {
    asAdmin(
        "update countersign.posted_card set failed_since = failed_since - interval '%d seconds'"
            .formatted(time.toSeconds()));
  }

  private void asAdmin(String sql) {
    try {
      database.asAdmin(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private String send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.send(
              request
                  .timeout(Duration.ofSeconds(30))
                  .header("Authorization", "Bearer " + key)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
      return answer.body();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  PostedMessage inSlack(String id, Predicate<String> wanted) {
    return slack
        .awaitMessage(
            SLACK_CHANNEL,
            message -> message.rendered().contains(id) && wanted.test(message.rendered()),
            PATIENCE)
        .orElseThrow(() -> new AssertionError("no such card of " + id + " in Slack"));
  }

  PostedActivity inTeams(String id, Predicate<String> wanted) {
    return teams
        .awaitMessage(
            CHANNEL, message -> text(message).contains(id) && wanted.test(text(message)), PATIENCE)
        .orElseThrow(() -> new AssertionError("no such card of " + id + " in Teams"));
  }

  /// As [#inTeams] for the card that the gate itself knows to stand there: it learns a message's
  /// name from the answer to its post, which comes after the message does.
  PostedActivity keptInTeams(String id) {
    PostedActivity card = inTeams(id, BothChats::asks);
    awaitKept(id, card.id());
    return card;
  }

  /// The same in Slack.
  void keptInSlack(String id) {
    awaitKept(id, inSlack(id, BothChats::asks).ts());
  }

  private void awaitKept(String id, String message) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (database.store().ledger().find(new ProposalId(id)).orElseThrow().cards().stream()
        .noneMatch(kept -> kept.messageId().filter(message::equals).isPresent())) {
      assertThat(System.nanoTime()).as("the gate never heard of " + message).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  static boolean asks(String card) {
    String deciding = card.replace(DETAILS, "");
    for (Intervention intervention : Intervention.values()) {
      deciding = deciding.replace(BUTTON + intervention.label(), "");
    }
    return deciding.contains(BUTTON);
  }

  static Predicate<String> ended(String how) {
    return card -> card.contains(how) && !asks(card);
  }

  /// Every message of this request that stands in Teams.
  List<PostedActivity> messages(String id) {
    return teams.messages(CHANNEL).stream().filter(one -> text(one).contains(id)).toList();
  }

  static String text(PostedActivity message) {
    return message.card().map(TeamsSandbox::text).orElse("");
  }

  void approveInSlack(String user, String id) {
    PostedMessage card = inSlack(id, BothChats::asks);
    slack.press(SLACK_CHANNEL, card.ts(), "approve", user);
  }

  /// Asks for one's own card and approves on it, again where the card changed in between.
  TeamsPress approveInTeams(TeamsUser user, String id) {
    PostedActivity card = keptInTeams(id);
    for (int presses = 0; presses < MOST_PRESSES; presses++) {
      try {
        if (!isOwn(user, card)) {
          TeamsPress view = press(user, card, "view");
          if (!(view.answer() instanceof InvokeResponse.Card)) {
            return view;
          }
        }
        return press(user, card, "approve");
      } catch (TeamsPressRefusedException e) {
        // The card was updated meanwhile, and the person looks again.
      }
    }
    throw new AssertionError("the card of " + id + " does not hold still");
  }

  private boolean isOwn(TeamsUser user, PostedActivity card) {
    return teams
        .view(user.id(), CHANNEL, card.id())
        .filter(shown -> TeamsSandbox.text(shown).contains("Approve"))
        .isPresent();
  }

  /// What whoever runs the slash command is answered, by the response alone.
  String askInSlack(String user, String written) {
    return slack
        .command(SLACK_CHANNEL, user, "/countersign", written)
        .reply()
        .orElseThrow(() -> new AssertionError("no answer to " + written))
        .text();
  }

  /// What whoever runs the slash command is told next.
  String askInTeams(TeamsUser user, String written) {
    teams.command(user.id(), CHANNEL, written);
    return teams
        .awaitMessage(
            CHANNEL,
            one ->
                one.author().equals(teams.botId())
                    && one.onlyFor().filter(user.id()::equals).isPresent()
                    && (!one.text().isEmpty() || one.card().isPresent()),
            PATIENCE)
        .map(one -> one.card().map(TeamsSandbox::text).orElse(one.text()))
        .orElseThrow(() -> new AssertionError("no answer to " + written));
  }

  TeamsPress press(TeamsUser user, PostedActivity card, String verb) {
    return teams.press(user.id(), CHANNEL, card.id(), verb, Map.of());
  }

  ApprovalRequest request(String id) {
    return database.store().ledger().find(new ProposalId(id)).orElseThrow().request();
  }

  /// In the order of their votes.
  List<String> voters(String id) {
    return request(id).votes().stream().map(vote -> vote.person().value()).toList();
  }

  long audited(String id, String type) {
    return database.store().ledger().audit(new ProposalId(id)).stream()
        .filter(entry -> entry.document().text("type").equals(type))
        .count();
  }

  /// What people linked in chats, one to a line.
  String links() {
    try (PostgresStore operator =
        PostgresStore.open(database.config(), startup.keys().evidence())) {
      return operator.people().orElseThrow().links().stream()
          .map(link -> link.person() + " " + link.account())
          .collect(Collectors.joining("\n"));
    }
  }

  List<DeploymentDamage> deploymentDamages() {
    return new Verifier(
            database.store().evidence(),
            new GrantVerifier(startup.keys(), settings.issuer()),
            startup.keys().evidence())
        .verifyDeployment();
  }

  List<Damage> damages() {
    List<Damage> found = new ArrayList<>();
    new Verifier(
            database.store().evidence(),
            new GrantVerifier(startup.keys(), settings.issuer()),
            startup.keys().evidence())
        .verifyAll(found::add);
    return found;
  }

  private static <T> T required(FileReading<T> reading) {
    return switch (reading) {
      case FileReading.Read<T>(var value) -> value;
      case FileReading.Unreadable<T>(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  @Override
  public void close() {
    http.close();
    server.close();
    billing.close();
    staging.close();
    slack.close();
    teams.close();
  }
}
