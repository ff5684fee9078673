package dev.countersign.token;

import static dev.countersign.token.Samples.*;
import static dev.countersign.token.TokenRefusal.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.policy.Sla;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DecisionTokenVerifierTest {
  private static final DecisionKey KEY = RING.decision().signing();
  private static final String KID = KEY.kid();
  private static final String HEADER =
      "{\"alg\":\"HS256\",\"kid\":\"" + KID + "\",\"typ\":\"decision+jwt\"}";
  private static final JsonObject PAYLOAD = claims().toJson();
  private static final String TOKEN = new DecisionTokens(RING).mint(claims());
  private static final DecisionTokenVerifier VERIFIER = verifier(RING);

  @ParameterizedTest
  @EnumSource(Decision.class)
  void everyDecisionComesBackAsItWasMinted(Decision decision) {
    var claims = read(PAYLOAD.with("dec", Json.of(WireName.of(decision))));
    var verdict = VERIFIER.verify(new DecisionTokens(RING).mint(claims), NOW);
    assertThat(verdict)
        .isInstanceOfSatisfying(
            TokenVerdict.Verified.class,
            verified -> {
              assertThat(verified.token().claims()).isEqualTo(claims);
              assertThat(verified.token().kid()).isEqualTo(KID);
            });
  }

  @Test
  void aButtonOfAFormerEpochIsDeadAndStillSaysWhatItWasAbout() {
    var after = new DecisionTokenVerifier(RING, ISSUER, () -> claims().issuedAt().plusSeconds(1));
    assertThat(after.verify(TOKEN, NOW))
        .isEqualTo(new TokenVerdict.Refused(TokenRefusal.TOKEN_OF_FORMER_EPOCH));
    assertThat(after.lapsed(TOKEN, NOW))
        .hasValueSatisfying(token -> assertThat(token.claims()).isEqualTo(claims()));
    var before = new DecisionTokenVerifier(RING, ISSUER, () -> claims().issuedAt());
    assertThat(before.verify(TOKEN, NOW)).isInstanceOf(TokenVerdict.Verified.class);
    assertThat(before.lapsed(TOKEN, NOW)).isEmpty();
  }

  /// Every row breaks one line of the checklist and keeps all the others.
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void aBrokenTokenIsRefusedByItsOwnReason(String what, String token, TokenRefusal reason) {
    assertThat(VERIFIER.verify(token, NOW)).as(what).isEqualTo(new TokenVerdict.Refused(reason));
  }

  static Stream<Arguments> aBrokenTokenIsRefusedByItsOwnReason() {
    String[] parts = TOKEN.split("\\.", -1);
    String signature = parts[2];
    DecisionKey foreign = KeyRing.generate(RANDOM, CLOCK).decision().signing();
    byte[] grantPublicKey = utf8(RING.grant().signing().publicJwk().toString());
    DecisionKey confused = DecisionKey.of(KEY.label(), Digest.sha256(grantPublicKey));
    return Stream.of(
        // 1
        arguments(
            "one character too many",
            "a".repeat(DecisionTokens.MAX_CHARACTERS - 3) + ".a.a",
            TOKEN_TOO_LONG),
        arguments("huge", "A".repeat(1_000_000), TOKEN_TOO_LONG),
        // 2
        arguments("empty", "", TOKEN_MALFORMED),
        arguments("two parts", parts[0] + "." + parts[1], TOKEN_MALFORMED),
        arguments("no signature", parts[0] + "." + parts[1] + ".", TOKEN_MALFORMED),
        arguments("no header", "." + parts[1] + "." + signature, TOKEN_MALFORMED),
        arguments("no payload", parts[0] + ".." + signature, TOKEN_MALFORMED),
        arguments("four parts", TOKEN + ".AAAA", TOKEN_MALFORMED),
        arguments("a trailing dot", TOKEN + ".", TOKEN_MALFORMED),
        arguments("padding", TOKEN + "=", TOKEN_MALFORMED),
        arguments("a trailing line feed", TOKEN + "\n", TOKEN_MALFORMED),
        arguments("a leading space", " " + TOKEN, TOKEN_MALFORMED),
        arguments("a stray character", TOKEN.replace(".", "?."), TOKEN_MALFORMED),
        arguments(
            "the other base64 alphabet", parts[0] + "." + parts[1] + ".+/+/", TOKEN_MALFORMED),
        arguments("not ASCII", TOKEN + "é", TOKEN_MALFORMED),
        arguments("a JSON serialisation", "{\"payload\":\"" + parts[1] + "\"}", TOKEN_MALFORMED),
        // 3
        arguments("unused bits set in the signature", withUnusedBits(TOKEN), TOKEN_NOT_CANONICAL),
        arguments(
            "one character alone",
            parts[0] + "." + parts[1] + "." + signature + "AA",
            TOKEN_NOT_CANONICAL),
        // 4
        header("no algorithm", "{\"kid\":\"" + KID + "\",\"typ\":\"decision+jwt\"}"),
        header("algorithm none", HEADER.replace("HS256", "none")),
        header("another algorithm", HEADER.replace("HS256", "HS512")),
        header("an algorithm of another kind", HEADER.replace("HS256", "ES256")),
        header("the algorithm in lower case", HEADER.replace("HS256", "hs256")),
        header("another type", HEADER.replace("decision+jwt", "grant+jwt")),
        header("a general type", HEADER.replace("decision+jwt", "JWT")),
        header("no type", "{\"alg\":\"HS256\",\"kid\":\"" + KID + "\"}"),
        header("no kid", "{\"alg\":\"HS256\",\"typ\":\"decision+jwt\"}"),
        header("an empty kid", HEADER.replace(KID, "")),
        header("a kid that walks", HEADER.replace(KID, "../../dev/null")),
        header("a kid of SQL", HEADER.replace(KID, "x' or '1'='1")),
        header("a kid too long", HEADER.replace(KID, "a".repeat(33))),
        header("a kid with an escape", HEADER.replace(KID, "\\u0061")),
        header("a critical member", withMember("\"crit\":[\"b64\"]")),
        header("unencoded payload", withMember("\"b64\":false")),
        header("a key inside", withMember("\"jwk\":{\"kty\":\"oct\"}")),
        header("a key elsewhere", withMember("\"jku\":\"https://evil.example\"")),
        header("a certificate elsewhere", withMember("\"x5u\":\"https://evil.example\"")),
        header("a second kid", withMember("\"kid\":\"other\"")),
        header("a space", HEADER.replace(",", ", ")),
        header(
            "another order",
            "{\"typ\":\"decision+jwt\",\"alg\":\"HS256\",\"kid\":\"" + KID + "\"}"),
        header(
            "two ends that share a quote",
            "{\"alg\":\"HS256\",\"kid\":\",\"typ\":\"decision+jwt\"}"),
        header("too short to hold both ends", "{\"alg\":\"HS256\",\"kid\":\"decision+jwt\"}"),
        // 5
        arguments(
            "an unknown key",
            forge(HEADER.replace(KID, "other"), text(PAYLOAD), KEY),
            TOKEN_KEY_UNKNOWN),
        arguments(
            "the kid of a grant key",
            forge(HEADER.replace(KID, RING.grant().signing().kid()), text(PAYLOAD), KEY),
            TOKEN_KEY_UNKNOWN),
        // 8
        arguments("another key", forge(HEADER, text(PAYLOAD), foreign), TOKEN_SIGNATURE),
        arguments(
            "a public key as secret", forge(HEADER, text(PAYLOAD), confused), TOKEN_SIGNATURE),
        arguments("half a signature", TOKEN.substring(0, TOKEN.length() - 23), TOKEN_SIGNATURE),
        arguments(
            "a longer signature", TOKEN.replace(signature, encode(new byte[64])), TOKEN_SIGNATURE),
        arguments(
            "another payload",
            parts[0] + "." + encode(utf8(text(PAYLOAD.with("rev", Json.of(4))))) + "." + signature,
            TOKEN_SIGNATURE),
        // 9
        payload("not JSON", "approve"),
        payload("an array", "[]"),
        payload("a duplicate claim", text(PAYLOAD).replace("\"rev\":3", "\"rev\":3,\"rev\":3")),
        payload("a space", text(PAYLOAD).replace("\"rev\":3", "\"rev\": 3")),
        payload("another spelling of a number", text(PAYLOAD).replace("\"rev\":3", "\"rev\":3.0")),
        payload("an escape", text(PAYLOAD).replace("approve", "\\u0061pprove")),
        payload("another order", "{\"zzz\":1,\"aaa\":1}"),
        payload("a second value", text(PAYLOAD) + "{}"),
        // 10
        arguments(
            "a claim too many", forged(PAYLOAD.with("sub", Json.of("U01"))), TOKEN_CLAIM_NAMES),
        arguments(
            "a misspelt claim",
            forged(without("dec").with("Dec", Json.of("approve"))),
            TOKEN_CLAIM_NAMES),
        // 12
        arguments(
            "another audience",
            forged(PAYLOAD.with("aud", Json.of("countersign:grant"))),
            TOKEN_AUDIENCE),
        arguments(
            "a list of audiences",
            forged(PAYLOAD.with("aud", JsonArray.ofStrings(List.of("countersign:decide")))),
            TOKEN_AUDIENCE),
        // 13
        arguments(
            "another deployment",
            forged(PAYLOAD.with("iss", Json.of("https://other.example"))),
            TOKEN_ISSUER),
        // 14
        arguments("six seconds ahead", forged(times(6, 3600)), TOKEN_FROM_THE_FUTURE),
        // 15
        arguments("expired now", forged(times(-3600, 0)), TOKEN_EXPIRED),
        arguments("expired long ago", forged(times(-7200, -3600)), TOKEN_EXPIRED),
        // 16
        arguments(
            "thirty days and a second", forged(times(0, 30 * 86_400 + 1)), TOKEN_LIVES_TOO_LONG),
        arguments("forever", forged(times(0, 9_000_000_000_000_000L)), TOKEN_LIVES_TOO_LONG));
  }

  @ParameterizedTest
  @MethodSource
  void noClaimMayBeMissing(String name) {
    assertThat(reason(forged(without(name)))).isEqualTo(TOKEN_CLAIM_NAMES);
  }

  static Stream<String> noClaimMayBeMissing() {
    return DecisionClaims.NAMES.stream().sorted();
  }

  @ParameterizedTest(name = "{0} = {1}")
  @MethodSource
  void aClaimOfAnotherTypeOrShapeIsRefused(String name, Json value) {
    assertThat(reason(forged(PAYLOAD.with(name, value)))).isEqualTo(TOKEN_CLAIM_VALUES);
  }

  static Stream<Arguments> aClaimOfAnotherTypeOrShapeIsRefused() {
    long now = NOW.getEpochSecond();
    return Stream.concat(
        DecisionClaims.NAMES.stream()
            .filter(name -> !name.equals("aud"))
            .flatMap(name ->
                Stream.of(
                    arguments(name, JsonNull.NULL),
                    arguments(name, JsonArray.EMPTY),
                    arguments(name, Json.of(true)))),
        Stream.of(
            arguments("iss", Json.of("https://gate.example and more")),
            arguments("jti", Json.of("tok_1")),
            arguments("iat", Json.of(Long.toString(now))),
            arguments("exp", Json.of(Long.toString(now + 60))),
            arguments("exp", Json.of(now)),
            arguments("exp", CanonicalJson.parse(utf8((now + 60) + ".5"))),
            arguments("req", Json.of("prop_1")),
            arguments("req", Json.of("grt_" + ULID)),
            arguments("rev", Json.of("3")),
            arguments("rev", Json.of(0)),
            arguments("rev", Json.of(-1)),
            arguments("rev", Json.of(1L << 32)),
            arguments("act", Json.of("sha-256:short")),
            arguments("act", Json.of(PAYLOAD.text("act").replace("sha-256", "sha-512"))),
            arguments("card", Json.of("")),
            arguments("dec", Json.of("APPROVE")),
            arguments("dec", Json.of("execute")),
            arguments("srf", Json.of("slack:T01")),
            arguments("srf", Json.of("irc:T01:C01")),
            arguments("srf", Json.of("slack:T01:"))));
  }

  @Test
  void noSingleCharacterCanBeChanged() {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ";
    for (int i = 0; i < TOKEN.length(); i++) {
      for (int nth = 0; nth < alphabet.length(); nth++) {
        char c = alphabet.charAt(nth);
        if (c != TOKEN.charAt(i)) {
          String changed = TOKEN.substring(0, i) + c + TOKEN.substring(i + 1);
          assertThat(VERIFIER.verify(changed, NOW)).isInstanceOf(TokenVerdict.Refused.class);
        }
      }
    }
  }

  @Test
  void noPrefixOfATokenIsAToken() {
    for (int i = 0; i < TOKEN.length(); i++) {
      assertThat(VERIFIER.verify(TOKEN.substring(0, i), NOW))
          .isInstanceOf(TokenVerdict.Refused.class);
    }
  }

  @Test
  void aTokenLivesUntilTheInstantOfItsExpiry() {
    Instant expiry = claims().expiresAt();
    assertThat(VERIFIER.verify(TOKEN, expiry.minusNanos(1)))
        .isInstanceOf(TokenVerdict.Verified.class);
    assertThat(VERIFIER.verify(TOKEN, expiry)).isEqualTo(new TokenVerdict.Refused(TOKEN_EXPIRED));
  }

  @Test
  void theClockThatSignedMayBeFiveSecondsAhead() {
    assertThat(VERIFIER.verify(TOKEN, NOW.minusSeconds(5)))
        .isInstanceOf(TokenVerdict.Verified.class);
    assertThat(VERIFIER.verify(TOKEN, NOW.minusSeconds(5).minusNanos(1)))
        .isEqualTo(new TokenVerdict.Refused(TOKEN_FROM_THE_FUTURE));
  }

  @Test
  void aTokenOfAKeyThatNoLongerSignsIsStillGood() {
    KeyRing rotated =
        RING.withNext(KeyPurpose.DECISION, RANDOM, CLOCK)
            .rotated(KeyPurpose.DECISION, later(Duration.ofMinutes(10)));
    assertThat(rotated.decision().signing().kid()).isNotEqualTo(KID);
    assertThat(verifier(rotated).verify(TOKEN, NOW)).isInstanceOf(TokenVerdict.Verified.class);
  }

  @Test
  void aTokenOfARevokedKeyIsRefusedByName() {
    KeyRing revoked = RING.withRevoked(KID, RANDOM, CLOCK);
    assertThat(verifier(revoked).verify(TOKEN, NOW))
        .isEqualTo(new TokenVerdict.Refused(TOKEN_KEY_REVOKED));
    String fresh = new DecisionTokens(revoked).mint(claims());
    assertThat(verifier(revoked).verify(fresh, NOW)).isInstanceOf(TokenVerdict.Verified.class);
  }

  @Test
  void aReplicaThatIsNotRestartedYetKnowsTheTokensOfOneThatIs() {
    KeyRing early = RING.withNext(KeyPurpose.DECISION, RANDOM, CLOCK);
    KeyRing rotated = early.rotated(KeyPurpose.DECISION, later(Duration.ofMinutes(10)));
    String token = new DecisionTokens(rotated).mint(claims());
    assertThat(verifier(early).verify(token, NOW)).isInstanceOf(TokenVerdict.Verified.class);
    assertThat(verifier(rotated).verify(token, NOW)).isInstanceOf(TokenVerdict.Verified.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"escalate", "details", "APPROVE", "allow", ""})
  void whatIsNoDecisionIsNoClaim(String word) {
    assertThat(DecisionClaims.read(PAYLOAD.with("dec", Json.of(word)))).isNull();
  }

  @Test
  void theLongestClaimsStillFitIntoAButton() {
    JsonObject longest =
        PAYLOAD
            .with("iss", Json.of("a".repeat(80)))
            .with("rev", Json.of(Integer.MAX_VALUE))
            .with("dec", Json.of("approve"))
            .with("for", Json.of("v".repeat(22)))
            .with("srf", Json.of("console:" + "t".repeat(40) + ":" + "c".repeat(192)));
    assertThat(DecisionClaims.read(longest)).isNotNull();
    String header = HEADER.replace(KID, "k".repeat(32));
    assertThat(forge(header, text(longest), KEY))
        .hasSizeLessThanOrEqualTo(DecisionTokens.MAX_CHARACTERS);
    assertThat(TOKEN).hasSizeLessThan(700);
  }

  @Test
  void noTokenIsMintedForLongerThanThirtyDays() {
    var claims = read(times(0, 30 * 86_400 + 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new DecisionTokens(RING).mint(claims));
  }

  @Test
  void aTokenExpiresWithItsRequestOrAfterTheLongestDeadlineOfAPolicy() {
    assertThat(DecisionClaims.expiry(NOW, NOW.plusSeconds(90).plusMillis(900)))
        .isEqualTo(NOW.plusSeconds(90));
    assertThat(DecisionClaims.expiry(NOW, NOW.plus(Sla.LONGEST))).isEqualTo(NOW.plus(Sla.LONGEST));
    assertThat(DecisionClaims.expiry(NOW, NOW.plus(Sla.LONGEST).plusSeconds(1)))
        .isEqualTo(NOW.plus(Sla.LONGEST));
  }

  @Test
  void aProofShowsItsIdOnly() {
    assertThat(VERIFIER.verify(TOKEN, NOW).toString())
        .contains("tok_" + ULID)
        .doesNotContain(TOKEN, "prop_");
  }

  @Test
  void reasonsHaveStableCodes() {
    assertThat(TokenRefusal.values())
        .extracting(TokenRefusal::code)
        .containsExactly(
            "token_too_long",
            "token_malformed",
            "token_not_canonical",
            "token_header",
            "token_key_unknown",
            "token_key_revoked",
            "token_signature",
            "token_payload",
            "token_claim_names",
            "token_claim_values",
            "token_audience",
            "token_issuer",
            "token_from_the_future",
            "token_expired",
            "token_lives_too_long",
            "token_of_former_epoch");
  }

  private static Arguments header(String what, String header) {
    return arguments("header: " + what, forge(header, text(PAYLOAD), KEY), TOKEN_HEADER);
  }

  private static String withMember(String member) {
    return HEADER.substring(0, HEADER.length() - 1) + "," + member + "}";
  }

  private static Arguments payload(String what, String payload) {
    return arguments("payload: " + what, forge(HEADER, payload, KEY), TOKEN_PAYLOAD);
  }

  private static String forged(JsonObject payload) {
    return forge(HEADER, text(payload), KEY);
  }

  private static JsonObject without(String name) {
    var members = new LinkedHashMap<>(PAYLOAD.members());
    members.remove(name);
    return new JsonObject(members);
  }

  private static JsonObject times(long issued, long expires) {
    long now = NOW.getEpochSecond();
    return PAYLOAD
        .with("iat", Json.of(now + issued))
        .with("exp", Json.of(Math.min(now + expires, (1L << 53) - 1)));
  }

  /// Another text that a lenient decoder takes for the same token.
  private static String withUnusedBits(String token) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(token.charAt(token.length() - 1));
    return token.substring(0, token.length() - 1) + alphabet.charAt(last | 1);
  }

  private static DecisionClaims read(JsonObject payload) {
    return Objects.requireNonNull(DecisionClaims.read(payload));
  }

  private static TokenRefusal reason(String token) {
    return VERIFIER.verify(token, NOW) instanceof TokenVerdict.Refused(var reason)
        ? reason
        : fail("accepted");
  }
}
