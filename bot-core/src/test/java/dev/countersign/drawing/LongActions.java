package dev.countersign.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.CardRenderer;
import dev.countersign.card.CardView;
import dev.countersign.intake.IntakeResult;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Fixtures;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.SampleProposals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every chat owes an action that is longer than its card: each page of it shown whole.
public abstract class LongActions {
  protected abstract CardRenderer renderer();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a line of it\n",
        "x",
        "\u0001",
        "\u200b",
        "{{",
        "\"\\",
        "שלום ",
        "\t",
        "नी",
        "  "
      })
  void eachPageIsDrawnWhole(String unit) {
    RequestRecord record = record(Json.of(unit.repeat(10_000 / unit.length()))).orElseThrow();
    DetailPages pages = DetailPages.unnamed(record);

    for (CardView page : pages.all()) {
      assertThat(renderer().render(page).complete()).as(page.summary()).isTrue();
    }
  }

  /// Bodies as they are sent to the platforms, as the bodies of calls.
  @Test
  void realBodiesAreReadInPagesWhereNoCardShowsThem() throws IOException {
    Path folder = Fixtures.require("platforms");
    int taken = 0;
    int onCards = 0;
    int inPages = 0;
    int most = 0;
    for (Path file : files(folder)) {
      Optional<RequestRecord> record = body(file);
      if (record.isEmpty()) {
        continue;
      }
      taken++;
      CardView card = new CardComposer(TestGate.directory()).compose(record.get());
      DetailPages pages = DetailPages.unnamed(record.get());
      boolean onCard = renderer().render(card).complete();
      boolean paged =
          pages.count() > 0
              && pages.all().stream().allMatch(page -> renderer().render(page).complete());
      onCards += onCard ? 1 : 0;
      inPages += onCard || paged ? 1 : 0;
      most = Math.max(most, pages.count());
    }
    System.out.println(
        getClass().getSimpleName()
            + ": of "
            + taken
            + " real bodies "
            + onCards
            + " fit a card, "
            + inPages
            + " a card or pages; at most "
            + most
            + " pages");
    assertThat(taken).isGreaterThan(100);
    assertThat(inPages).isGreaterThanOrEqualTo(onCards).isGreaterThan(taken * 9 / 10);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private Optional<RequestRecord> body(Path file) throws IOException {
    try {
      return record(CanonicalJson.parse(Files.readAllBytes(file)));
    } catch (JsonRefusedException _) {
      // More members, or more bytes, than any proposal has.
      return Optional.empty();
    }
  }

  /// Empty where the reader of proposals takes no such action.
  private Optional<RequestRecord> record(Json body) {
    // An agent has only so many open requests.
    TestGate gate = TestGate.inMemory();
    JsonObject sample = (JsonObject) CanonicalJson.parse(SampleProposals.refundBody());
    JsonObject changes = sample.object("proposed_changes");
    JsonObject content = changes.object("body").with("json", body);
    byte[] proposal =
        TestGate.body(
            CanonicalJson.text(
                JsonObject.builder()
                    .put("anew", true)
                    .put("proposed_changes", changes.with("body", content))
                    .build()));
    return gate.intake.submit(gate.agent(), proposal, Optional.empty())
            instanceof IntakeResult.Recorded recorded
        ? gate.ledger.find(recorded.id())
        : Optional.empty();
  }
}
