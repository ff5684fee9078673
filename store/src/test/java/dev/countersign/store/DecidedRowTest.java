package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.DecidedLine;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How what a person decided is read on Postgres.
class DecidedRowTest {
  private static final PersonId LENA = new PersonId("lena");

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Test
  void itReadsNoBodiesNoGrantsAndNothingOfAVoteButWhatWasDecided() throws Exception {
    ProposalId id = decided();
    postgres.asAdmin(
        "revoke select on countersign.proposal, countersign.exec_grant, countersign.audit_entry,"
            + " countersign.vote from countersign_app");
    postgres.asAdmin(
        "grant select (id, deed, deed_object) on countersign.proposal to countersign_app");
    postgres.asAdmin(
        "grant select (request_id, person, decision, at) on countersign.vote to countersign_app");

    assertThat(decidedBy(10)).containsExactly(id);
    assertThatThrownBy(() -> postgres.store().ledger().find(id))
        .as("the record is out of reach")
        .hasMessageContaining("42501");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update countersign.request set action_kind = 'message_by_pigeon'",
        "update countersign.request set situation = '{\"status\":\"lost\"}'",
        "delete from countersign.request"
      })
  void whatDoesNotReadTakesNoPlaceOfOthers(String damage) throws Exception {
    ProposalId first = decided();
    ProposalId damaged = decided();
    ProposalId third = decided();
    postgres.asAdmin(damage + " where id = '" + damaged.value() + "'");

    assertThat(decidedBy(1)).containsExactly(third);
    assertThat(decidedBy(2)).containsExactly(third, first);
    assertThat(decidedBy(3)).containsExactly(third, first);
  }

  @Test
  void aPageIsTakenFromAnIndexInItsOrder() throws Exception {
    List<String> plan = new ArrayList<>();
    try (var connection = postgres.admin().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("set search_path to countersign");
      statement.execute("set enable_seqscan to off");
      statement.execute("set enable_bitmapscan to off");
      try (var rows =
          statement.executeQuery(
              "explain "
                  + DecidedRow.PAGE
                      .toString()
                      .replaceFirst("\\?", "'lena'")
                      .replaceFirst("\\?", "'2026-11-23 15:00:00Z'")
                      .replaceFirst("\\?", "'prop_01JD9Q7Z3M8V5K2N4R6T8W0XYA'")
                      .replaceFirst("\\?", "11"))) {
        while (rows.next()) {
          plan.add(rows.getString(1));
        }
      }
    }

    assertThat(plan).anyMatch(line -> line.contains("Index Scan using vote_of on vote"));
    assertThat(plan)
        .as("both the person and the place are where the index is entered")
        .anyMatch(line -> line.contains("Index Cond") && line.contains("ROW(at, request_id)"));
  }

  private List<ProposalId> decidedBy(int most) {
    return postgres.store().ledger().decided(LENA, Optional.empty(), most).stream()
        .map(DecidedLine::id)
        .toList();
  }

  private ProposalId decided() {
    Opening opening = OpeningBuilder.at(now()).build();
    assertThat(postgres.store().ledger().open(opening)).isEqualTo(new OpenResult.Opened());
    ProposalId id = opening.proposal().id();
    var seen = postgres.store().ledger().find(id).orElseThrow();
    assertThat(
            postgres
                .store()
                .ledger()
                .commit(
                    CommitBuilder.on(seen)
                        .voted(Decision.APPROVE, LENA.value(), Optional.empty())
                        .build()))
        .isInstanceOf(CommitResult.Committed.class);
    return id;
  }

  private Instant now() {
    return postgres.store().ledger().now();
  }
}
