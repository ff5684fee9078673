package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.wire.StrictUrl;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A destination that is reached by HTTP: by requests of the class `api_call`, and by changes of
/// the records that it keeps.
///
/// @param allow what may be called; everything else is `destination_not_allowed`
/// @param names what an agent may add to a call; everything else is `header_not_allowed` or
///   `query_not_allowed`
/// @param records by their type; without one a `record_change` is `class_not_executable`
/// @param credential becomes the `Authorization` header, looked up at send time
/// @param idempotencyHeader the header that makes the target answer a repeated key with its first
///   answer
/// @param check by which `connections check` tries the credential; without it nothing does
public record HttpConnection(
    String name,
    BaseUrl baseUrl,
    List<AllowedCall> allow,
    AllowedNames names,
    Map<String, RecordResource> records,
    Optional<CredentialReference> credential,
    Limits limits,
    Optional<String> idempotencyHeader,
    Optional<HarmlessCall> check,
    NetworkAccess network)
    implements Connection {

  public HttpConnection {
    allow = List.copyOf(allow);
    records = Map.copyOf(records);
  }

  /// Where to get what such a call is about, by the first entry that allows it; empty where that
  /// names no path for it.
  public Optional<String> verifying(String method, StrictUrl url) {
    return allowing(method, url)
        .flatMap(each -> each.verifyPath(url.target()))
        .map(path -> baseUrl + path);
  }

  /// Where to ask what the target would make of such a call, as [#verifying].
  public Optional<String> rehearsing(String method, StrictUrl url) {
    return allowing(method, url)
        .flatMap(each -> each.dryRunPath(url.target()))
        .map(path -> baseUrl + path);
  }

  /// What the body of such a call has to be: of every entry that has it, so that none is in vain.
  public List<AllowedBody> bodies(String method, StrictUrl url) {
    return allow.stream()
        .filter(each -> each.matches(method, url.path()))
        .map(AllowedCall::body)
        .toList();
  }

  private Optional<AllowedCall> allowing(String method, StrictUrl url) {
    return allow.stream().filter(each -> each.matches(method, url.path())).findFirst();
  }
}
