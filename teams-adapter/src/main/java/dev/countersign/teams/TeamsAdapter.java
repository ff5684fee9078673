package dev.countersign.teams;

import dev.countersign.card.AskLimit;
import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatDesks;
import dev.countersign.card.ChatStanding;
import dev.countersign.card.Commands;
import dev.countersign.card.Conversations;
import dev.countersign.card.Deciders;
import dev.countersign.setup.SetupFinding;
import dev.countersign.teams.answer.AskDoor;
import dev.countersign.teams.answer.ConversationHandler;
import dev.countersign.teams.answer.DecisionDoor;
import dev.countersign.teams.answer.DetailsDoor;
import dev.countersign.teams.answer.EditDoor;
import dev.countersign.teams.answer.InterventionDoor;
import dev.countersign.teams.answer.InvokeHandler;
import dev.countersign.teams.answer.Memberships;
import dev.countersign.teams.answer.MessageHandler;
import dev.countersign.teams.answer.Replies;
import dev.countersign.teams.answer.SheetDoor;
import dev.countersign.teams.answer.TeamsServlet;
import dev.countersign.teams.answer.UntakenInvokes;
import dev.countersign.teams.caller.ActivityReader;
import dev.countersign.teams.caller.BearerUses;
import dev.countersign.teams.caller.ConnectorKeys;
import dev.countersign.teams.caller.ConnectorTokenVerifier;
import dev.countersign.teams.channel.ConversationServices;
import dev.countersign.teams.channel.Rosters;
import dev.countersign.teams.channel.TeamsChannel;
import dev.countersign.teams.connector.AccessTokens;
import dev.countersign.teams.connector.ConnectorClient;
import dev.countersign.teams.connector.ConnectorErrors;
import dev.countersign.teams.connector.ThrottleBudget;
import dev.countersign.teams.connector.TokenAnswer;
import dev.countersign.teams.connector.TokenRequests;
import dev.countersign.teams.settings.ServiceUrls;
import dev.countersign.teams.settings.TeamsSettings;
import jakarta.servlet.http.HttpServlet;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;

/// One bot in one Teams tenant: a [ChatChannel] for the core, and a servlet for the Bot Connector.
///
/// The servlet takes POST at the bot's messaging endpoint, verifies what it gets, and answers from
/// committed state. It needs no other filter. After [#close] nothing may be sent or pressed.
public final class TeamsAdapter implements AutoCloseable {
  private final TeamsSettings settings;
  private final Conversations conversations;
  private final InstantSource clock;
  private final CallbackMetrics metrics;
  private final AccessTokens tokens;
  private final ConnectorClient connector;
  private final ConnectorKeys keys;
  private final TeamsChannel channel;
  private final Replies replies;
  private final Memberships memberships;

  /// @param deciders whose clients show buttons by themselves
  /// @param clock the world's, which the connector's tokens keep to
  /// @param jitter spreads what failed together
  public TeamsAdapter(
      TeamsSettings settings,
      Deciders deciders,
      Conversations conversations,
      InstantSource clock,
      RandomGenerator jitter,
      CallbackMetrics metrics) {
    this.settings = settings;
    this.conversations = conversations;
    this.clock = clock;
    this.metrics = metrics;
    ServiceUrls services = new ServiceUrls(settings.serviceOrigins());
    tokens = tokens(settings, clock);
    connector = new ConnectorClient(tokens, services::allow, new ThrottleBudget(clock), clock);
    keys = new ConnectorKeys(settings, clock);
    channel =
        new TeamsChannel(
            settings,
            connector,
            new ConnectorErrors(jitter),
            new ConversationServices(conversations, settings.coldService()),
            new Rosters(connector, clock),
            deciders);
    replies = new Replies(connector, settings, metrics);
    memberships = new Memberships(connector, clock);
  }

  /// Asks Entra and Teams what they make of the settings. Posts nothing and changes nothing.
  ///
  /// @param conversations where people are asked, by the conversation's id
  public static List<SetupFinding> check(
      TeamsSettings settings, InstantSource clock, Collection<String> conversations) {
    ServiceUrls services = new ServiceUrls(settings.serviceOrigins());
    try (AccessTokens tokens = tokens(settings, clock);
        ConnectorClient connector =
            new ConnectorClient(tokens, services::allow, new ThrottleBudget(clock), clock)) {
      return new TeamsCheck(settings, tokens, connector).run(conversations);
    }
  }

  private static AccessTokens tokens(TeamsSettings settings, InstantSource clock) {
    return new AccessTokens(
        new TokenRequests(
            settings.credential(),
            settings.appId(),
            settings.tenantId(),
            settings.loginBase(),
            settings.tokenIssuer()),
        clock);
  }

  public ChatChannel channel() {
    return channel;
  }

  /// Asks Entra once for a token of the bot.
  public ChatStanding standing() {
    return switch (tokens.bearer()) {
      case TokenAnswer.Bearer _ -> new ChatStanding.Known();
      case TokenAnswer.Refused(String code) -> new ChatStanding.Refused(code);
      case TokenAnswer.Later(_, String code) -> new ChatStanding.Away(code);
    };
  }

  /// Made once, when the desks are there.
  public HttpServlet servlet(ChatDesks desks) {
    DecisionDoor door = new DecisionDoor(desks.cards().clicks(), memberships);
    AskLimit limit = new AskLimit(clock);
    Commands commands = new Commands(desks);
    return new TeamsServlet(
        new ActivityReader(),
        new ConnectorTokenVerifier(settings, keys, clock),
        new BearerUses(clock),
        new InvokeHandler(
            door,
            new EditDoor(desks.cards().edits(), desks.cards().own(), door),
            new InterventionDoor(desks.cards().interventions(), desks.cards().own(), door),
            new DetailsDoor(desks.cards().details(), door),
            new AskDoor(commands, memberships, limit),
            new SheetDoor(commands, memberships, limit),
            desks.cards().own(),
            memberships),
        new UntakenInvokes(replies, limit),
        new MessageHandler(door, commands, replies, limit, memberships),
        new ConversationHandler(
            settings.botId(),
            conversations,
            memberships,
            replies,
            desks.deployment().places(),
            clock),
        metrics);
  }

  /// Answers still to be told are given a moment.
  @Override
  public void close() {
    replies.close();
    memberships.close();
    connector.close();
    tokens.close();
    keys.close();
  }
}
