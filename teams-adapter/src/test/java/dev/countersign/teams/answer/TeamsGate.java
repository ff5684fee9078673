package dev.countersign.teams.answer;

import dev.countersign.RecordingExecutor;
import dev.countersign.RememberedConversations;
import dev.countersign.RememberedMutes;
import dev.countersign.RememberedRefusals;
import dev.countersign.SettableClock;
import dev.countersign.SheetDouble;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.AuditEntry;
import dev.countersign.card.ChatDesks;
import dev.countersign.execution.Patience;
import dev.countersign.gate.ApprovalGate;
import dev.countersign.gate.ChatPorts;
import dev.countersign.gate.ExecutionPorts;
import dev.countersign.gate.Metrics;
import dev.countersign.gate.Ports;
import dev.countersign.gate.Rules;
import dev.countersign.gate.Signing;
import dev.countersign.gate.StorePorts;
import dev.countersign.gate.Stores;
import dev.countersign.intake.IntakeLimits;
import dev.countersign.intake.IntakeResult;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.AgentAlarms;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.RememberedAttachments;
import dev.countersign.ledger.RememberedRetrospectives;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.PeopleReader;
import dev.countersign.people.PeopleReading;
import dev.countersign.people.Surface;
import dev.countersign.policy.DomainList;
import dev.countersign.policy.Policy;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsConversation;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsTeam;
import dev.countersign.sandbox.teams.TeamsUser;
import dev.countersign.secret.Secret;
import dev.countersign.teams.TeamsAdapter;
import dev.countersign.teams.settings.TeamsCredential;
import dev.countersign.teams.settings.TeamsSettings;
import dev.countersign.token.Issuer;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/// The adapter on a real server between the emulated Teams and the real core over a ledger in
/// memory. Deliveries are worked off when a test says so.
///
/// Mira, Noor and Priya are leads, Otto owns the agent and is a lead too; Pia is in finance; Gus is
/// a guest and a lead, as is Ian, whom the conversation calls a user; Fay is a lead of another
/// organisation; Ada joined without an account.
final class TeamsGate implements AutoCloseable {
  static final Duration AT_MOST = Duration.ofSeconds(10);
  static final TeamsUser MIRA = TeamsUser.member("Mira");
  static final TeamsUser NOOR = TeamsUser.member("Noor");
  static final TeamsUser PRIYA = TeamsUser.member("Priya");
  static final TeamsUser OTTO = TeamsUser.member("Otto");
  static final TeamsUser PIA = TeamsUser.member("Pia");
  static final TeamsUser STRANGER = TeamsUser.member("Stan");
  static final TeamsUser GUEST = TeamsUser.guest("Gus");
  static final TeamsUser INVITED = TeamsUser.invited("Ian");
  static final TeamsUser FOREIGN = TeamsUser.foreign("Fay");
  static final TeamsUser ANONYMOUS = TeamsUser.anonymous("Ada");

  /// Who is asked, and where.
  enum Leads {
    IN_THE_CHANNEL(
        """
        "members":["mira","noor","priya","otto","gus","ian","fay"],"teams_channel":"%s\"\
        """),
    DIRECTLY(
        """
        "members":["noor","priya"],"teams_direct":true\
        """),
    BOTH(
        """
        "members":["noor","priya"],"teams_channel":"%s","teams_direct":true\
        """);

    private final String group;

    Leads(String group) {
      this.group = group;
    }
  }

  final SettableClock clock = new SettableClock(TestGate.START);
  final TeamsTeam team =
      TeamsTeam.of(
          "Support",
          List.of(MIRA, NOOR, PRIYA, OTTO, PIA, STRANGER, GUEST, INVITED, FOREIGN, ANONYMOUS),
          "approvals");
  final String channel = team.channel("approvals");
  final TeamsSandbox teams;
  final InMemoryLedger ledger = new InMemoryLedger(clock);
  final Directory directory;
  final RememberedConversations conversations = new RememberedConversations();
  final TeamsAdapter adapter;
  private final Server server = new Server();
  private final ApprovalGate gate;
  final SheetDouble sheets = new SheetDouble();
  final RecordedTeamsMetrics metrics = new RecordedTeamsMetrics();

  /// When the ledger's epoch began.
  private final AtomicReference<Instant> epoch = new AtomicReference<>(Instant.EPOCH);

  /// Buttons and grants from before are dead.
  void beginEpoch() {
    clock.advance(Duration.ofSeconds(1));
    epoch.set(clock.instant());
  }

  /// The leads are asked in the channel.
  TeamsGate(int approvals) throws Exception {
    this(approvals, Leads.IN_THE_CHANNEL);
  }

  TeamsGate(int approvals, Leads leads) throws Exception {
    var builder = TeamsSandbox.builder(clock).team(team);
    for (TeamsUser user :
        List.of(MIRA, NOOR, PRIYA, OTTO, PIA, STRANGER, GUEST, INVITED, FOREIGN, ANONYMOUS)) {
      builder.user(user);
    }
    teams = builder.chat(TeamsConversation.personal(MIRA)).start();
    directory = directory(leads);
    Policy policy =
        TestGate.policy(
            TestGate.ONE_LEAD
                .replace(":1}]", ":" + approvals + ",\"may_ask\":[\"finance\"]}]")
                .replace("action.class == \\\"api_call\\\"", "true"));
    StorePorts store =
        new StorePorts(
            ledger,
            ledger,
            directory,
            conversations,
            new RememberedMutes(ledger::now),
            new RememberedRetrospectives(ledger),
            new RememberedAttachments(ledger::now, id -> ledger.find(id).isPresent()),
            AgentAlarms.NONE,
            new RememberedRefusals(ledger::now));
    adapter =
        new TeamsAdapter(
            settings(), store.deciders(), conversations, clock, new Random(7), metrics);
    gate =
        ApprovalGate.over(
            new Ports(
                Stores.of(store),
                new Signing(TestKeys.RING, new Issuer("https://gate.example"), epoch::get),
                new Rules(
                    () -> policy, DomainList.of(List.of("inside.example")), IntakeLimits.DEFAULT),
                ChatPorts.connected(
                    Map.of(Surface.TEAMS, teams.tenantId()),
                    Map.of(Surface.TEAMS, adapter.channel())),
                new ExecutionPorts(
                    new RecordingExecutor(), Patience.ofLease(Duration.ofMinutes(1))),
                ledger::now,
                new SecureRandom(),
                _ -> {},
                Duration.ofMinutes(30),
                new Metrics(
                    TestGate.NO_DECISION_METRICS,
                    (_, _) -> {},
                    TestGate.NO_EXECUTION_METRICS,
                    _ -> {})));
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(adapter.servlet(desks())), "/teams/messages");
    server.setHandler(context);
    server.start();
    teams.connect(URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/teams/messages"));
  }

  /// The gate's own, but for break-glass.
  private ChatDesks desks() {
    ChatDesks own = gate.desks();
    ChatDesks.DeploymentDesks deployment = own.deployment();
    return own.with(
        new ChatDesks.DeploymentDesks(
            deployment.places(), deployment.freezes(), sheets, deployment.unknown()));
  }

  private TeamsSettings settings() {
    return new TeamsSettings(
        teams.appId(),
        teams.tenantId(),
        Set.of(teams.tenantId()),
        new TeamsCredential.ClientSecret(new Secret(teams.clientSecret())),
        teams.openIdMetadata(),
        teams.tokenIssuer(),
        teams.loginBase(),
        Set.of(teams.baseUrl()),
        teams.coldServiceUrl());
  }

  private Directory directory(Leads leads) {
    String people =
        """
        {"people":[%s,{"id":"reviewer-7","name":"Rhea Requester"}],
         "groups":{"support-leads":{%s},
                   "finance":{"members":["pia"],"teams_channel":"%s"}},
         "agents":{"support-bot":{"owner":"otto","key":"ck_test_supportbot1","may_propose":["api_call","message"]}}}
        """
            .formatted(
                String.join(
                    ",",
                    List.of(MIRA, NOOR, PRIYA, OTTO, PIA, GUEST, INVITED, FOREIGN).stream()
                        .map(this::person)
                        .toList()),
                leads.group.formatted(channel),
                channel);
    return switch (PeopleReader.read(TestGate.json(people))) {
      case PeopleReading.Read(var read) -> new PeopleDirectory(read);
      case PeopleReading.Unreadable(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  private String person(TeamsUser user) {
    return """
    {"id":"%s","name":"%s Lead","accounts":{"teams":{"tenant":"%s","aad_object_id":"%s"}}}\
    """
        .formatted(
            user.name().toLowerCase(Locale.ROOT),
            user.name(),
            teams.tenantId(),
            user.aadObjectId().orElseThrow());
  }

  /// Proposes, and lets the card arrive in the channel.
  ProposalId ask() {
    return ask(TestGate.body("{\"anew\":true}"));
  }

  ProposalId ask(byte[] body) {
    IntakeResult result =
        gate.intake()
            .submit(
                directory.agent(new AgentId("support-bot")).orElseThrow(), body, Optional.empty());
    ProposalId id = ((IntakeResult.Recorded) result).id();
    showCards();
    return id;
  }

  void showCards() {
    for (int rounds = 0; rounds < 20; rounds++) {
      List<Delivery> due = ledger.claim(DeliveryKind.SHOW_CARD, 100, Duration.ofMinutes(1));
      if (due.isEmpty()) {
        return;
      }
      due.forEach(gate.courier()::deliver);
    }
    throw new AssertionError("deliveries do not come to rest");
  }

  /// The one card in the channel.
  PostedActivity posted() {
    List<PostedActivity> cards =
        teams.messages(channel).stream().filter(one -> one.card().isPresent()).toList();
    if (cards.size() != 1) {
      throw new AssertionError("one card expected, there are " + cards.size());
    }
    return cards.getFirst();
  }

  ApprovalRequest request(ProposalId id) {
    return ledger.find(id).orElseThrow().request();
  }

  List<String> audit(ProposalId id) {
    return ledger.audit(id).stream().map(AuditEntry::document).map(e -> e.text("type")).toList();
  }

  /// What the last entry of this kind says.
  JsonObject entry(ProposalId id, String type) {
    return ledger.audit(id).stream()
        .map(AuditEntry::document)
        .filter(entry -> entry.text("type").equals(type))
        .map(entry -> entry.object("data"))
        .reduce((_, later) -> later)
        .orElseThrow();
  }

  ChatAddress address() {
    return new ChatAddress(Surface.TEAMS, teams.tenantId(), channel);
  }

  static boolean offers(JsonObject card, String verb) {
    return CanonicalJson.text(card).contains("\"verb\":\"" + verb + "\"");
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop", e);
    }
    adapter.close();
    teams.close();
  }
}
