package dev.countersign.token;

import static dev.countersign.token.Samples.ISSUER;
import static dev.countersign.token.Samples.NOW;
import static dev.countersign.token.Samples.RING;
import static dev.countersign.token.Samples.claims;
import static dev.countersign.token.Samples.encode;
import static dev.countersign.token.Samples.utf8;
import static dev.countersign.token.Samples.verifier;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class DecisionTokenVerifierFuzzTest {
  private static final String TOKEN = new DecisionTokens(RING).mint(claims());
  private static final DecisionTokenVerifier VERIFIER = verifier(RING);

  static Stream<byte[]> tokens() {
    return Stream.of(
            TOKEN,
            TOKEN + "=",
            TOKEN.substring(0, TOKEN.length() - 1),
            TOKEN.substring(0, TOKEN.lastIndexOf('.') + 1),
            "." + TOKEN.substring(TOKEN.indexOf('.')),
            "A.A.A",
            "..")
        .map(Samples::utf8);
  }

  static Stream<byte[]> payloads() {
    JsonObject payload = claims().toJson();
    return Stream.of(
            Samples.text(payload),
            Samples.text(payload.with("for", Json.of("AAAAAAAAAAAAAAAAAAAAAA"))),
            Samples.text(payload.with("exp", Json.of(JsonNumber.MAX_INTEGER))),
            Samples.text(payload.with("iat", Json.of(-JsonNumber.MAX_INTEGER))),
            Samples.text(payload.with("rev", Json.of(JsonNumber.MAX_INTEGER))),
            Samples.text(payload.with("srf", Json.of("slack"))),
            " " + Samples.text(payload),
            "{}")
        .map(Samples::utf8);
  }

  @MethodSource("tokens")
  @FuzzTest
  void noTextButTheOneThatWeMintedIsVerified(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(VERIFIER.verify(text, NOW) instanceof TokenVerdict.Verified)
        .isEqualTo(text.equals(TOKEN));
    assertThat(VERIFIER.lapsed(text, NOW)).isEmpty();
  }

  @MethodSource("payloads")
  @FuzzTest
  void whateverOurKeySignsIsRefusedUnlessWeWouldWriteItSo(byte[] payload) {
    String token = signed(payload);
    Optional<VerifiedToken> lapsed = VERIFIER.lapsed(token, NOW);
    lapsed.ifPresent(before -> {
      assertWrittenSo(before, payload);
      assertThat(VERIFIER.verify(token, NOW)).isInstanceOf(TokenVerdict.Refused.class);
    });
    if (VERIFIER.verify(token, NOW) instanceof TokenVerdict.Verified(var verified)) {
      assertWrittenSo(verified, payload);
      assertThat(verified.claims().expiresAt()).isAfter(NOW);
    }
  }

  /// `lapsed` reads the claims before it asks for the signature.
  @MethodSource("payloads")
  @FuzzTest
  void nothingIsSaidOfWhatNobodySigned(byte[] payload) {
    String token = signed(payload);
    String body = token.substring(0, token.lastIndexOf('.') + 1);
    for (String unsigned : List.of(body, body + encode(new byte[32]))) {
      assertThat(VERIFIER.verify(unsigned, NOW)).isInstanceOf(TokenVerdict.Refused.class);
      assertThat(VERIFIER.lapsed(unsigned, NOW)).isEmpty();
      assertThat(VERIFIER.lapsed(unsigned, Instant.MAX)).isEmpty();
    }
  }

  private static void assertWrittenSo(VerifiedToken token, byte[] payload) {
    assertThat(CanonicalJson.bytes(token.claims().toJson())).isEqualTo(payload);
    assertThat(token.claims().issuer()).isEqualTo(ISSUER);
  }

  private static String signed(byte[] payload) {
    DecisionKey key = RING.decision().signing();
    String input = encode(DecisionTokens.HEADER.naming(key.kid())) + "." + encode(payload);
    return input + "." + encode(key.sign(utf8(input)));
  }
}
