package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonArray;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ProposalId;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrozenPartsTest {
  private final TestGate gate = TestGate.inMemory();
  private final RequestRecord record = gate.record(gate.propose());
  private final FrozenParts parts = new FrozenParts();

  @Test
  void theSameBytesAreUnderstoodOnce() {
    assertThat(of(row(record)).proposal()).isSameAs(of(row(record)).proposal());
    assertThat(of(row(record)).proposal().action().digest())
        .isEqualTo(record.proposal().action().digest());
    assertThat(of(row(record)).ruling()).isEqualTo(record.ruling());
  }

  @Test
  void whatAnybodyChangedIsReadAsItIs() {
    of(row(record));

    assertThat(
            of(with("mallory", record.proposal().owner().value(), ruling()))
                .proposal()
                .agent()
                .value())
        .isEqualTo("mallory");
    assertThat(
            of(with(record.proposal().agent().value(), "mallory", ruling()))
                .proposal()
                .owner()
                .value())
        .isEqualTo("mallory");
    byte[] other =
        CanonicalJson.bytes(
            record.ruling().toJson().with("findings", JsonArray.ofStrings(List.of())));
    assertThat(
            of(with(record.proposal().agent().value(), record.proposal().owner().value(), other))
                .ruling()
                .findings())
        .isEmpty();
  }

  @Test
  void anotherActionOfTheSameRequestIsReadAsItIs() {
    of(row(record));
    RequestRecord other =
        gate.record(gate.propose(TestGate.body("{\"target_id\":\"another\",\"anew\":true}")));
    RequestRow row = row(other);

    FrozenParts.Frozen read =
        parts.of(
            record.request().id(),
            row(
                record.request().id(),
                row.agent(),
                row.owner(),
                row.action(),
                row.context(),
                row.ruling(),
                row.createdAt()));

    assertThat(read.proposal().action().digest()).isEqualTo(other.proposal().action().digest());
    assertThat(read.proposal().action().digest()).isNotEqualTo(record.proposal().action().digest());
  }

  private FrozenParts.Frozen of(RequestRow row) {
    return parts.of(record.request().id(), row);
  }

  private byte[] ruling() {
    return CanonicalJson.bytes(record.ruling().toJson());
  }

  private RequestRow with(String agent, String owner, byte[] ruling) {
    RequestRow row = row(record);
    return row(
        record.request().id(), agent, owner, row.action(), row.context(), ruling, row.createdAt());
  }

  private static RequestRow row(RequestRecord record) {
    return row(
        record.request().id(),
        record.proposal().agent().value(),
        record.proposal().owner().value(),
        record.proposal().action().canonical(),
        record.proposal().context().canonical(),
        CanonicalJson.bytes(record.ruling().toJson()),
        record.proposal().at().atOffset(ZoneOffset.UTC));
  }

  private static RequestRow row(
      ProposalId id,
      String agent,
      String owner,
      byte[] action,
      byte[] context,
      byte[] ruling,
      OffsetDateTime at) {
    return new RequestRow(
        id.value(),
        agent,
        owner,
        action,
        context,
        ruling,
        null,
        at,
        1,
        1,
        "{}",
        at,
        1,
        new byte[32],
        null,
        0,
        null,
        null,
        null,
        null,
        null,
        at,
        0,
        null);
  }
}
