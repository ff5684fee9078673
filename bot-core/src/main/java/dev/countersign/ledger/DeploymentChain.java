package dev.countersign.ledger;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import java.util.List;

/// The port to the deployment's own chain. What is appended is sealed on the way and stays.
public interface DeploymentChain {

  /// Returns when the entry is durable, whoever else appends at the same moment.
  void append(DeploymentFact fact);

  /// The entries after number `after`, in order.
  List<DeploymentEntry> entriesAfter(int after, int most);
}
