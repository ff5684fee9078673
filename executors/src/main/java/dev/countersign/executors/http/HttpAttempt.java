package dev.countersign.executors.http;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.SendAttempt;
import dev.countersign.executors.wire.HeaderText;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.executors.wire.StrictUrl;
import dev.countersign.json.Digest;
import dev.countersign.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/// One request on one connection of its own, and one answer. There is no second try, no redirect,
/// no cookie, no decoding and no reuse of connections in here, because there is no code for them.
///
/// It departs before the first byte may be written.
public final class HttpAttempt implements SendAttempt {
  private static final int MAX_LINE_CHARS = 16 * 1024;
  private static final int MAX_HEADERS = 200;
  static final Http1Config HTTP =
      Http1Config.custom().setMaxLineLength(MAX_LINE_CHARS).setMaxHeaderCount(MAX_HEADERS).build();

  private final HttpTarget target;
  private final SentRequest request;
  private final Digest digest;
  private final CredentialResolver credentials;
  private final Dialler dialler;
  private final AnswerReading answers;

  private final Departure departure = new Departure();
  private volatile int status;

  public HttpAttempt(
      HttpTarget target,
      SentRequest request,
      CredentialResolver credentials,
      Dialler dialler,
      AnswerReading answers) {
    this.target = target;
    this.request = request;
    this.digest = request.digest(); // here, where it can still fail without harm
    this.credentials = credentials;
    this.dialler = dialler;
    this.answers = answers;
  }

  @Override
  public Outcome run() {
    try {
      ClassicHttpRequest message = message();
      try (Socket open = dial()) {
        departure.depart();
        return converse(open, message);
      }
    } catch (NotSent e) {
      return e.outcome();
    } catch (IOException | HttpException | RuntimeException e) {
      return lost(e);
    }
  }

  @Override
  public Outcome abandon(String code) {
    return departure.recall(code, status);
  }

  private Socket dial() throws NotSent {
    Socket plain = dialler.dial(departure::watch);
    return target.baseUrl().isEncrypted() ? dialler.secure(plain) : plain;
  }

  private ClassicHttpRequest message() throws NotSent {
    String path = StrictUrl.parse(request.url()).orElseThrow().target();
    ClassicHttpRequest message = new BasicClassicHttpRequest(request.method(), path);
    message.addHeader("host", target.baseUrl().authority());
    message.addHeader("connection", "close");
    request.headers().forEach(message::addHeader);
    if (target.credential().isPresent()) {
      message.addHeader(
          "authorization", target.scheme() + credential(target.credential().get()).reveal());
    }
    Optional<byte[]> body = request.body();
    if (body.isPresent() || !request.method().equals("GET")) {
      message.addHeader("content-length", body.map(bytes -> bytes.length).orElse(0));
    }
    body.ifPresent(bytes -> message.setEntity(new ByteArrayEntity(bytes, null)));
    return message;
  }

  private Secret credential(CredentialReference reference) throws NotSent {
    return credentials
        .resolve(reference)
        .filter(secret -> HeaderText.isValue(secret.reveal()))
        .orElseThrow(() -> new NotSent("credential_unavailable"));
  }

  private Outcome converse(Socket open, ClassicHttpRequest message)
      throws IOException, HttpException {
    open.setSoTimeout(Dialler.millis(target.limits().timeout()));
    var http = new DefaultBHttpClientConnection(HTTP);
    http.bind(open);
    ClassicHttpResponse answer =
        new HttpRequestExecutor().execute(message, http, HttpCoreContext.create());
    status = answer.getCode();
    return answers.read(status, () -> body(answer), digest);
  }

  /// As far as the limit goes; what lies behind it is not waited for.
  private byte[] body(ClassicHttpResponse answer) throws IOException {
    if (answer.getEntity() == null) {
      return new byte[0];
    }
    // Not closed: closing would read the rest. The socket is closed around this.
    InputStream content = answer.getEntity().getContent();
    return content.readNBytes(target.limits().answerBytes());
  }

  private Outcome lost(Exception e) {
    String code =
        switch (e) {
          case SocketTimeoutException _ -> "timeout";
          case SocketException _ -> "connection_reset";
          case NoHttpResponseException _ -> "no_answer";
          case ConnectionClosedException _, TruncatedChunkException _ -> "truncated_answer";
          case MalformedChunkCodingException _, MessageConstraintException _, HttpException _ ->
              "malformed_answer";
          case IOException _ -> "connection_lost";
          default -> "internal_error";
        };
    return departure.lost(target.name(), e, code, status);
  }
}
