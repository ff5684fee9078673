package dev.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RulingEntryTest {
  private final TestGate gate = TestGate.inMemory();
  private final JsonObject ruling = gate.record(gate.propose()).ruling().toJson();

  @Test
  void anEntryTellsEverythingButTheFindingsAndTheirDigest() {
    JsonObject entry = Ruling.toEntry(ruling);

    assertThat(entry.text("findings_digest"))
        .isEqualTo(
            Digest.of(CanonicalJson.bytes(Objects.requireNonNull(ruling.get("findings")))).value());
    assertThat(entry.has("findings")).isFalse();
    assertThat(ruling.members())
        .allSatisfy((name, value) -> {
          if (!name.equals("findings")) {
            assertThat(entry.get(name)).isEqualTo(value);
          }
        });
  }

  @Test
  void anotherFindingIsAnotherEntry() {
    JsonObject other =
        ruling.with(
            "findings",
            JsonArray.of(
                List.of("never"), why -> JsonObject.builder().put("subject", why).build()));

    assertThat(Ruling.inTheFormOf(Ruling.toEntry(ruling), other))
        .isNotEqualTo(Ruling.toEntry(ruling));
  }

  @Test
  void anEarlyEntryIsComparedWithTheFindingsThemselves() {
    JsonObject early = ruling.with("revision", Json.of(1));

    assertThat(Ruling.inTheFormOf(early, ruling)).isEqualTo(ruling);
  }
}
