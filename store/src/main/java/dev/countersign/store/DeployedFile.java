package dev.countersign.store;

/// The files that all replicas of a deployment have to agree on.
public enum DeployedFile {
  POLICY,
  PEOPLE,
  CONNECTIONS;

  /// As it is called unless the settings name it otherwise.
  public String fileName() {
    return name().toLowerCase(java.util.Locale.ROOT) + ".yaml";
  }
}
