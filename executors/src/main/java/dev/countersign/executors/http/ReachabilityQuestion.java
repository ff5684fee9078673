package dev.countersign.executors.http;

import dev.countersign.executors.sending.SetupFindings;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/// Whether anybody is there, by a `HEAD /` without the credential, which calls nothing. So it
/// cannot tell whether the host takes the credential, and says that.
public final class ReachabilityQuestion implements HostQuestion {
  private final boolean signsIn;

  /// @param signsIn whether calls have a credential
  public ReachabilityQuestion(boolean signsIn) {
    this.signsIn = signsIn;
  }

  @Override
  public ClassicHttpRequest request() {
    return new BasicClassicHttpRequest("HEAD", "/");
  }

  @Override
  public void answered(int status, byte[] body, String scopes, SetupFindings findings) {
    findings.good("host", "answered " + status + " to HEAD /");
    if (signsIn) {
      findings.unseen(
          "authentication",
          "not tried, and nobody knows whether the credential is taken",
          "Name in check a GET that has no effect, such as /v1/me.");
    }
  }
}
