package dev.countersign.teams;

import dev.countersign.setup.SetupFinding;
import dev.countersign.teams.connector.AccessTokens;
import dev.countersign.teams.connector.ConnectorAnswer;
import dev.countersign.teams.connector.ConnectorClient;
import dev.countersign.teams.connector.MembersAnswer;
import dev.countersign.teams.connector.TokenAnswer;
import dev.countersign.teams.settings.TeamsSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Asks Entra and Teams what they make of the settings, and says what to do where something is
/// missing. It posts nothing and changes nothing.
final class TeamsCheck {
  private static final String CREDENTIAL = "the bot's credential";
  private static final Pattern SHOWN = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

  /// What the connector answers about a conversation that the bot is not in.
  private static final Set<Integer> NOT_THERE = Set.of(400, 403, 404);

  private final TeamsSettings settings;
  private final AccessTokens tokens;
  private final ConnectorClient connector;

  TeamsCheck(TeamsSettings settings, AccessTokens tokens, ConnectorClient connector) {
    this.settings = settings;
    this.tokens = tokens;
    this.connector = connector;
  }

  /// @param conversations where people are asked, by the conversation's id
  List<SetupFinding> run(Collection<String> conversations) {
    List<SetupFinding> found = new ArrayList<>();
    switch (tokens.bearer()) {
      case TokenAnswer.Bearer _ -> {
        found.add(
            SetupFinding.good(
                CREDENTIAL,
                "Entra gives tokens to app "
                    + settings.appId()
                    + " in tenant "
                    + settings.tenantId()));
        conversations.stream().sorted().distinct().forEach(id -> found.add(conversation(id)));
      }
      case TokenAnswer.Refused(String code) ->
          found.add(
              SetupFinding.bad(
                  CREDENTIAL,
                  "Entra gives no token: " + shown(code),
                  "See \"When it fails\" in docs/teams-setup.md for what the code means."));
      case TokenAnswer.Later(_, String code) ->
          found.add(
              SetupFinding.bad(
                  CREDENTIAL,
                  "Entra does not answer: " + shown(code),
                  "Let the gate reach " + settings.loginBase().getHost() + ", and try again."));
    }
    return List.copyOf(found);
  }

  private SetupFinding conversation(String id) {
    String subject = "channel " + id;
    return switch (connector.members(settings.coldService().toString(), id)) {
      case MembersAnswer.Found(var members) ->
          SetupFinding.good(subject, "the bot is in it, with " + members.size() + " members");
      case ConnectorAnswer.Failed failed when NOT_THERE.contains(failed.status()) ->
          SetupFinding.bad(
              subject,
              "the bot is not in it, or there is none: " + shown(failed.code()),
              "Add the app to the team; the id is the part of the link after /channel/, decoded.");
      case ConnectorAnswer.Failed failed ->
          SetupFinding.unseen(
              subject,
              "Teams did not say: " + shown(failed.code()),
              "Let the gate reach " + settings.coldService().getHost() + ", and try again.");
    };
  }

  /// Foreign words in a terminal are of few letters, or are not shown.
  private static String shown(String text) {
    return SHOWN.matcher(text).matches() ? text : "something unreadable";
  }
}
