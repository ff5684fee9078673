package dev.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestEvent;
import dev.countersign.request.RequestEvent.Voted;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventCodecTest {

  private static Optional<RequestEvent> read(JsonObject data) {
    AuditEntry entry = entry("ULENA");
    return EventCodec.event(
        new AuditEntry(
            entry.request(),
            entry.seq(),
            CanonicalJson.bytes(entry.document().with("data", data))));
  }

  private static AuditEntry entry(String account) {
    TestGate gate = TestGate.inMemory();
    ProposalId id = gate.ask();
    gate.press(account, Decision.APPROVE);
    return gate.ledger.audit(id).stream()
        .filter(entry -> entry.document().text("type").equals("voted"))
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject voted(String account) {
    return entry(account).document().object("data");
  }

  @Test
  void anEntrySaysWhichFunctionsThePersonHadAtTheVote() {
    JsonObject data = voted("UNINA");

    assertThat(data.texts("functions")).containsExactly("finance", "support");
    assertThat(data.has("function")).isFalse();
    assertThat(read(data))
        .hasValueSatisfying(event ->
            assertThat(((Voted) event).vote().functions()).containsExactly("finance", "support"));
  }

  @Test
  void anEntryOfAnEarlierVersionIsReadAsItWasWritten() {
    JsonObject data = voted("UNINA");
    JsonObject.Builder old = JsonObject.builder();
    data.members().entrySet().stream()
        .filter(member -> !member.getKey().equals("functions"))
        .forEach(member -> old.put(member.getKey(), member.getValue()));
    JsonObject held = old.build();

    assertThat(read(held.with("function", Json.of("finance"))))
        .hasValueSatisfying(
            event -> assertThat(((Voted) event).vote().functions()).containsExactly("finance"));
    assertThat(read(held))
        .hasValueSatisfying(event -> assertThat(((Voted) event).vote().functions()).isEmpty());
    assertThat(read(held.with("functions", JsonArray.EMPTY)))
        .hasValueSatisfying(event -> assertThat(((Voted) event).vote().functions()).isEmpty());
  }
}
