package dev.countersign.executors.connection;

import dev.countersign.executors.wire.StrictUrl;
import java.util.Set;

/// A call of which the operator says that it has no effect: `connections check` tries the
/// credential by it.
///
/// @param method one that changes nothing where a target keeps to HTTP
/// @param target a path from its slash on, with a query or without
public record HarmlessCall(String method, String target) {
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS");

  /// @param text such as `/v1/me`, which is got, or `HEAD /v1/me`
  /// @throws IllegalArgumentException when it is no such call
  static HarmlessCall parse(String text) {
    String method = text.startsWith("/") ? "GET" : text.split(" ", 2)[0];
    String target = text.startsWith("/") ? text : text.substring(method.length()).strip();
    boolean isOne =
        METHODS.contains(method)
            && (text.equals(target) || text.equals(method + " " + target))
            && StrictUrl.parse("https://host" + target)
                .filter(url -> url.target().equals(target))
                .isPresent();
    if (!isOne) {
      throw new IllegalArgumentException("no call that changes nothing");
    }
    return new HarmlessCall(method, target);
  }

  @Override
  public String toString() {
    return method + " " + target;
  }
}
