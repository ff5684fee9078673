package dev.countersign.teams.caller;

import java.util.Locale;

/// The tenant that an activity comes from. Teams names it in `channelData.tenant.id`, always, and
/// in `conversation.tenantId`, mostly.
sealed interface CallerTenant {
  /// @param id in lower case
  record One(String id) implements CallerTenant {}

  /// The first place names none.
  record None() implements CallerTenant {}

  /// The two places name different ones.
  record Disagreement() implements CallerTenant {}

  static CallerTenant of(Activity activity) {
    var data = activity.channelData();
    if (data == null || data.tenant() == null || data.tenant().id() == null) {
      return new None();
    }
    String id = data.tenant().id().toLowerCase(Locale.ROOT);
    var conversation = activity.conversation();
    String other = conversation == null ? null : conversation.tenantId();
    return other == null || other.toLowerCase(Locale.ROOT).equals(id)
        ? new One(id)
        : new Disagreement();
  }
}
