package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import java.util.List;
import java.util.Optional;

/// A destination that is reached by HTTP requests of the class `api_call`.
///
/// @param allow what may be called; everything else is `destination_not_allowed`
/// @param names what an agent may add to a call; everything else is `header_not_allowed` or
///   `query_not_allowed`
/// @param credential becomes the `Authorization` header, looked up at send time
/// @param idempotencyHeader the header that makes the target answer a repeated key with its first
///   answer
public record HttpConnection(
    String name,
    BaseUrl baseUrl,
    List<AllowedCall> allow,
    AllowedNames names,
    Optional<CredentialReference> credential,
    Limits limits,
    Optional<String> idempotencyHeader,
    NetworkAccess network)
    implements Connection {

  public HttpConnection {
    allow = List.copyOf(allow);
  }
}
