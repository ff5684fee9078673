package dev.countersign.executors.http;

import dev.countersign.executors.connection.NetworkAccess;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.SetupFindings;
import dev.countersign.executors.sending.SetupLook;
import dev.countersign.setup.SetupFinding;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/// Looks at a host by questions that change nothing there: one, and where that asks on another.
public final class HttpSetup implements SetupLook {
  private static final Duration SOON = Duration.ofDays(14);

  private static final int MAX_BODY_BYTES = 64 * 1024;

  private final HttpTarget target;
  private final NetworkAccess network;
  private final HostQuestion question;
  private final CredentialResolver credentials;
  private final Dialler dialler;
  private final InstantSource clock;
  private final Departure departure = new Departure();

  public HttpSetup(
      HttpTarget target,
      NetworkAccess network,
      HostQuestion question,
      CredentialResolver credentials,
      Dialler dialler,
      InstantSource clock) {
    this.target = target;
    this.network = network;
    this.question = question;
    this.credentials = credentials;
    this.dialler = dialler;
    this.clock = clock;
  }

  @Override
  public List<SetupFinding> look() {
    var findings = new SetupFindings(target.name());
    findings.credential(target.credential(), credentials);
    findings.authorities(network.authorities());
    try {
      try (Socket plain = dialler.dial(departure::watch)) {
        network
            .proxy()
            .ifPresentOrElse(
                proxy -> findings.good("proxy", proxy + " leads to the host"),
                () -> findings.address(plain));
        Socket open = secured(plain);
        certificate(open, findings);
        ClassicHttpResponse answer = ask(open, question, findings);
        findings.clock(date(answer), clock.instant());
      }
      Optional<HostQuestion> next = question.next();
      if (next.isPresent()) {
        try (Socket plain = dialler.dial(departure::watch)) {
          ask(secured(plain), next.get(), findings);
        }
      }
    } catch (NotSent e) {
      findings.failed("host", e.outcome().code());
    } catch (IOException | HttpException e) {
      findings.bad("host", "gave no answer of HTTP", "Something else listens there.");
    }
    return findings.all();
  }

  private Socket secured(Socket plain) throws NotSent {
    return target.baseUrl().isEncrypted() ? dialler.secure(plain) : plain;
  }

  private void certificate(Socket open, SetupFindings findings) throws SSLPeerUnverifiedException {
    if (open instanceof SSLSocket encrypted
        && encrypted.getSession().getPeerCertificates()[0] instanceof X509Certificate own) {
      Instant end = own.getNotAfter().toInstant();
      if (Duration.between(clock.instant(), end).compareTo(SOON) < 0) {
        findings.note("certificate", "ends at " + end, "Without another one calls fail then.");
      } else {
        findings.good("certificate", "until " + end);
      }
    }
  }

  private ClassicHttpResponse ask(Socket open, HostQuestion asked, SetupFindings findings)
      throws IOException, HttpException {
    open.setSoTimeout(Dialler.millis(target.limits().timeout()));
    ClassicHttpRequest request = asked.request();
    request.addHeader("host", target.baseUrl().authority());
    request.addHeader("connection", "close");
    var http = new DefaultBHttpClientConnection(HttpLine.HTTP);
    http.bind(open);
    ClassicHttpResponse answer =
        new HttpRequestExecutor().execute(request, http, HttpCoreContext.create());
    byte[] body =
        answer.getEntity() == null
            ? new byte[0]
            : answer.getEntity().getContent().readNBytes(MAX_BODY_BYTES);
    Header scopes = answer.getFirstHeader("x-oauth-scopes");
    asked.answered(answer.getCode(), body, scopes == null ? "" : scopes.getValue(), findings);
    return answer;
  }

  private static Optional<Instant> date(ClassicHttpResponse answer) {
    Header date = answer.getFirstHeader("date");
    try {
      return date == null
          ? Optional.empty()
          : Optional.of(
              ZonedDateTime.parse(date.getValue(), DateTimeFormatter.RFC_1123_DATE_TIME)
                  .toInstant());
    } catch (DateTimeException notOne) {
      return Optional.empty();
    }
  }

  @Override
  public void giveUp() {
    departure.recall("timeout", 0);
  }
}
