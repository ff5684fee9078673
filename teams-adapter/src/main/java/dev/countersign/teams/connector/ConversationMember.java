package dev.countersign.teams.connector;

/// A member of a conversation, as the connector knows it now.
///
/// @param id the MRI, `29:…`: good for this bot alone
/// @param aadObjectId in lower case; empty for those whom Entra does not know
/// @param tenantId the member's home tenant in lower case; empty when not told
/// @param userRole `user`, `guest`, `anonymous`, …; empty when not told
/// @param invited whether the name that they sign in by is one that Entra gives to people of
///   elsewhere who are invited into the tenant; false when not told
public record ConversationMember(
    String id, String aadObjectId, String tenantId, String userRole, boolean invited) {
  private static final String USER = "user";

  /// Whether the person belongs to this tenant, as far as the connector tells it: no guest of the
  /// conversation or of the tenant, nobody without an account, nobody of elsewhere.
  ///
  /// @param tenant in lower case
  public boolean isOf(String tenant) {
    return !invited
        && !aadObjectId.isEmpty()
        && (tenantId.isEmpty() || tenantId.equals(tenant))
        && (userRole.isEmpty() || userRole.equals(USER));
  }
}
