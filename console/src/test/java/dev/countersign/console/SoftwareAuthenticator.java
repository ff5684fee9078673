package dev.countersign.console;

import dev.countersign.json.Digest;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// An authenticator in a browser, with one passkey of a real key. What it says of itself can be
/// changed, as a liar would.
final class SoftwareAuthenticator {
  private static final int PRESENT = 0x01;
  private static final int VERIFIED = 0x04;
  private static final int ATTESTED = 0x40;
  private static final int COORDINATE = 32;
  private static final int MOST_BYTES = 1024;
  private static final int KEY_BYTES = 10 + COORDINATE + 3 + COORDINATE;

  /// Of the attestation in CBOR, before the data.
  private static final int ATTESTATION_BEFORE = 19 + 9 + 1 + 2;

  final byte[] credential =
      Digest.sha256(Long.toString(System.nanoTime()).getBytes(StandardCharsets.US_ASCII));
  private final KeyPair keys = keys();
  String origin;
  String host;
  boolean verifies = true;
  long count;
  String type = "";
  String handle = "";

  SoftwareAuthenticator(String origin, String host) {
    this.origin = origin;
    this.host = host;
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What the script fills in once a passkey was made.
  Map<String, String> made(String challenge, String handle) {
    this.handle = handle;
    byte[] data = data(true);
    byte[] attestation =
        ByteBuffer.allocate(MOST_BYTES)
            .put(hex("a363666d74646e6f6e656761747453746d74a0")) // fmt: "none", attStmt: {}
            .put(hex("686175746844617461" + "59")) // authData: bytes of a two-byte length
            .putShort((short) data.length)
            .put(data)
            .array();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("credential", text(credential));
    fields.put("attestation", text(Arrays.copyOf(attestation, data.length + ATTESTATION_BEFORE)));
    fields.put("client_data", text(client("webauthn.create", challenge)));
    return fields;
  }

  /// What the script fills in once one has signed.
  Map<String, String> signed(String challenge) {
    if (count > 0) {
      count++;
    }
    byte[] data = data(false);
    byte[] client = client("webauthn.get", challenge);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(data);
      signature.update(Digest.sha256(client));
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("credential", text(credential));
      fields.put("authenticator_data", text(data));
      fields.put("client_data", text(client));
      fields.put("signature", text(signature.sign()));
      fields.put("user_handle", handle);
      return fields;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] client(String usual, String challenge) {
    return ("{\"type\":\""
            + (type.isEmpty() ? usual : type)
            + "\",\"challenge\":\""
            + challenge
            + "\",\"origin\":\""
            + origin
            + "\",\"crossOrigin\":false}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] data(boolean attested) {
    byte[] key = attested ? key() : new byte[0];
    int flags = PRESENT | (verifies ? VERIFIED : 0) | (attested ? ATTESTED : 0);
    ByteBuffer data = ByteBuffer.allocate(512);
    data.put(Digest.sha256(host.getBytes(StandardCharsets.UTF_8)));
    data.put((byte) flags).putInt((int) count);
    if (attested) {
      data.put(new byte[16]).putShort((short) credential.length).put(credential).put(key);
    }
    return Arrays.copyOf(data.array(), data.position());
  }

  private byte[] key() {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    return ByteBuffer.allocate(KEY_BYTES)
        .put(hex("a5010203262001" + "215820")) // EC2, ES256, P-256, then x and y of 32 bytes
        .put(coordinate(key.getW().getAffineX()))
        .put(hex("225820"))
        .put(coordinate(key.getW().getAffineY()))
        .array();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] coordinate(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] padded = new byte[COORDINATE];
    int length = Math.min(bytes.length, COORDINATE);
    System.arraycopy(bytes, bytes.length - length, padded, COORDINATE - length, length);
    return padded;
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
