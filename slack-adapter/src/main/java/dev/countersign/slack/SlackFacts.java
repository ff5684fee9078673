package dev.countersign.slack;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What Slack answers to a question about itself.
sealed interface SlackFacts {

  /// @param teamId the workspace; empty where the method does not name it
  /// @param channel what was asked about; empty where the method is not about one
  /// @param user who was asked about; empty where the method is not about one
  /// @param headers of the HTTP answer, by their names in lower case
  record Told(
      String teamId,
      Optional<Payload> channel,
      Optional<Payload> user,
      Map<String, List<String>> headers)
      implements SlackFacts {

    Optional<String> header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
    }
  }

  /// @param code Slack's own, or ours as for [ApiAnswer.Failed]
  record Refused(String code) implements SlackFacts {}
}
