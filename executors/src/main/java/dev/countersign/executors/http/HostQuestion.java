package dev.countersign.executors.http;

import dev.countersign.executors.sending.SetupFindings;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;

/// What a host is asked that is only looked at, without any effect there.
public interface HostQuestion {

  /// Without `host` and `connection`.
  ClassicHttpRequest request();

  /// @param scopes as `x-oauth-scopes` names them; empty where the answer has no such header
  void answered(int status, byte[] body, String scopes, SetupFindings findings);

  /// What the same host is asked then, on a connection of its own; asked for once this one was
  /// answered.
  default Optional<HostQuestion> next() {
    return Optional.empty();
  }
}
