package dev.countersign.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.countersign.json.CanonicalJson;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class ProposalReaderFuzzTest {
  static Stream<byte[]> bodies() {
    return Stream.of(
        SampleProposals.refundBody(),
        SampleProposals.ticketReplyBody(),
        SampleProposals.billingTermsBody(),
        SampleProposals.mergeBody());
  }

  @MethodSource("bodies")
  @FuzzTest
  void aBodyIsFrozenInBytesThatReadAsTheSameOrEverythingWrongIsNamed(byte[] body) {
    switch (ProposalReader.read(body)) {
      case ReadResult.Accepted(ProposalDraft draft) -> {
        assertFrozen(draft.action());
        assertFrozen(draft.context());
      }
      case ReadResult.Malformed malformed -> {
        assertThat(malformed.code()).matches("[a-z0-9_]+");
        assertThat(malformed.offset()).isBetween(0, body.length);
        assertThat(malformed.detail()).isNotBlank();
      }
      case ReadResult.Invalid(var errors) -> {
        assertThat(errors).isNotEmpty().hasSizeLessThanOrEqualTo(ProposalReader.MAX_ERRORS);
        errors.forEach(error -> assertThat(error.code()).matches("[a-z0-9_]+"));
      }
    }
  }

  private static void assertFrozen(Action action) {
    byte[] frozen = action.canonical();
    assertThat(frozen).hasSizeLessThanOrEqualTo(ProposalReader.MAX_ACTION_BYTES);
    assertThat(CanonicalJson.bytes(CanonicalJson.parse(frozen))).isEqualTo(frozen);
    Action stored = Action.read(frozen);
    assertThat(stored).isEqualTo(action);
    assertThat(stored.changes()).isEqualTo(action.changes());
    assertThat(stored.targetId()).isEqualTo(action.targetId());
    assertThat(stored.environment()).isEqualTo(action.environment());
    assertThat(stored.notBefore()).isEqualTo(action.notBefore());
    assertThat(stored.preconditions()).isEqualTo(action.preconditions());
  }

  /// Each member is read once, as rulings and cards read it.
  private static void assertFrozen(Context context) {
    Context stored = Context.read(context.canonical());
    assertThat(stored.digest()).isEqualTo(context.digest());
    assertThat(stored.rationale()).isEqualTo(context.rationale());
    assertThat(stored.confidence()).isEqualTo(context.confidence());
    assertThat(stored.claimedRisk()).isEqualTo(context.claimedRisk());
    assertThat(stored.urgency()).isEqualTo(context.urgency());
    assertThat(stored.blockingCustomer()).isEqualTo(context.blockingCustomer());
    assertThat(stored.dryRun()).isEqualTo(context.dryRun());
    assertThat(stored.executionMode()).isEqualTo(context.executionMode());
    assertThat(stored.onBehalfOf()).isEqualTo(context.onBehalfOf());
    assertThat(stored.correlationId()).isEqualTo(context.correlationId());
    assertThat(stored.workflowId()).isEqualTo(context.workflowId());
  }
}
