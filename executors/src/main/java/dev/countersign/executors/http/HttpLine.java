package dev.countersign.executors.http;

import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.wire.HeaderText;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.executors.wire.StrictUrl;
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

/// Requests to one target, each on a connection of its own and with one answer. There is no second
/// try, no redirect, no cookie, no decoding and no reuse of connections in here, because there is
/// no code for them.
final class HttpLine implements TargetQuestions {
  private static final int MAX_LINE_CHARS = 16 * 1024;
  private static final int MAX_HEADERS = 200;
  static final Http1Config HTTP =
      Http1Config.custom().setMaxLineLength(MAX_LINE_CHARS).setMaxHeaderCount(MAX_HEADERS).build();

  private final HttpTarget target;
  private final CredentialResolver credentials;
  private final Dialler dialler;
  private final Departure departure;

  /// One for all that is asked and sent here: it is read once for each send, not once for each
  /// question on the way.
  private Optional<Secret> credential = Optional.empty();

  /// @param departure by which the connection is closed from outside
  HttpLine(
      HttpTarget target, CredentialResolver credentials, Dialler dialler, Departure departure) {
    this.target = target;
    this.credentials = credentials;
    this.dialler = dialler;
    this.departure = departure;
  }

  @Override
  public <A> A ask(SentRequest question, Reader<A> reader) throws IOException, HttpException {
    ClassicHttpRequest message = message(question);
    try (Socket open = dial()) {
      ClassicHttpResponse answer = converse(open, message);
      return reader.read(answer.getCode(), Marks.of(answer), body(answer));
    }
  }

  Socket dial() throws NotSent {
    Socket plain = dialler.dial(departure::watch);
    return target.baseUrl().isEncrypted() ? dialler.secure(plain) : plain;
  }

  ClassicHttpRequest message(SentRequest request) throws NotSent {
    String path = StrictUrl.parse(request.url()).orElseThrow().target();
    ClassicHttpRequest message = new BasicClassicHttpRequest(request.method(), path);
    message.addHeader("host", target.baseUrl().authority());
    message.addHeader("connection", "close");
    request.headers().forEach(message::addHeader);
    if (target.credential().isPresent()) {
      Secret secret = credential(target.credential().get());
      message.addHeader("authorization", target.scheme() + secret.reveal());
    }
    Optional<byte[]> body = request.body();
    if (body.isPresent() || !request.method().equals("GET")) {
      message.addHeader("content-length", body.map(bytes -> bytes.length).orElse(0));
    }
    body.ifPresent(bytes -> message.setEntity(new ByteArrayEntity(bytes, null)));
    return message;
  }

  private Secret credential(CredentialReference reference) throws NotSent {
    if (credential.isEmpty()) {
      credential =
          credentials.resolve(reference).filter(secret -> HeaderText.isValue(secret.reveal()));
    }
    return credential.orElseThrow(() -> new NotSent("credential_unavailable"));
  }

  ClassicHttpResponse converse(Socket open, ClassicHttpRequest message)
      throws IOException, HttpException {
    open.setSoTimeout(Dialler.millis(target.limits().timeout()));
    var http = new DefaultBHttpClientConnection(HTTP);
    http.bind(open);
    return new HttpRequestExecutor().execute(message, http, HttpCoreContext.create());
  }

  /// As far as the limit goes; what lies behind it is not waited for.
  byte[] body(ClassicHttpResponse answer) throws IOException {
    if (answer.getEntity() == null) {
      return new byte[0];
    }
    // Not closed: closing would read the rest. The socket is closed around this.
    InputStream content = answer.getEntity().getContent();
    return content.readNBytes(target.limits().answerBytes());
  }

  /// What ended it, as a stable code.
  static String code(Exception e) {
    return switch (e) {
      case SocketTimeoutException _ -> "timeout";
      case SocketException _ -> "connection_reset";
      case NoHttpResponseException _ -> "no_answer";
      case ConnectionClosedException _, TruncatedChunkException _ -> "truncated_answer";
      case MalformedChunkCodingException _, MessageConstraintException _, HttpException _ ->
          "malformed_answer";
      case IOException _ -> "connection_lost";
      default -> "internal_error";
    };
  }
}
