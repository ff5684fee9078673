package dev.countersign.slack;

import dev.countersign.json.Digest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
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
}
