package dev.countersign.teams.caller;

import java.security.interfaces.RSAPublicKey;
import java.util.Set;

/// A key that the connector signs with.
///
/// @param endorsements the channels that it may speak for, such as `msteams`
record ConnectorKey(String id, RSAPublicKey key, Set<String> endorsements) {
  ConnectorKey {
    endorsements = Set.copyOf(endorsements);
  }
}
