package dev.countersign.app.manifest;

/// The Slack app of one deployment, as YAML for *Create New App* → *From a manifest*
/// (<https://docs.slack.dev/reference/app-manifest>).
public final class SlackManifest {
  private static final String TEMPLATE = "slack/manifest.yaml";

  private SlackManifest() {}

  public static String of(GateAddress gate) {
    return Template.read(TEMPLATE).with(Template.ADDRESS, gate.text()).text();
  }
}
