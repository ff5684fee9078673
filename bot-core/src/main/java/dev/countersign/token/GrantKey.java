package dev.countersign.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.jspecify.annotations.Nullable;

/// A P-256 key for ES256 (RFC 7518 section 3.4). The private half lives only until the key stops
/// signing.
///
/// Nimbus reads and writes the JWKs (it checks the curve); [Es256] signs and verifies, as Nimbus
/// parses compact JWS leniently.
final class GrantKey implements TokenKey<GrantKey> {
  private static final Es256 PLATFORM = new PlatformEs256();

  private final KeyLabel label;
  private final ECPublicKey publicKey;
  private final @Nullable ECPrivateKey privateKey;

  /// The private half as [#es256] computes with it.
  private final @Nullable PrivateKey signing;

  private final Es256 es256;

  private GrantKey(KeyLabel label, ECPublicKey publicKey, @Nullable ECPrivateKey privateKey) {
    this(label, publicKey, privateKey, PLATFORM);
  }

  private GrantKey(
      KeyLabel label, ECPublicKey publicKey, @Nullable ECPrivateKey privateKey, Es256 es256) {
    this.label = label;
    this.es256 = es256;
    this.publicKey = publicKey;
    this.privateKey =
        switch (label.state()) {
          case NEXT, SIGNING -> privateKey;
          case VERIFYING, REVOKED -> null;
        };
    this.signing = this.privateKey == null ? null : own(es256, this.privateKey);
  }

  private static PrivateKey own(Es256 es256, ECPrivateKey key) {
    try {
      return es256.own(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the provider does not take a key of P-256", e);
    }
  }

  static GrantKey generate(KeyLabel label, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      return new GrantKey(label, (ECPublicKey) pair.getPublic(), (ECPrivateKey) pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no P-256", e);
    }
  }

  /// A key of the key file: with its private half while it signs or is going to.
  static GrantKey read(JsonObject key) {
    KeyLabel label = KeyLabel.read(key);
    ECKey jwk = jwk(key);
    try {
      GrantKey read =
          new GrantKey(label, jwk.toECPublicKey(), jwk.isPrivate() ? jwk.toECPrivateKey() : null);
      read.requireMatchingHalves();
      return read;
    } catch (JOSEException e) {
      throw new IllegalArgumentException("grant key " + label.kid() + " cannot be used", e);
    }
  }

  /// A key of a published key set, which tells neither state nor age.
  static GrantKey readPublic(JsonObject key, KeyLabel label) {
    try {
      GrantKey read = new GrantKey(label, jwk(key).toECPublicKey(), null);
      if (!read.publicJwk().equals(key)) {
        throw new IllegalArgumentException(
            "grant key " + label.kid() + " is not spelled as published");
      }
      return read;
    } catch (JOSEException e) {
      throw new IllegalArgumentException("grant key " + label.kid() + " cannot be used", e);
    }
  }

  private static ECKey jwk(JsonObject key) {
    var x = new Base64URL(key.text("x"));
    var y = new Base64URL(key.text("y"));
    var builder = new ECKey.Builder(Curve.P_256, x, y);
    key.optionalText("d").ifPresent(d -> builder.d(new Base64URL(d)));
    try {
      return builder.build();
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException("a grant key is not a point of P-256", e);
    }
  }

  // Halves of two keys would sign grants that nobody can verify; better to learn it when the file
  // is read.
  private void requireMatchingHalves() {
    switch (label.state()) {
      case NEXT, SIGNING -> {
        byte[] probe = label.kid().getBytes(StandardCharsets.US_ASCII);
        if (!verifies(probe, sign(probe))) {
          throw new IllegalArgumentException(
              "the halves of grant key " + label.kid() + " do not match");
        }
      }
      case VERIFYING, REVOKED -> {}
    }
  }

  @Override
  public KeyLabel label() {
    return label;
  }

  @Override
  public GrantKey relabelled(KeyLabel next) {
    return new GrantKey(next, publicKey, privateKey, es256);
  }

  /// The same key, with the arithmetic of another provider.
  ///
  /// @throws IllegalArgumentException when the provider does not do as the platform does
  GrantKey by(Provider provider) {
    GrantKey other = new GrantKey(label, publicKey, privateKey, new ProviderEs256(provider));
    if (privateKey != null) {
      byte[] probe = label.kid().getBytes(StandardCharsets.US_ASCII);
      if (!verifies(probe, other.sign(probe)) || !other.verifies(probe, sign(probe))) {
        throw new IllegalArgumentException(
            "provider " + provider.getName() + " does not agree with the platform on ES256");
      }
    }
    return other;
  }

  @Override
  public byte[] sign(byte[] bytes) {
    if (signing == null) {
      throw new IllegalArgumentException("grant key " + label.kid() + " has no private half");
    }
    try {
      return es256.sign(signing, bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ES256 cannot sign", e);
    }
  }

  @Override
  public boolean verifies(byte[] bytes, byte[] signature) {
    // The JDK accepts some signatures of other sizes: Wycheproof P1363, tc121 and following.
    if (signature.length != Es256.SIGNATURE_BYTES) {
      return false;
    }
    try {
      return es256.verifies(publicKey, bytes, signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ES256 cannot verify", e);
    }
  }

  @Override
  public Digest fingerprint() {
    try {
      return Digest.ofHash(
          new ECKey.Builder(Curve.P_256, publicKey).build().computeThumbprint().decode());
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// The public half as a JWK (RFC 7517).
  JsonObject publicJwk() {
    return publicMembers().put("kid", label.kid()).build();
  }

  @Override
  public JsonObject toJson() {
    JsonObject.Builder key = publicMembers();
    label.writeTo(key);
    if (privateKey != null) {
      int fieldBits = publicKey.getParams().getCurve().getField().getFieldSize();
      key.put("d", ECKey.encodeCoordinate(fieldBits, privateKey.getS()).toString());
    }
    return key.build();
  }

  private JsonObject.Builder publicMembers() {
    ECKey jwk = new ECKey.Builder(Curve.P_256, publicKey).build();
    return JsonObject.builder()
        .put("kty", "EC")
        .put("crv", "P-256")
        .put("alg", "ES256")
        .put("use", "sig")
        .put("x", jwk.getX().toString())
        .put("y", jwk.getY().toString());
  }

  @Override
  public String toString() {
    return "GrantKey[" + label + "]";
  }
}
