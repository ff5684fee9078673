package dev.countersign.app.config;

import dev.countersign.courier.DigestRule;
import dev.countersign.ledger.OutcomeNotices;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.slack.SlackSettings;
import dev.countersign.teams.settings.TeamsSettings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What people are told who did not ask. Nothing, unless it is set.
///
/// @param outcomes who is told how requests end
/// @param alerts by chat, the channel in which operators are told of places that take no cards
/// @param digest when people are told what waits for them
public record NoticesConfig(
    OutcomeNotices outcomes, Map<Surface, ChatAddress> alerts, Optional<DigestRule> digest) {
  /// Requests from which nobody is told.
  private static final int NOBODY = 0;

  private static final Pattern TEAMS_CHANNEL = Pattern.compile("19:[!-~&&[^\"\\\\]]{1,180}");

  public NoticesConfig {
    alerts = Map.copyOf(alerts);
  }

  static NoticesConfig read(
      SettingsSection notices, Optional<SlackSettings> slack, Optional<TeamsSettings> teams) {
    Channels channels = new Channels(slack, teams);
    SettingsSection outcomes = notices.section("outcomes");
    SettingsSection alerts = notices.section("alerts");
    NoticesConfig config =
        new NoticesConfig(
            new OutcomeNotices(outcomes.bool("requester", false), channels.of(outcomes)),
            channels.of(alerts),
            digest(notices.section("digest")));
    alerts.close();
    outcomes.close();
    notices.close();
    return config;
  }

  private static Optional<DigestRule> digest(SettingsSection digest) {
    int from = digest.integer("from", NOBODY, NOBODY, DigestRule.MOST_FROM);
    Duration period =
        digest.duration("period", DigestRule.SHORTEST, DigestRule.SHORTEST, DigestRule.LONGEST);
    digest.close();
    return from == NOBODY ? Optional.empty() : Optional.of(new DigestRule(from, period));
  }

  /// At most one channel of each chat.
  private record Channels(Optional<SlackSettings> slack, Optional<TeamsSettings> teams) {
    Map<Surface, ChatAddress> of(SettingsSection section) {
      Map<Surface, ChatAddress> channels = new EnumMap<>(Surface.class);
      of(
              section,
              "slack_channel",
              SlackSettings::isChannel,
              "A channel ID such as C012AB3CD is expected",
              slack.map(app -> app.teamId()),
              Surface.SLACK)
          .ifPresent(place -> channels.put(Surface.SLACK, place));
      of(
              section,
              "teams_channel",
              TEAMS_CHANNEL.asMatchPredicate(),
              "A conversation ID such as 19:…@thread.tacv2 is expected",
              teams.map(bot -> bot.tenantId()),
              Surface.TEAMS)
          .ifPresent(place -> channels.put(Surface.TEAMS, place));
      return channels;
    }

    /// @param tenant where this deployment is connected to the chat
    private static Optional<ChatAddress> of(
        SettingsSection section,
        String name,
        Predicate<String> shape,
        String expected,
        Optional<String> tenant,
        Surface surface) {
      return section.parsed(
          name,
          text -> {
            if (tenant.isEmpty() || !shape.test(text)) {
              throw new IllegalArgumentException("no channel of a chat that is connected");
            }
            return new ChatAddress(surface, tenant.get(), text);
          },
          expected + ", and sound settings of that chat.");
    }
  }
}
