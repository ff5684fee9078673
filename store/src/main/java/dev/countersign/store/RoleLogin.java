package dev.countersign.store;

/// A role that logs in, as `migrate` makes it.
///
/// @param name lower-case letters, digits and underscores
/// @param password set for the role; never sent as it is
public record RoleLogin(String name, String password) {
  @Override
  public String toString() {
    return "RoleLogin[" + name + "]";
  }
}
