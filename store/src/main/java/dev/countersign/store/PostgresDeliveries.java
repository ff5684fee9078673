package dev.countersign.store;

import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.WireName;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/// The outbox on Postgres. A row is an open delivery; a claim moves its due time to the end of the
/// lease, so that a worker that dies needs nobody to clean up after it.
final class PostgresDeliveries implements Deliveries {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private static final String CLAIM =
      """
      with due as materialized (
             select request_id, kind, target, due_at
               from delivery
              where kind = :kind and due_at <= statement_timestamp()
              order by due_at
              limit :most
                for update skip locked),
           held as (
             update delivery d
                set due_at = statement_timestamp() + :lease * interval '1 microsecond',
                    lease = gen_random_uuid(), attempts = d.attempts + 1
               from due
              where d.request_id = due.request_id and d.kind = due.kind and d.target = due.target
          returning d.request_id, d.target, d.wanted, d.attempts, d.lease, due.due_at as was_due)
      select request_id, target, wanted, attempts, lease
        from held
       order by was_due, request_id, target
      """;

  /// `brought` removes the row when nothing more is wanted. What is left is either wanted again, or
  /// in another worker's hands, or already closed by one: then it is due at once, and comes back if
  /// it has to.
  private static final String SETTLE =
      """
      with brought as (
             delete from delivery
              where request_id = :request and kind = :kind and target = :target
                and lease = :lease and wanted = :wanted
          returning request_id)
      insert into delivery (request_id, kind, target, wanted, due_at)
      select :request, :kind, :target, :wanted, statement_timestamp()
       where not exists (select from brought)
          on conflict (request_id, kind, target) do update
         set due_at = excluded.due_at, lease = null,
             attempts = case when delivery.lease = :lease then 0 else delivery.attempts end
      """;

  private static final String POSTPONE =
      """
      update delivery
         set due_at = statement_timestamp() + :wait * interval '1 microsecond', lease = null
       where request_id = :request and kind = :kind and target = :target and lease = :lease
      """;

  private static final String KEEP =
      """
      update delivery
         set due_at = statement_timestamp() + :wait * interval '1 microsecond', lease = null,
             attempts = 0
       where request_id = :request and kind = :kind and target = :target
         and lease = :lease and wanted = :wanted
      """;

  private final Database database;

  PostgresDeliveries(Database database) {
    this.database = database;
  }

  @Override
  public List<Delivery> claim(DeliveryKind kind, int most, Duration lease) {
    return database.run(handle ->
        handle
            .createQuery(CLAIM)
            .bind("kind", WireName.of(kind))
            .bind("most", most)
            .bind("lease", micros(lease))
            .map((row, _) ->
                new Delivery(
                    new ProposalId(row.getString("request_id")),
                    kind,
                    row.getString("target"),
                    row.getLong("wanted"),
                    row.getInt("attempts"),
                    row.getObject("lease", UUID.class)))
            .list());
  }

  @Override
  public void settle(Delivery delivery) {
    database.run(
        handle -> update(handle, SETTLE, delivery).bind("wanted", delivery.wanted()).execute());
  }

  @Override
  public void keep(Delivery delivery, Duration pause) {
    boolean kept =
        database.run(handle ->
            update(handle, KEEP, delivery)
                .bind("wanted", delivery.wanted())
                .bind("wait", micros(pause))
                .execute())
            == 1;
    if (!kept) {
      settle(delivery);
    }
  }

  @Override
  public void postpone(Delivery delivery, Duration wait) {
    database.run(handle -> update(handle, POSTPONE, delivery).bind("wait", micros(wait)).execute());
  }

  private static Update update(Handle handle, String sql, Delivery delivery) {
    return handle
        .createUpdate(sql)
        .bind("request", delivery.request().value())
        .bind("kind", WireName.of(delivery.kind()))
        .bind("target", delivery.target())
        .bind("lease", delivery.lease());
  }

  private static long micros(Duration duration) {
    return duration.toSeconds() * MICROS_PER_SECOND + duration.toNanosPart() / 1_000;
  }
}
