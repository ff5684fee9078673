package dev.countersign.token;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.GrantId;
import dev.countersign.request.GrantMode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Keys, claims and hand-made tokens for the tests of this package.
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  static final InstantSource CLOCK = InstantSource.fixed(NOW);
  static final SecureRandom RANDOM = new SecureRandom();
  static final Issuer ISSUER = new Issuer("https://gate.example");
  static final KeyRing RING = KeyRing.generate(RANDOM, CLOCK);
  static final String ULID = "01K9Z3N4M5P6Q7R8S9T0V1W2X3";

  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private Samples() {}

  static InstantSource later(Duration duration) {
    return InstantSource.fixed(NOW.plus(duration));
  }

  /// For a ledger that was never restored.
  static DecisionTokenVerifier verifier(KeyRing keys) {
    return new DecisionTokenVerifier(keys, ISSUER, () -> Instant.EPOCH);
  }

  static DecisionClaims claims() {
    return new DecisionClaims(
        ISSUER,
        new TokenId("tok_" + ULID),
        NOW,
        NOW.plusSeconds(3600),
        new ProposalId("prop_" + ULID),
        3,
        Digest.of("action"),
        Digest.of("card"),
        Decision.APPROVE,
        new ChatAddress(
            Surface.TEAMS, "11111111-2222-3333-4444-555555555555", "19:abc@thread.tacv2"));
  }

  static Grant grant() {
    return grant(GrantMode.QUORUM, List.of(approver("reviewer-1"), approver("reviewer-2")));
  }

  static Grant grant(GrantMode mode, List<Approver> approvers) {
    return new Grant(
        new GrantId("grt_" + ULID),
        new ProposalId("prop_" + ULID),
        3,
        Digest.of("action"),
        Digest.of("policy"),
        mode,
        new AgentId("support-bot"),
        "http",
        NOW,
        NOW,
        NOW.plusSeconds(120),
        approvers);
  }

  static Approver approver(String person) {
    return new Approver(
        new PersonId(person), Optional.of("it-admin"), Surface.SLACK, NOW.minusSeconds(60));
  }

  static String text(JsonObject claims) {
    return CanonicalJson.text(claims);
  }

  /// A token as anybody could make it who has the key but not our rules.
  static String forge(String header, String payload, TokenKey<?> key) {
    String input = encode(utf8(header)) + "." + encode(utf8(payload));
    return input + "." + encode(key.sign(utf8(input)));
  }

  static String encode(byte[] bytes) {
    return BASE64URL.encodeToString(bytes);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
