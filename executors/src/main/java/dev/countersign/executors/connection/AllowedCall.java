package dev.countersign.executors.connection;

import dev.countersign.executors.wire.UrlPath;
import java.util.Optional;
import java.util.Set;

/// One entry of a connection's allow-list: a method and the paths it may be used on. What may stand
/// in the query is with [AllowedNames].
///
/// @param verify what is got once it was answered with success, to see what stands there; its open
///   segments are some of those of `path`
/// @param dryRun what is called instead for a dry run, where the target says what it would do; as
///   `verify`
/// @param body what it may be; a GET never has one, whatever stands here
public record AllowedCall(
    String method,
    PathTemplate path,
    Optional<PathTemplate> verify,
    Optional<PathTemplate> dryRun,
    AllowedBody body) {
  public static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

  /// One with any body, after which nobody looks.
  public AllowedCall(String method, PathTemplate path) {
    this(method, path, Optional.empty(), Optional.empty(), new AllowedBody.Any(false));
  }

  public AllowedCall {
    if (!METHODS.contains(method)) {
      throw new IllegalArgumentException("not a method of api_call");
    }
  }

  /// The path to get, in the very spelling of the call.
  ///
  /// @param target of a call that this [#matches]: its path, with or without a query
  Optional<String> verifyPath(String target) {
    return verify.map(each -> each.filled(path.written(target)));
  }

  /// The path to call for a dry run, as [#verifyPath].
  Optional<String> dryRunPath(String target) {
    return dryRun.map(each -> each.filled(path.written(target)));
  }

  /// Whether nobody looks at what its body says, but for people.
  boolean takesAnyBody() {
    return !method.equals("GET") && body instanceof AllowedBody.Any;
  }

  /// The same where the file does not say so.
  public boolean leavesBodyOpen() {
    return takesAnyBody() && body.equals(new AllowedBody.Any(false));
  }

  /// Whether some call is one of both.
  boolean meets(AllowedCall other) {
    return method.equals(other.method) && path.meets(other.path);
  }

  public boolean matches(String method, UrlPath path) {
    return this.method.equals(method) && this.path.matches(path);
  }
}
