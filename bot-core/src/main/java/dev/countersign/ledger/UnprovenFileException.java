package dev.countersign.ledger;

import dev.countersign.json.WireName;

/// The row that says which file is current is told by no genuine entry of the deployment's chain:
/// somebody wrote it who has the database, and no key.
public final class UnprovenFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnprovenFileException(DeployedFile file, int number) {
    super(
        "what the database says is the current %s (number %d) is told by no genuine entry; run `countersign verify`, then `countersign deploy`"
            .formatted(WireName.of(file), number));
  }
}
