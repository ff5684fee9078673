package dev.countersign.app.manifest;

import dev.countersign.card.Command;

/// The Slack app of one deployment, as YAML for *Create New App* → *From a manifest*
/// (<https://docs.slack.dev/reference/app-manifest>).
public final class SlackManifest {
  private static final String TEMPLATE = "slack/manifest.yaml";

  /// How a person writes the slash command; the template names one of what can be asked.
  private static final String HINT = "usage_hint: ";

  private SlackManifest() {}

  public static String of(GateAddress gate) {
    return Template.read(TEMPLATE)
        .with(Template.ADDRESS, gate.text())
        .with(HINT + Command.HELP.word(), HINT + '"' + Command.hint() + '"')
        .text();
  }
}
