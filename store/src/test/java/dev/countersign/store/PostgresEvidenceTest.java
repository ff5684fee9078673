package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.audit.StateCodec;
import dev.countersign.json.CanonicalJson;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.Ids;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proof.Evidence;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresEvidenceTest {
  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Test
  void everythingThatIsStoredIsShown() {
    Ledger ledger = postgres.store().ledger();
    RequestRecord seen = open();
    IssuedGrant grant =
        new IssuedGrant(
            Ids.grant(), 1, seen.now(), seen.now().plus(Duration.ofMinutes(1)), "e30.e30.c2ln");
    ledger.commit(
        CommitBuilder.on(seen)
            .voted(Decision.APPROVE, "lead-1", Optional.of("support"))
            .grant(grant)
            .build());
    RequestRecord now = ledger.find(seen.request().id()).orElseThrow();

    Evidence evidence = evidence(seen.request().id()).orElseThrow();

    assertThat(evidence.frozen().orElseThrow().action())
        .isEqualTo(seen.proposal().action().canonical());
    assertThat(evidence.frozen().orElseThrow().ruling())
        .isEqualTo(CanonicalJson.bytes(seen.ruling().toJson()));
    assertThat(evidence.row().orElseThrow().state())
        .isEqualTo(CanonicalJson.text(StateCodec.toJson(now.request().state())));
    assertThat(evidence.row().orElseThrow().auditSeq()).isEqualTo(3);
    assertThat(evidence.votes())
        .singleElement()
        .satisfies(vote -> assertThat(vote.person()).isEqualTo("lead-1"))
        .satisfies(vote -> assertThat(vote.functions()).containsExactly("support"));
    assertThat(evidence.grants())
        .singleElement()
        .satisfies(row -> assertThat(row.token()).isEqualTo(grant.token()))
        .satisfies(row -> assertThat(row.replaces()).isEmpty());
    assertThat(evidence.entries()).extracting(Evidence.EntryRow::seq).containsExactly(1, 2, 3);
    assertThat(evidence(Ids.proposal())).isEmpty();
  }

  @Test
  void damageIsShownAndNotTrippedOver() throws Exception {
    ProposalId id = open().request().id();
    postgres.asAdmin(
        """
        set search_path to countersign;
        alter table audit_entry disable trigger written_once;
        alter table proposal disable trigger written_once;
        update audit_entry set body = 'not json' where seq = 1;
        delete from audit_entry where seq = 2;
        delete from proposal;
        update request set situation = '["nonsense"]';
        """);

    Evidence evidence = evidence(id).orElseThrow();

    assertThat(evidence.frozen()).isEmpty();
    assertThat(evidence.row().orElseThrow().state()).isEqualTo("[\"nonsense\"]");
    assertThat(evidence.entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.body()).asString().isEqualTo("not json"));
  }

  @Test
  void aRequestOfWhichOnlyTheAuditIsLeftIsStillWalkedOver() throws Exception {
    ProposalId first = open().request().id();
    ProposalId second = open().request().id();
    postgres.asAdmin(
        """
        set search_path to countersign;
        alter table proposal disable trigger written_once;
        delete from proposal;
        delete from request;
        """);

    assertThat(postgres.store().evidence().idsAfter(Optional.empty(), 10))
        .isEqualTo(List.of(first, second));
    assertThat(postgres.store().evidence().idsAfter(Optional.of(first), 10))
        .containsExactly(second);
    assertThat(evidence(first).orElseThrow().row()).isEmpty();
  }

  private Optional<Evidence> evidence(ProposalId id) {
    return postgres.store().evidence().evidence(id);
  }

  private RequestRecord open() {
    Ledger ledger = postgres.store().ledger();
    Opening opening = OpeningBuilder.at(ledger.now()).build();
    ledger.open(opening);
    return ledger.find(opening.proposal().id()).orElseThrow();
  }
}
