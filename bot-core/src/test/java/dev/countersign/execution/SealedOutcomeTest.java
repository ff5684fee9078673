package dev.countersign.execution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.evidence.SealedKind;
import dev.countersign.execution.SealedOutcome.Opened;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordImage;
import dev.countersign.proposal.RecordMark;
import dev.countersign.request.Execution;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import dev.countersign.token.KeyRing;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SealedOutcomeTest {
  private static final String ULID = "01JD0000000000000000000000";
  private static final EvidenceKeys KEYS = TestKeys.EVIDENCE;
  private static final RecordImage IMAGE =
      new RecordImage(Map.of("/status", Json.of("ac\"tive é")), Optional.of("7"));

  static List<Outcome> outcomes() {
    return List.of(
        new Outcome.Succeeded(201, Digest.of("sent"), Digest.of("answer")),
        new Outcome.Succeeded(200, Digest.of("sent"), Digest.of("answer"), Optional.of(IMAGE)),
        new Outcome.Succeeded(
            201,
            Digest.of("sent"),
            Digest.of("answer"),
            Optional.empty(),
            RecordMark.of(Optional.of("c_7"), Optional.of("\"v1\""))),
        new Outcome.RecordChanged(IMAGE),
        new Outcome.Failed("target_refused", 422));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void whatIsSealedIsReadBack(Outcome outcome) {
    assertThat(SealedOutcome.open(SealedOutcome.seal(kept(outcome), KEYS), KEYS))
        .isEqualTo(new Opened.Kept(kept(outcome)));
  }

  @Test
  void anImageThatNoEntryKeepsIsLeftOutAndTheEndIsTheSame() {
    RecordImage large =
        new RecordImage(
            Map.of("/note", Json.of("€".repeat(RecordImage.LONGEST))), Optional.empty());
    Digest digest = Digest.of("sent");

    assertThat(resealed(new Outcome.Succeeded(200, digest, digest, Optional.of(large))))
        .isEqualTo(new Outcome.Succeeded(200, digest, digest));
    assertThat(resealed(new Outcome.RecordChanged(large)))
        .isEqualTo(new Outcome.Failed(Execution.RECORD_CHANGED, 0));
  }

  @Test
  void theLargestFits() {
    RecordImage large =
        new RecordImage(
            Map.of("/note", Json.of("€".repeat(RecordImage.LONGEST - 40))), Optional.empty());

    assertThat(large.isKept()).isTrue();
    assertThat(SealedOutcome.seal(kept(new Outcome.RecordChanged(large)), KEYS))
        .hasSizeLessThan(SealedOutcome.MOST_BYTES);
  }

  @Test
  void oneByteOtherOrLessAndItIsRefused() {
    byte[] bytes = SealedOutcome.seal(kept(outcomes().getFirst()), KEYS);

    for (int at = 0; at < bytes.length; at++) {
      byte[] other = bytes.clone();
      other[at] ^= 1;
      assertThat(SealedOutcome.open(other, KEYS)).isInstanceOf(Opened.Refused.class);
      assertThat(SealedOutcome.open(Arrays.copyOf(bytes, at), KEYS))
          .isInstanceOf(Opened.Refused.class);
    }
  }

  /// The last of 43 characters carries four bits, and a decoder drops the other two.
  @Test
  void aSealHasOneSpelling() {
    JsonObject file =
        (JsonObject) CanonicalJson.parse(SealedOutcome.seal(kept(outcomes().getFirst()), KEYS));
    String seal = file.text("seal");

    for (char last :
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
      String spelled = seal.substring(0, seal.length() - 1) + last;
      byte[] bytes =
          CanonicalJson.bytes(
              JsonObject.builder()
                  .put("kept", file.object("kept"))
                  .put("key", file.text("key"))
                  .put("seal", spelled)
                  .build());

      assertThat(SealedOutcome.open(bytes, KEYS))
          .isInstanceOf(spelled.equals(seal) ? Opened.Kept.class : Opened.Refused.class);
    }
  }

  @Test
  void anotherGatesFileIsRefused() {
    EvidenceKeys strange =
        KeyRing.generate(new SecureRandom(), new SettableClock(TestGate.START)).evidence();

    assertThat(SealedOutcome.open(SealedOutcome.seal(kept(outcomes().getFirst()), strange), KEYS))
        .isInstanceOf(Opened.Refused.class);
  }

  /// Whatever else the gate sealed, a vote for instance, never stands for an outcome.
  @Test
  void aSealOfAnotherKindProvesNothing() {
    JsonObject file =
        (JsonObject) CanonicalJson.parse(SealedOutcome.seal(kept(outcomes().getFirst()), KEYS));
    Seal seal = KEYS.seal(SealedKind.VOTE, CanonicalJson.bytes(file.object("kept")));

    assertThat(SealedOutcome.open(with(file, seal), KEYS)).isInstanceOf(Opened.Refused.class);
  }

  @Test
  void whatALaterReleaseWroteIsRefused() {
    JsonObject file =
        (JsonObject) CanonicalJson.parse(SealedOutcome.seal(kept(outcomes().getFirst()), KEYS));
    JsonObject later = file.object("kept").with("v", Json.of(2));
    Seal seal = KEYS.seal(SealedKind.KEPT_OUTCOME, CanonicalJson.bytes(later));

    assertThat(SealedOutcome.open(with(file.with("kept", later), seal), KEYS))
        .isEqualTo(new Opened.Refused("it was written by another release"));
  }

  @Test
  void whatIsNoFileOfOursIsRefused() {
    for (String text : List.of("", "null", "{}", "[]", "{\"kept\":{},\"key\":1,\"seal\":\"\"}")) {
      assertThat(SealedOutcome.open(text.getBytes(UTF_8), KEYS)).isInstanceOf(Opened.Refused.class);
    }
    assertThat(SealedOutcome.open(new byte[SealedOutcome.MOST_BYTES + 1], KEYS))
        .isInstanceOf(Opened.Refused.class);
  }

  private static byte[] with(JsonObject file, Seal seal) {
    return CanonicalJson.bytes(
        file.with("key", Json.of(seal.key()))
            .with(
                "seal",
                Json.of(Base64.getUrlEncoder().withoutPadding().encodeToString(seal.mac()))));
  }

  private static Outcome resealed(Outcome outcome) {
    return ((Opened.Kept) SealedOutcome.open(SealedOutcome.seal(kept(outcome), KEYS), KEYS))
        .outcome()
        .outcome();
  }

  private static KeptOutcome kept(Outcome outcome) {
    return new KeptOutcome(
        new ProposalId(ProposalId.PREFIX + ULID),
        new GrantId(GrantId.PREFIX + ULID),
        new ExecutionId(ExecutionId.PREFIX + ULID),
        Digest.of("action"),
        outcome);
  }
}
