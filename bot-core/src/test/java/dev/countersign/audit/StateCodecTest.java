package dev.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordMark;
import dev.countersign.request.Execution;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RequestState;
import dev.countersign.request.RequestStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is written is read equal: see `LedgerContract`, which walks every state.
class StateCodecTest {

  @Test
  void everyKindOfStateHasItsWord() {
    assertThat(RequestState.class.getPermittedSubclasses())
        .extracting(kind -> kind.getSimpleName().toLowerCase(Locale.ROOT))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(RequestStatus.values()).map(WireName::of).toList());
  }

  @Test
  void theStoredSpellingStaysAsItIs() {
    RequestState state =
        new RequestState.Approved(
            GrantMode.QUORUM,
            Instant.parse("2026-11-02T08:00:00.5Z"),
            new Execution.Failed("target_refused", 422, Instant.parse("2026-11-02T08:00:01Z")));

    assertThat(CanonicalJson.text(StateCodec.toJson(state)))
        .isEqualTo(
            "{\"at\":\"2026-11-02T08:00:00.500Z\",\"execution\":{\"at\":\"2026-11-02T08:00:01Z\","
                + "\"code\":\"target_refused\",\"status\":\"failed\",\"target_status\":422},"
                + "\"mode\":\"quorum\",\"status\":\"approved\"}");
  }

  @Test
  void whatAsksAnewIsReadBack() {
    Execution failed =
        new Execution.Failed(
            "record_changed",
            0,
            Instant.parse("2026-11-02T08:00:01Z"),
            Optional.of(new ProposalId("prop_01KB000000000000000000000D")));

    assertThat(StateCodec.execution(StateCodec.toJson(failed))).isEqualTo(failed);
  }

  @Test
  void byWhatARecordIsKnownAgainIsReadBackAndNothingIsWrittenWhereNothingIsKnown() {
    for (Optional<RecordMark> left :
        List.of(
            RecordMark.of(Optional.of("c_7"), Optional.of("3")),
            RecordMark.of(Optional.empty(), Optional.of("3")),
            RecordMark.of(Optional.of("a\nb"), Optional.of("x".repeat(257))))) {
      Execution succeeded =
          new Execution.Succeeded(
              new GrantId("grt_01KB000000000000000000000D"),
              new ExecutionId("exe_01KB000000000000000000000D"),
              Instant.parse("2026-11-02T08:00:01Z"),
              201,
              Digest.of("sent"),
              Digest.of("answer"),
              Optional.empty(),
              left);

      assertThat(StateCodec.execution(StateCodec.toJson(succeeded))).isEqualTo(succeeded);
      assertThat(StateCodec.toJson(succeeded).has("left")).isEqualTo(left.isPresent());
    }
  }

  @Test
  void anUnknownWordIsCorruption() {
    for (String word : Arrays.asList("approve", "PENDING", "")) {
      JsonObject json = JsonObject.builder().put("status", word).build();
      assertThatThrownBy(() -> StateCodec.state(json)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> StateCodec.execution(json))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
