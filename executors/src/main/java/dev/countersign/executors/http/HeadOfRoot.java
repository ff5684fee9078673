package dev.countersign.executors.http;

import dev.countersign.executors.sending.SetupFindings;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/// A `HEAD /`.
final class HeadOfRoot implements HostQuestion {
  @Override
  public ClassicHttpRequest request() {
    return new BasicClassicHttpRequest("HEAD", "/");
  }

  @Override
  public void answered(int status, byte[] body, String scopes, SetupFindings findings) {
    findings.good("host", "answered " + status + " to HEAD /");
  }
}
