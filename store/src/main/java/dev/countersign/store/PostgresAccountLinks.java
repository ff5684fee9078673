package dev.countersign.store;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.AccountLinks;
import dev.countersign.ledger.LinkCode;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatLink;
import dev.countersign.people.LinkRefusal;
import dev.countersign.people.LinkRules;
import dev.countersign.people.People;
import dev.countersign.people.PeopleText;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Links on Postgres. Codes and tries are rows of the application's role; a link itself is written
/// by the role that imports people.
final class PostgresAccountLinks implements AccountLinks {
  private static final String PERSON = "person";

  /// Codes and tries are counted and written one after the other, over all replicas.
  private static final Sql ONE_AT_A_TIME =
      Sql.of("select pg_advisory_xact_lock(hashtext('countersign/link-codes'))");

  private static final Sql NOW = Sql.of("select clock_timestamp() as now");

  private static final Sql FORGET_CODES = Sql.of("delete from link_code where asked_at < :before");

  private static final Sql CODES =
      Sql.of(
          """
          select count(*) as all_of_them,
                 count(*) filter (
                   where surface = :surface and tenant = :tenant and user_id = :user) as own
            from link_code
           where asked_at > :since
          """);

  private static final Sql REPLACE =
      Sql.of(
          """
          update link_code set ended = 'replaced'
           where surface = :surface and tenant = :tenant and user_id = :user and ended is null
          """);

  private static final Sql GIVE =
      Sql.of(
          """
          insert into link_code (id, surface, tenant, user_id, text, seal_key, mac, asked_at)
          values (:id, :surface, :tenant, :user, :text, :seal_key, :mac, :asked_at)
          """);

  private static final Sql FORGET_TRIES = Sql.of("delete from link_try where at < :before");

  private static final Sql TRIES =
      Sql.of(
          """
          select count(*) as all_of_them, count(*) filter (where person_id = :person) as own
            from link_try
           where at > :since
          """);

  private static final Sql TRY =
      Sql.of("insert into link_try (person_id, at) values (:person, :at)");

  private static final Sql GIVEN =
      Sql.of(
          """
          select id, text, seal_key, mac, ended
            from link_code
           order by asked_at desc
           limit :most
          """);

  private static final Sql USE =
      Sql.of("update link_code set ended = 'used' where id = :id and ended is null");

  /// A row that somebody put there before keeps nobody from linking: rows are not what counts.
  private static final Sql ADD_ACCOUNT =
      Sql.of(
          """
          insert into account (surface, tenant, user_id, person_id)
          values (:surface, :tenant, :user, :person)
              on conflict (surface, tenant, user_id) do update set person_id = excluded.person_id
          """);

  private static final Sql REMOVE_ACCOUNT =
      Sql.of(
          """
          delete from account
           where surface = :surface and tenant = :tenant and user_id = :user
             and person_id = :person
          """);

  private static final Sql NOTICE =
      Sql.of(
          """
          insert into link_notice (entry, surface, tenant, user_id, due_at)
          values (:entry, :surface, :tenant, :user, clock_timestamp())
          """);

  /// How many codes are looked through: all that can be good, and those that ended lately.
  private static final int LOOKED_THROUGH = 4 * MOST_CODES;

  private final Database database;
  private final PeopleVersions versions;
  private final SealedDirectory directory;
  private final EvidenceKeys keys;

  PostgresAccountLinks(
      Database database, PeopleVersions versions, SealedDirectory directory, EvidenceKeys keys) {
    this.database = database;
    this.versions = versions;
    this.directory = directory;
    this.keys = keys;
  }

  @Override
  public Given give(String id, AccountId account, String name, String code) {
    return database.askTogether(connection -> {
      ONE_AT_A_TIME.ask(connection, query -> query.one(_ -> true));
      Instant now = now(connection);
      FORGET_CODES.ask(
          connection,
          query -> query.bind("before", Columns.time(now.minus(SPAN.multipliedBy(3)))).update());
      Counted codes =
          CODES.ask(
              connection,
              query ->
                  bind(query, account)
                      .bind("since", Columns.time(now.minus(SPAN)))
                      .one(Counted::read));
      if (codes.own() >= MOST_CODES_OF_ONE) {
        return new Given.Not(LinkRefusal.TOO_MANY_CODES);
      }
      if (codes.all() >= MOST_CODES) {
        return new Given.Not(LinkRefusal.ALL_CODES_OUT);
      }
      REPLACE.ask(connection, query -> bind(query, account).update());
      LinkCode given = new LinkCode(id, account, name, now);
      Seal seal = given.seal(code, keys);
      GIVE.ask(
          connection,
          query ->
              bind(query, account)
                  .bind("id", id)
                  .bind("text", given.text())
                  .bind("seal_key", seal.key())
                  .bind("mac", seal.mac())
                  .bind("asked_at", Columns.time(now))
                  .update());
      return new Given.Code(given.expiresAt());
    });
  }

  @Override
  public Optional<LinkRefusal> count(AccountId confirming) {
    Optional<Person> person = directory.byAccount(confirming);
    if (person.isEmpty()) {
      return Optional.of(LinkRefusal.NOT_A_PERSON);
    }
    String id = person.get().id().value();
    return database.askTogether(connection -> {
      ONE_AT_A_TIME.ask(connection, query -> query.one(_ -> true));
      Instant now = now(connection);
      Columns.Value since = Columns.time(now.minus(SPAN));
      FORGET_TRIES.ask(connection, query -> query.bind("before", since).update());
      Counted tries =
          TRIES.ask(
              connection, query -> query.bind(PERSON, id).bind("since", since).one(Counted::read));
      if (tries.own() >= MOST_TRIES_OF_ONE || tries.all() >= MOST_TRIES) {
        return Optional.of(LinkRefusal.TOO_MANY_TRIES);
      }
      TRY.ask(connection, query -> query.bind(PERSON, id).bind("at", Columns.time(now)).update());
      return Optional.empty();
    });
  }

  @Override
  public Looked look(String code, AccountId confirming) {
    People people = directory.everybody().orElseGet(PostgresAccountLinks::nobody);
    return database.askTogether(connection ->
        switch (judged(connection, people, code, confirming)) {
          case Judged.Good(LinkCode given, Person person) -> new Looked.For(given, person.id());
          case Judged.Bad(LinkRefusal why) -> new Looked.Not(why);
        });
  }

  @Override
  public Linked link(String code, AccountId confirming) {
    return database.askTogether(connection -> {
      PeopleVersions.queue(connection);
      People people = directory.current(connection).people().people();
      return switch (judged(connection, people, code, confirming)) {
        case Judged.Bad(LinkRefusal why) -> new Linked.Not(why);
        case Judged.Good(LinkCode given, Person person) -> {
          int used = USE.ask(connection, query -> query.bind("id", given.id()).update());
          if (used != 1) {
            yield new Linked.Not(endedMeanwhile(connection, code));
          }
          ChatLink link = new ChatLink(person.id(), given.account());
          DeploymentEntry entry =
              put(
                  connection,
                  people.with(List.of(link)),
                  DeploymentFact.PEOPLE_LINKED,
                  PERSON,
                  told(link)
                      .put("name", given.name())
                      .put("confirmed_by", confirming.toJson())
                      .put("code", given.id())
                      .put("asked_at", given.askedAt()));
          ADD_ACCOUNT.ask(
              connection,
              query -> bind(query, link.account()).bind(PERSON, link.person().value()).update());
          notices(connection, entry, person, link);
          yield new Linked.Done(link);
        }
      };
    });
  }

  @Override
  public List<ChatLink> linksOf(PersonId person) {
    return directory.everybody().map(people -> people.linksOf(person)).orElse(List.of());
  }

  @Override
  public Unlinked unlink(PersonId person, Surface surface, String by) {
    return database.askTogether(connection -> {
      PeopleVersions.queue(connection);
      People people = directory.current(connection).people().people();
      Optional<ChatLink> link =
          people.linksOf(person).stream()
              .filter(each -> each.account().surface() == surface)
              .findFirst();
      if (link.isEmpty()) {
        return new Unlinked.Not(LinkRefusal.NOT_LINKED);
      }
      put(
          connection,
          people.without(link.get()),
          DeploymentFact.PEOPLE_UNLINKED,
          PERSON,
          told(link.get()).put("by", by));
      REMOVE_ACCOUNT.ask(
          connection,
          query -> bind(query, link.get().account()).bind(PERSON, person.value()).update());
      return new Unlinked.Done(link.get());
    });
  }

  private DeploymentEntry put(
      Connection connection, People people, String type, String actor, JsonObject.Builder told)
      throws SQLException {
    return versions.put(
        connection, PeopleVersions.next(connection), PeopleText.of(people), type, actor, told);
  }

  private static JsonObject.Builder told(ChatLink link) {
    return JsonObject.builder()
        .put(PERSON, link.person().value())
        .put("account", link.account().toJson());
  }

  /// The new account and each other of the person's that is in a chat.
  private static void notices(
      Connection connection, DeploymentEntry entry, Person person, ChatLink link)
      throws SQLException {
    try (Query rows = NOTICE.on(connection)) {
      bind(rows, link.account()).bind("entry", entry.seq()).add();
      for (AccountId account : person.accounts()) {
        if (account.surface().isChat()) {
          bind(rows, account).bind("entry", entry.seq()).add();
        }
      }
      rows.updateAll();
    }
  }

  private sealed interface Judged {
    record Good(LinkCode code, Person person) implements Judged {}

    record Bad(LinkRefusal why) implements Judged {}
  }

  private Judged judged(Connection connection, People people, String code, AccountId confirming)
      throws SQLException {
    Optional<Row> row = find(connection, code);
    if (row.isEmpty()) {
      return new Judged.Bad(LinkRefusal.CODE_WRONG);
    }
    Optional<LinkRefusal> ended = row.get().ended();
    if (ended.isPresent()) {
      return new Judged.Bad(ended.get());
    }
    LinkCode given = LinkCode.read(row.get().text());
    Instant now = now(connection);
    if (!now.isBefore(given.expiresAt())) {
      return new Judged.Bad(LinkRefusal.CODE_EXPIRED);
    }
    return LinkRules.refusal(people, given.account(), confirming, now)
        .<Judged>map(Judged.Bad::new)
        .orElseGet(() -> new Judged.Good(given, people.byAccount(confirming).orElseThrow()));
  }

  /// Why a code that was good a moment ago is not: used, or replaced by a newer one of its account.
  private LinkRefusal endedMeanwhile(Connection connection, String code) throws SQLException {
    return find(connection, code).flatMap(Row::ended).orElse(LinkRefusal.CODE_EXPIRED);
  }

  /// Each code that was given out lately is compared, whether an earlier one was the right one or
  /// not: the time that it takes says nothing.
  private Optional<Row> find(Connection connection, String code) throws SQLException {
    List<Row> rows =
        GIVEN.ask(connection, query -> query.bind("most", LOOKED_THROUGH).list(Row::read));
    Optional<Row> found = Optional.empty();
    for (Row row : rows) {
      boolean right =
          row.seal().isPresent() && LinkCode.isFor(row.text(), code, row.seal().get(), keys);
      if (right) {
        found = Optional.of(row);
      }
    }
    return found;
  }

  @SuppressWarnings("ArrayRecordComponent") // bytes as they are stored; nobody compares two
  private record Row(byte[] text, Optional<Seal> seal, Optional<LinkRefusal> ended) {
    static Row read(ResultSet row) throws SQLException {
      String ended = row.getString("ended");
      return new Row(
          row.getBytes("text"),
          Columns.seal(row),
          Optional.ofNullable(ended)
              .map(how -> how.equals("used") ? LinkRefusal.CODE_USED : LinkRefusal.CODE_EXPIRED));
    }
  }

  private record Counted(int all, int own) {
    static Counted read(ResultSet row) throws SQLException {
      return new Counted(row.getInt("all_of_them"), row.getInt("own"));
    }
  }

  private static People nobody() {
    return new People(List.of(), List.of(), List.of());
  }

  private static Query bind(Query query, AccountId account) throws SQLException {
    return query
        .bind("surface", WireName.of(account.surface()))
        .bind("tenant", account.tenant())
        .bind("user", account.user());
  }

  private static Instant now(Connection connection) throws SQLException {
    return NOW.ask(connection, query -> query.one(row -> Columns.time(row, "now")));
  }
}
