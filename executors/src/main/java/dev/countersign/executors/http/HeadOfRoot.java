package dev.countersign.executors.http;

import dev.countersign.executors.sending.SetupFindings;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/// Whether anybody is there, by a `HEAD /` without the credential, which calls nothing. So it
/// cannot tell whether the host takes the credential.
public final class HeadOfRoot implements HostQuestion {
  @Override
  public ClassicHttpRequest request() {
    return new BasicClassicHttpRequest("HEAD", "/");
  }

  @Override
  public void answered(int status, byte[] body, String scopes, SetupFindings findings) {
    findings.good("host", "answered " + status + " to HEAD /");
  }
}
