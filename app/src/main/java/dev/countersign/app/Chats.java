package dev.countersign.app;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.http.Mount;
import dev.countersign.app.http.TakenMethods;
import dev.countersign.app.metrics.GateMetrics;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatDesks;
import dev.countersign.card.ChatStanding;
import dev.countersign.card.Conversations;
import dev.countersign.card.Deciders;
import dev.countersign.gate.ChatPorts;
import dev.countersign.people.Surface;
import dev.countersign.slack.SlackAdapter;
import dev.countersign.slack.SlackSettings.Entrance;
import dev.countersign.teams.TeamsAdapter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The chats that this deployment is connected to: channels for what goes out, servlets for what
/// comes back.
final class Chats implements AutoCloseable {
  /// The interactivity request URL of the Slack app, below the public address.
  static final String SLACK_PATH = "/slack/interactivity";

  /// The messaging endpoint of the bot in Teams, below the public address.
  static final String TEAMS_PATH = "/teams/messages";

  private static final Logger log = LoggerFactory.getLogger(Chats.class);

  private final Optional<SlackAdapter> slack;
  private final boolean slackBySocket;
  private final Optional<TeamsAdapter> teams;
  private final SecureRandom random;
  private final Map<Surface, String> tenants = new EnumMap<>(Surface.class);
  private final Map<Surface, ChatChannel> channels = new EnumMap<>(Surface.class);
  private final ChatWatch watch;

  /// @param deciders whose clients in Teams show buttons by themselves
  Chats(
      Configuration configuration,
      Deciders deciders,
      Conversations conversations,
      SecureRandom random,
      GateMetrics metrics) {
    // Chats sign with the world's clock, not with the ledger's.
    InstantSource world = InstantSource.system();
    slack = configuration.slack().map(app -> new SlackAdapter(app, world, metrics));
    slackBySocket =
        configuration.slack().filter(app -> app.entrance() instanceof Entrance.Socket).isPresent();
    this.random = random;
    teams =
        configuration
            .teams()
            .map(bot -> new TeamsAdapter(bot, deciders, conversations, world, random, metrics));
    configuration.slack().ifPresent(app -> tenants.put(Surface.SLACK, app.teamId()));
    configuration.teams().ifPresent(bot -> tenants.put(Surface.TEAMS, bot.tenantId()));
    slack.ifPresent(app -> channels.put(Surface.SLACK, app.channel()));
    teams.ifPresent(bot -> channels.put(Surface.TEAMS, bot.channel()));
    Map<Surface, Supplier<ChatStanding>> standings = new EnumMap<>(Surface.class);
    slack.ifPresent(app -> standings.put(Surface.SLACK, app::standing));
    teams.ifPresent(bot -> standings.put(Surface.TEAMS, bot::standing));
    watch = new ChatWatch(standings);
  }

  /// What the core needs of them.
  ChatPorts ports() {
    return ChatPorts.connected(tenants, channels);
  }

  Set<Surface> connected() {
    return Set.copyOf(channels.keySet());
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
    slack.ifPresent(app ->
        told(
            "Slack",
            slackBySocket
                ? "slack.bot_token, slack.app_token and slack.team_id"
                : "slack.bot_token and slack.team_id",
            app.standing(),
            refused));
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

  /// Where those post that post to the gate.
  List<Mount> mounts(ChatDesks desks) {
    List<Mount> mounts = new ArrayList<>();
    slack
        .filter(_ -> !slackBySocket)
        .ifPresent(app ->
            mounts.add(
                new Mount(
                    SLACK_PATH,
                    app.servlet(desks),
                    List.of(new TakenMethods("GET", "HEAD", "POST")))));
    teams.ifPresent(bot ->
        mounts.add(new Mount(TEAMS_PATH, bot.servlet(desks), List.of(new TakenMethods("POST")))));
    return mounts;
  }

  /// Opens the connections to those that the gate calls to hear from them.
  void listen(ChatDesks desks) {
    slack.filter(_ -> slackBySocket).ifPresent(app -> app.listen(desks, random));
  }

  /// From these connections nothing more comes; what came is answered.
  void stopListening() {
    slack.ifPresent(SlackAdapter::stopListening);
  }

  /// Answers still to be told are given a moment.
  @Override
  public void close() {
    slack.ifPresent(SlackAdapter::close);
    teams.ifPresent(TeamsAdapter::close);
  }
}
