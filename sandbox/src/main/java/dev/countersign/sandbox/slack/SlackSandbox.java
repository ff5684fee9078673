package dev.countersign.sandbox.slack;

import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.SandboxSecrets;
import dev.countersign.sandbox.slack.Ephemeral.Source;
import dev.countersign.sandbox.wire.CallbackDelivery;
import dev.countersign.sandbox.wire.FaultScript;
import dev.countersign.sandbox.wire.HttpCall;
import dev.countersign.sandbox.wire.HttpReply;
import dev.countersign.sandbox.wire.LoopbackServer;
import dev.countersign.sandbox.wire.Rung;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// A Slack workspace on this machine, with one app installed. It listens on the loopback address
/// only, answers the app's Web API calls as documented, and plays the people: presses and slash
/// commands go to the app's request URLs, signed.
///
/// ```java
/// try (var slack = SlackSandbox.builder(clock)
///     .user(SlackUser.member("U1", "mira"))
///     .channel(WorkspaceChannel.open("C1", "approvals", "U1"))
///     .start()) {
///   slack.connect(app.interactivity(), app.commands());
///   PostedMessage card = slack.awaitMessage("C1", _ -> true, Duration.ofSeconds(5)).orElseThrow();
///   SlackPress press = slack.press("C1", card.ts(), "Approve & send", "U1");
/// }
/// ```
public final class SlackSandbox implements AutoCloseable {
  /// How long the app may take to answer a callback
  /// (docs.slack.dev/interactivity/handling-user-interaction).
  public static final Duration ACK_DEADLINE = Duration.ofSeconds(3);

  /// What the manifest of Countersign asks for.
  public static final Set<String> SCOPES = Set.of("chat:write", "commands");

  private static final String API_PATH = "/api/";

  private final String signingSecret = SandboxSecrets.newSigningSecret();
  private final String botToken = SandboxSecrets.newBotToken();
  private final String appToken = SandboxSecrets.newAppToken();

  private final InstantSource clock;
  private final Workspace workspace;
  private final ChannelHistory conversations = new ChannelHistory();
  private final FaultScript<Fault> faults = new FaultScript<>();
  private final ChatMethods chat;
  private final Modals modals = new Modals();
  private final ModalAnswers modalAnswers = new ModalAnswers(modals);
  private final WebApi api;
  private final ResponseUrls responseUrls;
  private final Interactions interactions;
  private final Inspection inspection;
  private final Lifecycle lifecycle;
  private final AppCallbacks app;
  private final LoopbackServer server;

  private SlackSandbox(Builder settings) {
    clock = settings.clock;
    workspace = settings.workspace;
    app = new AppCallbacks(clock, signingSecret, settings.ackDeadline);
    var timestamps = new MessageTimestamps(clock);
    var triggers = new TriggerIds(clock);
    chat = new ChatMethods(workspace, conversations, timestamps, clock, this::baseUrl);
    var views = new ViewMethods(workspace, triggers, modals);
    var rateLimit = new PostingRate(clock, settings.burst);
    var directory = new DirectoryMethods(workspace);
    var methods = new HashMap<>(chat.byName());
    methods.putAll(directory.byName());
    methods.putAll(new DirectMessageMethods(workspace).byName());
    methods.putAll(views.byName());
    methods.putAll(new ConnectionMethods(app).byName());
    api =
        new WebApi(
            botToken,
            appToken,
            settings.scopes,
            faults,
            rateLimit,
            new MethodRate(clock, settings.tiers),
            methods);
    responseUrls = new ResponseUrls(chat, conversations, clock, this::baseUrl);
    interactions =
        new Interactions(
            workspace,
            conversations,
            timestamps,
            triggers,
            responseUrls,
            SandboxSecrets.unguessable());
    lifecycle = new Lifecycle(workspace, timestamps, settings.scopes, this::deliverInEnvelope);
    inspection = new Inspection(conversations, modals, this::press, this::submit);
    server = LoopbackServer.start(settings.port, this::route);
  }

  public static Builder builder(InstantSource clock) {
    return new Builder(clock);
  }

  /// The address that takes the place of `https://slack.com`.
  public URI baseUrl() {
    return server.base();
  }

  /// The prefix of Web API methods, with its slash; for `SlackConfig.setMethodsEndpointUrlPrefix`.
  public URI apiUrl() {
    return URI.create(baseUrl() + API_PATH);
  }

  public String signingSecret() {
    return signingSecret;
  }

  public String botToken() {
    return botToken;
  }

  /// The app-level token, with the scope `connections:write` alone.
  public String appToken() {
    return appToken;
  }

  public Workspace workspace() {
    return workspace;
  }

  /// Where the app takes interactions and slash commands; needed before the first press.
  public void connect(URI interactivity, URI commands) {
    app.connect(interactivity, commands);
  }

  /// Switches Socket Mode on: from now on everything goes to the sockets that the app opens, and
  /// nothing to its URLs.
  public SlackSockets socketMode() {
    app.switchToSockets();
    return app.sockets();
  }

  private void deliverInEnvelope(JsonObject event) {
    // Whether the app took it, tests see by what it does.
    var _ = deliverEvent(interactions.event(event));
  }

  /// What happens to channels and to the app, which is told of it.
  public Lifecycle lifecycle() {
    return lifecycle;
  }

  /// The next `times` calls of a Web API method go wrong in this way, after the faults already
  /// scripted for it.
  public void fail(String method, Fault fault, int times) {
    faults.add(method, fault, times);
  }

  /// Breaks off the calls that hang by [Fault.Hang].
  public void hangUp() {
    server.hangUp();
  }

  /// How often a method was called so far, whatever came of it.
  public int calls(String method) {
    return api.calls(method);
  }

  /// How many scripted faults of a method were really played so far.
  public int failed(String method) {
    return faults.played(method);
  }

  /// Takes back all faults that are still to come.
  public void mend() {
    faults.clear();
  }

  /// A person writes in a channel.
  public PostedMessage say(String channel, String userId, String text) {
    var said = new MessageArguments(Optional.of(text), Optional.empty(), Optional.empty());
    return chat.addAs(userId, channel, said, Optional.empty());
  }

  /// Somebody who may deletes a message, the app's too; the app is told nothing.
  public void takeAway(String channel, String ts) {
    conversations.change(channel, ts, PostedMessage::erased);
  }

  /// What people in the channel see now, oldest first.
  public List<PostedMessage> messages(String channel) {
    return conversations.visible(channel);
  }

  /// Every notification on a phone so far, oldest first.
  public List<Rung> rung() {
    return conversations.rung();
  }

  public List<Ephemeral> ephemerals(String channel) {
    return conversations.ephemerals(channel);
  }

  /// Modals that the app opened, oldest first.
  public List<OpenedView> openedViews() {
    return modals.opened();
  }

  /// The modal that this person sees now.
  public Optional<OpenedView> modal(String userId) {
    return modals.of(userId);
  }

  /// The modal that this person sees, as soon as it satisfies `wanted`; empty when the time is
  /// over.
  public Optional<OpenedView> awaitModal(
      String userId, Predicate<OpenedView> wanted, Duration atMost) {
    return modals.await(userId, wanted, atMost);
  }

  /// Every content that the app's page of this person had, oldest first.
  public List<OpenedView> homes(String userId) {
    return modals.homes(userId);
  }

  /// Waits until the app's page of this person had so many contents; whether that came in time.
  public boolean awaitHomes(String userId, int number, Duration atMost) {
    return modals.awaitHomes(userId, number, atMost);
  }

  /// A person opens the app's page, and Slack tells the app.
  ///
  /// @param tab `home` or `messages`
  public CallbackDelivery openHome(String userId, String tab) {
    return deliverEvent(homeOpened(userId, tab));
  }

  /// The event that [#openHome] would send, to be changed before [#deliverEvent].
  public JsonObject homeOpened(String userId, String tab) {
    return interactions.opened(userId, tab, modals.home(userId));
  }

  /// Brings an event to the app, without waiting for more than an answer: posted as JSON, signed
  /// with the time of the clock, or in an envelope.
  public CallbackDelivery deliverEvent(JsonObject event) {
    return app.event(event);
  }

  /// The oldest visible message that satisfies `wanted`, as soon as there is one; empty when the
  /// time is over.
  public Optional<PostedMessage> awaitMessage(
      String channel, Predicate<PostedMessage> wanted, Duration atMost) {
    return conversations.awaitMessage(channel, wanted, atMost);
  }

  /// The oldest ephemeral in the channel that satisfies `wanted`, as soon as there is one; empty
  /// when the time is over.
  public Optional<Ephemeral> awaitEphemeral(
      String channel, Predicate<Ephemeral> wanted, Duration atMost) {
    return conversations.awaitEphemeral(channel, wanted, atMost);
  }

  /// What the person who pressed was told by the press's `response_url`.
  public Optional<Ephemeral> awaitReply(SlackPress press, Duration atMost) {
    return awaitEphemeral(
        press.channel(),
        seen -> seen.responseUrl().equals(Optional.of(press.responseUrl())),
        atMost);
  }

  /// A person presses a button that the message shows now, confirms if asked, and Slack tells the
  /// app.
  ///
  /// @param actionIdOrLabel the `action_id`, or the text on the button
  /// @throws PressRefusedException when Slack would not have let them
  public SlackPress press(String channel, String ts, String actionIdOrLabel, String userId) {
    return deliver(interactions.press(channel, ts, actionIdOrLabel, userId));
  }

  /// A person presses a button on what they alone see in a channel.
  ///
  /// @throws PressRefusedException when there is no such button, or several
  public SlackPress press(Ephemeral seen, String actionIdOrLabel) {
    return deliver(interactions.press(seen, actionIdOrLabel));
  }

  /// A person presses a button in the modal or on the app's page that they see.
  ///
  /// @throws PressRefusedException when there is no such button, or several
  public SlackPress press(OpenedView shown, String actionIdOrLabel) {
    return deliver(interactions.pressIn(shown, actionIdOrLabel));
  }

  /// The same once the person has unticked some boxes of the message.
  ///
  /// @param unticked their values
  /// @throws PressRefusedException as for [#press]
  public SlackPress pressWithout(
      String channel, String ts, String actionIdOrLabel, String userId, Set<String> unticked) {
    return deliver(interactions.press(channel, ts, actionIdOrLabel, userId, unticked));
  }

  /// A person whose client still shows an earlier version of the message presses a button of that
  /// version.
  ///
  /// @param version 0 for the message as first posted
  /// @throws PressRefusedException as for [#press]
  public SlackPress pressVersion(
      String channel, String ts, int version, String actionIdOrLabel, String userId) {
    return deliver(interactions.pressVersion(channel, ts, version, actionIdOrLabel, userId));
  }

  /// The button and value of an earlier press arrive again from another message.
  ///
  /// @throws PressRefusedException as for [#press], except that the other message needs no such
  ///   button
  public SlackPress pressElsewhere(SlackPress original, String channel, String ts) {
    return deliver(interactions.elsewhere(original.payload(), channel, ts));
  }

  /// The payload that [#press] would send, to be changed before [#deliver].
  public JsonObject payload(String channel, String ts, String actionIdOrLabel, String userId) {
    return interactions.press(channel, ts, actionIdOrLabel, userId);
  }

  /// The payload that [#press] on what one person alone sees would send.
  public JsonObject payload(Ephemeral seen, String actionIdOrLabel) {
    return interactions.press(seen, actionIdOrLabel);
  }

  /// A person fills in the modal that they see and sends it; Slack tells the app and does to the
  /// modal what the app answers.
  ///
  /// @param filled by `block_id`: what was typed, or the `value` of what was chosen
  /// @throws PressRefusedException when Slack would not have let them: required inputs are empty,
  ///   text is too long, the modal is closed or somebody else's
  public Submission submit(String userId, OpenedView view, Map<String, String> filled) {
    OpenedView shown = modals.require(view.id(), userId);
    return submit(shown, interactions.submission(shown, filled));
  }

  /// A person presses a button in the modal that they see, confirms if asked, and Slack tells the
  /// app.
  ///
  /// @param actionIdOrLabel the `action_id`, or the text on the button
  /// @throws PressRefusedException when there is no such modal, or no such button in it
  public CallbackDelivery pressIn(OpenedView view, String actionIdOrLabel) {
    OpenedView shown = modals.require(view.id(), view.user());
    return deliver(interactions.pressIn(shown, actionIdOrLabel)).delivery();
  }

  /// The payload that [#pressIn] would send for a modal as it was, to be changed before [#deliver].
  public JsonObject payloadIn(OpenedView view, String actionIdOrLabel) {
    return interactions.pressIn(view, actionIdOrLabel);
  }

  /// The payload that [#submit] would send, to be changed before [#submitAs].
  public JsonObject submission(OpenedView view, Map<String, String> filled) {
    return interactions.submission(view, filled);
  }

  /// Brings exactly this payload to the app, as if it came from the modal.
  public Submission submitAs(OpenedView view, JsonObject payload) {
    return submit(view, payload);
  }

  private Submission submit(OpenedView shown, JsonObject payload) {
    CallbackDelivery delivery = app.interaction(payload);
    return new Submission(payload, delivery, modalAnswers.apply(shown, delivery));
  }

  /// Brings an interaction payload to the app: posted, signed with the time of the clock, or in an
  /// envelope.
  public SlackPress deliver(JsonObject payload) {
    return new SlackPress(payload, app.interaction(payload));
  }

  /// Posts an interaction with exactly this body and these headers: for forged, old, changed and
  /// repeated callbacks.
  public CallbackDelivery deliver(String body, Map<String, String> headers) {
    return app.post(body, headers);
  }

  /// The headers of a form that Slack sends at this time.
  public Map<String, String> sign(String body, Instant at) {
    return app.sign(body, at);
  }

  /// A person runs a slash command and sees the answer's `text` or `blocks`, if any. Blocks that
  /// Slack would refuse are not shown.
  ///
  /// @throws PressRefusedException when Slack would not have let them
  public CommandRun command(String channel, String userId, String command, String text) {
    Map<String, String> fields = commandForm(channel, userId, command, text);
    String responseUrl = fields.getOrDefault("response_url", "");
    CallbackDelivery delivery = app.command(fields);
    Optional<Ephemeral> reply =
        CommandReply.read(delivery)
            .map(said ->
                chat.whisper(
                    channel, userId, said, Source.COMMAND_REPLY, Optional.of(responseUrl)));
    return new CommandRun(delivery, responseUrl, reply);
  }

  /// Brings exactly this form of a command to the app.
  public CallbackDelivery command(Map<String, String> form) {
    return app.command(form);
  }

  /// The form that [#command] would send, to be changed before it is delivered.
  public Map<String, String> commandForm(
      String channel, String userId, String command, String text) {
    return interactions.command(channel, userId, command, text);
  }

  @Override
  public void close() {
    app.close();
    server.close();
  }

  private HttpReply route(HttpCall call) {
    String path = call.path();
    if (path.startsWith(API_PATH)) {
      return api.handle(path.substring(API_PATH.length()), call);
    }
    if (path.startsWith(ResponseUrls.MESSAGE_PATH) || path.startsWith(ResponseUrls.COMMAND_PATH)) {
      return call.isPost() ? responseUrls.handle(call) : HttpReply.text(405, "POST only");
    }
    if (path.startsWith(Inspection.PATH)) {
      return inspection.handle(call);
    }
    return HttpReply.text(404, "not found");
  }

  /// How the sandbox is set up before it starts.
  public static final class Builder {
    private final InstantSource clock;
    private final Workspace workspace = new Workspace();
    private Set<String> scopes = SCOPES;
    private boolean tiers;
    private int port;
    private int burst;
    private Duration ackDeadline = ACK_DEADLINE;

    private Builder(InstantSource clock) {
      this.clock = clock;
    }

    public Builder user(SlackUser user) {
      workspace.put(user);
      return this;
    }

    public Builder channel(WorkspaceChannel channel) {
      workspace.put(channel);
      return this;
    }

    /// What the bot's token may; without it [SlackSandbox#SCOPES].
    public Builder scopes(Set<String> granted) {
      scopes = granted;
      return this;
    }

    /// Limits every method to what its tier guarantees within a minute; without it no limit.
    public Builder tiers() {
      tiers = true;
      return this;
    }

    /// The port to listen on; without it any free one.
    public Builder port(int fixed) {
      port = fixed;
      return this;
    }

    /// Limits posting to one message per second and channel, after a burst of at least one; without
    /// it no limit.
    public Builder rateLimit(int burstOfMessages) {
      if (burstOfMessages < 1) {
        throw new IllegalArgumentException("a burst has at least one message");
      }
      burst = burstOfMessages;
      return this;
    }

    /// Another deadline than [SlackSandbox#ACK_DEADLINE], for tests that let it pass.
    public Builder ackDeadline(Duration shorter) {
      ackDeadline = shorter;
      return this;
    }

    public SlackSandbox start() {
      return new SlackSandbox(this);
    }
  }
}
