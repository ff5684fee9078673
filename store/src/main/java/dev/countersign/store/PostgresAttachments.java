package dev.countersign.store;

import dev.countersign.json.Digest;
import dev.countersign.ledger.HeldAttachments;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Attachments on Postgres, by its clock.
final class PostgresAttachments implements HeldAttachments {
  /// How many are looked at in one transaction of [#forget].
  private static final int AT_ONCE = 500;

  /// Whoever hands in for the same agent at the same time waits here for the transaction's end.
  private static final Sql TURN =
      Sql.of(
          """
          insert into attachment_turn (agent, at)
          values (:agent, statement_timestamp())
              on conflict (agent) do update set at = excluded.at
          """);

  private static final Sql AGAIN =
      Sql.of(
          """
          update attachment
             set kept_at = statement_timestamp()
           where agent = :agent and sha256 = :sha
          """);

  private static final Sql LATELY =
      Sql.of(
          """
          select count(*) as number, coalesce(sum(octet_length(bytes)), 0) as bytes
            from attachment
           where agent = :agent
             and kept_at > statement_timestamp() - :unheld * interval '1 second'
          """);

  private static final Sql KEEP =
      Sql.of(
          """
          insert into attachment (agent, sha256, bytes, kept_at)
          values (:agent, :sha, :bytes, statement_timestamp())
          """);

  private static final Sql SIZES =
      Sql.of(
          """
          select sha256, octet_length(bytes) as bytes
            from attachment
           where agent = :agent and sha256 = any (:named)
          """);

  /// A lock that keeps it from being forgotten before the hold is there.
  private static final Sql LOCK =
      Sql.of(
          """
          select sha256
            from attachment
           where agent = :agent and sha256 = any (:named)
           order by sha256
             for key share
          """);

  private static final Sql HOLD =
      Sql.of(
          """
          insert into attachment_hold (request_id, agent, sha256, held_at)
          select :request, :agent, named, statement_timestamp()
            from unnest(:named) named
              on conflict do nothing
          """);

  private static final Sql STORED =
      Sql.of(
          """
          select h.sha256, pg_catalog.sha256(a.bytes) as found
            from attachment_hold h
            join attachment a on a.agent = h.agent and a.sha256 = h.sha256
           where h.request_id = :request
          """);

  private static final Sql FIND =
      Sql.of(
          """
          select a.bytes
            from attachment_hold h
            join attachment a on a.agent = h.agent and a.sha256 = h.sha256
           where h.request_id = :request and h.sha256 = :sha
          """);

  /// Long after whoever held them has opened the request, or failed to.
  private static final Sql LET_GO =
      Sql.of(
          """
          delete from attachment_hold h
           using (select request_id, sha256
                    from attachment_hold old
                   where held_at <= statement_timestamp() - :unheld * interval '1 second'
                     and not exists (select from request where id = old.request_id)
                   limit :most) old
           where h.request_id = old.request_id and h.sha256 = old.sha256
          """);

  private static final Sql UNHELD_ONES =
      Sql.of(
          """
          select agent, sha256
            from attachment a
           where kept_at <= statement_timestamp() - :unheld * interval '1 second'
             and not exists (select from attachment_hold h
                              where h.agent = a.agent and h.sha256 = a.sha256)
           limit :most
             for update skip locked
          """);

  /// With the lock of [#UNHELD_ONES] nobody holds it any more who did not before this statement.
  private static final Sql FORGET =
      Sql.of(
          """
          delete from attachment a
           where agent = :agent and sha256 = :sha
             and not exists (select from attachment_hold h
                              where h.agent = a.agent and h.sha256 = a.sha256)
          """);

  private final Database database;

  PostgresAttachments(Database database) {
    this.database = database;
  }

  @Override
  public Kept keep(AgentId agent, byte[] bytes) {
    Digest digest = Digest.of(bytes);
    return database.askTogether(connection -> {
      TURN.ask(connection, query -> query.bind("agent", agent.value()).update());
      int again =
          AGAIN.ask(
              connection,
              query -> query.bind("agent", agent.value()).bind("sha", digest.hash()).update());
      if (again > 0) {
        return new Kept.Is(digest, bytes.length, true);
      }
      Lately lately =
          LATELY.ask(
              connection,
              query ->
                  query
                      .bind("agent", agent.value())
                      .bind("unheld", UNHELD.toSeconds())
                      .one(Lately::read));
      if (lately.number() >= MOST) {
        return new Kept.TooMany();
      }
      if (lately.bytes() + bytes.length > MOST_BYTES_TOGETHER) {
        return new Kept.TooMuch();
      }
      KEEP.ask(
          connection,
          query ->
              query
                  .bind("agent", agent.value())
                  .bind("sha", digest.hash())
                  .bind("bytes", bytes)
                  .update());
      return new Kept.Is(digest, bytes.length, false);
    });
  }

  private record Lately(long number, long bytes) {
    static Lately read(ResultSet row) throws SQLException {
      return new Lately(row.getLong("number"), row.getLong("bytes"));
    }
  }

  @Override
  public Map<Digest, Long> sizes(AgentId agent, Set<Digest> named) {
    Map<Digest, Long> sizes = new HashMap<>();
    database
        .ask(
            SIZES,
            query ->
                query
                    .bind("agent", agent.value())
                    .bind("named", hashes(named))
                    .list(row ->
                        Map.entry(Digest.ofHash(row.getBytes("sha256")), row.getLong("bytes"))))
        .forEach(each -> sizes.put(each.getKey(), each.getValue()));
    return Map.copyOf(sizes);
  }

  @Override
  public boolean hold(ProposalId request, AgentId agent, Set<Digest> named) {
    return database.askTogether(connection -> {
      int there =
          LOCK.ask(
                  connection,
                  query ->
                      query
                          .bind("agent", agent.value())
                          .bind("named", hashes(named))
                          .list(row -> row.getBytes("sha256")))
              .size();
      if (there < named.size()) {
        return false;
      }
      HOLD.ask(
          connection,
          query ->
              query
                  .bind("request", request.value())
                  .bind("agent", agent.value())
                  .bind("named", hashes(named))
                  .update());
      return true;
    });
  }

  private static Columns.Value hashes(Collection<Digest> digests) {
    return Columns.bytes(digests.stream().map(Digest::hash).toList());
  }

  @Override
  public Found find(ProposalId request, Digest digest) {
    return database
        .ask(
            FIND,
            query ->
                query
                    .bind("request", request.value())
                    .bind("sha", digest.hash())
                    .first(row -> row.getBytes("bytes")))
        .map(stored -> HeldAttachments.compared(stored, digest))
        .orElseGet(Found.Missing::new);
  }

  /// As [dev.countersign.proof.EvidenceStore#attachments].
  static Map<Digest, Digest> stored(Connection connection, ProposalId id) throws SQLException {
    Map<Digest, Digest> stored = new HashMap<>();
    STORED
        .ask(
            connection,
            query ->
                query
                    .bind("request", id.value())
                    .list(row ->
                        Map.entry(
                            Digest.ofHash(row.getBytes("sha256")),
                            Digest.ofHash(row.getBytes("found")))))
        .forEach(each -> stored.put(each.getKey(), each.getValue()));
    return Map.copyOf(stored);
  }

  @Override
  public int forget() {
    database.ask(
        LET_GO, query -> query.bind("unheld", UNHELD.toSeconds()).bind("most", AT_ONCE).update());
    return database.askTogether(connection -> {
      List<Row> unheld =
          UNHELD_ONES.ask(
              connection,
              query ->
                  query.bind("unheld", UNHELD.toSeconds()).bind("most", AT_ONCE).list(Row::read));
      int forgotten = 0;
      for (Row row : unheld) {
        forgotten +=
            FORGET.ask(
                connection,
                query ->
                    query.bind("agent", row.agent()).bind("sha", row.digest().hash()).update());
      }
      return forgotten;
    });
  }

  private record Row(String agent, Digest digest) {
    static Row read(ResultSet row) throws SQLException {
      return new Row(row.getString("agent"), Digest.ofHash(row.getBytes("sha256")));
    }
  }
}
