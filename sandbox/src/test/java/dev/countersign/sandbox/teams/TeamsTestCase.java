package dev.countersign.sandbox.teams;

import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.SettableClock;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A team with two people and a guest, a group chat, someone outside, and a bot that answers.
abstract class TeamsTestCase {
  static final TeamsUser MIRA = TeamsUser.member("Mira");
  static final TeamsUser JON = TeamsUser.member("Jon");
  static final TeamsUser GUEST = TeamsUser.guest("Gus");
  static final TeamsUser STRANGER = TeamsUser.foreign("Stella");
  static final TeamsUser NOBODY = TeamsUser.anonymous("Anon");
  static final TeamsUser OUTSIDER = TeamsUser.member("Otto");
  static final TeamsTeam TEAM = TeamsTeam.of("Support", List.of(MIRA, JON, GUEST), "approvals");
  static final String CHANNEL = TEAM.channel("approvals");
  static final TeamsConversation CHAT =
      TeamsConversation.groupChat("finance", MIRA, JON, STRANGER, NOBODY);
  static final TeamsConversation BARE = TeamsConversation.groupChat("bare", MIRA).installed(false);

  final SettableClock clock = new SettableClock();
  TeamsSandbox teams;
  BotDouble bot;
  ConnectorClient client;

  TeamsSandbox.Builder tenant() {
    TeamsSandbox.Builder builder = TeamsSandbox.builder(clock);
    List.of(MIRA, JON, GUEST, STRANGER, NOBODY, OUTSIDER).forEach(builder::user);
    return builder.team(TEAM).chat(CHAT).chat(BARE);
  }

  @BeforeEach
  void start() throws IOException, InterruptedException {
    teams = tenant().start();
    bot = new BotDouble();
    teams.connect(bot.messages());
    client = new ConnectorClient(teams);
  }

  @AfterEach
  void stop() {
    teams.close();
    bot.close();
  }

  String posted(JsonObject card) throws IOException, InterruptedException {
    return client.post(CHANNEL, card);
  }

  TeamsPress press(TeamsUser by, String id, String action) {
    return teams.press(by.id(), CHANNEL, id, action, Map.of());
  }
}
