package dev.countersign.store;

import dev.countersign.ledger.Admission;
import dev.countersign.ledger.AskBudget;
import dev.countersign.ledger.OpenBudget;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.proposal.ProposalId;
import dev.countersign.store.BatchRows.Column;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What keeps requests from being opened, judged in the transaction that opens them. The locks come
/// first, in a statement of their own that goes in the same round trip: what is counted after them
/// holds all that others committed under them, and nobody else opens there before this transaction
/// ends.
///
/// Of several in one transaction each is judged as if all before it had been opened. That may keep
/// one out that would have had a place, never let one in that has none.
final class AdmissionStatement {
  /// In one order everywhere, so that no two wait for each other.
  private static final Sql LOCK =
      Sql.of(
          """
          select count(*)
            from (select pg_advisory_xact_lock(k.key)
                    from (select hashtextextended(name, 7203114) as key
                            from unnest(cast(:names as text[])) as name
                           order by key) k
                  offset 0) locked
          """);

  private static final BatchRows<Asking> ITEMS =
      new BatchRows<>(
          "item",
          List.of(
              Column.text("agent", row -> row.opening().proposal().agent().value()),
              Column.text("likeness", row -> row.admission().likeness().value()),
              Column.time("latest", row -> row.opening().latestDeadline()),
              Column.bool("anew", row -> row.admission().anew()),
              Column.text(
                  "successor_of",
                  row -> row.opening().superseding().map(last -> last.id().value()).orElse(null)),
              Column.texts("passed_over", row -> ids(row.admission().passedOver())),
              Column.texts("places", row -> Opening.places(row.opening().deliveries())),
              Column.texts("shown", row -> row.admission().places()),
              Column.text("asker", row -> asker(row.opening())),
              Column.integer("per_agent", row -> row.admission().budget().perAgent()),
              Column.integer("per_channel", row -> row.admission().budget().perChannel()),
              Column.integer(
                  "window_seconds",
                  row -> Math.toIntExact(row.admission().asked().window().toSeconds())),
              Column.integer(
                  "before_last_of_agent",
                  row -> beforeLast(row.admission().asked().perAgent(), row.ofAgent())),
              Column.integer(
                  "before_last_of_channel",
                  row -> beforeLast(row.admission().asked().perChannel(), row.atShown()))));

  /// What left its window is forgotten by whoever counts there next.
  private static final Sql JUDGE =
      Sql.of(
          """
          with past as (
                 delete from asked
                  where name = any(cast(:counted as text[]))
                    and at <= statement_timestamp() - make_interval(secs => :longest_seconds))
          select item.nth,
                 (select id
                    from request
                   where agent = item.agent and likeness = item.likeness and state = 'pending'
                     and deadline > statement_timestamp() and deadline <= item.latest
                     and not item.anew and id <> all(cast(item.passed_over as text[]))
                   order by id
                   limit 1) as identical,
                 (select count(*)
                    from (select
                            from request
                           where agent = item.agent and state = 'pending'
                             and deadline > statement_timestamp()
                             and (item.successor_of is null or id <> item.successor_of)
                           limit item.per_agent) o) as of_agent,
                 (select coalesce(max(waiting), 0)
                    from unnest(cast(item.places as text[])) as place,
                         lateral (
                           select count(*) as waiting
                             from (select
                                     from request
                                    where places @> array[place] and state = 'pending'
                                      and deadline > statement_timestamp()
                                      and (item.successor_of is null or id <> item.successor_of)
                                    limit item.per_channel) o) each) as at_place,
                 -- The last one that the budget allows, counted back from now: room is there once
                 -- it leaves the window.
                 (select extract(epoch from at + w.length - statement_timestamp()) * 1000
                    from asked
                   where name = item.asker and at > statement_timestamp() - w.length
                   order by at desc
                  offset item.before_last_of_agent
                   limit 1) as agent_again,
                 (select max(again)
                    from unnest(cast(item.shown as text[])) as place,
                         lateral (
                           select extract(epoch from at + w.length - statement_timestamp()) * 1000
                                    as again
                             from asked
                            where name = place and at > statement_timestamp() - w.length
                            order by at desc
                           offset item.before_last_of_channel
                            limit 1) each) as channel_again
            from %s
           cross join lateral (select make_interval(secs => item.window_seconds) as length) w
           order by item.nth
          """
              .formatted(ITEMS.unnested()));

  private static final Sql LOCK_AND_JUDGE = Sql.together(LOCK, JUDGE);

  private static final Sql SHORTEN_LOCK_AND_JUDGE = Sql.together(LockWait.SHORTEN, LOCK, JUDGE);

  private static final Sql ATTACH =
      Sql.of(
          """
          insert into idempotency (agent, key, body, proposal_id, at, attached)
          select :agent, :key, :body, :id, clock_timestamp(), true
              on conflict (agent, key) do nothing
          """);

  private AdmissionStatement() {}

  /// Takes the locks of those that are to be counted under limits too: all in one order.
  ///
  /// @param openings those with an admission are judged
  /// @param wait for these locks and, where it is brief, for all that follows in the transaction
  /// @return in the order of the openings, what keeps each out; empty when it may be opened
  static List<Optional<OpenResult>> judge(
      Connection connection, List<Opening> openings, LockWait wait) throws SQLException {
    List<Asking> askings = askings(openings);
    List<Optional<OpenResult>> verdicts = new ArrayList<>();
    openings.forEach(_ -> verdicts.add(Optional.empty()));
    boolean isBrief = wait == LockWait.BRIEF;
    Set<String> names = names(openings, askings);
    if (askings.isEmpty()) {
      lock(connection, names, isBrief);
    } else {
      List<Optional<OpenResult>> judged =
          (isBrief ? SHORTEN_LOCK_AND_JUDGE : LOCK_AND_JUDGE)
              .ask(
                  connection,
                  query -> {
                    ITEMS.bind(query, askings);
                    return query
                        .bind("names", Columns.texts(names))
                        .bind("counted", Columns.texts(counted(askings)))
                        .bind("longest_seconds", longestWindow(askings).toSeconds())
                        .listLast(
                            isBrief ? 2 : 1,
                            row -> verdict(row, askings.get(row.getInt("nth") - 1)));
                  });
      for (int i = 0; i < askings.size(); i++) {
        verdicts.set(askings.get(i).place(), judged.get(i));
      }
    }
    return verdicts;
  }

  /// @param place in the list of all openings
  /// @param ofAgent how many of the same agent come before it in the transaction
  /// @param atPlaces the most that come before it at one of the places where it is asked
  /// @param atShown the same of the places where it is or will be shown
  private record Asking(
      int place, Opening opening, Admission admission, int ofAgent, int atPlaces, int atShown) {}

  private static List<Asking> askings(List<Opening> openings) {
    Map<String, Integer> asked = new HashMap<>();
    Map<String, Integer> shown = new HashMap<>();
    List<Asking> askings = new ArrayList<>();
    for (int i = 0; i < openings.size(); i++) {
      Opening opening = openings.get(i);
      if (opening.admission().isPresent()) {
        Admission admission = opening.admission().get();
        Set<String> places = Opening.places(opening.deliveries());
        askings.add(
            new Asking(
                i,
                opening,
                admission,
                most(shown, Set.of(asker(opening))),
                most(asked, places),
                most(shown, admission.places())));
        places.forEach(place -> asked.merge(place, 1, Integer::sum));
        counted(opening).forEach(name -> shown.merge(name, 1, Integer::sum));
      }
    }
    return askings;
  }

  private static int most(Map<String, Integer> counts, Collection<String> names) {
    return names.stream().mapToInt(name -> counts.getOrDefault(name, 0)).max().orElse(0);
  }

  /// How many of those asked lately are passed over to find the one whose leaving makes room.
  private static int beforeLast(int most, int before) {
    return Math.max(most - 1 - before, 0);
  }

  private static Duration longestWindow(List<Asking> askings) {
    return askings.stream()
        .map(asking -> asking.admission().asked().window())
        .max(Duration::compareTo)
        .orElseThrow();
  }

  private static Set<String> counted(List<Asking> askings) {
    Set<String> names = new TreeSet<>();
    askings.forEach(asking -> names.addAll(counted(asking.opening())));
    return names;
  }

  private static List<String> ids(Set<ProposalId> ids) {
    return ids.stream().map(ProposalId::value).sorted().toList();
  }

  /// Under which names a request counts as asked.
  static Set<String> counted(Opening opening) {
    return opening
        .admission()
        .map(admission -> {
          Set<String> names = new TreeSet<>(admission.places());
          names.add(asker(opening));
          return names;
        })
        .orElseGet(TreeSet::new);
  }

  private static String asker(Opening opening) {
    return "agent " + opening.proposal().agent().value();
  }

  private static Optional<OpenResult> verdict(ResultSet row, Asking asking) throws SQLException {
    OpenBudget budget = asking.admission().budget();
    AskBudget asked = asking.admission().asked();
    Optional<OpenResult> identical =
        Optional.ofNullable(row.getString("identical"))
            .map(id -> new OpenResult.Identical(new ProposalId(id)));
    Optional<OpenResult> waiting =
        waiting(
            budget,
            row.getInt("of_agent") + asking.ofAgent(),
            row.getInt("at_place") + asking.atPlaces());
    Optional<OpenResult> ofAgent =
        often(
            OpenBudget.Of.AGENT,
            asked.perAgent(),
            asking.ofAgent(),
            asked,
            again(row, "agent_again"));
    Optional<OpenResult> ofChannel =
        often(
            OpenBudget.Of.CHANNEL,
            asked.perChannel(),
            asking.atShown(),
            asked,
            again(row, "channel_again"));
    return identical.or(() -> waiting).or(() -> ofAgent).or(() -> ofChannel);
  }

  private static Optional<OpenResult> waiting(OpenBudget budget, int ofAgent, int atPlace) {
    if (ofAgent >= budget.perAgent()) {
      return Optional.of(
          new OpenResult.OverBudget(OpenBudget.Of.AGENT, ofAgent, budget.perAgent()));
    }
    return atPlace >= budget.perChannel()
        ? Optional.of(
            new OpenResult.OverBudget(OpenBudget.Of.CHANNEL, atPlace, budget.perChannel()))
        : Optional.empty();
  }

  /// @param before those of the same transaction alone fill the budget when there are so many
  private static Optional<OpenResult> often(
      OpenBudget.Of spent, int most, int before, AskBudget asked, Optional<Duration> again) {
    return (before >= most ? again.or(() -> Optional.of(asked.window())) : again)
        .map(wait -> new OpenResult.AskedTooOften(spent, most, asked.window(), wait));
  }

  private static Optional<Duration> again(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getBigDecimal(column))
        .map(millis -> Duration.ofMillis(millis.setScale(0, RoundingMode.CEILING).longValue()));
  }

  private static void lock(Connection connection, Set<String> names, boolean isBrief)
      throws SQLException {
    if (isBrief) {
      LockWait.shorten(connection);
    }
    if (!names.isEmpty()) {
      LOCK.ask(
          connection, query -> query.bind("names", Columns.texts(names)).one(row -> row.getInt(1)));
    }
  }

  private static Set<String> names(List<Opening> openings, List<Asking> askings) {
    Set<String> names = counted(askings);
    askings.forEach(asking -> names.addAll(Opening.places(asking.opening().deliveries())));
    openings.forEach(opening -> names.addAll(UseStatement.locks(opening)));
    return names;
  }

  /// The key first, so that a repeat is told from a race.
  static OpenResult attach(
      Connection connection,
      ProposalId pending,
      Optional<Opening.Idempotency> idempotency,
      Noting note)
      throws SQLException {
    if (idempotency.isPresent() && !keep(connection, pending, idempotency.get())) {
      return OpenStatement.earlier(connection, idempotency.get()).orElseThrow();
    }
    if (!note.lands()) {
      throw new ConflictException("the pending request moved");
    }
    return new OpenResult.Attached();
  }

  /// The entry that goes with it.
  @FunctionalInterface
  interface Noting {
    boolean lands() throws SQLException;
  }

  private static boolean keep(Connection connection, ProposalId pending, Opening.Idempotency named)
      throws SQLException {
    return ATTACH.ask(
            connection,
            query ->
                query
                    .bind("agent", named.agent().value())
                    .bind("key", named.key())
                    .bind("body", named.body().value())
                    .bind("id", pending.value())
                    .update())
        == 1;
  }
}
