package dev.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Fixtures;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.Passkey;
import dev.countersign.passkey.PasskeyAssertion;
import dev.countersign.proposal.PersonId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is read of an authenticator, without the desk and the store around it; and published
/// registrations and assertions of others, where they are present.
class WebAuthnTest {
  private static final String ORIGIN = "https://gate.example";
  private static final PersonId LENA = new PersonId("lena");

  /// Of the fixed part of authenticator data, behind which the length of an id and the id stand.
  private static final int BEFORE_ID = 37 + 16;

  private final SoftwareAuthenticator device = new SoftwareAuthenticator(ORIGIN, "gate.example");
  private final Bound bound = Bound.lifting(7);
  private Passkey passkey;

  @BeforeEach
  void enrolled() {
    Map<String, String> made =
        device.made(Bound.enrolling().challengeText("n"), Passkey.handleText(LENA));
    passkey =
        new Passkey(
            1,
            LENA,
            "key",
            WebAuthn.made(
                    new WebAuthn.Registration(
                        field(made, "credential"),
                        field(made, "attestation"),
                        field(made, "client_data")),
                    Bound.enrolling().challenge("n"),
                    LENA,
                    ORIGIN)
                .orElseThrow(),
            Instant.EPOCH,
            Optional.empty());
  }

  private static String field(Map<String, String> fields, String name) {
    return Objects.requireNonNull(fields.get(name));
  }

  private Optional<Long> signatures(Bound asked, String nonce, UnaryOperator<PasskeyAssertion> as) {
    Map<String, String> signed = device.signed(bound.challengeText("nonce"));
    return new WebAuthn(ORIGIN::equals)
        .signatures(
            as.apply(
                new PasskeyAssertion(
                    field(signed, "credential"),
                    field(signed, "authenticator_data"),
                    field(signed, "client_data"),
                    field(signed, "signature"),
                    field(signed, "user_handle"))),
            passkey,
            asked.challenge(nonce));
  }

  /// As `verify` asks it again, of whatever stands beside the assertion.
  @Test
  void whatWasSignedIsAProofOfThatChallengeAlone() {
    assertThat(signatures(bound, "nonce", UnaryOperator.identity())).contains(0L);
    assertThat(signatures(bound, "other", UnaryOperator.identity())).isEmpty();
    assertThat(signatures(Bound.lifting(8), "nonce", UnaryOperator.identity())).isEmpty();
    assertThat(signatures(Bound.signingIn(), "nonce", UnaryOperator.identity())).isEmpty();
  }

  enum Part {
    CREDENTIAL,
    AUTHENTICATOR_DATA,
    CLIENT_DATA,
    SIGNATURE,
    USER_HANDLE
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void nothingProvesOncePartOfItIsChanged(Part part) {
    assertThat(
            signatures(
                bound,
                "nonce",
                assertion -> {
                  JsonObject json = assertion.toJson();
                  String name = WireName.of(part);
                  byte[] bytes = Base64.getUrlDecoder().decode(json.text(name));
                  bytes[bytes.length - 1] ^= 1;
                  return PasskeyAssertion.fromJson(
                      json.with(
                          name,
                          Json.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))));
                }))
        .isEmpty();
  }

  private static List<JsonObject> published() {
    byte[] file = Fixtures.bytes(Fixtures.require("vectors/webauthn/yubico-registrations.json"));
    return ((JsonObject) CanonicalJson.parse(file))
        .items("cases").stream().map(JsonObject.class::cast).toList();
  }

  private static Optional<Passkey.Material> made(JsonObject one, String challenge, String origin) {
    byte[] attestation = Base64.getUrlDecoder().decode(one.text("attestationObject"));
    return WebAuthn.made(
        new WebAuthn.Registration(
            Attested.of(attestation).credential(),
            one.text("attestationObject"),
            text(one.text("clientDataJSON").getBytes(StandardCharsets.UTF_8))),
        Base64.getUrlDecoder().decode(challenge),
        LENA,
        origin);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// What an attestation has in it.
  private record Attested(String credential, String key) {
    static Attested of(byte[] attestation) {
      byte[] name = "authData".getBytes(StandardCharsets.US_ASCII);
      int named = HexFormat.of().formatHex(attestation).indexOf(HexFormat.of().formatHex(name)) / 2;
      ByteBuffer cbor = ByteBuffer.wrap(attestation).position(named + name.length);
      // Bytes, with a length of one byte or of two.
      int length = cbor.get() == 0x58 ? cbor.get() & 0xff : cbor.getShort();
      ByteBuffer data = cbor.slice(cbor.position(), length).position(BEFORE_ID);
      byte[] credential = new byte[data.getShort()];
      data.get(credential);
      byte[] key = new byte[data.remaining()];
      data.get(key);
      return new Attested(text(credential), text(key));
    }
  }

  /// All others were made without verifying whose hand it was.
  @Test
  void ofThePublishedRegistrationsTheOneThatVerifiedItsUserIsTakenForItsOwnChallengeAndOrigin() {
    List<JsonObject> all = published();
    assertThat(all).hasSize(29);
    assertThat(all)
        .filteredOn(one -> made(one, challenge(one), origin(one)).isPresent())
        .extracting(one -> one.text("id"))
        .containsExactly("AndroidSafetynet.RealExample");
    JsonObject real =
        all.stream()
            .filter(one -> one.text("id").endsWith("RealExample"))
            .findFirst()
            .orElseThrow();
    assertThat(made(real, challenge(all.getLast()), origin(real))).isEmpty();
    assertThat(made(real, challenge(real), "https://evil.example")).isEmpty();
  }

  private static JsonObject client(JsonObject one) {
    return (JsonObject)
        CanonicalJson.parse(one.text("clientDataJSON").getBytes(StandardCharsets.UTF_8));
  }

  private static String challenge(JsonObject one) {
    return client(one).text("challenge");
  }

  private static String origin(JsonObject one) {
    return client(one).text("origin");
  }

  /// None verified its user, and none says whose it is.
  @Test
  void noPublishedAssertionIsAProof() {
    List<JsonObject> signed =
        published().stream().filter(one -> one.has("assertionResponse")).toList();
    assertThat(signed).hasSize(7);
    for (JsonObject one : signed) {
      JsonObject response = one.object("assertionResponse");
      PasskeyAssertion assertion =
          new PasskeyAssertion(
              response.text("id"),
              response.object("response").text("authenticatorData"),
              response.object("response").text("clientDataJSON"),
              response.object("response").text("signature"),
              Passkey.handleText(LENA));
      Passkey other =
          new Passkey(
              1,
              LENA,
              "key",
              new Passkey.Material(
                  response.text("id"),
                  Attested.of(Base64.getUrlDecoder().decode(one.text("attestationObject"))).key(),
                  origin(one),
                  0),
              Instant.EPOCH,
              Optional.empty());
      byte[] challenge =
          Base64.getUrlDecoder()
              .decode(
                  one.object("assertionRequest")
                      .object("publicKeyCredentialRequestOptions")
                      .text("challenge"));
      assertThat(new WebAuthn(_ -> true).signatures(assertion, other, challenge))
          .as(one.text("id"))
          .isEmpty();
    }
  }
}
