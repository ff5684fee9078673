package dev.countersign.app.config;

import java.util.List;

/// How the secrets of emulated chats begin, so that no production configuration takes one.
final class SandboxSecret {
  private static final List<String> PREFIXES =
      List.of("sandbox-", "xoxb-sandbox-", "xapp-sandbox-");

  private SandboxSecret() {}

  /// Whatever surrounds it.
  static boolean is(String secret) {
    String bare = secret.strip();
    return PREFIXES.stream().anyMatch(bare::startsWith);
  }
}
