package dev.countersign.token;

import static dev.countersign.token.GrantRefusal.*;
import static dev.countersign.token.Samples.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.GrantMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class GrantVerifierTest {
  private static final GrantKey KEY = RING.grant().signing();
  private static final String KID = KEY.kid();
  private static final String HEADER =
      "{\"alg\":\"ES256\",\"kid\":\"" + KID + "\",\"typ\":\"grant+jwt\"}";
  private static final JsonObject PAYLOAD = grant().toJson(ISSUER);
  private static final String JWS = new GrantTokens(RING, ISSUER).sign(grant());
  private static final List<GrantVerifier> VERIFIERS =
      Arrays.stream(Arithmetic.values())
          .map(arithmetic -> new GrantVerifier(arithmetic.of(RING), ISSUER))
          .toList();

  @ParameterizedTest
  @MethodSource
  void everyGrantComesBackAsItWasSigned(Grant grant) {
    for (Arithmetic arithmetic : Arithmetic.values()) {
      String jws = new GrantTokens(arithmetic.of(RING), ISSUER).sign(grant);
      assertThat(VERIFIERS)
          .allSatisfy(verifier ->
              assertThat(verifier.verify(jws, "http", NOW))
                  .isInstanceOfSatisfying(
                      GrantVerdict.Verified.class,
                      verified -> assertThat(verified.grant().grant()).isEqualTo(grant)));
    }
  }

  static Stream<Grant> everyGrantComesBackAsItWasSigned() {
    var withoutFunction = new Approver(new PersonId("r"), Optional.empty(), Surface.TEAMS, NOW);
    return Stream.of(
        grant(),
        grant(GrantMode.AUTO, List.of()),
        grant(GrantMode.BREAKGLASS, List.of(withoutFunction)));
  }

  /// Every row breaks one line of the checklist and keeps all the others.
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void aBrokenGrantIsRefusedByItsOwnReason(String what, String jws, GrantRefusal reason) {
    assertThat(VERIFIERS)
        .as(what)
        .extracting(verifier -> verifier.verify(jws, "http", NOW))
        .containsOnly(new GrantVerdict.Refused(reason));
  }

  static Stream<Arguments> aBrokenGrantIsRefusedByItsOwnReason() {
    String[] parts = JWS.split("\\.", -1);
    String input = parts[0] + "." + parts[1] + ".";
    GrantKey foreign = KeyRing.generate(RANDOM, CLOCK).grant().signing();
    DecisionKey confused =
        DecisionKey.of(KEY.label(), Arrays.copyOf(utf8(text(KEY.publicJwk())), 32));
    return Stream.of(
        arguments("too long", "a".repeat(GrantTokens.MAX_CHARACTERS) + ".a.a", GRANT_TOO_LONG),
        arguments("empty", "", GRANT_MALFORMED),
        arguments("no signature", input, GRANT_MALFORMED),
        arguments("four parts", JWS + ".AAAA", GRANT_MALFORMED),
        arguments("padding", JWS + "==", GRANT_MALFORMED),
        arguments("a stray character", JWS.replace(".", "?."), GRANT_MALFORMED),
        arguments("a dangling character", JWS + "AAA", GRANT_NOT_CANONICAL),
        header("algorithm none", HEADER.replace("ES256", "none")),
        header("an algorithm of another kind", HEADER.replace("ES256", "HS256")),
        header("a decision token", HEADER.replace("grant+jwt", "decision+jwt")),
        header("a key inside", HEADER.replace(",\"kid\"", ",\"jwk\":{},\"kid\"")),
        header("a critical member", HEADER.replace(",\"kid\"", ",\"crit\":[\"exp\"],\"kid\"")),
        header("a kid that walks", HEADER.replace(KID, "../../etc/passwd")),
        arguments(
            "a public key as secret",
            forge(HEADER.replace("ES256", "HS256"), text(PAYLOAD), confused),
            GRANT_HEADER),
        arguments(
            "an unknown key",
            forge(HEADER.replace(KID, "other"), text(PAYLOAD), KEY),
            GRANT_KEY_UNKNOWN),
        arguments("another key", forge(HEADER, text(PAYLOAD), foreign), GRANT_SIGNATURE),
        arguments(
            "a secret for a signature", forge(HEADER, text(PAYLOAD), confused), GRANT_SIGNATURE),
        arguments("a zero signature", input + encode(new byte[64]), GRANT_SIGNATURE),
        arguments("63 bytes", input + encode(new byte[63]), GRANT_SIGNATURE),
        arguments(
            "padded halves",
            input + encode(paddedHalves(KEY.sign(utf8(parts[0] + "." + parts[1])))),
            GRANT_SIGNATURE),
        arguments(
            "unused bits set in the signature",
            JWS.substring(0, JWS.length() - 1) + "_",
            GRANT_NOT_CANONICAL),
        arguments(
            "another payload",
            parts[0] + "." + encode(utf8("{}")) + "." + parts[2],
            GRANT_SIGNATURE),
        arguments(
            "a duplicate claim",
            forge(HEADER, text(PAYLOAD).replace("\"rev\":3", "\"rev\":3,\"rev\":3"), KEY),
            GRANT_PAYLOAD),
        arguments(
            "a space",
            forge(HEADER, text(PAYLOAD).replace("\"rev\":3", "\"rev\": 3"), KEY),
            GRANT_PAYLOAD),
        arguments("not an object", forge(HEADER, "3", KEY), GRANT_PAYLOAD),
        arguments(
            "a claim too many", forged(PAYLOAD.with("scope", Json.of("all"))), GRANT_CLAIM_NAMES),
        arguments(
            "another deployment",
            forged(PAYLOAD.with("iss", Json.of("https://other.example"))),
            GRANT_ISSUER),
        arguments(
            "an issuer of another type", forged(PAYLOAD.with("iss", JsonNull.NULL)), GRANT_ISSUER),
        arguments("301 seconds", forged(times(0, 0, 301)), GRANT_LIVES_TOO_LONG),
        arguments("another executor", forged(PAYLOAD.with("aud", Json.of("mail"))), GRANT_AUDIENCE),
        arguments("six seconds ahead", forged(times(6, 6, 60)), GRANT_FROM_THE_FUTURE),
        arguments("valid in six seconds", forged(times(0, 6, 60)), GRANT_NOT_VALID_YET),
        arguments("expired now", forged(times(-120, -120, 0)), GRANT_EXPIRED));
  }

  @ParameterizedTest
  @MethodSource
  void noClaimMayBeMissing(String name) {
    var members = new LinkedHashMap<>(PAYLOAD.members());
    members.remove(name);
    refused(forged(new JsonObject(members)), GRANT_CLAIM_NAMES);
  }

  static Stream<String> noClaimMayBeMissing() {
    return Grant.NAMES.stream().sorted();
  }

  @ParameterizedTest(name = "{0} = {1}")
  @MethodSource
  void aClaimOfAnotherTypeOrShapeIsRefused(String name, Json value) {
    refused(forged(PAYLOAD.with(name, value)), GRANT_CLAIM_VALUES);
  }

  static Stream<Arguments> aClaimOfAnotherTypeOrShapeIsRefused() {
    JsonObject approver = approver("reviewer-1").toJson();
    long now = NOW.getEpochSecond();
    return Stream.concat(
        Grant.NAMES.stream()
            .filter(name -> !name.equals("iss"))
            .flatMap(
                name -> Stream.of(arguments(name, JsonNull.NULL), arguments(name, Json.of(true)))),
        Stream.of(
            arguments("aud", Json.of("HTTP executor")),
            arguments("sub", Json.of("")),
            arguments("jti", Json.of("prop_" + ULID)),
            arguments("iat", Json.of("" + now)),
            arguments("nbf", Json.of(now - 1)),
            arguments("nbf", Json.of(now + 120)),
            arguments("exp", Json.of(now)),
            arguments("rev", Json.of(0)),
            arguments("rev", Json.of(1L << 32)),
            arguments("mode", Json.of("QUORUM")),
            arguments("mode", Json.of("auto")),
            arguments("approvers", JsonArray.EMPTY),
            arguments("approvers", JsonArray.ofStrings(List.of("reviewer-1"))),
            arguments("approvers", new JsonArray(List.of(approver, approver))),
            arguments("approvers", new JsonArray(List.of(approver.with("at", Json.of("now"))))),
            arguments("approvers", new JsonArray(List.of(approver.with("via", Json.of("mail"))))),
            arguments(
                "approvers", new JsonArray(List.of(approver.with("vote", Json.of("approve"))))),
            arguments(
                "approvers", new JsonArray(List.of(approver.with("function", JsonNull.NULL)))),
            arguments(
                "approvers", new JsonArray(List.of(approver.with("function", Json.of("")))))));
  }

  @Test
  void noSingleCharacterCanBeChanged() {
    for (int i = 0; i < JWS.length(); i++) {
      for (char c : new char[] {'A', 'g', '_', '.', '='}) {
        if (c != JWS.charAt(i)) {
          String changed = JWS.substring(0, i) + c + JWS.substring(i + 1);
          assertThat(VERIFIERS)
              .extracting(verifier -> verifier.verify(changed, "http", NOW))
              .hasOnlyElementsOfType(GrantVerdict.Refused.class);
        }
      }
    }
  }

  @Test
  void aGrantLivesUntilTheInstantOfItsExpiry() {
    var expiry = grant().expiresAt();
    assertThat(VERIFIERS)
        .extracting(verifier -> verifier.verify(JWS, "http", expiry.minusNanos(1)))
        .hasOnlyElementsOfType(GrantVerdict.Verified.class);
    assertThat(VERIFIERS)
        .extracting(verifier -> verifier.verify(JWS, "http", expiry))
        .containsOnly(new GrantVerdict.Refused(GRANT_EXPIRED));
  }

  @Test
  void aDecisionTokenIsNoGrant() {
    refused(new DecisionTokens(RING).mint(claims()), GRANT_HEADER);
  }

  @Test
  void aGrantOfAKeyThatNoLongerSignsIsStillGood() {
    assertThat(new GrantVerifier(rotated(), ISSUER).verify(JWS, "http", NOW))
        .isInstanceOf(GrantVerdict.Verified.class);
  }

  @Test
  void aReplicaThatIsNotRestartedYetKnowsTheGrantsOfOneThatIs() {
    KeyRing early = RING.withNext(KeyPurpose.GRANT, RANDOM, CLOCK);
    KeyRing rotated = early.rotated(KeyPurpose.GRANT, later(Duration.ofMinutes(10)));
    String jws = new GrantTokens(rotated, ISSUER).sign(grant());
    assertThat(new GrantVerifier(early, ISSUER).verify(jws, "http", NOW))
        .isInstanceOf(GrantVerdict.Verified.class);
    assertThat(new GrantVerifier(rotated, ISSUER).verify(jws, "http", NOW))
        .isInstanceOf(GrantVerdict.Verified.class);
  }

  @Test
  void aGrantOfARevokedKeyIsRefusedByNameAndStillTellsTheAuditorWhatItWas() {
    var verifier = new GrantVerifier(RING.withRevoked(KID, RANDOM, CLOCK), ISSUER);
    assertThat(verifier.verify(JWS, "http", NOW))
        .isEqualTo(new GrantVerdict.Refused(GRANT_KEY_REVOKED));
    assertThat(verifier.evidence(JWS))
        .isEqualTo(new GrantEvidence.Genuine(grant(), KID, KeyState.REVOKED));
  }

  @Test
  void anAuditorReadsAGrantLongAfterItsTimeWithThePublishedKeysAlone() {
    var auditor = GrantVerifier.ofPublicKeys(rotated().publicKeys(), ISSUER);
    assertThat(auditor.evidence(JWS))
        .isEqualTo(new GrantEvidence.Genuine(grant(), KID, KeyState.VERIFYING));
    assertThat(auditor.evidence(forged(PAYLOAD.with("rev", Json.of(0)))))
        .isEqualTo(new GrantEvidence.Refused(GRANT_CLAIM_VALUES));
  }

  @Test
  void aGrantOfTheGatesOwnIsNotTakenForLongerThanTwoMinutes() {
    String own = forged(times(0, 0, 121).with("aud", Json.of(Grant.GATEWAY)));

    assertThat(VERIFIERS)
        .extracting(verifier -> verifier.verify(own, Grant.GATEWAY, NOW))
        .containsOnly(new GrantVerdict.Refused(GRANT_LIVES_TOO_LONG));
  }

  @ParameterizedTest
  @CsvSource({"countersign:gateway, 121", "http, 301"})
  void noGrantIsSignedForLongerThanTwoMinutesOrFiveForAnExecutorOutside(
      String audience, int seconds) {
    var grant = Grant.read(times(0, 0, seconds).with("aud", Json.of(audience)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GrantTokens(RING, ISSUER).sign(Objects.requireNonNull(grant)));
  }

  @Test
  void theMostApproversWithTheLongestNamesStillFit() {
    List<Approver> most =
        IntStream.range(0, Grant.MAX_APPROVERS)
            .mapToObj(i ->
                new Approver(
                    new PersonId("p".repeat(126) + (10 + i)),
                    Optional.of("ﷺ".repeat(64)),
                    Surface.CONSOLE,
                    NOW))
            .toList();
    assertThat(new GrantTokens(RING, ISSUER).sign(grant(GrantMode.QUORUM, most)))
        .hasSizeLessThanOrEqualTo(GrantTokens.MAX_CHARACTERS);
  }

  @Test
  void approversAreBounded() {
    List<Approver> tooMany =
        IntStream.rangeClosed(0, Grant.MAX_APPROVERS).mapToObj(i -> approver("p" + i)).toList();
    assertThatIllegalArgumentException().isThrownBy(() -> grant(GrantMode.QUORUM, tooMany));
  }

  @Test
  void theApproversMustFitTheMode() {
    assertThatIllegalArgumentException().isThrownBy(() -> grant(GrantMode.QUORUM, List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> grant(GrantMode.BREAKGLASS, List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> grant(GrantMode.AUTO, List.of(approver("reviewer-1"))));
  }

  @Test
  void onePersonCannotApproveTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> grant(GrantMode.QUORUM, List.of(approver("reviewer-1"), approver("reviewer-1"))));
  }

  @Test
  void fractionsOfASecondAreNotLostSilently() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Approver(
                new PersonId("reviewer-1"), Optional.empty(), Surface.SLACK, NOW.plusMillis(1)));
  }

  // printf 'countersign/idem/2prop_01K9Z3N4M5P6Q7R8S9T0V1W2X3/1' | openssl sha256 -binary | basenc
  // --base64url
  @Test
  void theIdempotencyKeyDependsOnRequestAndRevisionAlone() {
    assertThat(Grant.idempotencyKey(new ProposalId("prop_" + ULID), 1))
        .isEqualTo("dNi-Mha7791292_5_dLd55JpSuo_-naEJhyXdA2OayA");
    assertThat(Grant.idempotencyKey(new ProposalId("prop_" + ULID), 12))
        .isEqualTo("mFSingxVzv5CW8NXtzwYWNVEhJWJ_CYV_YHXGzXDJcc");
  }

  /// The same two numbers in 33 bytes each, which the JDK by itself takes.
  private static byte[] paddedHalves(byte[] signature) {
    byte[] padded = new byte[66];
    System.arraycopy(signature, 0, padded, 1, 32);
    System.arraycopy(signature, 32, padded, 34, 32);
    return padded;
  }

  private static KeyRing rotated() {
    return RING.withNext(KeyPurpose.GRANT, RANDOM, CLOCK)
        .rotated(KeyPurpose.GRANT, later(Duration.ofMinutes(10)));
  }

  private static void refused(String jws, GrantRefusal reason) {
    assertThat(VERIFIERS)
        .extracting(verifier -> verifier.verify(jws, "http", NOW))
        .containsOnly(new GrantVerdict.Refused(reason));
  }

  private static Arguments header(String what, String header) {
    return arguments("header: " + what, forge(header, text(PAYLOAD), KEY), GRANT_HEADER);
  }

  private static String forged(JsonObject payload) {
    return forge(HEADER, text(payload), KEY);
  }

  private static JsonObject times(long issued, long valid, long expires) {
    long now = NOW.getEpochSecond();
    return PAYLOAD
        .with("iat", Json.of(now + issued))
        .with("nbf", Json.of(now + valid))
        .with("exp", Json.of(now + expires));
  }
}
