package dev.countersign.ledger;

import dev.countersign.json.WireName;

/// The files that all replicas of a deployment run with.
public enum DeployedFile {
  POLICY,
  CONNECTIONS;

  /// As it is called unless the settings name it otherwise.
  public String fileName() {
    return WireName.of(this) + ".yaml";
  }
}
