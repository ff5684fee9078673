package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.audit.EntryType;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.CommitResult.Committed;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ProposalId;
import dev.countersign.store.HeldWrites.Wait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Cards that are claimed bring their requests: never one from before what was ordered.
@Timeout(120)
class ClaimedRequestTest extends DeploymentTestCase {
  private static final String PLACE = "slack:T01:C01";

  @Test
  void whatWasOrderedWhileItWasClaimedIsNotShownAsItWasBefore() throws Exception {
    Ledger ledger = postgres.store().ledger();
    Deliveries deliveries = postgres.store().deliveries();
    RequestRecord opened = opened(ledger);
    ProposalId id = opened.request().id();
    // By a worker that died: an order leaves due what its lease made due.
    assertThat(deliveries.claim(DeliveryKind.SHOW_CARD, 1, Duration.ZERO)).hasSize(1);
    try (HeldWrites held = new HeldWrites(postgres.admin());
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      held.run(
          """
          create or replace function countersign.on_hold() returns boolean
            language plpgsql volatile as $$
          begin
            if pg_catalog.current_query() like '%%was_due%%' then
              perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('%s'));
            end if;
            return false;
          end
          $$\
          """
              .formatted(id + " is claimed"));
      held.hold(id + " is claimed");
      Future<List<Delivery>> claimed =
          callers.submit(() -> deliveries.claim(DeliveryKind.SHOW_CARD, 1, Duration.ofMinutes(1)));
      held.await(Wait.ENTRIES);
      assertThat(
              ledger.commit(
                  CommitBuilder.on(opened)
                      .note(EntryType.CARD_UPDATED)
                      .deliver(DeliveryKind.SHOW_CARD, PLACE)
                      .build()))
          .isEqualTo(new Committed());

      held.release(id + " is claimed");

      Delivery delivery = claimed.get().getFirst();
      assertThat(delivery.wanted()).isEqualTo(2);
      assertThat(delivery.found()).as("it began before the order").isEmpty();
    }
  }

  @Test
  void aRequestThatDoesNotReadKeepsNoCardFromBeingClaimed() throws Exception {
    Ledger ledger = postgres.store().ledger();
    opened(ledger);
    ProposalId damaged = opened(ledger).request().id();
    asSuperuser("proposal", "update proposal set ruling = '{' where id = '" + damaged + "'");

    List<Delivery> claimed =
        postgres.store().deliveries().claim(DeliveryKind.SHOW_CARD, 2, Duration.ofMinutes(1));

    assertThat(claimed).hasSize(2);
    assertThat(claimed)
        .allMatch(each -> each.found().isPresent() != each.request().equals(damaged));
  }

  private static RequestRecord opened(Ledger ledger) {
    Opening opening =
        OpeningBuilder.at(ledger.now()).deliver(DeliveryKind.SHOW_CARD, PLACE).build();
    assertThat(ledger.open(opening)).isEqualTo(new OpenResult.Opened());
    return ledger.find(opening.proposal().id()).orElseThrow();
  }
}
