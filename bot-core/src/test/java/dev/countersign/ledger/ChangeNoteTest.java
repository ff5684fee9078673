package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangeNoteTest {
  @Test
  void whatIsNotThereIsNotWrittenSoEarlierEntriesReadAsBefore() {
    JsonObject.Builder data = JsonObject.builder();
    ChangeNote.NONE.writeTo(data);
    assertThat(CanonicalJson.text(data.build())).isEqualTo("{}");
    assertThat(ChangeNote.read(JsonObject.EMPTY)).isEqualTo(ChangeNote.NONE);
  }

  @Test
  void whatIsWrittenReadsAsItWas() {
    ChangeNote note = ChangeNote.by("ann", List.of("rule x allows")).confirmedBy("ben");
    JsonObject.Builder data = JsonObject.builder();
    note.writeTo(data);
    assertThat(ChangeNote.read(data.build())).isEqualTo(note);
    assertThat(note.proposedBy()).contains("ann");
  }

  /// It has to fit an entry, whatever the files say.
  @Test
  void ofManyAndLongSentencesAsManyAreKeptAsFitAnEntry() {
    ChangeNote note =
        ChangeNote.by(
            "ann", IntStream.range(0, 1_000).mapToObj(_ -> "\ud83d\ude00".repeat(1_000)).toList());
    assertThat(note.loosens()).hasSize(ChangeNote.MOST_SENTENCES).endsWith("961 more");
    VersionChange change =
        new VersionChange(
            Optional.empty(), new DeployedVersion(Digest.of("a"), Digest.of("b")), note);
    assertThat(CanonicalJson.bytes(change.toJson())).hasSizeLessThan(60_000);
    assertThat(new ChangeNote(note.by(), note.proposedBy(), note.loosens())).isEqualTo(note);
  }
}
