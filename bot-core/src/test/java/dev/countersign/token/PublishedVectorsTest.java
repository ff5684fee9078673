package dev.countersign.token;

import static dev.countersign.token.Samples.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// Wycheproof and the JOSE cookbook against the parts that both verifiers are made of.
final class PublishedVectorsTest {
  private static final KeyLabel LABEL = new KeyLabel("vector", KeyState.SIGNING, NOW);
  private static final KeyLabel PUBLIC = new KeyLabel("vector", KeyState.VERIFYING, NOW);

  // A stray `?` inside base64url, which the vectors tolerate and we do not.
  private static final Set<Integer> REFUSED_ON_PURPOSE = Set.of(372, 373);

  // Published without the padding that their names speak of: the very text of tc357, which is
  // valid.
  private static final Set<Integer> SAME_AS_A_VALID_ONE = Set.of(367, 370);

  @ParameterizedTest
  @EnumSource
  void wycheproofSignaturesAreJudgedAsPublished(Arithmetic arithmetic) {
    List<String> wrong = new ArrayList<>();
    Map<Integer, String> texts = new HashMap<>();
    for (JsonNode group :
        Vectors.read("wycheproof/json_web_signature_test.json").get("testGroups")) {
      for (JsonNode test : group.get("tests")) {
        int id = test.get("tcId").intValue();
        texts.put(id, test.get("jws").asString());
        boolean valid = test.get("result").stringValue().equals("valid");
        boolean expected =
            (valid || SAME_AS_A_VALID_ONE.contains(id))
                && !REFUSED_ON_PURPOSE.contains(id)
                && isOurs(group);
        if (accepts(group, test.get("jws").asString(), arithmetic) != expected) {
          wrong.add("tc" + id + " " + test.get("comment").stringValue());
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(texts).hasSize(401);
    assertThat(SAME_AS_A_VALID_ONE)
        .allSatisfy(id -> assertThat(texts.get(id)).isEqualTo(texts.get(357)));
  }

  @ParameterizedTest
  @EnumSource
  void noWycheproofTextIsATokenOrAGrantOfOurs(Arithmetic arithmetic) {
    var tokens = verifier(RING);
    var grants = new GrantVerifier(arithmetic.of(RING), ISSUER);
    for (JsonNode group :
        Vectors.read("wycheproof/json_web_signature_test.json").get("testGroups")) {
      for (JsonNode test : group.get("tests")) {
        String jws = test.get("jws").asString();
        assertThat(tokens.verify(jws, NOW)).isInstanceOf(TokenVerdict.Refused.class);
        assertThat(grants.evidence(jws)).isInstanceOf(GrantEvidence.Refused.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void wycheproofEcdsaSignaturesAreJudgedAsPublished(Arithmetic arithmetic) {
    List<Integer> wrong = new ArrayList<>();
    for (JsonNode group :
        Vectors.read("wycheproof/ecdsa_secp256r1_sha256_p1363_test.json").get("testGroups")) {
      JsonNode point = group.get("publicKey");
      GrantKey key =
          arithmetic.of(
              publicKey(
                  coordinate(point.get("wx").stringValue()),
                  coordinate(point.get("wy").stringValue())));
      for (JsonNode test : group.get("tests")) {
        boolean accepted = key.verifies(hex(test.get("msg")), hex(test.get("sig")));
        if (accepted != test.get("result").stringValue().equals("valid")) {
          wrong.add(test.get("tcId").intValue());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /// Only the group of our key and tag size fits; a truncated tag is refused whatever the vectors
  /// say.
  @Test
  void wycheproofMacsAreJudgedAsPublished() {
    List<Integer> wrong = new ArrayList<>();
    for (JsonNode group : Vectors.read("wycheproof/hmac_sha256_test.json").get("testGroups")) {
      if (group.get("keySize").intValue() != 256) {
        continue;
      }
      boolean wholeTag = group.get("tagSize").intValue() == 256;
      for (JsonNode test : group.get("tests")) {
        DecisionKey key = DecisionKey.of(LABEL, hex(test.get("key")));
        boolean accepted = key.verifies(hex(test.get("msg")), hex(test.get("tag")));
        if (accepted != (wholeTag && test.get("result").stringValue().equals("valid"))) {
          wrong.add(test.get("tcId").intValue());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void theCookbooksMacIsReproduced() {
    JsonNode example = Vectors.read("jose-cookbook/jws/4_4.hmac-sha2_integrity_protection.json");
    DecisionKey key =
        DecisionKey.of(
            LABEL, Base64.getUrlDecoder().decode(example.at("/input/key/k").stringValue()));
    byte[] input = utf8(example.at("/signing/sig-input").stringValue());
    assertThat(encode(key.sign(input))).isEqualTo(example.at("/signing/sig").stringValue());
    String compact = example.at("/output/compact").stringValue();
    assertThat(CompactJws.hasShape(compact)).isTrue();
    assertThat(CompactJws.decode(compact))
        .isNotNull()
        .satisfies(jws -> assertThat(jws.isSignedBy(key)).isTrue());
  }

  /// Keys of one of our algorithms that are meant for signatures.
  private static boolean isOurs(JsonNode group) {
    JsonNode key = group.get("private");
    String algorithm = key.path("alg").asString("");
    return key.path("use").asString("").equals("sig")
        && (algorithm.equals("HS256") || algorithm.equals("ES256"));
  }

  /// What the verifiers do up to the signature, with headers that have a `kid` and an `alg` but no
  /// `typ`.
  private static boolean accepts(JsonNode group, String text, Arithmetic arithmetic) {
    if (!isOurs(group) || !CompactJws.hasShape(text)) {
      return false;
    }
    JsonNode jwk = group.get("private");
    return CompactJws.decode(text) instanceof CompactJws jws
        && names(jws.header(), jwk.get("alg").stringValue(), jwk.get("kid").stringValue())
        && jws.isSignedBy(key(jwk, arithmetic));
  }

  private static boolean names(byte[] header, String algorithm, String kid) {
    try {
      return CanonicalJson.parse(header)
          .equals(JsonObject.builder().put("alg", algorithm).put("kid", kid).build());
    } catch (JsonRefusedException e) {
      return false;
    }
  }

  private static TokenKey<?> key(JsonNode jwk, Arithmetic arithmetic) {
    return jwk.get("kty").stringValue().equals("oct")
        ? DecisionKey.of(LABEL, Base64.getUrlDecoder().decode(jwk.get("k").stringValue()))
        : arithmetic.of(publicKey(jwk.get("x").stringValue(), jwk.get("y").stringValue()));
  }

  private static GrantKey publicKey(String x, String y) {
    JsonObject jwk = RING.grant().signing().publicJwk();
    return GrantKey.readPublic(
        jwk.with("kid", Json.of("vector")).with("x", Json.of(x)).with("y", Json.of(y)), PUBLIC);
  }

  private static String coordinate(String hex) {
    byte[] number = new BigInteger(hex, 16).toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(32, number.length);
    System.arraycopy(number, number.length - length, fixed, 32 - length, length);
    return encode(fixed);
  }

  private static byte[] hex(JsonNode text) {
    return HexFormat.of().parseHex(text.stringValue());
  }
}
