package dev.countersign.slack;

import dev.countersign.json.Digest;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// A request that Slack signed, with its body kept for reading. Holding one is the proof: only
/// [SlackVerificationFilter] makes it.
final class SignedRequest extends HttpServletRequestWrapper {
  private final byte[] body;

  SignedRequest(HttpServletRequest request, byte[] body) {
    super(request);
    this.body = body;
  }

  /// The body as text; Slack sends ASCII forms and UTF-8 JSON.
  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// Over exactly the bytes that were signed.
  Digest digest() {
    return Digest.of(body);
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(
        new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8));
  }

  @Override
  public ServletInputStream getInputStream() {
    var bytes = new ByteArrayInputStream(body);
    return new ServletInputStream() {
      @Override
      public int read() {
        return bytes.read();
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        return bytes.read(into, offset, length);
      }

      @Override
      public boolean isFinished() {
        return bytes.available() == 0;
      }

      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public void setReadListener(ReadListener listener) {
        throw new IllegalStateException("the body is read already; there is nothing to wait for");
      }
    };
  }
}
