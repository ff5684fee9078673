package dev.countersign.store;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.freeze.FoundAlarm;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeActor;
import dev.countersign.freeze.FreezeHistory;
import dev.countersign.freeze.FreezeRefusal;
import dev.countersign.freeze.FreezeRules;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.Freezes;
import dev.countersign.passkey.StoredProof;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import dev.countersign.people.People;
import dev.countersign.proposal.AgentId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Freezes on Postgres: rules judged, entry and row written, in one transaction that nothing about
/// freezes, people or versions overtakes.
final class PostgresFreezes implements Freezes {
  /// Waits for every transaction that issues or redeems a grant, and keeps further ones waiting: so
  /// a redemption that landed before is dated before the entry. The lock of a table, as any login
  /// of the database could keep an advisory one.
  private static final Sql HOLD = Sql.of("select hold_freeze_steps()");

  private static final Sql NOW = Sql.of("select clock_timestamp() as now");

  private static final Sql INSERT =
      Sql.of("insert into freeze_step (entry, kind, begun) values (:entry, :kind, :begun)");

  private final Database database;
  private final PostgresDeploymentChain chain;
  private final SealedDirectory directory;
  private final FreezeView view;
  private final PasskeyView passkeys;

  PostgresFreezes(
      Database database,
      PostgresDeploymentChain chain,
      SealedDirectory directory,
      EvidenceKeys keys) {
    this.database = database;
    this.chain = chain;
    this.directory = directory;
    this.view = new FreezeView(database, keys);
    this.passkeys = new PasskeyView(keys);
  }

  @Override
  public Freezing now() {
    return view.now();
  }

  /// What a step is judged by.
  private record Moment(Freezing freezing, People people, Optional<Digest> digest, Instant at) {}

  /// In this order: whoever appends to the chain may wait for steps, which wait for whoever holds
  /// them, who must not wait for the chain then.
  private Moment hold(Connection connection) throws SQLException {
    PostgresDeploymentChain.queue(connection);
    HOLD.ask(connection, query -> query.one(_ -> true));
    SealedDirectory.Snapshot people = directory.current(connection);
    return new Moment(
        view.read(connection),
        people.people().people(),
        people.digest(),
        NOW.ask(connection, query -> query.one(row -> Columns.time(row, "now"))));
  }

  /// Who it is, by the people of this moment.
  private static FreezeRules.Right right(People people, Asker asker) {
    return switch (asker) {
      case Asker.Account(var account) -> FreezeRules.right(people, account);
      case Asker.Operator(var name, _) -> new FreezeRules.Right.Has(FreezeActor.operator(name));
    };
  }

  /// Asked before anything is held, so that whoever has no right keeps no grant waiting.
  private Optional<FreezeRefusal> noRight(Asker by) {
    People people = database.askOn(directory::current).people().people();
    return right(people, by) instanceof FreezeRules.Right.Not(var why)
        ? Optional.of(why)
        : Optional.empty();
  }

  @Override
  public Beginning begin(FreezeScope scope, String reason, Asker by) {
    if (!Freeze.reason(reason).equals(Optional.of(reason))) {
      throw new IllegalArgumentException("not a reason");
    }
    Optional<FreezeRefusal> none = noRight(by);
    if (none.isPresent()) {
      return new Beginning.Not(none.get());
    }
    return database.askTogether(connection -> {
      Moment moment = hold(connection);
      return switch (right(moment.people(), by)) {
        case FreezeRules.Right.Not(var why) -> new Beginning.Not(why);
        case FreezeRules.Right.Has(var who) -> begin(connection, moment, scope, reason, who);
      };
    });
  }

  /// For what was counted, where it is found so often still: whoever freezes first counts last.
  ///
  /// @param found how often, taken away by whoever takes it
  /// @return the freeze that this began
  Optional<Freeze> byGate(AgentId agent, Taking<FoundAlarm> found) {
    FreezeScope scope = new FreezeScope(FreezeScope.Kind.AGENT, agent.value());
    if (now().of(scope).filter(Freeze::proven).isPresent()) {
      // What goes on coming of an agent that is frozen keeps no grant of others waiting.
      database.askTogether(found::in);
      return Optional.empty();
    }
    return database.askTogether(connection -> {
      Moment moment = hold(connection);
      Optional<FoundAlarm> alarm = found.in(connection);
      if (alarm.isEmpty()) {
        return Optional.empty();
      }
      return begin(connection, moment, scope, alarm.get().reason(), FreezeActor.gate(alarm.get()))
              instanceof Beginning.Begun(var freeze)
          ? Optional.of(freeze)
          : Optional.empty();
    });
  }

  /// What is read and taken away within a transaction.
  interface Taking<T> {
    Optional<T> in(Connection connection) throws SQLException;
  }

  private Beginning begin(
      Connection connection, Moment moment, FreezeScope scope, String reason, FreezeActor who)
      throws SQLException {
    Optional<Freeze> same = moment.freezing().of(scope).filter(Freeze::proven);
    if (same.isPresent()) {
      return new Beginning.Already(same.get());
    }
    Optional<FreezeRefusal> against = FreezeRules.againstBeginning(moment.people(), scope);
    if (against.isPresent()) {
      return new Beginning.Not(against.get());
    }
    DeploymentEntry entry =
        append(
            connection,
            FreezeHistory.BEGUN,
            who,
            FreezeHistory.begun(scope, reason, who, people(moment, who)),
            Optional.empty());
    return new Beginning.Begun(after(connection, entry.seq()).orElseThrow());
  }

  @Override
  public Lifting lift(int number, Asker by) {
    Optional<FreezeRefusal> none = noRight(by);
    if (none.isPresent()) {
      return new Lifting.Not(none.get());
    }
    return database.askTogether(connection -> {
      Moment moment = hold(connection);
      return switch (right(moment.people(), by)) {
        case FreezeRules.Right.Not(var why) -> new Lifting.Not(why);
        case FreezeRules.Right.Has(var who) -> {
          Optional<Freeze> freeze = moment.freezing().of(number);
          yield freeze.isEmpty()
              ? new Lifting.Not(FreezeRefusal.NOT_ON)
              : lift(connection, moment, freeze.get(), who, by);
        }
      };
    });
  }

  @Override
  public Lifting lift(int number, AccountId by, StrongerCheck check) {
    Optional<FreezeRefusal> none = noRight(new Asker.Account(by));
    if (none.isPresent()) {
      return new Lifting.Not(none.get());
    }
    return database.askTogether(connection -> {
      Moment moment = hold(connection);
      return switch (FreezeRules.right(moment.people(), by)) {
        case FreezeRules.Right.Not(var why) -> new Lifting.Not(why);
        case FreezeRules.Right.Has(var who) -> {
          Optional<Freeze> freeze = moment.freezing().of(number);
          if (freeze.isEmpty()) {
            yield new Lifting.Not(FreezeRefusal.NOT_ON);
          }
          Optional<FreezeRefusal> against =
              FreezeRules.againstLifting(moment.people(), freeze.get(), who)
                  .or(() ->
                      Optional.of(FreezeRefusal.NO_PASSKEY)
                          .filter(_ -> !check.lifts(who.person().orElseThrow(), number)));
          if (against.isPresent() || !stands(connection, check, moment.at())) {
            yield new Lifting.Not(against.orElse(FreezeRefusal.NO_PASSKEY));
          }
          yield lifted(
              connection,
              moment,
              freeze.get(),
              who,
              Optional.empty(),
              Optional.of(StoredProof.of(check).toJson()));
        }
      };
    });
  }

  /// Whether nobody has removed it since it signed.
  private boolean stands(Connection connection, StrongerCheck check, Instant now)
      throws SQLException {
    return passkeys
        .read(connection)
        .of(check.passkey().number())
        .filter(one -> one.counts(now, check.cooling()))
        .isPresent();
  }

  private Lifting lift(
      Connection connection, Moment moment, Freeze freeze, FreezeActor who, Asker by)
      throws SQLException {
    if (by instanceof Asker.Operator(_, boolean lifts) && lifts) {
      return lifted(connection, moment, freeze, who, Optional.empty(), Optional.empty());
    }
    return switch (FreezeRules.lifting(moment.people(), freeze, who, moment.at())) {
      case FreezeRules.Lifting.Not(var why) -> new Lifting.Not(why);
      case FreezeRules.Lifting.Second(var first) ->
          lifted(connection, moment, freeze, who, Optional.of(first), Optional.empty());
      case FreezeRules.Lifting.First _ -> {
        append(
            connection,
            FreezeHistory.LIFT_ASKED,
            who,
            FreezeHistory.lift(
                freeze.number(), who, people(moment, who), Optional.empty(), Optional.empty()),
            Optional.of(freeze.number()));
        yield new Lifting.Asked(after(connection, freeze.number()).orElseThrow());
      }
    };
  }

  private Lifting lifted(
      Connection connection,
      Moment moment,
      Freeze freeze,
      FreezeActor who,
      Optional<Freeze.Word> first,
      Optional<JsonObject> proof)
      throws SQLException {
    append(
        connection,
        FreezeHistory.LIFTED,
        who,
        FreezeHistory.lift(freeze.number(), who, people(moment, who), first, proof),
        Optional.of(freeze.number()));
    return new Lifting.Lifted(freeze);
  }

  private static Optional<String> people(Moment moment, FreezeActor who) {
    return moment.digest().filter(_ -> who.person().isPresent()).map(Digest::value);
  }

  /// @param freeze empty where this begins it
  private DeploymentEntry append(
      Connection connection,
      String type,
      FreezeActor who,
      JsonObject data,
      Optional<Integer> freeze)
      throws SQLException {
    DeploymentEntry entry = chain.append(connection, new DeploymentFact(type, who.actor(), data));
    INSERT.ask(
        connection,
        query ->
            query
                .bind("entry", entry.seq())
                .bind("kind", type)
                .bind("begun", freeze.orElse(entry.seq()).intValue())
                .update());
    if (!type.equals(FreezeHistory.LIFT_ASKED)) {
      PostgresOperatorNotices.note(connection, entry.seq());
    }
    return entry;
  }

  private Optional<Freeze> after(Connection connection, int number) throws SQLException {
    return view.read(connection).of(number);
  }
}
