package dev.countersign.store;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.card.RecentlyUsed;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.Passkeys;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.Passkey;
import dev.countersign.passkey.PasskeyHistory;
import dev.countersign.passkey.PasskeyRefusal;
import dev.countersign.passkey.PasskeyRules;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import dev.countersign.people.People;
import dev.countersign.people.Person;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passkeys on Postgres: rules judged, entry and row written, in one transaction that nothing about
/// passkeys or people overtakes.
final class PostgresPasskeys implements Passkeys {
  private static final Sql NOW = Sql.of("select clock_timestamp() as now");

  private static final Sql INSERT =
      Sql.of("insert into passkey_step (entry, kind, enrolled) values (:entry, :kind, :enrolled)");

  private static final Sql HAD =
      Sql.of("select coalesce(max(count), 0) as had from passkey_use where enrolled = :enrolled");

  private static final Sql USE =
      Sql.of(
          """
          insert into passkey_use (enrolled, count)
          select :enrolled, :count
           where not exists (select from passkey_use where enrolled = :enrolled and count >= :count)
              on conflict do nothing
          """);

  private static final Logger log = LoggerFactory.getLogger(PostgresPasskeys.class);

  /// How often operators are told of one passkey, at most, by each replica; every fall is an entry.
  private static final Duration TOLD_AGAIN = Duration.ofHours(1);

  private static final int MOST_TOLD = 512;

  private final Map<Integer, Instant> told = new RecentlyUsed<>(MOST_TOLD);
  private final Database database;
  private final PostgresDeploymentChain chain;
  private final SealedDirectory directory;
  private final PasskeyView view;
  private final GivenChallenges challenges;

  PostgresPasskeys(
      Database database,
      PostgresDeploymentChain chain,
      SealedDirectory directory,
      EvidenceKeys keys) {
    this.database = database;
    this.chain = chain;
    this.directory = directory;
    this.view = new PasskeyView(keys);
    this.challenges = new GivenChallenges(database, keys);
  }

  @Override
  public List<Passkey> all() {
    return database.askOn(view::read).standing();
  }

  @Override
  public void give(Bound bound, String nonce, String session) {
    challenges.give(bound, nonce, session);
  }

  @Override
  public Optional<Given> take(String challenge, String session) {
    return challenges.take(challenge, session);
  }

  @Override
  public boolean signsInFirst(byte[] challenge) {
    return challenges.signsInFirst(challenge);
  }

  /// What a step is judged by.
  private record Moment(
      PasskeyHistory passkeys, People people, Optional<String> digest, Instant now) {
    Person person(AccountId account) {
      return people.byAccount(account).orElseThrow();
    }
  }

  private Moment hold(Connection connection) throws SQLException {
    PostgresDeploymentChain.queue(connection);
    SealedDirectory.Snapshot people = directory.current(connection);
    return new Moment(
        view.read(connection),
        people.people().people(),
        people.digest().map(Digest::value),
        NOW.ask(connection, query -> query.one(row -> Columns.time(row, "now"))));
  }

  @Override
  public Done enrol(AccountId account, String name, Passkey.Material made) {
    return database.askTogether(connection -> {
      Moment moment = hold(connection);
      Optional<PasskeyRefusal> against =
          PasskeyRules.againstEnrolling(
              moment.people(), account, made.credential(), moment.passkeys(), moment.now());
      if (against.isPresent()) {
        return new Done.Not(against.get());
      }
      Person by = moment.person(account);
      int number =
          append(
              connection,
              PasskeyHistory.ENROLLED,
              PasskeyHistory.enrolling(by, account, moment.digest(), name, made),
              Optional.empty());
      told(connection, number, Optional.of(by));
      log.info("{} enrolled passkey {}", by.id(), number);
      return new Done.Is(view.read(connection).of(number).orElseThrow());
    });
  }

  @Override
  public Done confirm(AccountId account, int number) {
    return database.askTogether(connection -> {
      Moment moment = hold(connection);
      Optional<PasskeyRefusal> against =
          PasskeyRules.againstConfirming(moment.people(), account, number, moment.passkeys());
      if (against.isPresent()) {
        return new Done.Not(against.get());
      }
      step(connection, moment, PasskeyHistory.CONFIRMED, account, number);
      return new Done.Is(view.read(connection).of(number).orElseThrow());
    });
  }

  @Override
  public Done remove(AccountId account, int number) {
    return database.askTogether(connection -> {
      Moment moment = hold(connection);
      Optional<Passkey> passkey = moment.passkeys().of(number);
      Optional<PasskeyRefusal> against =
          PasskeyRules.againstRemoving(moment.people(), account, passkey);
      if (against.isPresent()) {
        return new Done.Not(against.get());
      }
      step(connection, moment, PasskeyHistory.REMOVED, account, number);
      return new Done.Is(passkey.orElseThrow());
    });
  }

  @Override
  public boolean tried(AccountId account, StrongerCheck check) {
    return database.askTogether(connection -> {
      Moment moment = hold(connection);
      Optional<Person> by =
          moment.people().byAccount(account).filter(person -> check.drills(person.id()));
      if (by.isEmpty() || moment.passkeys().of(check.passkey().number()).isEmpty()) {
        return false;
      }
      chain.append(
          connection,
          new DeploymentFact(
              PasskeyHistory.TRIED,
              "person",
              PasskeyHistory.trying(check, by.get(), account, moment.digest())));
      log.info("{} tried passkey {} in a drill", by.get().id(), check.passkey().number());
      return true;
    });
  }

  private void step(
      Connection connection, Moment moment, String type, AccountId account, int number)
      throws SQLException {
    Person by = moment.person(account);
    int entry =
        append(
            connection,
            type,
            PasskeyHistory.about(number, by, account, moment.digest()),
            Optional.of(number));
    told(
        connection,
        entry,
        moment
            .passkeys()
            .owner(number)
            .flatMap(owner ->
                moment.people().persons().stream()
                    .filter(person -> person.id().equals(owner))
                    .findFirst()));
    log.info("{} of passkey {} by {}", type, number, by.id());
  }

  /// Has operators told of a step, and whose passkey it is.
  private static void told(Connection connection, int entry, Optional<Person> owner)
      throws SQLException {
    PostgresOperatorNotices.note(connection, entry);
    if (owner.isPresent()) {
      PostgresAccountNotices.note(connection, entry, owner.get());
    }
  }

  /// @param enrolled empty where this enrols it
  /// @return the number of the entry
  private int append(
      Connection connection, String type, JsonObject data, Optional<Integer> enrolled)
      throws SQLException {
    DeploymentEntry entry = chain.append(connection, new DeploymentFact(type, "person", data));
    INSERT.ask(
        connection,
        query ->
            query
                .bind("entry", entry.seq())
                .bind("kind", type)
                .bind("enrolled", enrolled.orElse(entry.seq()).intValue())
                .update());
    return entry.seq();
  }

  @Override
  public boolean rises(Passkey passkey, long count) {
    return database.askTogether(connection -> {
      long had =
          Math.max(
              passkey.material().count(),
              HAD.ask(
                  connection,
                  query ->
                      query.bind("enrolled", passkey.number()).one(row -> row.getLong("had"))));
      if (count == 0 && had == 0) {
        return true;
      }
      if (count > had && use(connection, passkey, count)) {
        return true;
      }
      DeploymentEntry entry =
          chain.append(
              connection,
              new DeploymentFact(
                  PasskeyHistory.COUNT_FELL, "gate", PasskeyHistory.fell(passkey, count, had)));
      if (isToBeTold(
          passkey, NOW.ask(connection, query -> query.one(row -> Columns.time(row, "now"))))) {
        PostgresOperatorNotices.note(connection, entry.seq());
      }
      log.error(
          "passkey {} of {} tells {} signatures after {}: there may be two of it",
          passkey.number(),
          passkey.person(),
          count,
          had);
      return false;
    });
  }

  /// Whoever has a copy of a key can sign as often as they like, and must not fill a channel so.
  private boolean isToBeTold(Passkey passkey, Instant now) {
    synchronized (told) {
      Instant last = told.get(passkey.number());
      if (last != null && now.isBefore(last.plus(TOLD_AGAIN))) {
        return false;
      }
      told.put(passkey.number(), now);
      return true;
    }
  }

  private static boolean use(Connection connection, Passkey passkey, long count)
      throws SQLException {
    return USE.ask(
            connection,
            query -> query.bind("enrolled", passkey.number()).bind("count", count).update())
        == 1;
  }
}
