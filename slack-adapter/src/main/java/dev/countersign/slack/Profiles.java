package dev.countersign.slack;

import dev.countersign.card.ChatProfile;
import dev.countersign.card.ChatProfile.Standing;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what users.info says of an account (docs.slack.dev/reference/methods/users.info). What is
/// not said counts as not known, and nothing rests on it.
final class Profiles {
  private static final Logger log = LoggerFactory.getLogger(Profiles.class);

  private Profiles() {}

  /// Without the scope `users:read` nobody is known.
  ///
  /// @param teamId our workspace
  static ChatProfile of(SlackFacts facts, String id, String teamId) {
    return switch (facts) {
      case SlackFacts.Told told ->
          about(told, id)
              .map(known -> new ChatProfile(standing(known, teamId), name(known)))
              .orElse(ChatProfile.UNKNOWN);
      case SlackFacts.Refused(String code) -> {
        log.warn("slack does not say whose account asks for a link: {}", code);
        yield ChatProfile.UNKNOWN;
      }
    };
  }

  /// Empty where the answer is not about that account.
  static Optional<Standing> standing(SlackFacts.Told told, String id, String teamId) {
    return about(told, id).map(user -> standing(user, teamId));
  }

  private static Optional<Payload> about(SlackFacts.Told told, String id) {
    return told.user().filter(known -> known.text("id").filter(id::equals).isPresent());
  }

  private static Standing standing(Payload user, String teamId) {
    if (user.isTrue("deleted")) {
      return Standing.DEACTIVATED;
    }
    if (user.isTrue("is_bot")) {
      return Standing.BOT;
    }
    if (user.isTrue("is_stranger") || user.text("team_id").filter(teamId::equals).isEmpty()) {
      return Standing.FOREIGN;
    }
    return user.isTrue("is_restricted") || user.isTrue("is_ultra_restricted")
        ? Standing.GUEST
        : Standing.MEMBER;
  }

  private static String name(Payload user) {
    return user.text("profile", "real_name").or(() -> user.text("real_name")).orElse("");
  }
}
