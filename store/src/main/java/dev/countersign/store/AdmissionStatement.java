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
import java.util.function.ToIntFunction;

/// What keeps requests from being opened, judged in the transaction that opens them. The locks come
/// first, in a statement of their own that goes in the same round trip: what is counted after them
/// holds all that others committed under them, and nobody else opens there before this transaction
/// ends. Where nothing has to be counted in between, the opening is that round trip's last
/// statement, see [OpenStatement#admitted].
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

  private static final BatchRows<Asking> ASKINGS =
      new BatchRows<>(
          "asking",
          List.of(
              Column.integer("place", row -> row.place() + 1),
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
              Column.integer("asked_per_agent", row -> row.admission().asked().perAgent()),
              Column.integer("asked_per_channel", row -> row.admission().asked().perChannel()),
              Column.integer("before_of_agent", Asking::ofAgent),
              Column.integer("before_at_places", Asking::atPlaces),
              Column.integer("before_at_shown", Asking::atShown)));

  /// What left its window is forgotten by whoever counts there next.
  private static final Sql FORGET =
      Sql.of(
          """
          with past as (
                 delete from asked
                  where name = any(cast(:counted as text[]))
                    and at <= statement_timestamp() - make_interval(secs => :longest_seconds)
              returning name)
          select count(*) from past
          """);

  /// For a `from`: a row for each asking, and by what it is kept out, the first reason of several.
  ///
  /// Those of the same transaction alone fill the budget of a window when there are so many.
  static final String JUDGED =
      """
      (select counted.*,
              case when identical is not null then 'identical'
                   when of_agent >= per_agent then 'agent_waits'
                   when at_place >= per_channel then 'channel_waits'
                   when agent_again is not null or before_of_agent >= asked_per_agent
                     then 'agent_often'
                   when channel_again is not null or before_at_shown >= asked_per_channel
                     then 'channel_often'
              end as kept
         from (
          select asking.nth, asking.place, asking.per_agent, asking.per_channel,
                 asking.asked_per_agent, asking.asked_per_channel,
                 asking.before_of_agent, asking.before_at_shown,
                 (select id
                    from request
                   where agent = asking.agent and likeness = asking.likeness and state = 'pending'
                     and deadline > statement_timestamp() and deadline <= asking.latest
                     and not asking.anew and id <> all(cast(asking.passed_over as text[]))
                   order by id
                   limit 1) as identical,
                 asking.before_of_agent
                   + (select count(*)
                        from (select
                                from request
                               where agent = asking.agent and state = 'pending'
                                 and deadline > statement_timestamp()
                                 and (asking.successor_of is null or id <> asking.successor_of)
                               limit asking.per_agent) o) as of_agent,
                 asking.before_at_places
                   + (select coalesce(max(waiting), 0)
                        from unnest(cast(asking.places as text[])) as place,
                             lateral (
                               select count(*) as waiting
                                 from (select
                                         from request
                                        where places @> array[place] and state = 'pending'
                                          and deadline > statement_timestamp()
                                          and (asking.successor_of is null
                                               or id <> asking.successor_of)
                                        limit asking.per_channel) o) each) as at_place,
                 -- The last one that the budget allows, counted back from now: room is there once
                 -- it leaves the window.
                 (select extract(epoch from at + w.length - statement_timestamp()) * 1000
                    from asked
                   where name = asking.asker and at > statement_timestamp() - w.length
                   order by at desc
                  offset greatest(asking.asked_per_agent - 1 - asking.before_of_agent, 0)
                   limit 1) as agent_again,
                 (select max(again)
                    from unnest(cast(asking.shown as text[])) as place,
                         lateral (
                           select extract(epoch from at + w.length - statement_timestamp()) * 1000
                                    as again
                             from asked
                            where name = place and at > statement_timestamp() - w.length
                            order by at desc
                           offset greatest(
                                    asking.asked_per_channel - 1 - asking.before_at_shown, 0)
                            limit 1) each) as channel_again
            from %s
           cross join lateral (select make_interval(secs => asking.window_seconds) as length) w
         ) counted)\
      """
          .formatted(ASKINGS.unnested());

  private static final Sql JUDGE = Sql.of("select * from " + JUDGED + " judged order by nth");

  private static final Sql LOCK_AND_JUDGE = Sql.together(LOCK, FORGET, JUDGE);

  private static final Sql SHORTEN_LOCK_AND_JUDGE =
      Sql.together(LockWait.SHORTEN, LOCK, FORGET, JUDGE);

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
    Askings all = Askings.of(openings);
    List<Optional<OpenResult>> verdicts = new ArrayList<>();
    openings.forEach(_ -> verdicts.add(Optional.empty()));
    boolean isBrief = wait == LockWait.BRIEF;
    if (all.askings().isEmpty()) {
      lock(connection, all.names(), isBrief);
    } else {
      (isBrief ? SHORTEN_LOCK_AND_JUDGE : LOCK_AND_JUDGE)
          .ask(
              connection,
              query -> {
                all.bind(query);
                return query.listLast(
                    isBrief ? 3 : 2,
                    row -> verdicts.set(row.getInt("place") - 1, all.verdict(row)));
              });
    }
    return verdicts;
  }

  /// The locks and then what is to run under them, in one round trip.
  static Sql underLocks(LockWait wait, Sql last) {
    return wait == LockWait.BRIEF
        ? Sql.together(LockWait.SHORTEN, LOCK, FORGET, last)
        : Sql.together(LOCK, FORGET, last);
  }

  /// How many statements come before the last of [#underLocks].
  static int before(LockWait wait) {
    return wait == LockWait.BRIEF ? 3 : 2;
  }

  /// Those of the openings that are to be judged.
  ///
  /// @param names under which openings lock each other out
  record Askings(List<Asking> askings, Set<String> names) {

    static Askings of(List<Opening> openings) {
      List<Asking> askings = AdmissionStatement.askings(openings);
      return new Askings(askings, AdmissionStatement.names(openings, askings));
    }

    void bind(Query query) throws SQLException {
      ASKINGS.bind(query, askings);
      query
          .bind("names", Columns.texts(names))
          .bind("counted", Columns.texts(counted(askings)))
          .bind("longest_seconds", longestWindow(askings).toSeconds());
    }

    /// @param row of [#JUDGED]
    Optional<OpenResult> verdict(ResultSet row) throws SQLException {
      String kept = row.getString("kept");
      return kept == null
          ? Optional.empty()
          : Optional.of(AdmissionStatement.verdict(kept, row, askings.get(row.getInt("nth") - 1)));
    }
  }

  /// @param place in the list of all openings
  /// @param ofAgent how many of the same agent come before it in the transaction
  /// @param atPlaces the most that come before it at one of the places where it is asked
  /// @param atShown the same of the places where it is or will be shown
  record Asking(
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

  private static Duration longestWindow(List<Asking> askings) {
    return askings.stream()
        .map(asking -> asking.admission().asked().window())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
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

  private static OpenResult verdict(String kept, ResultSet row, Asking asking) throws SQLException {
    OpenBudget budget = asking.admission().budget();
    return switch (kept) {
      case "identical" -> new OpenResult.Identical(new ProposalId(row.getString("identical")));
      case "agent_waits" ->
          new OpenResult.OverBudget(OpenBudget.Of.AGENT, row.getInt("of_agent"), budget.perAgent());
      case "channel_waits" ->
          new OpenResult.OverBudget(
              OpenBudget.Of.CHANNEL, row.getInt("at_place"), budget.perChannel());
      case "agent_often" ->
          often(OpenBudget.Of.AGENT, AskBudget::perAgent, asking, again(row, "agent_again"));
      case "channel_often" ->
          often(OpenBudget.Of.CHANNEL, AskBudget::perChannel, asking, again(row, "channel_again"));
      default -> throw new IllegalStateException("nothing is kept out by " + kept);
    };
  }

  private static OpenResult often(
      OpenBudget.Of spent, ToIntFunction<AskBudget> most, Asking asking, Optional<Duration> again) {
    AskBudget asked = asking.admission().asked();
    return new OpenResult.AskedTooOften(
        spent, most.applyAsInt(asked), asked.window(), again.orElse(asked.window()));
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
