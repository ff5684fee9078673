package dev.countersign.sandbox.teams;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.SandboxSecrets;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;

/// One RSA key of a token issuer, and how it is published.
record SigningKey(String id, KeyPair pair) {
  private static final int BITS = 2048;

  static SigningKey generate() {
    try {
      KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(BITS);
      return new SigningKey(SandboxSecrets.unguessable(), rsa.generateKeyPair());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no RSA", e);
    }
  }

  String sign(JsonObject claims) {
    JsonObject header =
        JsonObject.builder()
            .put("alg", "RS256")
            .put("kid", id)
            .put("x5t", id)
            .put("typ", "JWT")
            .build();
    return Jwt.sign(header, claims, pair.getPrivate());
  }

  /// With the channels for which the key is good, which is no member of RFC 7517.
  JsonObject toJson(List<String> endorsements) {
    var rsa = (RSAPublicKey) pair.getPublic();
    return JsonObject.builder()
        .put("kty", "RSA")
        .put("use", "sig")
        .put("kid", id)
        .put("x5t", id)
        .put("n", unsigned(rsa.getModulus()))
        .put("e", unsigned(rsa.getPublicExponent()))
        .put("endorsements", JsonArray.ofStrings(endorsements))
        .build();
  }

  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int skip = bytes[0] == 0 ? 1 : 0;
    return Jwt.base64(Arrays.copyOfRange(bytes, skip, bytes.length));
  }

  /// Without the key.
  @Override
  public String toString() {
    return "SigningKey[" + id + "]";
  }
}
