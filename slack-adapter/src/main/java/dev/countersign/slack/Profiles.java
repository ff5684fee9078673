package dev.countersign.slack;

import dev.countersign.card.ChatProfile;
import dev.countersign.card.ChatProfile.Standing;

/// Reads what users.info says of an account (docs.slack.dev/reference/methods/users.info). What is
/// not said of that account counts as not known, and nothing rests on it.
final class Profiles {
  private Profiles() {}

  /// @param teamId our workspace
  static ChatProfile of(SlackFacts.Told told, String id, String teamId) {
    return told.user()
        .filter(known -> known.text("id").filter(id::equals).isPresent())
        .map(known -> new ChatProfile(standing(known, teamId), name(known)))
        .orElse(ChatProfile.UNKNOWN);
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
