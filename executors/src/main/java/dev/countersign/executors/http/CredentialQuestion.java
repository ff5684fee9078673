package dev.countersign.executors.http;

import dev.countersign.executors.connection.HarmlessCall;
import dev.countersign.executors.sending.SetupFindings;
import dev.countersign.executors.wire.HeaderText;
import dev.countersign.secret.Secret;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/// Whether a target takes the credential: the call that the operator named for this, with it. Where
/// that succeeds it is asked once more without it, as what is open to everybody shows nothing.
public final class CredentialQuestion implements HostQuestion {
  private static final String SUBJECT = "authentication";

  private final HarmlessCall call;
  private final Supplier<Optional<Secret>> credential;
  private boolean tried;
  private int status;

  private CredentialQuestion(HarmlessCall call, Supplier<Optional<Secret>> credential) {
    this.call = call;
    this.credential = credential;
  }

  /// @param credential the whole value of `Authorization`, looked up when it is sent
  public static HostQuestion of(HarmlessCall call, Supplier<Optional<Secret>> credential) {
    return new CredentialQuestion(call, credential);
  }

  @Override
  public ClassicHttpRequest request() {
    var request = new BasicClassicHttpRequest(call.method(), call.target());
    Optional<Secret> sent = credential.get().filter(it -> HeaderText.isValue(it.reveal()));
    tried = sent.isPresent();
    sent.ifPresent(it -> request.addHeader("authorization", it.reveal()));
    return request;
  }

  @Override
  public void answered(int code, byte[] body, String scopes, SetupFindings findings) {
    status = code;
    findings.good("host", "answered " + status + " to " + call);
    if (!tried) {
      findings.unseen(SUBJECT, "not tried, as there is no credential", "");
    } else if (status == 401 || status == 403) {
      findings.bad(
          SUBJECT,
          "the credential is refused: " + status,
          "Put one that is in force and may do this. It is the whole value of Authorization, such"
              + " as Bearer and the token.");
    } else if (status / 100 != 2) {
      findings.unseen(
          SUBJECT,
          "neither taken nor refused: " + status + (status / 100 == 3 ? ", not followed" : ""),
          "Name in check a call that answers 2xx to whoever is known there, and 401 to others.");
    }
  }

  @Override
  public Optional<HostQuestion> next() {
    return tried && status / 100 == 2 ? Optional.of(new Without(call, status)) : Optional.empty();
  }

  /// @param with what was answered with the credential
  private record Without(HarmlessCall call, int with) implements HostQuestion {
    @Override
    public ClassicHttpRequest request() {
      return new BasicClassicHttpRequest(call.method(), call.target());
    }

    @Override
    public void answered(int status, byte[] body, String scopes, SetupFindings findings) {
      if (status / 100 == 2) {
        findings.unseen(
            SUBJECT,
            call + " answers " + status + " without the credential, too",
            "Name in check a call that is not open to everybody.");
      } else {
        findings.good(
            SUBJECT, "the credential is taken: " + with + " with it, " + status + " without");
      }
    }
  }
}
