package dev.countersign.sandbox.oidc;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.SandboxSecrets;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The issuer's key, and the identity tokens that it signs (OpenID Connect Core 1.0, section 2).
final class IdTokens {
  private static final Duration LIFETIME = Duration.ofMinutes(5);
  private static final int BITS = 2048;

  private String id = SandboxSecrets.unguessable();
  private KeyPair pair = generate();

  /// Signs with a new key from now on; the former one is published no more.
  synchronized void rotate() {
    id = SandboxSecrets.unguessable();
    pair = generate();
  }

  synchronized JsonObject published() {
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    return JsonObject.builder()
        .put(
            "keys",
            JsonArray.of(
                List.of(key),
                rsa ->
                    JsonObject.builder()
                        .put("kty", "RSA")
                        .put("use", "sig")
                        .put("alg", "RS256")
                        .put("kid", id)
                        .put("n", unsigned(rsa.getModulus()))
                        .put("e", unsigned(rsa.getPublicExponent()))
                        .build()))
        .build();
  }

  /// @param nonce as it was asked with
  synchronized String of(
      String issuer,
      String client,
      String subject,
      String nonce,
      Optional<IssuerFault> fault,
      Instant now) {
    boolean expired = is(fault, IssuerFault.EXPIRED);
    Instant issuedAt = expired ? now.minus(Duration.ofHours(1)) : now;
    JsonObject.Builder claims =
        JsonObject.builder()
            .put("iss", is(fault, IssuerFault.WRONG_ISSUER) ? "https://other.example" : issuer)
            .put("aud", is(fault, IssuerFault.WRONG_AUDIENCE) ? "somebody-else" : client)
            .put("iat", issuedAt.getEpochSecond())
            .put("exp", issuedAt.plus(LIFETIME).getEpochSecond())
            .put("email", "somebody@inside.example");
    if (!is(fault, IssuerFault.NO_SUBJECT)) {
      claims.put("sub", subject);
    }
    if (!is(fault, IssuerFault.NO_NONCE)) {
      claims.put("nonce", is(fault, IssuerFault.WRONG_NONCE) ? "another" : nonce);
    }
    return sign(claims.build(), fault);
  }

  private String sign(JsonObject claims, Optional<IssuerFault> fault) {
    try {
      if (is(fault, IssuerFault.UNSIGNED)) {
        return signed("none", claims, _ -> new byte[0]);
      }
      if (is(fault, IssuerFault.SIGNED_WITH_THE_PUBLIC_KEY)) {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(pair.getPublic().getEncoded(), "HmacSHA256"));
        return signed("HS256", claims, mac::doFinal);
      }
      Signature rsa = Signature.getInstance("SHA256withRSA");
      rsa.initSign((is(fault, IssuerFault.FOREIGN_KEY) ? generate() : pair).getPrivate());
      return signed(
          "RS256",
          claims,
          bytes -> {
            rsa.update(bytes);
            return rsa.sign();
          });
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the issuer cannot sign", e);
    }
  }

  private interface Signer {
    byte[] sign(byte[] bytes) throws GeneralSecurityException;
  }

  private String signed(String algorithm, JsonObject claims, Signer signer)
      throws GeneralSecurityException {
    JsonObject header =
        JsonObject.builder().put("alg", algorithm).put("kid", id).put("typ", "JWT").build();
    String text = base64(CanonicalJson.bytes(header)) + "." + base64(CanonicalJson.bytes(claims));
    return text + "." + base64(signer.sign(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static boolean is(Optional<IssuerFault> fault, IssuerFault one) {
    return fault.filter(one::equals).isPresent();
  }

  private static KeyPair generate() {
    try {
      KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(BITS);
      return rsa.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no RSA", e);
    }
  }

  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return base64(Arrays.copyOfRange(bytes, bytes[0] == 0 ? 1 : 0, bytes.length));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
