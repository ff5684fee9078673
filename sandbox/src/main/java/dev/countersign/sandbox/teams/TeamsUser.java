package dev.countersign.sandbox.teams;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// A person as Teams knows them.
///
/// @param id the MRI `29:…`, which is this bot's own name for the person
/// @param aadObjectId the Entra object id in lower case; empty for an anonymous meeting user
/// @param tenantId where the account lives; empty for an anonymous meeting user, and where rosters
///   do not say it
public record TeamsUser(
    String id, Optional<String> aadObjectId, Optional<String> tenantId, String name, Kind kind) {
  private static final String MRI = "29:";

  public TeamsUser {
    if (!id.startsWith(MRI)) {
      throw new IllegalArgumentException("an MRI starts with " + MRI);
    }
  }

  /// How a person is in the tenant, named as `userRole` names them.
  public enum Kind {
    USER,
    GUEST,
    /// A guest of the tenant whom a conversation calls a `user`; the name that they sign in by
    /// alone tells.
    INVITED,
    ANONYMOUS,
    /// In a shared channel or a chat with another organisation; `userRole` says `user`.
    FOREIGN;

    String role() {
      return this == FOREIGN || this == INVITED ? "user" : name().toLowerCase(Locale.ROOT);
    }

    boolean isInvited() {
      return this == GUEST || this == INVITED;
    }
  }

  /// Someone of the tenant, with ids made from the name.
  public static TeamsUser member(String name) {
    return of(name, Tenant.TENANT_ID, Kind.USER);
  }

  /// Someone invited into the tenant; their home is elsewhere.
  public static TeamsUser guest(String name) {
    return of(name, Tenant.TENANT_ID, Kind.GUEST);
  }

  /// The same, whom conversations call a `user`.
  public static TeamsUser invited(String name) {
    return of(name, Tenant.TENANT_ID, Kind.INVITED);
  }

  /// Someone of another tenant.
  public static TeamsUser foreign(String name) {
    return of(name, Tenant.OTHER_TENANT_ID, Kind.FOREIGN);
  }

  /// Someone of whom no roster says where their account lives.
  public static TeamsUser ofUntoldTenant(String name) {
    return new TeamsUser(mri(name), Optional.of(guid(name)), Optional.empty(), name, Kind.FOREIGN);
  }

  /// Someone who joined a meeting without an account.
  public static TeamsUser anonymous(String name) {
    return new TeamsUser(mri(name), Optional.empty(), Optional.empty(), name, Kind.ANONYMOUS);
  }

  private static TeamsUser of(String name, String tenant, Kind kind) {
    return new TeamsUser(mri(name), Optional.of(guid(name)), Optional.of(tenant), name, kind);
  }

  private static String mri(String name) {
    return MRI + "1" + guid("mri " + name).replace("-", "");
  }

  private static String guid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
