package dev.countersign.sandbox.teams;

import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.SandboxSecrets;
import dev.countersign.sandbox.wire.CallbackDelivery;
import dev.countersign.sandbox.wire.FaultScript;
import dev.countersign.sandbox.wire.HttpCall;
import dev.countersign.sandbox.wire.HttpReply;
import dev.countersign.sandbox.wire.LoopbackServer;
import dev.countersign.sandbox.wire.Rung;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// A Teams tenant on this machine, with one bot registered. It listens on the loopback address
/// only, gives out Entra tokens, answers the connector calls made with them, publishes the keys of
/// its callbacks, and plays the people.
///
/// ```java
/// TeamsUser mira = TeamsUser.member("Mira");
/// TeamsTeam team = TeamsTeam.of("Support", List.of(mira), "approvals");
/// try (var teams = TeamsSandbox.builder(clock).user(mira).team(team).start()) {
///   teams.connect(app.messages());
///   String channel = team.channel("approvals");
///   PostedActivity card =
///       teams.awaitMessage(channel, one -> one.card().isPresent(), wait).orElseThrow();
///   TeamsPress press = teams.press(mira.id(), channel, card.id(), "approve", Map.of());
/// }
/// ```
///
/// People are named by their MRI, conversations by their id with or without `;messageid=`.
public final class TeamsSandbox implements AutoCloseable {
  /// How long the bot may take to answer an activity. Teams documents no figure for card actions;
  /// this is the sandbox's own.
  public static final Duration ANSWER_DEADLINE = Duration.ofSeconds(10);

  private static final String SERVICE_PATH = "/amer/" + Tenant.TENANT_ID + "/";
  private static final String COLD_SERVICE_PATH = "/teams/";

  private final String clientSecret = SandboxSecrets.newClientSecret();
  private final InstantSource clock;
  private final Tenant tenant;
  private final Messages messages = new Messages();
  private final FaultScript<TeamsFault> faults = new FaultScript<>();
  private final TokenIssuer issuer = new TokenIssuer(this::baseUrl);
  private final EntraTokens tokens;
  private final Connector connector;
  private final BotConnection bot;
  private final Clients clients;
  private final Happenings happenings;
  private final LoopbackServer server;

  private TeamsSandbox(Builder settings) {
    clock = settings.clock;
    tenant = settings.tenant;
    var ids = new ActivityIds(clock);
    var activities = new ActivityMethods(tenant, messages, ids, clock);
    var assertions = new ClientAssertions(settings.certificate);
    tokens = new EntraTokens(clientSecret, assertions, clock, this::baseUrl);
    var throttle = new Throttle(clock, settings.throttled);
    connector = new Connector(tokens, tenant, faults, throttle, activities);
    bot = new BotConnection(issuer, clock, () -> serviceUrl().toString(), settings.deadline);
    var writer = new ActivityWriter(tenant, ids, clock, () -> serviceUrl().toString());
    clients = new Clients(tenant, messages, activities, writer, ids, clock, bot);
    happenings = new Happenings(tenant, writer, bot);
    server = LoopbackServer.start(settings.port, this::route);
  }

  public static Builder builder(InstantSource clock) {
    return new Builder(clock);
  }

  public URI baseUrl() {
    return server.base();
  }

  /// What activities carry as `serviceUrl`, in place of `https://smba.trafficmanager.net/amer/…/`.
  public URI serviceUrl() {
    return URI.create(baseUrl() + SERVICE_PATH);
  }

  /// Where a bot starts that was told no service URL yet, in place of
  /// `https://smba.trafficmanager.net/teams/`.
  public URI coldServiceUrl() {
    return URI.create(baseUrl() + COLD_SERVICE_PATH);
  }

  /// In place of `https://login.botframework.com/v1/.well-known/openidconfiguration`.
  public URI openIdMetadata() {
    return URI.create(baseUrl() + TokenIssuer.METADATA_PATH);
  }

  /// In place of `https://login.microsoftonline.com/`.
  public URI loginBase() {
    return URI.create(baseUrl() + "/");
  }

  public String tokenIssuer() {
    return TokenIssuer.ISSUER;
  }

  public String appId() {
    return Tenant.APP_ID;
  }

  public String botId() {
    return Tenant.BOT_ID;
  }

  public String tenantId() {
    return Tenant.TENANT_ID;
  }

  /// Where people of [TeamsUser#foreign] are at home.
  public String otherTenantId() {
    return Tenant.OTHER_TENANT_ID;
  }

  public String clientSecret() {
    return clientSecret;
  }

  /// The conversation of one person with the bot, whether or not it exists yet.
  public String personalChat(TeamsUser person) {
    return TeamsConversation.personalId(person);
  }

  /// Where the bot takes activities; needed before anything happens.
  public void connect(URI messagesEndpoint) {
    bot.connect(messagesEndpoint);
  }

  /// The next `times` calls of this kind go wrong in this way, after the faults already scripted.
  public void fail(ConnectorOperation operation, TeamsFault fault, int times) {
    faults.add(operation.name(), fault, times);
  }

  /// Takes back all faults that are still to come.
  public void mend() {
    faults.clear();
  }

  /// Signs with a new key from now on; the old one stays published.
  public void rotateKeys() {
    issuer.rotate();
  }

  /// Takes every key out of the key set but the one that signs.
  public void withdrawOldKeys() {
    issuer.withdrawOldKeys();
  }

  /// The channels for which the published keys are good.
  public void endorseKeysFor(List<String> channels) {
    issuer.endorse(channels);
  }

  /// Whether the metadata and the key set answer HTTP 503.
  public void setKeysDown(boolean down) {
    issuer.setDown(down);
  }

  /// Every access token given out so far is refused from now on.
  public void revokeTokens() {
    tokens.revokeAll();
  }

  /// Without a registration the connector answers 401 `BotNotRegistered`.
  public void setRegistered(boolean registered) {
    tenant.setRegistered(registered);
  }

  /// Without the admin's leave the connector answers 403 `BotDisabledByAdmin`.
  public void setAllowedByAdmin(boolean allowed) {
    tenant.setAllowedByAdmin(allowed);
  }

  /// Whether a person blocks the bot in their personal chat.
  public void setBlocked(String user, boolean blocked) {
    tenant.setBlocked(user, blocked);
  }

  /// Every connector call of the app, oldest first.
  public List<ReceivedCall> calls() {
    return connector.received();
  }

  /// Everything in the conversation that is still there, targeted messages too; oldest first.
  public List<PostedActivity> messages(String conversation) {
    return messages.all(base(conversation));
  }

  /// Every notification on a phone so far, oldest first.
  public List<Rung> rung() {
    return messages.rung();
  }

  public Optional<PostedActivity> message(String conversation, String id) {
    return messages.find(base(conversation), id);
  }

  /// What one person sees in the conversation now, oldest first.
  public List<PostedActivity> messagesFor(String user, String conversation) {
    return tenant
        .conversation(base(conversation))
        .filter(where -> where.has(user))
        .map(_ ->
            messages(conversation).stream()
                .filter(one -> one.isSeenBy(user, clock.instant()))
                .toList())
        .orElse(List.of());
  }

  /// The oldest message that satisfies `wanted`, as soon as there is one; empty when the time is
  /// over.
  public Optional<PostedActivity> awaitMessage(
      String conversation, Predicate<PostedActivity> wanted, Duration atMost) {
    return messages.await(base(conversation), wanted, atMost);
  }

  /// The card that everyone sees who has no view of their own.
  public Optional<JsonObject> card(String conversation, String id) {
    return message(conversation, id).flatMap(PostedActivity::card);
  }

  /// The card that one person's client shows.
  public Optional<JsonObject> view(String user, String conversation, String id) {
    return messagesFor(user, conversation).stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .flatMap(one -> one.cardFor(user));
  }

  /// A card as people at a terminal read it; see [AdaptiveCardText].
  public static String text(JsonObject card) {
    return AdaptiveCardText.render(card);
  }

  /// A person presses an `Action.Execute` that their client shows, in an opened card too, with
  /// these inputs filled in by id.
  ///
  /// @param action the verb, the action's id or the text on the button
  /// @throws TeamsPressRefusedException when the client would not have let them
  public TeamsPress press(
      String user, String conversation, String id, String action, Map<String, String> inputs) {
    return clients.press(user, conversation, id, action, inputs);
  }

  /// A person whose client still shows an earlier base of the message presses an action of it.
  ///
  /// @param version 0 for the message as first posted
  /// @throws TeamsPressRefusedException as for [#press]
  public TeamsPress pressVersion(
      String user,
      String conversation,
      String id,
      int version,
      String action,
      Map<String, String> inputs) {
    return clients.pressVersion(user, conversation, id, version, action, inputs);
  }

  /// A person opens the conversation and their client asks for their view, `trigger: automatic`.
  /// Empty when it would not ask: the card does not refresh itself for them, or their view is less
  /// than a minute old.
  public Optional<TeamsPress> refresh(String user, String conversation, String id) {
    return clients.open(user, conversation, id);
  }

  /// A person chooses to refresh the card, `trigger: manual`.
  public TeamsPress refreshByHand(String user, String conversation, String id) {
    return clients.refreshByHand(user, conversation, id);
  }

  /// A person presses an `Action.Submit`, or an action whose fallback an old client shows.
  public TeamsDelivery submit(
      String user, String conversation, String id, String action, Map<String, String> inputs) {
    return clients.submit(user, conversation, id, action, inputs);
  }

  /// The activity that [#press] would send, to be changed before [#invoke].
  public JsonObject activity(
      String user, String conversation, String id, String action, Map<String, String> inputs) {
    return clients.activity(user, conversation, id, action, inputs);
  }

  /// Signs an invoke and sends it, again too when the answer is none. No view changes.
  public TeamsPress invoke(JsonObject activity) {
    return bot.invoke(activity);
  }

  /// Signs any other activity and sends it once.
  public TeamsDelivery tell(JsonObject activity) {
    return bot.tell(activity);
  }

  /// Posts exactly this body with these headers: for forged, old, changed and repeated callbacks.
  public CallbackDelivery deliver(String body, Map<String, String> headers) {
    return bot.post(body, headers);
  }

  /// The headers of a callback that Teams sends at this time, with the claims as changed.
  public Map<String, String> sign(Instant at, UnaryOperator<JsonObject> change) {
    JsonObject claims = TokenIssuer.claims(serviceUrl().toString(), at);
    return BotConnection.headers(issuer.sign(change.apply(claims)));
  }

  /// A person writes to the bot; with a mention where others read along.
  public TeamsDelivery say(String user, String conversation, String text) {
    return clients.say(user, conversation, text);
  }

  /// A person runs a slash command: a message that only the bot sees.
  public TeamsDelivery command(String user, String conversation, String text) {
    return clients.command(user, conversation, text);
  }

  /// A person deletes a message of theirs.
  public TeamsDelivery deleteOwn(String user, String conversation, String id) {
    return clients.deleteOwn(user, conversation, id);
  }

  /// An owner takes away a message of the bot's; the bot is not told.
  public void takeAway(String conversation, String id) {
    messages.change(base(conversation), id, PostedActivity::erased);
  }

  /// A person adds the app to a team (by any of its channels) or a chat.
  public List<TeamsDelivery> install(String user, String conversation) {
    return happenings.install(user, base(conversation));
  }

  /// A person adds the app for themselves; their personal chat begins.
  public List<TeamsDelivery> installFor(String user) {
    return happenings.installFor(user);
  }

  public List<TeamsDelivery> uninstall(String user, String conversation) {
    return happenings.uninstall(user, base(conversation));
  }

  public TeamsDelivery renameChannel(String user, String channel, String name) {
    return happenings.renameChannel(user, base(channel), name);
  }

  public TeamsDelivery deleteChannel(String user, String channel) {
    return happenings.deleteChannel(user, base(channel));
  }

  public TeamsDelivery join(TeamsUser person, String conversation) {
    return happenings.join(person, base(conversation));
  }

  public TeamsDelivery leave(String user, String conversation) {
    return happenings.leave(user, base(conversation));
  }

  /// Gives some conversations to a Microsoft 365 Agents Playground on this machine: what the app
  /// posts there from now on is posted in the playground, and what people do in the playground
  /// comes to the app as if Teams had sent it. What was posted before stays here.
  ///
  /// @param playground `http://127.0.0.1:PORT`, whether or not it listens yet
  /// @param conversations ids that the playground's configuration names
  public PlaygroundRelay relay(URI playground, Set<String> conversations) {
    var client = new PlaygroundClient(playground, conversations, messages);
    connector.showIn(client);
    return new PlaygroundRelay(client, serviceUrl(), activity -> bot.tell(activity).delivery());
  }

  @Override
  public void close() {
    bot.close();
    server.close();
  }

  private HttpReply route(HttpCall call) {
    String path = call.path();
    if (path.startsWith(SERVICE_PATH)) {
      return connector.handle(path.substring(SERVICE_PATH.length()), call);
    }
    if (path.startsWith(COLD_SERVICE_PATH)) {
      return connector.handle(path.substring(COLD_SERVICE_PATH.length()), call);
    }
    if (call.isPost() && path.endsWith(EntraTokens.PATH_END)) {
      return Connector.played(faults, ConnectorOperation.TOKEN, () -> tokens.handle(call));
    }
    return switch (call.method() + " " + path) {
      case "GET " + TokenIssuer.METADATA_PATH ->
          Connector.played(faults, ConnectorOperation.METADATA, issuer::metadata);
      case "GET " + TokenIssuer.KEYS_PATH ->
          Connector.played(faults, ConnectorOperation.KEYS, issuer::keys);
      default -> HttpReply.text(404, "not found");
    };
  }

  private static String base(String conversation) {
    return conversation.split(";messageid=", 2)[0];
  }

  /// How the sandbox is set up before it starts.
  public static final class Builder {
    private final InstantSource clock;
    private final Tenant tenant = new Tenant();
    private int port;
    private boolean throttled;
    private Duration deadline = ANSWER_DEADLINE;
    private Optional<X509Certificate> certificate = Optional.empty();

    private Builder(InstantSource clock) {
      this.clock = clock;
    }

    public Builder user(TeamsUser user) {
      tenant.put(user);
      return this;
    }

    public Builder team(TeamsTeam team) {
      tenant.put(team);
      return this;
    }

    /// A chat as [TeamsConversation#groupChat] and [TeamsConversation#personal] make it.
    public Builder chat(TeamsConversation chat) {
      tenant.put(chat);
      return this;
    }

    /// The port to listen on; without it any free one.
    public Builder port(int fixed) {
      port = fixed;
      return this;
    }

    /// Holds the app to the documented rates; without it no limit.
    public Builder throttled() {
      throttled = true;
      return this;
    }

    /// Another deadline than [TeamsSandbox#ANSWER_DEADLINE], for tests that let it pass.
    public Builder answerDeadline(Duration shorter) {
      deadline = shorter;
      return this;
    }

    /// The certificate registered for the app, for client assertions.
    public Builder certificate(X509Certificate registered) {
      certificate = Optional.of(registered);
      return this;
    }

    public TeamsSandbox start() {
      return new TeamsSandbox(this);
    }
  }
}
