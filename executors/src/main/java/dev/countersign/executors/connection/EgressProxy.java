package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import java.util.Optional;

/// A proxy that the way to a host goes through, by `CONNECT` (RFC 9110, section 9.3.6). It sees
/// where the connection leads, and nothing of what goes over it. It looks the host up, so which
/// addresses the host may have is its affair.
///
/// @param host canonical: a lower-case name, a dotted quad, or a literal in brackets
/// @param port 1..65535
/// @param credential `user:password` (RFC 7617), looked up for every send; empty where it asks for
///   none
public record EgressProxy(String host, int port, Optional<CredentialReference> credential) {
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
