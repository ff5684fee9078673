package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.AuditHead;
import dev.countersign.card.EvidenceDesk;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceExportsTest {
  private static final AccountId LENA = new AccountId(Surface.SLACK, TestGate.TEAM, "ULENA");

  private final TestGate gate = TestGate.inMemory();

  @Test
  void whoeverHasTheFileCanCheckItWithASha256Alone() {
    ProposalId id = gate.ask();
    gate.press("UMARC", Decision.APPROVE);
    gate.execute();
    JsonObject pack = ((EvidenceDesk.Pack) gate.exports.export(LENA, id.value())).document();

    String before = AuditHead.genesis(id).hash().value();
    List<JsonObject> entries = pack.objects("entries", entry -> entry);
    for (JsonObject entry : entries) {
      assertThat(entry.text("prev")).isEqualTo(before);
      assertThat(entry.text("hash")).isEqualTo(leaf(CanonicalJson.bytes(entry.object("body"))));
      assertThat(entry.object("seal").text("key")).isNotEmpty();
      before = entry.text("hash");
    }
    assertThat(pack.text("end")).isEqualTo(before).isEqualTo(gate.record(id).head().hash().value());
    JsonObject proposed = entries.getFirst().object("body").object("data");
    assertThat(Digest.of(CanonicalJson.bytes(pack.object("action"))).value())
        .isEqualTo(proposed.text("action"));
    assertThat(Digest.of(CanonicalJson.bytes(pack.object("context"))).value())
        .isEqualTo(proposed.text("context"));
    assertThat(entries.getLast().object("body").text("type")).isEqualTo("record_exported");
    assertThat(pack.text("exported_by")).isEqualTo("lena");
  }

  @Test
  void aStrangerIsHandedNothing() {
    ProposalId id = gate.ask();

    assertThat(gate.exports.export(new AccountId(Surface.SLACK, "T01", "UNOBODY"), id.value()))
        .isInstanceOf(EvidenceDesk.Unknown.class);
    assertThat(gate.exports.export(new AccountId(Surface.SLACK, "T01", "UPIA"), id.value()))
        .isInstanceOf(EvidenceDesk.Unknown.class);
    assertThat(gate.exports.export(new AccountId(Surface.SLACK, "T01", "UOTTO"), id.value()))
        .as("of the group, and owner of the agent")
        .isInstanceOf(EvidenceDesk.Unknown.class);
    assertThat(gate.exports.export(LENA, "prop_x")).isInstanceOf(EvidenceDesk.Unknown.class);
    assertThat(gate.audit(id)).doesNotContain("record_exported");
  }

  /// Whoever votes proves the whole chain, which so grows no further by downloads alone.
  @Test
  void onePersonLetsAChainGrowByTwentyExportsAndNoMore() {
    ProposalId id = gate.ask();
    for (int nth = 0; nth < EvidenceExports.MOST_OF_ONE; nth++) {
      assertThat(gate.exports.export(LENA, id.value())).isInstanceOf(EvidenceDesk.Pack.class);
    }
    int entries = gate.audit(id).size();

    assertThat(gate.exports.export(LENA, id.value())).isInstanceOf(EvidenceDesk.TooOften.class);
    assertThat(gate.audit(id)).hasSize(entries);
    assertThat(
            gate.exports.export(new AccountId(Surface.SLACK, TestGate.TEAM, "UMARC"), id.value()))
        .as("another person")
        .isInstanceOf(EvidenceDesk.Pack.class);
  }

  private static String leaf(byte[] body) {
    ByteArrayOutputStream leaf = new ByteArrayOutputStream();
    leaf.write(0);
    leaf.writeBytes(body);
    return Digest.of(leaf.toByteArray()).value();
  }
}
