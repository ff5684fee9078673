package dev.countersign.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.RequestState;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageCountsTest {
  private static final RequestRecord SHORT = record("Dear Ms Tanaka.");
  private static final RequestRecord LONG = record("Dear Ms Tanaka. ".repeat(600));

  private final PageCounts counts = new PageCounts();

  @Test
  void anotherActionUnderTheSameIdIsCountedAnew() {
    assertThat(SHORT.proposal().id()).isEqualTo(LONG.proposal().id());

    for (RequestRecord record : List.of(SHORT, SHORT, LONG, LONG, SHORT)) {
      assertThat(counts.of(record)).isEqualTo(DetailPages.count(record));
    }
    assertThat(counts.of(LONG)).isGreaterThan(counts.of(SHORT));
  }

  private static RequestRecord record(String content) {
    JsonObject reply = (JsonObject) CanonicalJson.parse(SampleProposals.ticketReplyBody());
    JsonObject changes = reply.object("proposed_changes");
    JsonObject body = changes.object("body").with("content", Json.of(content));
    ProposalDraft draft =
        SampleProposals.draft(
            CanonicalJson.bytes(reply.with("proposed_changes", changes.with("body", body))));
    return SampleRecords.record(
        draft, SampleRecords.asking(SampleRecords.LEADS), List.of(), new RequestState.Pending());
  }
}
