package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.audit.AuditEntry;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ProposalId;
import dev.countersign.report.StoredChain;
import dev.countersign.request.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresChainsTest {
  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private ProposalId open() {
    Ledger ledger = postgres.store().ledger();
    Opening opening = OpeningBuilder.at(ledger.now()).build();
    ledger.open(opening);
    return opening.request().id();
  }

  private List<StoredChain> after(ProposalId id, int most) {
    return postgres.store().chains().chainsAfter(Optional.of(id), most);
  }

  @Test
  void wholeChainsComeInTheOrderOfTheirIdsAPageAtATime() {
    List<ProposalId> ids = new ArrayList<>(List.of(open(), open(), open()));
    ids.sort((one, other) -> one.value().compareTo(other.value()));
    Ledger ledger = postgres.store().ledger();
    RequestRecord first = ledger.find(ids.getFirst()).orElseThrow();
    ledger.commit(
        CommitBuilder.on(first).voted(Decision.APPROVE, "lead-1", Optional.of("support")).build());

    List<StoredChain> page = postgres.store().chains().chainsAfter(Optional.empty(), 2);

    assertThat(page).extracting(StoredChain::id).isEqualTo(ids.subList(0, 2));
    assertThat(page.getFirst().entries()).extracting(AuditEntry::seq).containsExactly(1, 2, 3);
    assertThat(page)
        .allSatisfy(chain -> {
          assertThat(chain.end()).isEqualTo(ledger.find(chain.id()).orElseThrow().head());
          assertThat(chain.entries().getLast().head()).isEqualTo(chain.end());
          assertThat(chain.entries()).allMatch(entry -> entry.seal().isPresent());
        });
    assertThat(after(ids.get(1), 2)).extracting(StoredChain::id).containsExactly(ids.get(2));
    assertThat(after(ids.get(2), 2)).isEmpty();
  }

  @Test
  void aRequestWithoutEntriesIsThereWithNone() throws Exception {
    ProposalId id = open();
    postgres.asAdmin(
        """
        alter table countersign.audit_entry disable trigger written_once;
        delete from countersign.audit_entry;
        """);

    assertThat(postgres.store().chains().chainsAfter(Optional.empty(), 2))
        .singleElement()
        .satisfies(chain -> {
          assertThat(chain.id()).isEqualTo(id);
          assertThat(chain.entries()).isEmpty();
        });
  }
}
