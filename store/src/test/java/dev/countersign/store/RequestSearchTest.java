package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestKeys;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.RequestSearch.Page;
import dev.countersign.ledger.SearchTerms;
import dev.countersign.proposal.ProposalId;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RequestSearchTest {
  @RegisterExtension
  static final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private static List<ProposalId> ids(Optional<Page> page) {
    return page.orElseThrow().records().stream().map(one -> one.request().id()).toList();
  }

  @Test
  void whatWasWrittenWithARequestFindsItTheNewestFirst() {
    try (Database database = Database.open(postgres.config())) {
      PostgresLedger ledger = new PostgresLedger(database, TestKeys.EVIDENCE);
      PostgresRequestSearch search = new PostgresRequestSearch(database, ledger);
      List<ProposalId> opened = new ArrayList<>();
      for (String object : new String[] {"mara", "o'brien\\", "grüße", "mara2"}) {
        Opening opening =
            // Of two in the same millisecond neither is the newer.
            OpeningBuilder.at(ledger.now().minusMillis(4 - opened.size()))
                .words(
                    "refund",
                    object.replaceAll("['\\\\]", ""),
                    "sha-256:AbCdEfGh" + object.length())
                .build();
        ledger.open(opening);
        opened.add(opening.proposal().id());
      }
      ledger.open(OpeningBuilder.at(ledger.now()).build());

      assertThat(ids(search.page(SearchTerms.of("refund"), Optional.empty(), 10)))
          .containsExactlyElementsOf(opened.reversed());
      assertThat(ids(search.page(SearchTerms.of("MARA refund"), Optional.empty(), 10)))
          .containsExactly(opened.getLast(), opened.getFirst());
      assertThat(ids(search.page(SearchTerms.of("grüße"), Optional.empty(), 10)))
          .containsExactly(opened.get(2));
      assertThat(ids(search.page(SearchTerms.of("sha-256:AbCdEfGh4"), Optional.empty(), 10)))
          .containsExactly(opened.getFirst());
      assertThat(ids(search.page(SearchTerms.of("AbCdEfGh5"), Optional.empty(), 10)))
          .as("in its own letters")
          .hasSize(2);
      for (String hostile :
          List.of(
              "zz'|'refund':*", "zz' or true --", "zz \\' & !none", "zz:*&<->|", "zz\u0000zz")) {
        assertThat(ids(search.page(SearchTerms.of(hostile), Optional.empty(), 10)))
            .as(hostile)
            .isEmpty();
      }

      Page first = search.page(SearchTerms.of("refund"), Optional.empty(), 3).orElseThrow();
      assertThat(first.records()).hasSize(3);
      assertThat(ids(search.page(SearchTerms.of("refund"), first.last(), 3)))
          .containsExactly(opened.getFirst());
    }
  }

  /// What is rare by the index of words, what everything has along the ids: neither walks over all.
  @Test
  void rareWordsAndCommonOnesAreEachFoundByAnIndex() throws Exception {
    try (var connection = postgres.admin().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("set search_path to countersign");
      statement.execute(
          """
          insert into proposal (id, agent, owner, action, context, ruling, conflicted, created_at, words)
          select 'prop_01A0' || lpad(upper(to_hex(n)), 22, '0'), 'a', 'o', '{}', '{}', '{}', '{}', now(),
                 array_to_tsvector(array['common', 'n' || n])
            from generate_series(1, 20000) n
          """);
      statement.execute("vacuum analyze proposal");

      assertThat(plan(connection, "'n4711'")).contains("Bitmap Index Scan on proposal_words");
      assertThat(plan(connection, "'common':*"))
          .contains("Index Scan Backward using proposal_pkey on proposal")
          .doesNotContain("Seq Scan on proposal");
    }
  }

  private static String plan(Connection connection, String terms) throws Exception {
    StringBuilder plan = new StringBuilder();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "explain "
                    + PostgresRequestSearch.FOUND
                        .toString()
                        .replaceFirst("\\?", "'" + terms.replace("'", "''") + "'")
                        .replaceFirst("\\?", "null")
                        .replaceFirst("\\?", "50"))) {
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
    }
    return plan.toString();
  }

  @Test
  void aSearchThatTakesTooLongIsGivenUp() throws Exception {
    StoreConfig usual = postgres.config();
    StoreConfig patient =
        new StoreConfig(
            usual.url(),
            usual.user(),
            usual.password(),
            1,
            usual.acquire(),
            Duration.ofSeconds(5),
            Duration.ofSeconds(6));
    try (Database database = Database.open(patient);
        var holder = postgres.admin().getConnection();
        var statement = holder.createStatement()) {
      PostgresLedger ledger = new PostgresLedger(database, TestKeys.EVIDENCE);
      PostgresRequestSearch search = new PostgresRequestSearch(database, ledger);
      holder.setAutoCommit(false);
      statement.execute("lock table countersign.proposal in access exclusive mode");

      assertThat(search.page(SearchTerms.of("refund"), Optional.empty(), 10)).isEmpty();
      holder.rollback();
      assertThat(search.page(SearchTerms.of("refund"), Optional.empty(), 10))
          .as("the bounds were of that search alone")
          .isPresent();
      assertThat(
              database.<String>ask(
                  Sql.of("select current_setting('statement_timeout') as bound"),
                  query -> query.one(row -> row.getString("bound"))))
          .isEqualTo("6s");
    }
  }
}
