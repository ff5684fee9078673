package dev.countersign.people;

import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;

/// One chat or console identity of a human, by the platform's stable ids, never by e-mail address.
///
/// @param tenant the Slack workspace, the Entra tenant, or the identity provider's issuer
/// @param user the Slack user id, the AAD object id, or the subject
public record AccountId(Surface surface, String tenant, String user) {
  public AccountId {
    if (tenant.isBlank() || user.isBlank()) {
      throw new IllegalArgumentException("an account has a tenant and a user");
    }
  }

  /// `{"surface":"slack","tenant":"T01","user":"U01"}`, as it is stored.
  public JsonObject toJson() {
    return putInto(JsonObject.builder()).build();
  }

  /// The same members among others, as entries of the record have them.
  public JsonObject.Builder putInto(JsonObject.Builder json) {
    return json.put("surface", WireName.of(surface)).put("tenant", tenant).put("user", user);
  }

  /// @param stored other members may stand beside
  /// @throws RuntimeException when it is not what [#toJson] or [#putInto] wrote
  public static AccountId fromJson(JsonObject stored) {
    return new AccountId(
        WireName.require(Surface.class, stored.text("surface")),
        stored.text("tenant"),
        stored.text("user"));
  }

  /// `slack:T01:U01`, for audit entries.
  @Override
  public String toString() {
    return WireName.of(surface) + ":" + tenant + ":" + user;
  }
}
