package dev.countersign.store;

import dev.countersign.json.WireName;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ProposalId;
import dev.countersign.store.BatchRows.Column;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The outbox on Postgres. A row is an open delivery; a claim writes down the end of the lease, so
/// that a worker that dies needs nobody to clean up after it. Since when it is due stays as it is,
/// so that a claim writes into no index: only one of what a dead worker had goes behind the others.
final class PostgresDeliveries implements Deliveries {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private static final String HELD =
      """
          with due as materialized (
                 select request_id, kind, target, due_at
                   from delivery
                  where kind = :kind and due_at <= statement_timestamp()
                    and coalesce(leased_until, '-infinity') <= statement_timestamp()
                    and not (select on_hold())
                    and (kind <> 'execute'
                         or not exists (select from execution_hold h
                                         where h.request_id = delivery.request_id
                                           and h.released_at is null))
                  order by due_at
                  limit :most
                    for update skip locked),
               held as (
                 update delivery d
                    set leased_until = statement_timestamp() + :lease * interval '1 microsecond',
                        due_at = case when d.leased_until is null then d.due_at
                                      else statement_timestamp() + :lease * interval '1 microsecond'
                                 end,
                        lease = gen_random_uuid(), attempts = d.attempts + 1
                   from due
                  where d.request_id = due.request_id and d.kind = due.kind and d.target = due.target
              returning d.request_id, d.kind, d.target, d.wanted, d.attempts, d.lease,
                        due.due_at as was_due)
      """;

  static final Sql CLAIM =
      Sql.of(
          HELD
              + """
              select request_id, target, wanted, attempts, lease
                from held
               order by was_due, request_id, target
              """);

  /// The request is of the moment at which the statement began. Who ordered the delivery since,
  /// until it was locked, is seen by what is wanted: then the request is left out.
  static final Sql CLAIM_WITH_REQUESTS =
      Sql.of(
          HELD
              + """
              select held.request_id, held.target, held.wanted, held.attempts, held.lease, found.*
                from held
                left join lateral (
              """
              + RequestRows.SELECT
              + """
               where r.id = held.request_id
                 and held.wanted = (select begun.wanted
                                      from delivery begun
                                     where begun.request_id = held.request_id
                                       and begun.kind = held.kind and begun.target = held.target)
              offset 0) found on true
               order by held.was_due, held.request_id, held.target
              """);

  private static final BatchRows<Delivery> ITEMS =
      new BatchRows<>(
          "item",
          List.of(
              Column.text("request", delivery -> delivery.request().value()),
              Column.text("kind", delivery -> WireName.of(delivery.kind())),
              Column.text("target", Delivery::target),
              Column.text("lease", delivery -> delivery.lease().toString()),
              Column.bigint("wanted", Delivery::wanted)));

  /// Removes the rows of which nothing more is wanted. Rows are locked in the order in which a step
  /// writes them.
  private static final Sql BROUGHT =
      Sql.of(
          """
          with item as materialized (
                 select * from %s order by request, kind, target),
               gone as (
                 delete from delivery d
                  using item
                  where d.request_id = item.request and d.kind = item.kind
                    and d.target = item.target and d.lease = cast(item.lease as uuid)
                    and d.wanted = item.wanted
              returning item.nth)
          select nth from gone
          """
              .formatted(ITEMS.unnested()));

  /// What was not removed is either wanted again, or in another worker's hands, or already closed
  /// by one: then it is due at once, and comes back if it has to. A statement of its own: some
  /// engines write a table no more than once in one.
  private static final Sql DUE_AGAIN =
      Sql.of(
          """
          insert into delivery (request_id, kind, target, wanted, due_at)
          values (:request, :kind, :target, :wanted, statement_timestamp())
              on conflict (request_id, kind, target) do update
             set due_at = excluded.due_at, lease = null, leased_until = null, failures = 0,
                 held_since = null,
                 attempts = case when delivery.lease = :lease then 0 else delivery.attempts end
          """);

  private static final Sql POSTPONE =
      Sql.of(
          """
          update delivery
             set due_at = statement_timestamp() + :wait * interval '1 microsecond', lease = null,
                 leased_until = null
           where request_id = :request and kind = :kind and target = :target and lease = :lease
          """);

  /// Cards that are due later because their place did not take them; those that stand and are only
  /// looked after have no attempts.
  private static final String PUT_OFF =
      "kind = 'show_card' and lease is null and attempts > 0 and held_since is null";

  private static final Sql WAKE =
      Sql.of(
          """
          update delivery d
             set due_at = statement_timestamp()
            from (select request_id, kind, target
                    from delivery
                   where %s and target = :target and due_at > statement_timestamp()
                   order by due_at
                   limit :most
                     for update skip locked) waiting
           where d.request_id = waiting.request_id and d.kind = waiting.kind
             and d.target = waiting.target
          """
              .formatted(PUT_OFF));

  private static final Sql PROBE =
      Sql.of(
          """
          update delivery d
             set due_at = statement_timestamp()
            from (select distinct on (target) request_id, kind, target
                    from delivery
                   where %s
                     and due_at > statement_timestamp() + :wait * interval '1 microsecond'
                   order by target, due_at
                   limit :most) waiting
           where d.request_id = waiting.request_id and d.kind = waiting.kind
             and d.target = waiting.target and d.lease is null
          """
              .formatted(PUT_OFF));

  /// With an attempt counted, a worker shows it although nothing changed.
  private static final Sql RECHECK =
      Sql.of(
          """
          update delivery d
             set due_at = least(d.due_at, statement_timestamp()),
                 attempts = greatest(d.attempts, 1)
            from (select distinct on (target) request_id, kind, target
                    from delivery
                   where kind = 'show_card' and lease is null and held_since is null
                     and starts_with(target, :targets)
                   order by target, attempts desc, due_at
                   limit :most) looked
           where d.request_id = looked.request_id and d.kind = looked.kind
             and d.target = looked.target and d.lease is null
          """);

  private static final BatchRows<Kept> KEPT =
      new BatchRows<>(
          "item",
          List.of(
              Column.text("request", kept -> kept.delivery().request().value()),
              Column.text("kind", kept -> WireName.of(kept.delivery().kind())),
              Column.text("target", kept -> kept.delivery().target()),
              Column.text("lease", kept -> kept.delivery().lease().toString()),
              Column.bigint("wanted", kept -> kept.delivery().wanted()),
              Column.bigint("wait", kept -> micros(kept.pause())),
              Column.text("card", kept -> kept.message().map(NamedMessage::card).orElse(null)),
              Column.text(
                  "message", kept -> kept.message().map(NamedMessage::message).orElse(null))));

  /// The names are written after the deliveries, as a step's cards are, so that neither waits for
  /// the other in a circle.
  private static final Sql KEEP =
      Sql.of(
          """
          with item as materialized (
                 select * from %s order by request, kind, target),
               kept as materialized (
                 update delivery d
                    set due_at = statement_timestamp()
                               + case when d.wanted = item.wanted
                                      then item.wait * interval '1 microsecond'
                                      else interval '0' end,
                        lease = null, leased_until = null, attempts = 0, failures = 0,
                        held_since = null
                   from item
                  where d.request_id = item.request and d.kind = item.kind
                    and d.target = item.target and d.lease = cast(item.lease as uuid)
              returning item.nth, d.wanted <> item.wanted or item.wait <= 0 as is_due),
               named as (
                 update posted_card c
                    set message_id = item.message
                   from item
                  where c.request_id = item.request and c.id = item.card
                    and (c.message_id is null or c.message_id = item.message)
                    and (select count(*) from kept) >= 0
              returning item.nth)
          select item.nth, kept.nth is not null as is_kept,
                 item.card is null or named.nth is not null as is_named,
                 coalesce(kept.is_due, false) as is_due
            from item
            left join kept on kept.nth = item.nth
            left join named on named.nth = item.nth
          """
              .formatted(KEPT.unnested()));

  /// What is held stays in the outbox and is never due by itself.
  private static final Sql FAIL =
      Sql.of(
          """
          update delivery
             set failures = failures + 1, lease = null, leased_until = null,
                 failure_code = :code, failure = :why,
                 held_since = case when failures + 1 >= :tries then statement_timestamp() end,
                 due_at = case when failures + 1 >= :tries then 'infinity'
                               else statement_timestamp() + :wait * interval '1 microsecond' end
           where request_id = :request and kind = :kind and target = :target and lease = :lease
          returning held_since is not null as held
          """);

  private static final Sql OPEN =
      Sql.of(
          """
          select request_id
            from delivery
           where kind = :kind and target = :target and target <> '' and request_id > :after
             and held_since is null
             and (kind <> 'execute'
                  or not exists (select from execution_hold h
                                  where h.request_id = delivery.request_id
                                    and h.released_at is null))
           order by request_id
           limit :most
          """);

  private static final int LONGEST_WHY = 500;

  private final Database database;
  private final Function<RequestRow, RequestRecord> understood;

  /// @param understood reads the row of a request
  PostgresDeliveries(Database database, Function<RequestRow, RequestRecord> understood) {
    this.database = database;
    this.understood = understood;
  }

  @Override
  public List<Delivery> claim(DeliveryKind kind, int most, Duration lease) {
    boolean reads = kind == DeliveryKind.SHOW_CARD;
    List<Claimed> claimed =
        database.ask(
            reads ? CLAIM_WITH_REQUESTS : CLAIM,
            query ->
                query
                    .bind("kind", WireName.of(kind))
                    .bind("most", most)
                    .bind("lease", micros(lease))
                    .list(row ->
                        new Claimed(
                            new Delivery(
                                new ProposalId(row.getString("request_id")),
                                kind,
                                row.getString("target"),
                                row.getLong("wanted"),
                                row.getInt("attempts"),
                                row.getObject("lease", UUID.class)),
                            reads && row.getString("id") != null
                                ? Optional.of(RequestRow.of(row))
                                : Optional.empty())));
    return claimed.stream()
        .map(each -> each.found().map(row -> with(each, row)).orElse(each.delivery()))
        .toList();
  }

  /// Not understood before the connection is given back: that may take one of its own.
  private record Claimed(Delivery delivery, Optional<RequestRow> found) {}

  /// What does not read, or not now, is told to whoever reads it by itself: it is claimed already.
  private Delivery with(Claimed claimed, RequestRow row) {
    try {
      return claimed.delivery().with(understood.apply(row));
    } catch (DamagedRecordException | LedgerUnavailableException e) {
      return claimed.delivery();
    }
  }

  @Override
  public List<ProposalId> open(
      DeliveryKind kind, String target, Optional<ProposalId> after, int most) {
    return database.ask(
        OPEN,
        query ->
            query
                .bind("kind", WireName.of(kind))
                .bind("target", target)
                .bind("after", after.map(ProposalId::value).orElse(""))
                .bind("most", most)
                .list(row -> new ProposalId(row.getString("request_id"))));
  }

  @Override
  public boolean settle(Delivery delivery) {
    boolean closed = !brought(List.of(delivery)).isEmpty();
    if (!closed) {
      database.ask(
          DUE_AGAIN, query -> of(query, delivery).bind("wanted", delivery.wanted()).update());
    }
    return closed;
  }

  /// @param deliveries no two of the same target
  /// @return the places in the list of those that are closed now
  Set<Integer> brought(List<Delivery> deliveries) {
    return database.ask(
        BROUGHT,
        query -> {
          ITEMS.bind(query, deliveries);
          return query.list(row -> row.getInt("nth") - 1).stream()
              .collect(Collectors.toUnmodifiableSet());
        });
  }

  @Override
  public Left keep(Delivery delivery, Duration pause, Optional<NamedMessage> message) {
    Keeping keeping = kept(List.of(new Kept(delivery, pause, message))).getFirst();
    return keeping.isKept() ? keeping.left() : new Left(keeping.left().named(), !settle(delivery));
  }

  /// A delivery that is to be kept.
  record Kept(Delivery delivery, Duration pause, Optional<NamedMessage> message) {}

  /// What came of it.
  ///
  /// @param isKept false when the lease was lost
  record Keeping(boolean isKept, Left left) {}

  /// @param deliveries no two of the same target
  List<Keeping> kept(List<Kept> deliveries) {
    Keeping[] kept = new Keeping[deliveries.size()];
    database.ask(
        KEEP,
        query -> {
          KEPT.bind(query, deliveries);
          return query.list(row ->
              kept[row.getInt("nth") - 1] =
                  new Keeping(
                      row.getBoolean("is_kept"),
                      new Left(row.getBoolean("is_named"), row.getBoolean("is_due"))));
        });
    return List.of(kept);
  }

  @Override
  public void wake(String target, int most) {
    database.ask(WAKE, query -> query.bind("target", target).bind("most", most).update());
  }

  @Override
  public void probe(Duration wait, int most) {
    database.ask(PROBE, query -> query.bind("wait", micros(wait)).bind("most", most).update());
  }

  @Override
  public void recheck(String targets, int most) {
    database.ask(RECHECK, query -> query.bind("targets", targets).bind("most", most).update());
  }

  @Override
  public void postpone(Delivery delivery, Duration wait) {
    database.ask(POSTPONE, query -> of(query, delivery).bind("wait", micros(wait)).update());
  }

  @Override
  public boolean fail(Delivery delivery, Failure failure, Duration wait, int most) {
    String why = failure.why();
    return database
        .ask(
            FAIL,
            query ->
                of(query, delivery)
                    .bind("code", failure.code())
                    .bind("why", why.substring(0, Math.min(why.length(), LONGEST_WHY)))
                    .bind("tries", most)
                    .bind("wait", micros(wait))
                    .first(row -> row.getBoolean("held")))
        .orElse(false);
  }

  private static Query of(Query query, Delivery delivery) throws SQLException {
    return query
        .bind("request", delivery.request().value())
        .bind("kind", WireName.of(delivery.kind()))
        .bind("target", delivery.target())
        .bind("lease", delivery.lease());
  }

  private static long micros(Duration duration) {
    return duration.toSeconds() * MICROS_PER_SECOND + duration.toNanosPart() / 1_000;
  }
}
