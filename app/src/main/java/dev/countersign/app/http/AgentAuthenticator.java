package dev.countersign.app.http;

import java.util.Optional;

/// The port to the credentials of agents.
@FunctionalInterface
public interface AgentAuthenticator {

  /// @param bearer the credential as it came, of any length and shape
  /// @return empty alike for a malformed, an unknown and a wrong key
  Optional<AuthenticatedAgent> authenticate(String bearer);

  /// Whether it is worth asking for this one; false only for what is surely no genuine key, told
  /// without asking the database about it.
  ///
  /// @param bearer as above
  default boolean mayBeGenuine(String bearer) {
    return true;
  }
}
