package dev.countersign.teams.caller;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A key pair as the connector publishes it.
///
/// @param endorsements `null` leaves the member out
record SigningKey(String id, KeyPair pair, @Nullable List<String> endorsements) {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  static SigningKey of(String id, String... endorsements) {
    return new SigningKey(id, generate(2_048), List.of(endorsements));
  }

  static KeyPair generate(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  SigningKey endorsing(@Nullable List<String> channels) {
    return new SigningKey(id, pair, channels);
  }

  SigningKey named(String other) {
    return new SigningKey(other, pair, endorsements);
  }

  Map<String, Object> published() {
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    Map<String, Object> members = new HashMap<>();
    members.put("kty", "RSA");
    members.put("use", "sig");
    members.put("kid", id);
    members.put("n", BASE64.encodeToString(unsigned(key.getModulus())));
    members.put("e", BASE64.encodeToString(unsigned(key.getPublicExponent())));
    if (endorsements != null) {
      members.put("endorsements", endorsements);
    }
    return members;
  }

  /// Over `header.claims`, by the algorithm of the JDK.
  String sign(String signed, String algorithm) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(pair.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] unsigned(BigInteger value) {
    byte[] bytes = value.toByteArray();
    return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }
}
