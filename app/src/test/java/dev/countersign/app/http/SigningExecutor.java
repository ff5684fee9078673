package dev.countersign.app.http;

import dev.countersign.json.Digest;
import dev.countersign.token.ExecutorKey;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/// An executor outside of the gate: it signs what it asks by a key that it has alone. A test
/// changes what is signed, or what is sent, to something else.
public final class SigningExecutor {
  public final String name;
  public final String publicKey;
  private final PrivateKey privateKey;

  /// Where the gate says that it is.
  public String base = "https://gate.example";

  String nonce = "";
  String keyId;
  String signedPath = "";
  String signedMethod = "";

  public SigningExecutor(String name) {
    this.name = name;
    this.keyId = name;
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      this.privateKey = pair.getPrivate();
      this.publicKey = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// In PKCS 8.
  byte[] privateKey() {
    return privateKey.getEncoded();
  }

  ExecutorKey key() {
    return ExecutorKey.parse(publicKey).orElseThrow();
  }

  public HttpRequest.Builder get(int port, String path, Instant now) {
    HttpRequest.Builder request = request(port, path);
    sign(request, "GET", path, "", "", now);
    return request.GET();
  }

  public HttpRequest.Builder post(int port, String path, String body, Instant now) {
    return post(port, path, body, body, now);
  }

  /// With an `Idempotency-Key`, which is signed, too.
  HttpRequest.Builder postOnce(int port, String path, String body, String key, Instant now) {
    return post(port, path, body, body, key, now).header("Idempotency-Key", key);
  }

  /// @param signed the body that is signed
  HttpRequest.Builder post(int port, String path, String body, String signed, Instant now) {
    return post(port, path, body, signed, "", now);
  }

  /// By any method; what there is of a body is signed, too, and its type is up to the caller.
  public HttpRequest.Builder send(String method, int port, String path, String body, Instant now) {
    HttpRequest.Builder request = request(port, path);
    String digest = body.isEmpty() ? "" : digest(body);
    if (!body.isEmpty()) {
      request.header("Content-Digest", digest);
    }
    sign(request, method, path, digest, "", now);
    return request.method(
        method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  private static String digest(String body) {
    return "sha-256=:"
        + Base64.getEncoder().encodeToString(Digest.sha256(body.getBytes(StandardCharsets.UTF_8)))
        + ":";
  }

  private HttpRequest.Builder post(
      int port, String path, String body, String signed, String key, Instant now) {
    HttpRequest.Builder request = request(port, path);
    String digest = digest(signed);
    request.header("Content-Type", "application/json").header("Content-Digest", digest);
    sign(request, "POST", path, digest, key, now);
    return request.POST(BodyPublishers.ofString(body));
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private void sign(
      HttpRequest.Builder request,
      String method,
      String path,
      String digest,
      String key,
      Instant now) {
    String parameters =
        "(\"@method\" \"@target-uri\"%s%s);created=%d;nonce=\"%s\";keyid=\"%s\""
            .formatted(
                digest.isEmpty() ? "" : " \"content-digest\"",
                key.isEmpty() ? "" : " \"idempotency-key\"",
                now.getEpochSecond(),
                nonce.isEmpty() ? UUID.randomUUID().toString() : nonce,
                keyId);
    String signed =
        "\"@method\": "
            + (signedMethod.isEmpty() ? method : signedMethod)
            + "\n\"@target-uri\": "
            + base
            + (signedPath.isEmpty() ? path : signedPath)
            + (digest.isEmpty() ? "" : "\n\"content-digest\": " + digest)
            + (key.isEmpty() ? "" : "\n\"idempotency-key\": " + key)
            + "\n\"@signature-params\": "
            + parameters;
    request
        .header("Signature-Input", "sig1=" + parameters)
        .header("Signature", "sig1=:" + signature(signed) + ":");
  }

  private String signature(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(privateKey);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
