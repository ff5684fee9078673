package dev.countersign.trial;

import dev.countersign.app.CountersignServer;
import dev.countersign.app.Startup;
import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.ConfigurationReader;
import dev.countersign.app.config.DatabaseConfig;
import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.http.ApiKey;
import dev.countersign.console.ConsoleSettings;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.SandboxSecrets;
import dev.countersign.sandbox.billing.BillingTarget;
import dev.countersign.sandbox.mail.MailTarget;
import dev.countersign.sandbox.oidc.SandboxIssuer;
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsTeam;
import dev.countersign.sandbox.teams.TeamsUser;
import dev.countersign.store.PostgresStore;
import dev.countersign.store.StoreConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The gate of the trial and everything around it, started: the very server that `serve` runs,
/// reading real files, with chats and targets on this machine.
record TrialGate(
    TrialFolder folder,
    Configuration settings,
    Startup startup,
    PostgresStore store,
    Intruder intruder,
    BillingTarget billing,
    MailTarget mail,
    CrmTarget crm,
    SlackSandbox slack,
    TeamsSandbox teams,
    SandboxIssuer issuer,
    CountersignServer server,
    String apiKey,
    AgentClient agent) {
  static final String CHANNEL = "C0SUPPORTLEADS";
  static final String CHANNEL_NAME = "support-leads";
  static final String LEAD = "U0MIRA";
  static final String OWNER = "U0OTTO";
  static final String STRANGER = "U0NOOR";
  static final String SECOND = "U0JON";

  static final TeamsUser MIRA = TeamsUser.member("Mira");
  static final TeamsUser JON = TeamsUser.member("Jon");
  static final TeamsUser OTTO = TeamsUser.member("Otto");

  /// Of the manifest, with those that tell who is a guest and who sees a channel.
  private static final Set<String> SLACK_SCOPES =
      Set.of("chat:write", "commands", "users:read", "channels:read", "groups:read");

  static final TeamsUser NOOR = TeamsUser.member("Noor");

  /// Mira and jon may decide, otto answers for the agent; nobody else is known to the gate.
  private static final List<TeamsUser> PEOPLE =
      List.of(MIRA, JON, NOOR, OTTO, TeamsUser.member("Ben"), TeamsUser.member("Cleo"));

  private static final TeamsTeam TEAM = TeamsTeam.of("Support", PEOPLE, CHANNEL_NAME);
  static final String TEAMS_CHANNEL = TEAM.channel(CHANNEL_NAME);

  /// In the folder of secrets, for commands that are copied from the page.
  static final String AGENT_KEY_FILE = "agent-key";

  private static final String MAIL_USER = "countersign";

  /// Who can sign in to the console. Noor is nobody there.
  private static final Map<String, String> SUBJECTS = subjects();

  private static Map<String, String> subjects() {
    Map<String, String> subjects = new LinkedHashMap<>();
    subjects.put("mira", "Mira, who may decide");
    subjects.put("jon", "Jon, who may decide");
    subjects.put("otto", "Otto, who answers for the agent");
    subjects.put("sana", "Sana, of security");
    subjects.put("vera", "Vera, who looks on");
    subjects.put("tove", "Tove, who writes agents");
    subjects.put("noor", "Noor, whom the gate does not know");
    return subjects;
  }

  private static final String AGENT_KEY = "ck_test_supportbot";

  static TrialGate start(Trial trial, TrialStack stack, Transcript transcript) {
    TrialFolder folder = stack.add(TrialFolder.open(trial.folder()));
    transcript.field("Folder", folder.root());
    if (StalePostmaster.clear(folder.database())) {
      transcript.field("", "cleared what a trial that was killed had left running");
    }
    if (trial.fresh()) {
      folder.empty();
      transcript.field("", "emptied, as --fresh says");
    }

    transcript.field("Postgres", "starting; the first time it is unpacked");
    String password = SandboxSecrets.unguessable();
    String importPassword = SandboxSecrets.unguessable();
    EmbeddedDatabase database = stack.add(EmbeddedDatabase.start(folder, password, importPassword));
    Intruder intruder = Intruder.start(database);
    transcript.field("", "up on 127.0.0.1:" + database.port() + ", durable, schema up to date");

    String billingToken = SandboxSecrets.unguessable();
    BillingTarget billing = stack.add(BillingTarget.start("Bearer " + billingToken));
    transcript.field("Billing", billing.baseUrl() + BillingTarget.REFUNDS);
    String mailPassword = SandboxSecrets.unguessable();
    MailTarget mail = stack.add(MailTarget.start(MAIL_USER, mailPassword));
    transcript.field("Mail", "127.0.0.1:" + mail.port() + ", where every mail stays");
    String crmPassword = SandboxSecrets.unguessable();
    CrmTarget crm = CrmTarget.start(database, crmPassword);
    transcript.field("CRM", "the database " + CrmTarget.DATABASE + " beside it");
    SlackSandbox slack = stack.add(workspace());
    transcript.field("Slack", slack.baseUrl() + " with #" + CHANNEL_NAME);

    TeamsSandbox teams = stack.add(tenant());
    transcript.field("Teams", teams.baseUrl() + " with the channel " + CHANNEL_NAME);

    int port =
        trial.port().isPresent()
            ? FreePort.exactly(trial.port().getAsInt())
            : FreePort.preferably(Trial.PORT);
    int chatPort = FreePort.any();
    URI pages = URI.create("http://localhost:" + chatPort);
    SandboxIssuer issuer =
        stack.add(SandboxIssuer.start(0, SUBJECTS, URI.create(pages + ConsoleSettings.CALLBACK)));
    transcript.field("Sign-in", issuer.issuer() + ", where everybody is whom they choose");
    folder.writeSecret("console-client-secret", issuer.clientSecret());
    folder.writeSecret("database", password);
    folder.writeSecret("database-import", importPassword);
    folder.writeSecret("billing-token", "Bearer " + billingToken);
    folder.writeSecret("mail-password", mailPassword);
    folder.writeSecret("crm-password", crmPassword);
    folder.writeSecret("slack-signing-secret", slack.signingSecret());
    folder.writeSecret("slack-bot-token", slack.botToken());
    folder.writeSecret("teams-client-secret", teams.clientSecret());
    Ports ports = new Ports(port, chatPort, mail.port());
    writeFiles(folder, ports, database, billing, slack, teams, issuer);
    Configuration settings = required(ConfigurationReader.read(folder.settings(), Map.of()));
    Startup startup = required(Startup.read(settings));

    CountersignServer server = stack.add(CountersignServer.start(settings, startup));
    URI own = URI.create("http://127.0.0.1:" + server.port());
    URI chats = URI.create("http://127.0.0.1:" + server.chatPort());
    URI callbacks = URI.create(chats + CountersignServer.SLACK_PATH);
    slack.connect(callbacks, callbacks);
    teams.connect(URI.create(chats + CountersignServer.TEAMS_PATH));
    PostgresStore store =
        stack.add(
            open(
                settings.database(),
                new DatabaseConfig.Login(
                    settings.database().user(), settings.database().password()),
                startup));
    String key;
    try (PostgresStore importer =
        open(settings.database(), settings.database().importer(), startup)) {
      key = newKey(importer);
    }
    folder.writeSecret(AGENT_KEY_FILE, key);
    transcript.field("Countersign", own + ", with a new key for its agent");
    AgentClient agent = stack.add(new AgentClient(own, key));
    return new TrialGate(
        folder, settings, startup, store, intruder, billing, mail, crm, slack, teams, issuer,
        server, key, agent);
  }

  /// Of the two doors, and of the mail server.
  private record Ports(int agents, int people, int mail) {}

  /// Where people review and decide in a browser.
  URI console() {
    return settings.console().orElseThrow().address();
  }

  /// What the ledger keeps of a request that there is: the frozen action.
  Action action(ProposalId id) {
    return store.ledger().find(id).orElseThrow().proposal().action();
  }

  private static SlackSandbox workspace() {
    return SlackSandbox.builder(InstantSource.system())
        .scopes(SLACK_SCOPES)
        .user(SlackUser.member(LEAD, "mira"))
        .user(SlackUser.member(SECOND, "jon"))
        .user(SlackUser.member(OWNER, "otto"))
        .user(SlackUser.member(STRANGER, "noor"))
        .channel(WorkspaceChannel.open(CHANNEL, CHANNEL_NAME, LEAD, SECOND, OWNER, STRANGER))
        .start();
  }

  private static TeamsSandbox tenant() {
    TeamsSandbox.Builder tenant = TeamsSandbox.builder(InstantSource.system()).team(TEAM);
    PEOPLE.forEach(tenant::user);
    return tenant.start();
  }

  private static void writeFiles(
      TrialFolder folder,
      Ports ports,
      EmbeddedDatabase database,
      BillingTarget billing,
      SlackSandbox slack,
      TeamsSandbox teams,
      SandboxIssuer issuer) {
    Map<String, String> values =
        Map.ofEntries(
            Map.entry("port", Integer.toString(ports.agents())),
            Map.entry("chat_port", Integer.toString(ports.people())),
            Map.entry("mail_port", Integer.toString(ports.mail())),
            Map.entry("mail_user", MAIL_USER),
            Map.entry("issuer", issuer.issuer().toString()),
            Map.entry("client", SandboxIssuer.CLIENT_ID),
            Map.entry("management_port", Integer.toString(FreePort.any())),
            Map.entry("database_port", Integer.toString(database.port())),
            Map.entry("team", Workspace.TEAM_ID),
            Map.entry("app", Workspace.APP_ID),
            Map.entry("slack", slack.baseUrl().toString()),
            Map.entry("bot", teams.appId()),
            Map.entry("tenant", teams.tenantId()),
            Map.entry("mira", MIRA.aadObjectId().orElseThrow()),
            Map.entry("jon", JON.aadObjectId().orElseThrow()),
            Map.entry("otto", OTTO.aadObjectId().orElseThrow()),
            Map.entry("teams_channel", TEAMS_CHANNEL),
            Map.entry("teams", teams.baseUrl().toString()),
            Map.entry("teams_keys", teams.openIdMetadata().toString()),
            Map.entry("teams_issuer", teams.tokenIssuer()),
            Map.entry("teams_service", teams.coldServiceUrl().toString()),
            Map.entry("billing", billing.baseUrl().toString()),
            // Inside single quotes, where YAML doubles them.
            Map.entry("secrets", folder.secrets().toString().replace("'", "''")));
    folder.write("countersign.yaml", values);
    folder.write("policy.yaml", values);
    folder.write("people.yaml", values);
    folder.write("connections.yaml", values);
  }

  private static PostgresStore open(
      DatabaseConfig database, DatabaseConfig.Login login, Startup startup) {
    return PostgresStore.open(
        new StoreConfig(
            database.url(),
            login.user(),
            login.password().reveal(),
            1,
            database.acquire(),
            database.lock(),
            database.statement()),
        startup.keys().evidence());
  }

  /// Ends the key of an earlier trial.
  private static String newKey(PostgresStore store) {
    ApiKey key = new ApiKey(AGENT_KEY, SandboxSecrets.unguessable());
    if (!store.setSecretHash(key.id(), key.secretHash())) {
      throw new IllegalStateException("people.yaml names this key");
    }
    return key.id() + "_" + key.secret();
  }

  private static <T> T required(FileReading<T> reading) {
    return switch (reading) {
      case FileReading.Read<T>(var value) -> value;
      case FileReading.Unreadable<T>(var problems) ->
          throw new TrialException(
              problems.stream().map(FileProblem::toString).collect(Collectors.joining("\n")));
    };
  }

  /// The playground in place of the people of the trial's own Teams, from now on.
  Playground playground() {
    return Playground.open(folder, teams, TEAM, PEOPLE);
  }

  /// An example, with the address at which billing really listens.
  String proposal(String example) {
    return TrialFolder.resource(example)
        .replace("https://api.billing.example", billing.baseUrl().toString());
  }

  /// Leaves an example in the folder, to be sent with curl.
  void writeProposal(String example) {
    try {
      Files.writeString(folder.root().resolve(example), proposal(example));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
