package dev.countersign.executors.credential;

import java.util.Map;
import java.util.Optional;

/// Credentials as a process finds them, in an environment that a test sets.
public final class SetCredentials {
  private SetCredentials() {}

  public static CredentialResolver of(Map<String, String> environment) {
    return new ProcessCredentials(environment, Optional.empty());
  }
}
