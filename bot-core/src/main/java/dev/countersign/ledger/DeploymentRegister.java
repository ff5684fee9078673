package dev.countersign.ledger;

import dev.countersign.json.Digest;
import dev.countersign.token.KeyFacts;
import java.util.List;
import java.util.Optional;

/// The port to what is known of the keys and files that all replicas of a deployment have. Every
/// question that may change something is asked one after the other.
public interface DeploymentRegister {

  /// Lets a replica in with its keys, and registers those that are new. The first one founds the
  /// deployment.
  ///
  /// @param ring all keys that the replica has
  /// @return why it must not start, a sentence; empty when it may
  Optional<String> admit(List<KeyFacts> ring);

  /// Why these are not the keys of this deployment; empty when they are. Changes nothing.
  Optional<String> foreign(List<KeyFacts> ring);

  /// Which file is current; where none is known, this one becomes it.
  Digest currentOr(DeployedFile file, Digest first);

  /// Makes a file current.
  ///
  /// @return whether it was not
  boolean deploy(DeployedFile file, Digest digest);
}
