package dev.countersign.slack;

import dev.countersign.secret.Secret;
import dev.countersign.setup.SetupFinding;
import dev.countersign.slack.SlackSettings.Entrance;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Asks Slack what it makes of the settings, and says what to do where something is missing. It
/// posts nothing and changes nothing.
final class SlackCheck {
  private static final String TOKEN = "slack.bot_token";
  private static final String TEAM = "slack.team_id";
  private static final String APP_TOKEN = "slack.app_token";
  private static final String CLOCK = "the clock";
  private static final String SCOPES_HEADER = "x-oauth-scopes";
  private static final String DATE_HEADER = "date";

  private static final Duration NOTEWORTHY = Duration.ofSeconds(30);
  private static final Pattern SHOWN = Pattern.compile("[A-Za-z0-9_:.,-]{1,200}");

  /// What the app has to be allowed, with what does not work without it.
  private static final Map<String, String> NEEDED =
      new LinkedHashMap<>(
          Map.of(
              "chat:write", "no card is posted or updated",
              "commands", "nobody can ask by the slash command"));

  /// By these the gate sees who else sees a channel.
  private static final Set<String> FOR_CHANNELS = Set.of("channels:read", "groups:read");

  /// By this the gate sees who is a guest, a bot or deactivated.
  private static final String FOR_PEOPLE = "users:read";

  private static final String AGAIN =
      "Paste the manifest that `countersign manifest slack` prints and install the app again.";
  private static final String TO_SEE =
      "Post a card there, or make the manifest with --see-channels and install the app again.";

  private final SlackSettings settings;
  private final SlackWebApi api;
  private final InstantSource clock;

  SlackCheck(SlackSettings settings, SlackWebApi api, InstantSource clock) {
    this.settings = settings;
    this.api = api;
    this.clock = clock;
  }

  /// @param channels where people are asked, by the channel's id
  List<SetupFinding> run(Collection<String> channels) {
    List<SetupFinding> found = new ArrayList<>();
    switch (api.facts("auth.test", Map.of())) {
      case SlackFacts.Refused(String code) ->
          found.add(
              SetupFinding.bad(
                  TOKEN,
                  "Slack does not take it: " + shown(code),
                  "Copy the Bot User OAuth Token of the installed app (OAuth & Permissions)."));
      case SlackFacts.Told told -> {
        found.add(SetupFinding.good(TOKEN, "Slack knows it"));
        found.add(team(told.teamId()));
        found.addAll(scopes(told));
        found.add(clock(told));
        channels.stream().sorted().distinct().forEach(channel -> found.add(channel(channel)));
      }
    }
    entrance().ifPresent(found::add);
    return List.copyOf(found);
  }

  private SetupFinding team(String team) {
    return team.equals(settings.teamId())
        ? SetupFinding.good(TEAM, team)
        : SetupFinding.bad(
            TEAM,
            "the token is of workspace " + shown(team) + ", not of " + settings.teamId(),
            "Set slack.team_id to the workspace of the token, or take the token of the other.");
  }

  private static List<SetupFinding> scopes(SlackFacts.Told told) {
    Optional<String> header = told.header(SCOPES_HEADER);
    if (header.isEmpty()) {
      return List.of(
          SetupFinding.unseen("scopes", "Slack does not say which the token has", AGAIN));
    }
    Set<String> has =
        Arrays.stream(header.get().split(",", -1))
            .map(String::strip)
            .filter(scope -> !scope.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    List<SetupFinding> found = new ArrayList<>();
    new TreeSet<>(NEEDED.keySet())
        .forEach(scope ->
            found.add(
                has.contains(scope)
                    ? SetupFinding.good("scope " + scope, "granted")
                    : SetupFinding.bad("scope " + scope, "missing: " + NEEDED.get(scope), AGAIN)));
    has.removeAll(NEEDED.keySet());
    has.removeAll(FOR_CHANNELS);
    found.add(
        has.remove(FOR_PEOPLE)
            ? SetupFinding.good("scope " + FOR_PEOPLE, "granted")
            : SetupFinding.note(
                "scope " + FOR_PEOPLE,
                "missing: a linked account that has become a guest's decides as before, and nobody"
                    + " links one in Slack",
                "Make the manifest with --see-people and install the app again."));
    if (!has.isEmpty()) {
      found.add(
          SetupFinding.note(
              "scopes beyond",
              shown(String.join(",", has)),
              "The gate uses none of these: remove them, and install the app again."));
    }
    return found;
  }

  /// Signatures are refused when the two are five minutes apart.
  private SetupFinding clock(SlackFacts.Told told) {
    Optional<Instant> theirs = told.header(DATE_HEADER).flatMap(SlackCheck::date);
    if (theirs.isEmpty()) {
      return SetupFinding.unseen(CLOCK, "Slack did not say what time it is", "");
    }
    Duration apart = Duration.between(theirs.get(), clock.instant()).abs();
    String found = apart.toSeconds() + " s from Slack's";
    if (apart.compareTo(SlackSignature.WINDOW) >= 0) {
      return SetupFinding.bad(
          CLOCK, found, "Set the clock of this machine: what Slack signs is refused as too old.");
    }
    return apart.compareTo(NOTEWORTHY) > 0
        ? SetupFinding.note(CLOCK, found, "Set the clock of this machine.")
        : SetupFinding.good(CLOCK, found);
  }

  private static Optional<Instant> date(String header) {
    try {
      return Optional.of(
          ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private SetupFinding channel(String id) {
    String subject = "channel " + id;
    return switch (api.facts("conversations.info", Map.of("channel", id))) {
      case SlackFacts.Refused(String code) when code.equals("missing_scope") ->
          SetupFinding.unseen(
              subject,
              "cannot be seen without channels:read, groups:read, nor who else sees it",
              TO_SEE);
      case SlackFacts.Refused(String code) when code.equals("channel_not_found") ->
          SetupFinding.bad(
              subject,
              "there is no such channel for the app",
              "Copy its id from the channel's details; in a private channel, invite the app.");
      case SlackFacts.Refused(String code) ->
          SetupFinding.unseen(subject, "Slack did not say: " + shown(code), "Try again.");
      case SlackFacts.Told told ->
          told.channel()
              .map(channel -> channel(subject, channel, settings.sharedChannels().contains(id)))
              .orElseGet(() -> SetupFinding.unseen(subject, "Slack did not say", "Try again."));
    };
  }

  private static SetupFinding channel(String subject, Payload channel, boolean allowed) {
    if (channel.isTrue("is_archived")) {
      return SetupFinding.bad(
          subject, "archived", "Name another channel in people.yaml, or restore this one.");
    }
    if (!channel.isTrue("is_member")) {
      return SetupFinding.bad(
          subject, "the app is not in it", "Write /invite @Countersign in the channel.");
    }
    if (!OpenChannels.isShared(channel)) {
      return SetupFinding.good(subject, "the app is in it");
    }
    String seen =
        OpenChannels.isSharedOutside(channel)
            ? "another organisation sees it, or is invited to (Slack Connect)"
            : "other workspaces of your organisation see it";
    return allowed
        ? SetupFinding.note(
            subject,
            "the app is in it; " + seen,
            "They read the cards and decide nothing: mean it so.")
        : SetupFinding.bad(
            subject,
            seen + ": it gets no cards",
            "Name another channel, stop sharing it, or list it in slack.shared_channels.");
  }

  private Optional<SetupFinding> entrance() {
    return switch (settings.entrance()) {
      case Entrance.Requests _ -> Optional.empty();
      case Entrance.Socket(Secret appToken) ->
          Optional.of(
              api.openSocket(appToken) instanceof ApiAnswer.Failed failed
                  ? SetupFinding.bad(
                      APP_TOKEN,
                      "no socket: " + shown(failed.error()),
                      "Switch Socket Mode on, and make an app-level token with connections:write.")
                  : SetupFinding.good(APP_TOKEN, "a socket may be opened"));
    };
  }

  /// Foreign words in a terminal are of few letters, or are not shown.
  private static String shown(String text) {
    return SHOWN.matcher(text).matches() ? text : "something unreadable";
  }
}
