package dev.countersign.app.config;

import dev.countersign.app.http.HttpSettings;

/// How often one agent may knock at one process.
///
/// @param agentBurst requests at once, after a pause
/// @param agentPerSecond requests per second in the long run
public record HttpConfig(int agentBurst, int agentPerSecond) {

  static HttpConfig read(SettingsSection http) {
    HttpConfig config =
        new HttpConfig(
            http.integer("agent_burst", HttpSettings.BURST, 1, HttpSettings.MOST_BURST),
            http.integer(
                "agent_per_second", HttpSettings.PER_SECOND, 1, HttpSettings.MOST_PER_SECOND));
    http.close();
    return config;
  }
}
