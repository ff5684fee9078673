package dev.countersign.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Vectors of others. Every place where our profile is narrower on purpose is listed by name.
class JsonVectorsTest {

  @Test
  void rfc8785PairsComeOutByteForByte() {
    // `values.json` holds 333333333.33333329 and 1E30: neither survives our number profile.
    assertThat(refusal(Fixtures.bytes(Fixtures.require("vectors/jcs/input/values.json"))))
        .contains(JsonRefusal.BAD_NUMBER);
    for (String name : List.of("arrays", "french", "structures", "unicode", "weird")) {
      byte[] input = Fixtures.bytes(Fixtures.require("vectors/jcs/input/" + name + ".json"));
      byte[] output = Fixtures.bytes(Fixtures.require("vectors/jcs/output/" + name + ".json"));
      byte[] hex = Fixtures.bytes(Fixtures.require("vectors/jcs/outhex/" + name + ".txt"));
      byte[] canonical = CanonicalJson.bytes(CanonicalJson.parse(input));
      assertThat(canonical).as(name).isEqualTo(output);
      assertThat(HexFormat.of().formatHex(canonical))
          .as(name)
          .isEqualTo(new String(hex, US_ASCII).replaceAll("\\s", ""));
    }
  }

  /// Receipts of people's sign-off, of another protocol: their form is not ours, but what was
  /// signed is the canonical payload.
  @Test
  void whatOthersSignedForApprovedActionsVerifiesOverOurCanonicalBytes() throws Exception {
    Path file = Fixtures.require("vectors/emilia-ep/receipts.v1.json");
    JsonNode vectors = JsonMapper.shared().readTree(Fixtures.bytes(file)).get("vectors");
    Set<String> signed = new TreeSet<>();
    Set<String> unsigned = new TreeSet<>();
    for (JsonNode vector : vectors) {
      (isSigned(vector) ? signed : unsigned).add(vector.get("id").asString());
    }
    assertThat(signed)
        .as("the signature holds; what else is refused of these is their anchor or version")
        .containsExactlyInAnyOrder(
            "accept_key_order_independent",
            "accept_minimal",
            "accept_nested_context",
            "accept_with_merkle_anchor_v2",
            "reject_legacy_v1_anchor_by_default",
            "reject_tampered_anchor",
            "reject_unsupported_version",
            "reject_v2_lifted_anchor_valid_path",
            "reject_v2_unbound_leaf");
    assertThat(unsigned)
        .containsExactlyInAnyOrder(
            "reject_malformed_signature",
            "reject_missing_signature",
            "reject_tampered_nested_param",
            "reject_tampered_payload",
            "reject_wrong_key");
  }

  private static boolean isSigned(JsonNode vector) throws GeneralSecurityException {
    byte[] payload =
        CanonicalJson.bytes(
            CanonicalJson.parse(vector.get("document").get("payload").toString().getBytes(UTF_8)));
    Base64.Decoder decoder = Base64.getUrlDecoder();
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(
        KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new X509EncodedKeySpec(decoder.decode(vector.get("public_key").asString()))));
    signature.update(payload);
    try {
      return signature.verify(
          decoder.decode(vector.get("document").get("signature").path("value").asString("")));
    } catch (SignatureException | IllegalArgumentException _) {
      return false;
    }
  }

  @Test
  void anotherImplementationsDigestsAgree() {
    Map<String, JsonRefusal> narrower =
        Map.of(
            "accept_control_chars_escaped", JsonRefusal.FORBIDDEN_CHARACTER, // has U+0000
            "accept_nested_depth_at_limit", JsonRefusal.TOO_DEEP); // 64 levels
    Set<String> wider = Set.of("reject_non_integer_real"); // 1.5 survives a round trip
    Path file = Fixtures.require("vectors/emilia-ep/canonicalization.v1.json");
    JsonNode vectors = JsonMapper.shared().readTree(Fixtures.bytes(file)).get("vectors");
    assertThat(vectors.size()).isEqualTo(35);
    for (JsonNode vector : vectors) {
      String id = vector.get("id").asString();
      String text = vector.get("canonicalization").get("input_json").asString();
      byte[] input = text.getBytes(UTF_8);
      if (narrower.containsKey(id)) {
        assertThat(refusal(input)).as(id).contains(narrower.get(id));
      } else if (wider.contains(id)) {
        assertThat(refusal(input)).as(id).isEmpty();
      } else if (vector.get("expect").get("valid").asBoolean()) {
        byte[] hash = Digest.sha256(CanonicalJson.bytes(CanonicalJson.parse(input)));
        assertThat(HexFormat.of().formatHex(hash))
            .as(id)
            .isEqualTo(vector.get("canonicalization").get("expected_digest").asString());
      } else {
        assertThat(refusal(input)).as(id).isPresent();
      }
    }
  }

  @Test
  void noMalformedDocumentOfTheJsonTestSuiteIsAccepted() {
    assertThat(suite("n_")).hasSize(188).doesNotContainValue(Optional.empty());
  }

  @Test
  void whatJsonLeavesToImplementationsIsRefused() {
    assertThat(suite("i_")).hasSize(35).doesNotContainValue(Optional.empty());
  }

  @Test
  void wellFormedDocumentsOutsideTheProfileAreRefusedByName() {
    var results = suite("y_");
    assertThat(results).hasSize(95);
    assertThat(refusedAs(results, JsonRefusal.BAD_NUMBER))
        .containsExactly(
            "y_number.json", // 123e65
            "y_number_double_close_to_zero.json", // 78 digits
            "y_number_real_capital_e.json", // 1E22
            "y_number_real_exponent.json", // 123e45
            "y_number_real_fraction_exponent.json", // 123.456e78
            "y_object_extreme_numbers.json"); // 1e28
    // Fractions that survive the shortest double representation; a profile of integers alone
    // refuses these four.
    assertThat(results)
        .containsEntry("y_number_real_capital_e_neg_exp.json", Optional.empty())
        .containsEntry("y_number_real_neg_exp.json", Optional.empty())
        .containsEntry("y_number_simple_real.json", Optional.empty())
        .containsEntry("y_structure_lonely_negative_real.json", Optional.empty());
    assertThat(refusedAs(results, JsonRefusal.DUPLICATE_NAME))
        .containsExactlyInAnyOrder(
            "y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json");
    assertThat(refusedAs(results, JsonRefusal.FORBIDDEN_CHARACTER)).hasSize(10);
    assertThat(results.values().stream().flatMap(Optional::stream)).hasSize(6 + 2 + 10);
  }

  @Test
  void theTransformCasesHaveOneMeaningOrNone() {
    Map<String, String> accepted = new TreeMap<>();
    for (Path file : Fixtures.files("vectors/jsontestsuite/test_transform")) {
      byte[] input = Fixtures.bytes(file);
      if (refusal(input).isEmpty()) {
        accepted.put(file.getFileName().toString(), CanonicalJson.text(CanonicalJson.parse(input)));
      }
    }
    assertThat(accepted)
        .isEqualTo(
            Map.of(
                "number_1.0.json", "[1]",
                "number_1000000000000000.json", "[1000000000000000]",
                "number_1e6.json", "[1000000]",
                "object_key_nfc_nfd.json", "{\"e\u0301\":\"NFD\",\"\u00e9\":\"NFC\"}",
                "object_key_nfd_nfc.json", "{\"e\u0301\":\"NFD\",\"\u00e9\":\"NFC\"}"));
  }

  @Test
  void naughtyStringsSurviveUnchanged() {
    Path file = Fixtures.require("vectors/blns/blns.json");
    JsonNode strings = JsonMapper.shared().readTree(Fixtures.bytes(file));
    assertThat(strings.size()).isEqualTo(515);
    for (JsonNode node : strings) {
      Json text = Json.of(node.asString());
      if (hasForbidden(node.asString())) {
        continue; // a noncharacter cannot be written, see CanonicalJsonTest
      }
      assertThat(CanonicalJson.parse(CanonicalJson.bytes(text))).isEqualTo(text);
      assertThat(JsonMapper.shared().readTree(CanonicalJson.bytes(text)).asString())
          .isEqualTo(node.asString());
    }
  }

  private static boolean hasForbidden(String text) {
    return text.codePoints().anyMatch(Characters::isForbidden);
  }

  private static Map<String, Optional<JsonRefusal>> suite(String prefix) {
    Map<String, Optional<JsonRefusal>> results = new TreeMap<>();
    for (Path file : Fixtures.files("vectors/jsontestsuite/test_parsing")) {
      String name = file.getFileName().toString();
      if (name.startsWith(prefix)) {
        results.put(name, refusal(Fixtures.bytes(file)));
      }
    }
    return results;
  }

  private static Set<String> refusedAs(
      Map<String, Optional<JsonRefusal>> results, JsonRefusal refusal) {
    var names = new TreeSet<String>();
    results.forEach((name, result) -> {
      if (result.equals(Optional.of(refusal))) {
        names.add(name);
      }
    });
    return names;
  }

  private static Optional<JsonRefusal> refusal(byte[] input) {
    try {
      CanonicalJson.parse(input);
      return Optional.empty();
    } catch (JsonRefusedException e) {
      return Optional.of(e.refusal());
    }
  }
}
