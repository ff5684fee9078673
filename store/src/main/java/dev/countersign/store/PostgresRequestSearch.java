package dev.countersign.store;

import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.RequestSearch;
import dev.countersign.ledger.SearchTerms;
import dev.countersign.ledger.SearchTerms.Term;
import dev.countersign.ledger.SearchTerms.Word;
import dev.countersign.proposal.ProposalId;
import dev.countersign.store.RequestRows.Listed;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds requests by an index over the words that were written with them. Planned anew for each
/// run: what is rare is found by that index, what nearly everything has along the ids, and which it
/// is only the very words tell.
final class PostgresRequestSearch implements RequestSearch {
  /// What Postgres says of a statement that took too long.
  private static final String CANCELLED = "57014";

  private static final String BOUNDS =
      "set local plan_cache_mode = force_custom_plan; set local statement_timeout = "
          + LONGEST.toMillis();

  static final Sql FOUND =
      Sql.of(
          RequestRows.SELECT
              + """
               where r.id in (
                 select id
                   from proposal
                  where words @@ cast(:terms as tsquery)
                    and id < coalesce(cast(:before as text), 'q')
                  order by id desc
                  limit :most)
               order by r.id desc
              """);

  private final Database database;
  private final PostgresLedger ledger;

  PostgresRequestSearch(Database database, PostgresLedger ledger) {
    this.database = database;
    this.ledger = ledger;
  }

  @Override
  public Optional<Page> page(SearchTerms terms, Optional<ProposalId> before, int most) {
    List<Listed> rows;
    try {
      rows = database.askTogether(connection -> rows(connection, terms, before, most));
    } catch (LedgerUnavailableException e) {
      if (Database.says(e, CANCELLED)) {
        return Optional.empty();
      }
      throw e;
    }
    List<RequestRecord> records = ledger.read(rows);
    return Optional.of(
        new Page(
            records, rows.size() < most ? Optional.empty() : Optional.of(rows.getLast().id())));
  }

  private static List<Listed> rows(
      Connection connection, SearchTerms terms, Optional<ProposalId> before, int most)
      throws SQLException {
    try (Statement bounds = connection.createStatement()) {
      bounds.execute(BOUNDS);
    }
    return FOUND.ask(
        connection,
        query ->
            query
                .bind("terms", asked(terms))
                .bind("before", before.map(ProposalId::value).orElse(null))
                .bind("most", most)
                .list(row -> RequestRows.listed(row)));
  }

  /// In the language of `tsquery`. Words are letters and digits or a digest, so nothing in them
  /// ends a quote.
  static String asked(SearchTerms terms) {
    return terms.all().stream().map(PostgresRequestSearch::asked).collect(Collectors.joining("&"));
  }

  private static String asked(Term term) {
    return term.ways().stream()
        .map(way ->
            way.stream()
                .map(PostgresRequestSearch::asked)
                .collect(Collectors.joining("&", "(", ")")))
        .collect(Collectors.joining("|", "(", ")"));
  }

  private static String asked(Word word) {
    return "'" + word.text() + (word.begins() ? "':*" : "'");
  }
}
