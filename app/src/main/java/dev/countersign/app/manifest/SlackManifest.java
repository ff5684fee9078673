package dev.countersign.app.manifest;

import dev.countersign.card.Command;

/// The Slack app of one deployment, as YAML for *Create New App* → *From a manifest*
/// (<https://docs.slack.dev/reference/app-manifest>).
public final class SlackManifest {
  private static final String TEMPLATE = "slack/manifest.yaml";

  /// How a person writes the slash command; the template names one of what can be asked.
  private static final String HINT = "usage_hint: ";

  private static final String BY_REQUESTS = "socket_mode_enabled: false";
  private static final String LAST_SCOPE = "      - commands\n";
  private static final String SEEING =
      """
            # Whether the app is in each channel, and who else sees it: names of channels, no messages.
            - channels:read
            - groups:read
      """;

  private static final String PEOPLE =
      """
            # Who is a guest, a bot or deactivated, when they decide.
            - users:read
      """;

  private static final String LAST_EVENT = "      - app_home_opened\n";
  private static final String CHANNEL_EVENTS =
      """
            # A channel comes to be seen by others, or is not any more: Slack is asked before the next message.
            - channel_shared
            - channel_unshared
            # A channel is archived, restored, renamed or deleted, or the app leaves it or comes back: the gate tries a
            # card there at once, and believes what comes of that.
            - channel_archive
            - channel_unarchive
            - channel_rename
            - channel_deleted
            - channel_left
            - group_archive
            - group_unarchive
            - group_rename
            - group_deleted
            - group_left
            - member_joined_channel
            - member_left_channel
            # A channel comes to have another ID: operators are told, and nothing goes there by itself.
            - channel_id_changed
      """;
  private static final String PEOPLE_EVENTS =
      """
            # An account changes: Slack is asked before it decides again.
            - user_change
      """;

  private final Template template;

  private SlackManifest(Template template) {
    this.template = template;
  }

  /// For an app that posts to the gate.
  public static SlackManifest at(GateAddress gate) {
    return new SlackManifest(filled().with(Template.ADDRESS, gate.text()));
  }

  /// For an app that the gate opens a socket to: without an address of the gate.
  public static SlackManifest bySocket() {
    return new SlackManifest(
        filled().with(BY_REQUESTS, "socket_mode_enabled: true").withoutLinesOf(Template.ADDRESS));
  }

  private static Template filled() {
    return Template.read(TEMPLATE)
        .with(HINT + Command.HELP.word(), HINT + '"' + Command.hint() + '"');
  }

  /// With the scopes by which the gate sees who else sees a channel, and `slack check` whether the
  /// app is in it.
  public SlackManifest seeingChannels() {
    return new SlackManifest(
        template
            .with(LAST_SCOPE, LAST_SCOPE + SEEING)
            .with(LAST_EVENT, LAST_EVENT + CHANNEL_EVENTS));
  }

  /// With the scope by which the gate sees whether who decides is a full member.
  public SlackManifest seeingPeople() {
    return new SlackManifest(
        template
            .with(LAST_SCOPE, LAST_SCOPE + PEOPLE)
            .with(LAST_EVENT, LAST_EVENT + PEOPLE_EVENTS));
  }

  public String text() {
    return template.text();
  }
}
