package dev.countersign.executors.connection;

import dev.countersign.executors.wire.UrlPath;
import java.util.Set;

/// One entry of a connection's allow-list: a method and the paths it may be used on. What may stand
/// in the query is with [AllowedNames].
public record AllowedCall(String method, PathTemplate path) {
  public static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

  public AllowedCall {
    if (!METHODS.contains(method)) {
      throw new IllegalArgumentException("not a method of api_call");
    }
  }

  public boolean matches(String method, UrlPath path) {
    return this.method.equals(method) && this.path.matches(path);
  }
}
