package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.ProposalHistory;
import dev.countersign.ledger.ProposalHistory.Stored;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresHistoryTest {
  /// Before and after every id.
  private static final String FIRST = "prop_";

  private static final String LAST = "prop_~";

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Test
  void proposalsComePageByPageInTheOrderOfTheirIds() {
    List<Opening> opened = List.of(open(), open(), open());
    List<String> ids = opened.stream().map(opening -> opening.proposal().id().value()).toList();
    ProposalHistory history = postgres.store().history();

    List<Stored> first = history.page(FIRST, LAST, 2);

    assertThat(first).extracting(Stored::id).isEqualTo(ids.subList(0, 2));
    assertThat(history.page(first.getLast().id(), LAST, 2))
        .extracting(Stored::id)
        .isEqualTo(ids.subList(2, 3));
    assertThat(history.page(ids.get(2), LAST, 2)).isEmpty();
    assertThat(history.page(FIRST, ids.get(1), 9))
        .extracting(Stored::id)
        .containsExactly(ids.get(0));
  }

  @Test
  void whatIsStoredIsAnsweredAsItIs() {
    Opening opened = open();

    Stored stored = postgres.store().history().page(FIRST, LAST, 1).getFirst();

    assertThat(stored.agent()).isEqualTo(opened.proposal().agent().value());
    assertThat(stored.owner()).isEqualTo(opened.proposal().owner().value());
    assertThat(stored.action()).isEqualTo(opened.proposal().action().canonical());
    assertThat(stored.context()).isEqualTo(opened.proposal().context().canonical());
  }

  @Test
  void theLatestRulingsComeFirst() {
    List<Opening> opened = List.of(open(), open(), open());
    ProposalHistory history = postgres.store().history();

    assertThat(history.rulings(FIRST, 2))
        .containsExactly(ruling(opened.get(2)), ruling(opened.get(1)));
    assertThat(history.rulings(opened.get(1).proposal().id().value(), 9))
        .containsExactly(ruling(opened.get(2)));
  }

  private static byte[] ruling(Opening opening) {
    return CanonicalJson.bytes(opening.ruling().toJson());
  }

  private Opening open() {
    Ledger ledger = postgres.store().ledger();
    Opening opening = OpeningBuilder.at(ledger.now()).build();
    ledger.open(opening);
    return opening;
  }
}
