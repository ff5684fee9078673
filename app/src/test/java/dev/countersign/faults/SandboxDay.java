package dev.countersign.faults;

import dev.countersign.RecordingExecutor;
import dev.countersign.RememberedConversations;
import dev.countersign.RememberedMutes;
import dev.countersign.RememberedRefusals;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.Click;
import dev.countersign.card.PostedCard;
import dev.countersign.drawing.CardComposer;
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
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.AgentAlarms;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.RememberedAttachments;
import dev.countersign.ledger.RememberedRetrospectives;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AccountId;
import dev.countersign.people.Agent;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Surface;
import dev.countersign.policy.DomainList;
import dev.countersign.policy.Policy;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import dev.countersign.sandbox.teams.ConnectorOperation;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsFault;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsTeam;
import dev.countersign.sandbox.teams.TeamsUser;
import dev.countersign.secret.Secret;
import dev.countersign.slack.SlackAdapter;
import dev.countersign.slack.SlackSettings;
import dev.countersign.teams.TeamsAdapter;
import dev.countersign.teams.card.AdaptiveCards;
import dev.countersign.teams.settings.TeamsCredential;
import dev.countersign.teams.settings.TeamsSettings;
import dev.countersign.token.Issuer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The real core over a ledger in memory, between the emulated chats and by one clock that a test
/// turns: what goes out is called over HTTP by the adapters, and nothing waits for real time.
///
/// Five teams have a channel each in both chats. Of each, three decide first (one in Slack alone,
/// one in Teams alone, one in both) and two, in the same channel, after them.
final class SandboxDay implements AutoCloseable {
  static final int CHANNELS = 5;
  private static final int LOTS = 100_000;
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final AgentId AGENT = new AgentId("support-bot");

  final SettableClock clock = new SettableClock(Instant.parse("2026-11-30T00:00:00Z"));
  final SlackSandbox slack;
  final TeamsSandbox teams;
  private final TeamsTeam team;
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private final Directory directory;
  private final SlackAdapter slackAdapter;
  private final TeamsAdapter teamsAdapter;
  private final Map<Surface, ChatChannel> chats;
  private final ApprovalGate gate;
  private boolean slackIsDown;

  SandboxDay() {
    List<TeamsUser> members =
        IntStream.range(0, CHANNELS)
            .boxed()
            .flatMap(nth -> Stream.of("Ben", "Cleo", "Eve").map(name -> user(name, nth)))
            .toList();
    team =
        TeamsTeam.of(
            "Support",
            members,
            IntStream.range(0, CHANNELS).mapToObj(nth -> "c" + nth).toArray(String[]::new));
    var teamsBuilder = TeamsSandbox.builder(clock).team(team).throttled();
    members.forEach(teamsBuilder::user);
    teams = teamsBuilder.start();
    var slackBuilder = SlackSandbox.builder(clock).rateLimit(5);
    for (int nth = 0; nth < CHANNELS; nth++) {
      String[] ids = {"UANN" + nth, "UCLEO" + nth, "UDAN" + nth};
      for (String id : ids) {
        slackBuilder.user(SlackUser.member(id, id));
      }
      slackBuilder.channel(WorkspaceChannel.open("C" + nth, "c" + nth, ids));
    }
    slack = slackBuilder.start();
    directory = new PeopleDirectory(TestGate.people(people(members)));
    StorePorts store =
        new StorePorts(
            ledger,
            ledger,
            directory,
            new RememberedConversations(),
            new RememberedMutes(ledger::now),
            new RememberedRetrospectives(ledger),
            new RememberedAttachments(ledger::now, id -> ledger.find(id).isPresent()),
            AgentAlarms.NONE,
            new RememberedRefusals(ledger::now));
    slackAdapter =
        new SlackAdapter(
            new SlackSettings(
                new SlackSettings.Entrance.Requests(new Secret(slack.signingSecret())),
                new Secret(slack.botToken()),
                Workspace.TEAM_ID,
                Workspace.APP_ID,
                slack.apiUrl(),
                Set.of(slack.baseUrl())),
            clock,
            CallbackMetrics.NONE);
    teamsAdapter =
        new TeamsAdapter(
            new TeamsSettings(
                teams.appId(),
                teams.tenantId(),
                Set.of(teams.tenantId()),
                new TeamsCredential.ClientSecret(new Secret(teams.clientSecret())),
                teams.openIdMetadata(),
                teams.tokenIssuer(),
                teams.loginBase(),
                Set.of(teams.baseUrl()),
                teams.coldServiceUrl()),
            store.deciders(),
            new RememberedConversations(),
            clock,
            new Random(7),
            CallbackMetrics.NONE);
    chats = Map.of(Surface.SLACK, slackAdapter.channel(), Surface.TEAMS, teamsAdapter.channel());
    Policy policy = TestGate.policy(policy());
    gate =
        ApprovalGate.over(
            new Ports(
                Stores.of(store),
                new Signing(TestKeys.RING, new Issuer("https://gate.example"), () -> Instant.EPOCH),
                new Rules(
                    () -> policy, DomainList.of(List.of("inside.example")), IntakeLimits.DEFAULT),
                ChatPorts.connected(
                    Map.of(Surface.SLACK, Workspace.TEAM_ID, Surface.TEAMS, teams.tenantId()),
                    chats),
                new ExecutionPorts(
                    new RecordingExecutor(),
                    new Patience(Duration.ofMinutes(1), clock::nanos, clock::advance)),
                ledger::now,
                new SecureRandom(),
                _ -> {},
                Duration.ofMinutes(30),
                new Metrics(
                    TestGate.NO_DECISION_METRICS,
                    (_, _) -> {},
                    TestGate.NO_EXECUTION_METRICS,
                    _ -> {})));
  }

  private static TeamsUser user(String name, int nth) {
    return TeamsUser.member(name + nth);
  }

  private static String policy() {
    return "{\"version\":1,\"rules\":["
        + String.join(
            ",",
            IntStream.range(0, CHANNELS)
                .mapToObj(nth ->
                    """
                    {"id":"r%1$d","when":"action.target_system == \\"billing-%1$d\\"","gate":"ask",
                     "stages":[{"group":"first-%1$d","approvals":1},{"group":"second-%1$d","approvals":1}],
                     "sla":{"expires":"4h","remind":["50%%"]}}
                    """
                        .formatted(nth))
                .toList())
        + "]}";
  }

  private String people(List<TeamsUser> members) {
    List<String> persons = new ArrayList<>();
    List<String> groups = new ArrayList<>();
    for (int nth = 0; nth < CHANNELS; nth++) {
      List<String> teamsIds =
          members.subList(3 * nth, 3 * nth + 3).stream()
              .map(one -> one.aadObjectId().orElseThrow())
              .toList();
      persons.add(person("ann" + nth, Optional.of("UANN" + nth), Optional.empty()));
      persons.add(person("ben" + nth, Optional.empty(), Optional.of(teamsIds.get(0))));
      persons.add(person("cleo" + nth, Optional.of("UCLEO" + nth), Optional.of(teamsIds.get(1))));
      persons.add(person("dan" + nth, Optional.of("UDAN" + nth), Optional.empty()));
      persons.add(person("eve" + nth, Optional.empty(), Optional.of(teamsIds.get(2))));
      for (String group : List.of("first", "second")) {
        groups.add(
            """
            "%s-%d":{"members":[%s],"slack_channel":"C%d","teams_channel":"%s"}
            """
                .formatted(
                    group,
                    nth,
                    group.equals("first")
                        ? "\"ann%1$d\",\"ben%1$d\",\"cleo%1$d\"".formatted(nth)
                        : "\"dan%1$d\",\"eve%1$d\"".formatted(nth),
                    nth,
                    team.channel("c" + nth)));
      }
    }
    persons.add(person("otto", Optional.empty(), Optional.empty()));
    persons.add(person("reviewer-7", Optional.empty(), Optional.empty()));
    return """
    {"people":[%s],"groups":{%s},
     "agents":{"support-bot":{"owner":"otto","key":"ck_test_supportbot1","may_propose":["api_call"]}}}
    """
        .formatted(String.join(",", persons), String.join(",", groups));
  }

  private String person(String id, Optional<String> inSlack, Optional<String> inTeams) {
    List<String> accounts = new ArrayList<>();
    inSlack.ifPresent(user ->
        accounts.add(
            "\"slack\":{\"team\":\"%s\",\"user\":\"%s\"}".formatted(Workspace.TEAM_ID, user)));
    inTeams.ifPresent(user ->
        accounts.add(
            "\"teams\":{\"tenant\":\"%s\",\"aad_object_id\":\"%s\"}"
                .formatted(teams.tenantId(), user)));
    return "{\"id\":\"%s\",\"name\":\"%s\",\"accounts\":{%s}}"
        .formatted(id, id, String.join(",", accounts));
  }

  ProposalId propose(int channel) {
    Agent agent = directory.agent(AGENT).orElseThrow();
    byte[] body =
        TestGate.body("{\"anew\":true,\"target_system\":\"billing-%d\"}".formatted(channel));
    return switch (gate.intake().submit(agent, body, Optional.empty())) {
      case IntakeResult.Recorded recorded -> recorded.id();
      default -> throw new AssertionError("not asked");
    };
  }

  void withdraw(ProposalId id) {
    var _ = gate.withdrawals().withdraw(AGENT, id);
  }

  /// What time asks for, and everything that is due.
  void work() {
    var _ = gate.due().run();
    deliver(DeliveryKind.SHOW_CARD, gate.courier()::deliver);
    deliver(DeliveryKind.RING, gate.reminders()::ring);
    deliver(DeliveryKind.REMIND, gate.reminders()::deliver);
    deliver(DeliveryKind.EXECUTE, gate.executions()::run);
  }

  /// As often as a server does.
  void probe() {
    ledger.probe(Duration.ofSeconds(20), 100);
  }

  private void deliver(DeliveryKind kind, Consumer<Delivery> worker) {
    for (List<Delivery> due = ledger.claim(kind, 100, LEASE);
        !due.isEmpty();
        due = ledger.claim(kind, 100, LEASE)) {
      due.forEach(worker);
    }
  }

  /// Whether the button was there, and pressed: nobody presses in a chat that is down.
  boolean press(ProposalId id, int channel, String user, Decision decision) {
    ChatAddress address = new ChatAddress(Surface.SLACK, Workspace.TEAM_ID, "C" + channel);
    Optional<PostedMessage> message =
        latest(record(id), address)
            .flatMap(PostedCard::messageId)
            .flatMap(ts ->
                slack.messages(address.channel()).stream()
                    .filter(one -> one.ts().equals(ts))
                    .findFirst());
    Optional<String> token = message.flatMap(one -> token(one.blocks(), decision));
    if (slackIsDown || token.isEmpty()) {
      return false;
    }
    var _ =
        gate.decisions()
            .decide(
                new Click(
                    new AccountId(Surface.SLACK, Workspace.TEAM_ID, user),
                    address,
                    message.orElseThrow().ts(),
                    token.get(),
                    TestGate.inputs(decision),
                    Digest.of(user + id + decision)));
    return true;
  }

  private static Optional<String> token(Json json, Decision decision) {
    String name = decision.name().toLowerCase(Locale.ROOT);
    return switch (json) {
      case JsonArray array ->
          array.items().stream().flatMap(item -> token(item, decision).stream()).findFirst();
      case JsonObject object
          when object.optionalText("action_id").filter(name::equals).isPresent() ->
          object.optionalText("value");
      case JsonObject object ->
          object.members().values().stream()
              .flatMap(item -> token(item, decision).stream())
              .findFirst();
      default -> Optional.empty();
    };
  }

  void slackGoesDown() {
    slackIsDown = true;
    for (String method : List.of("chat.postMessage", "chat.update")) {
      slack.fail(method, new Fault.Status(503), LOTS);
    }
  }

  void teamsGoesDown() {
    for (ConnectorOperation operation :
        List.of(
            ConnectorOperation.CREATE_CONVERSATION,
            ConnectorOperation.SEND,
            ConnectorOperation.UPDATE,
            ConnectorOperation.PAGED_MEMBERS)) {
      teams.fail(operation, new TeamsFault.Status(503), LOTS);
    }
  }

  void comesBack() {
    slackIsDown = false;
    slack.mend();
    teams.mend();
  }

  /// A 429 and a 5xx here and there.
  void hiccup(int nth) {
    switch (nth % 4) {
      case 0 -> slack.fail("chat.postMessage", new Fault.RateLimited(Duration.ofSeconds(20)), 1);
      case 1 -> slack.fail("chat.update", new Fault.Status(500), 2);
      case 2 ->
          teams.fail(
              ConnectorOperation.CREATE_CONVERSATION,
              new TeamsFault.Throttled(Duration.ofSeconds(10)),
              2);
      default -> teams.fail(ConnectorOperation.UPDATE, new TeamsFault.Status(502), 2);
    }
  }

  RequestRecord record(ProposalId id) {
    return ledger.find(id).orElseThrow();
  }

  private static Optional<PostedCard> latest(RequestRecord record, ChatAddress address) {
    return record.cards().stream()
        .filter(card -> card.address().equals(address))
        .reduce((_, later) -> later);
  }

  /// The places of this channel whose message is not what is committed.
  List<ChatAddress> untrue(ProposalId id, int channel) {
    RequestRecord record = record(id);
    return Stream.of(
            new ChatAddress(Surface.SLACK, Workspace.TEAM_ID, "C" + channel),
            new ChatAddress(Surface.TEAMS, teams.tenantId(), team.channel("c" + channel)))
        .filter(address -> !isTrue(record, address))
        .toList();
  }

  private boolean isTrue(RequestRecord record, ChatAddress address) {
    Optional<PostedCard> card = latest(record, address);
    // What was decided before it was posted needs no card.
    if (card.isEmpty() || card.get().messageId().isEmpty()) {
      return !(record.request().state() instanceof Pending);
    }
    String message = card.get().messageId().get();
    JsonObject drawn =
        Objects.requireNonNull(chats.get(address.surface()))
            .render(new CardComposer(directory).compose(record))
            .body();
    return address.surface() == Surface.SLACK
        ? slack.messages(address.channel()).stream()
            .filter(one -> one.ts().equals(message))
            .anyMatch(one -> shows(one.blocks(), drawn.items("blocks")))
        : teams.message(address.channel(), message).stream()
            .flatMap(one -> one.card().stream())
            .anyMatch(shown ->
                shows(
                    new JsonArray(shown.items("body")),
                    AdaptiveCards.base(drawn, List.of()).items("body")));
  }

  /// Whether the message is what would be drawn now, tokens apart, and apart from the line that
  /// names whom the post made notice it.
  private static boolean shows(JsonArray message, List<Json> drawn) {
    List<Json> shown = message.items();
    return shown.size() <= drawn.size() + 1
        && shown.size() >= drawn.size()
        && withoutTokens(new JsonArray(shown.subList(0, drawn.size())))
            .equals(withoutTokens(new JsonArray(drawn)));
  }

  private static Json withoutTokens(Json json) {
    return switch (json) {
      case JsonArray array ->
          new JsonArray(array.items().stream().map(SandboxDay::withoutTokens).toList());
      case JsonObject object
          when object.optionalText("type").filter("button"::equals).isPresent() ->
          object.with("value", Json.of(""));
      case JsonObject object when object.members().containsKey("elements") ->
          object.with("elements", withoutTokens(new JsonArray(object.items("elements"))));
      default -> json;
    };
  }

  /// Messages that are no request's card, nor below one.
  int strays(List<ProposalId> ids) {
    Set<String> cards = new HashSet<>();
    ids.forEach(id -> record(id).cards().forEach(card -> card.messageId().ifPresent(cards::add)));
    int strays = 0;
    for (int nth = 0; nth < CHANNELS; nth++) {
      for (PostedMessage one : slack.messages("C" + nth)) {
        strays += cards.contains(one.threadTs().orElse(one.ts())) ? 0 : 1;
      }
      for (PostedActivity one : teams.messages(team.channel("c" + nth))) {
        strays += cards.contains(one.thread()) ? 0 : 1;
      }
    }
    return strays;
  }

  /// Messages that began a thread, per request and place.
  int cards() {
    int cards = 0;
    for (int nth = 0; nth < CHANNELS; nth++) {
      cards +=
          (int) slack.messages("C" + nth).stream().filter(one -> one.threadTs().isEmpty()).count();
      cards +=
          (int)
              teams.messages(team.channel("c" + nth)).stream()
                  .filter(one -> one.thread().equals(one.id()))
                  .count();
    }
    return cards;
  }

  /// Places of all requests in which a card ever stood.
  int placesShown(List<ProposalId> ids) {
    return ids.stream()
        .mapToInt(id ->
            (int)
                record(id).cards().stream()
                    .filter(card -> card.messageId().isPresent())
                    .map(PostedCard::address)
                    .distinct()
                    .count())
        .sum();
  }

  /// How often each phone rang for each request, reminders apart.
  Map<String, Integer> rings(List<ProposalId> ids) {
    Map<String, ProposalId> requests = new LinkedHashMap<>();
    ids.forEach(id ->
        record(id)
            .cards()
            .forEach(card -> card.messageId().ifPresent(name -> requests.put(name, id))));
    Map<String, Integer> rings = new LinkedHashMap<>();
    slack
        .rung()
        .forEach(rung -> {
          PostedMessage message =
              slack.messages(rung.conversation()).stream()
                  .filter(one -> one.ts().equals(rung.message()))
                  .findFirst()
                  .orElseThrow();
          if (!message.text().contains("Reminder")) {
            rings.merge(
                rung.user() + " " + requests.get(message.threadTs().orElse(message.ts())),
                1,
                Integer::sum);
          }
        });
    teams
        .rung()
        .forEach(rung -> {
          PostedActivity message = teams.message(rung.conversation(), rung.message()).orElseThrow();
          if (!message.current().toString().contains("Reminder")) {
            rings.merge(rung.user() + " " + requests.get(message.thread()), 1, Integer::sum);
          }
        });
    return rings;
  }

  @Override
  public void close() {
    slackAdapter.close();
    teamsAdapter.close();
    slack.close();
    teams.close();
  }
}
