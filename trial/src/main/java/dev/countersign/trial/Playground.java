package dev.countersign.trial;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.teams.PlaygroundRelay;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsTeam;
import dev.countersign.sandbox.teams.TeamsUser;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Microsoft 365 Agents Playground in place of the trial's own Teams client: a Teams that people
/// see in a browser. It is Microsoft's, under terms of its own, and neither shipped nor started by
/// the trial, which writes its configuration and prints the command.
///
/// @param port where the command makes it listen
/// @param relay takes what it sends
record Playground(Path folder, int port, PlaygroundRelay relay) implements AutoCloseable {
  /// The version that this was tried with.
  static final String PACKAGE = "@microsoft/m365agentsplayground@0.2.28";

  /// The playground's own.
  static final int PORT = 56150;

  private static final String CONFIGURATION = "playground/.m365agentsplayground.yml";
  private static final String PRELOADED = "playground/loopback.cjs";

  /// Files written, and the team's channels and one personal chat given to the playground: what the
  /// gate posts there is posted there from now on.
  ///
  /// @param people the first is whom the browser plays; the playground wants six
  static Playground open(
      TrialFolder folder, TeamsSandbox teams, TeamsTeam team, List<TeamsUser> people) {
    if (people.size() != 6) {
      throw new IllegalArgumentException("the playground wants six people");
    }
    int port = FreePort.preferably(PORT);
    String personalChat = teams.personalChat(people.getFirst());
    String channel = team.channel(TrialGate.CHANNEL_NAME);
    Map<String, String> values = new HashMap<>();
    values.put("tenant", teams.tenantId());
    values.put("bot", teams.botId());
    values.put("personal_chat", personalChat);
    values.put("team", team.id());
    values.put("team_name", team.name());
    values.put("team_group", team.aadGroupId());
    values.put("channel", channel);
    values.put("channel_name", TrialGate.CHANNEL_NAME);
    for (int i = 0; i < people.size(); i++) {
      values.put("user" + i, described(people.get(i)));
    }
    folder.write(CONFIGURATION, values);
    folder.write(PRELOADED, Map.of());
    PlaygroundRelay relay =
        teams.relay(
            URI.create("http://127.0.0.1:" + port), Set.of(team.id(), channel, personalChat));
    return new Playground(folder.root().resolve("playground"), port, relay);
  }

  URI page() {
    return URI.create("http://localhost:" + port);
  }

  /// The command, in lines to copy into a shell. It holds the relay's address, which is a secret.
  List<String> command() {
    return List.of(
        "cd " + Shell.word(folder.toString()) + " && \\",
        "  NODE_OPTIONS='--require ./loopback.cjs' \\",
        "  BOT_ENDPOINT=" + relay.messages() + " \\",
        "  npx --yes " + PACKAGE + " start -c msteams -p " + port + " --dt");
  }

  /// A person as the playground's configuration has them, in the JSON that YAML contains.
  private static String described(TeamsUser person) {
    String mail = person.name().toLowerCase(Locale.ROOT) + "@shop.example";
    return CanonicalJson.text(
        JsonObject.builder()
            .put("id", person.id())
            .put("name", person.name())
            // As the playground spells it.
            .put("userPrincipleName", mail)
            .put("aadObjectId", person.aadObjectId().orElseThrow())
            .put("givenName", person.name())
            .put("surname", "Sample")
            .put("email", mail)
            .build());
  }

  @Override
  public void close() {
    relay.close();
  }
}
