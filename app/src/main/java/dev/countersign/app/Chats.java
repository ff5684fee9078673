package dev.countersign.app;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.SlackConfig;
import dev.countersign.app.http.Mount;
import dev.countersign.app.metrics.GateMetrics;
import dev.countersign.card.CardDesk;
import dev.countersign.card.CardRenderer;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatStanding;
import dev.countersign.card.ClickDesk;
import dev.countersign.card.Conversations;
import dev.countersign.card.Deciders;
import dev.countersign.card.QueueDesk;
import dev.countersign.people.Surface;
import dev.countersign.slack.SlackAdapter;
import dev.countersign.slack.SlackSettings;
import dev.countersign.teams.TeamsAdapter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The chats that this deployment is connected to: channels for what goes out, servlets for what
/// comes back.
final class Chats implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Chats.class);

  private final Optional<SlackAdapter> slack;
  private final Optional<TeamsAdapter> teams;
  private final ClickDesk clicks;
  private final Map<Surface, ChatChannel> channels = new EnumMap<>(Surface.class);
  private final ChatWatch watch;

  /// @param clicks takes what is pressed
  /// @param deciders whose clients in Teams show buttons by themselves
  Chats(
      Configuration configuration,
      ClickDesk clicks,
      Deciders deciders,
      Conversations conversations,
      SecureRandom random,
      GateMetrics metrics) {
    this.clicks = clicks;
    // Chats sign with the world's clock, not with the ledger's.
    InstantSource world = InstantSource.system();
    slack =
        configuration.slack().map(app -> new SlackAdapter(settings(app), clicks, world, metrics));
    teams =
        configuration
            .teams()
            .map(bot -> new TeamsAdapter(bot, deciders, conversations, world, random, metrics));
    slack.ifPresent(app -> channels.put(Surface.SLACK, app.channel()));
    teams.ifPresent(bot -> channels.put(Surface.TEAMS, bot.channel()));
    Map<Surface, Supplier<ChatStanding>> standings = new EnumMap<>(Surface.class);
    slack.ifPresent(app -> standings.put(Surface.SLACK, app::standing));
    teams.ifPresent(bot -> standings.put(Surface.TEAMS, bot::standing));
    watch = new ChatWatch(standings);
  }

  /// The workspace or tenant of each.
  static Map<Surface, String> tenants(Configuration configuration) {
    Map<Surface, String> tenants = new EnumMap<>(Surface.class);
    configuration.slack().ifPresent(app -> tenants.put(Surface.SLACK, app.teamId()));
    configuration.teams().ifPresent(bot -> tenants.put(Surface.TEAMS, bot.tenantId()));
    return Map.copyOf(tenants);
  }

  /// How cards look on each.
  static Map<Surface, CardRenderer> renderers(Configuration configuration) {
    Map<Surface, CardRenderer> renderers = new EnumMap<>(Surface.class);
    configuration
        .slack()
        .ifPresent(app -> renderers.put(Surface.SLACK, SlackAdapter.renderer(app.teamId())));
    configuration.teams().ifPresent(_ -> renderers.put(Surface.TEAMS, TeamsAdapter.renderer()));
    return Map.copyOf(renderers);
  }

  Map<Surface, ChatChannel> channels() {
    return Map.copyOf(channels);
  }

  /// Whether each of them takes this gate, from when it is first asked.
  ChatWatch watch() {
    return watch;
  }

  /// Asks each chat whether it knows us, and says what is not as it should be, one sentence each.
  ///
  /// @throws ChatRefusedException when one knows us and says no: cards would never be shown there
  void greet() {
    List<String> refused = new ArrayList<>();
    slack.ifPresent(
        app -> told("Slack", "slack.bot_token and slack.team_id", app.standing(), refused));
    teams.ifPresent(bot ->
        told(
            "Teams",
            "teams.app_id, teams.tenant_id and the bot's secret",
            bot.standing(),
            refused));
    if (!refused.isEmpty()) {
      throw new ChatRefusedException(refused);
    }
  }

  private static void told(
      String chat, String settings, ChatStanding standing, List<String> refused) {
    switch (standing) {
      case ChatStanding.Known _ -> log.info("{} knows this gate", chat);
      case ChatStanding.Refused(var code) ->
          refused.add(chat + " does not take this gate (" + code + "): look at " + settings + ".");
      case ChatStanding.Away(var code) ->
          log.warn(
              "{} does not answer now ({}); the gate starts, and its cards are shown once it does",
              chat,
              code);
    }
  }

  /// @param cards shows a posted card to one person
  List<Mount> mounts(CardDesk cards, QueueDesk queue) {
    List<Mount> mounts = new ArrayList<>();
    slack.ifPresent(app -> mounts.add(new Mount(Wiring.SLACK_PATH, app.servlet(), List.of())));
    teams.ifPresent(bot ->
        mounts.add(new Mount(Wiring.TEAMS_PATH, bot.servlet(clicks, cards, queue), List.of())));
    return mounts;
  }

  private static SlackSettings settings(SlackConfig app) {
    return new SlackSettings(
        app.signingSecret(),
        app.botToken(),
        app.teamId(),
        app.appId(),
        app.apiBase(),
        app.replyOrigins());
  }

  /// Answers still to be told are given a moment.
  @Override
  public void close() {
    slack.ifPresent(SlackAdapter::close);
    teams.ifPresent(TeamsAdapter::close);
  }
}
