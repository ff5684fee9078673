package dev.countersign.store;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.AccountNotices;
import dev.countersign.passkey.PasskeyHistory;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatLink;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What accounts are still to be told, on Postgres. A row says only which entry is to be told to
/// whom; one that no genuine entry bears out is taken away and tells nobody anything.
final class PostgresAccountNotices implements AccountNotices {
  private static final Sql TAKE =
      Sql.of(
          """
          update link_notice n
             set tries = n.tries + 1,
                 due_at = clock_timestamp()
                          + least(interval '1 minute' * power(2, least(n.tries, 10)),
                                  interval '4 hours')
            from (select entry, surface, tenant, user_id
                    from link_notice
                   where due_at <= clock_timestamp()
                   order by due_at
                   limit :most
                     for update skip locked) due
            left join deployment_entry e on e.seq = due.entry
            left join deployment_entry before on before.seq = due.entry - 1
           where n.entry = due.entry and n.surface = due.surface and n.tenant = due.tenant
             and n.user_id = due.user_id
          returning n.entry, n.surface, n.tenant, n.user_id, n.tries,
                    e.seq, e.body, e.seal_key, e.mac, before.hash as prev
          """);

  private static final Sql DONE =
      Sql.of(
          """
          delete from link_notice
           where entry = :entry and surface = :surface and tenant = :tenant and user_id = :user
          """);

  private static final Sql NOTE =
      Sql.of(
          """
          insert into link_notice (entry, surface, tenant, user_id, due_at)
          values (:entry, :surface, :tenant, :user, clock_timestamp())
          """);

  private static final Logger log = LoggerFactory.getLogger(PostgresAccountNotices.class);

  private final Database database;
  private final EvidenceKeys keys;
  private final PasskeyView passkeyView;

  PostgresAccountNotices(Database database, EvidenceKeys keys) {
    this.database = database;
    this.keys = keys;
    this.passkeyView = new PasskeyView(keys);
  }

  /// Has each account that the person has in a chat told of an entry, in the transaction of the
  /// step.
  static void note(Connection connection, int entry, Person person) throws SQLException {
    for (AccountId account : person.accounts()) {
      if (account.surface().isChat()) {
        NOTE.ask(
            connection,
            query ->
                query
                    .bind("entry", entry)
                    .bind("surface", WireName.of(account.surface()))
                    .bind("tenant", account.tenant())
                    .bind("user", account.user())
                    .update());
      }
    }
  }

  /// Where a row says it is to be told, which may be no account.
  private record Whom(int entry, String surface, String tenant, String user) {
    Optional<AccountId> account() {
      try {
        return WireName.parse(Surface.class, surface)
            .map(chat -> new AccountId(chat, tenant, user));
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }
  }

  private record Taken(Whom whom, int tries, Optional<DeploymentEntry> entry) {}

  @Override
  public List<Notice> take(int most) {
    List<Taken> taken = database.ask(TAKE, query -> query.bind("most", most).list(this::read));
    if (taken.isEmpty()) {
      return List.of();
    }
    PasskeyHistory passkeys = database.askOn(passkeyView::read);
    return taken.stream()
        .flatMap(each -> {
          Optional<Notice> notice = notice(each, passkeys);
          if (notice.isEmpty()) {
            log.error(
                "a row wants entry {} told, which tells accounts nothing, or to no account",
                each.whom().entry());
            done(each.whom());
          }
          return notice.stream();
        })
        .toList();
  }

  private Taken read(ResultSet row) throws SQLException {
    return new Taken(
        new Whom(
            row.getInt("entry"),
            row.getString("surface"),
            row.getString("tenant"),
            row.getString("user_id")),
        row.getInt("tries"),
        PostgresDeploymentChain.genuine(row, keys));
  }

  private static Optional<Notice> notice(Taken taken, PasskeyHistory passkeys) {
    Optional<AccountId> to = taken.whom().account();
    if (to.isEmpty() || taken.entry().isEmpty()) {
      return Optional.empty();
    }
    DeploymentEntry entry = taken.entry().get();
    JsonObject document = entry.document();
    return told(entry.seq(), document, passkeys)
        .map(
            told -> new Notice(entry.seq(), to.get(), told, document.instant("at"), taken.tries()));
  }

  private static Optional<Told> told(int seq, JsonObject document, PasskeyHistory passkeys) {
    JsonObject data = document.object("data");
    String type = document.text("type");
    return type.equals(DeploymentFact.PEOPLE_LINKED)
        ? Optional.of(
            new Told.Linked(
                new ChatLink(
                    new PersonId(data.text("person")), AccountId.fromJson(data.object("account"))),
                AccountId.fromJson(data.object("confirmed_by"))))
        : passkeys.step(seq, type, data).map(Told.OfPasskey::new);
  }

  @Override
  public void done(Notice notice) {
    done(
        new Whom(
            notice.entry(),
            WireName.of(notice.to().surface()),
            notice.to().tenant(),
            notice.to().user()));
  }

  private void done(Whom whom) {
    database.ask(
        DONE,
        query ->
            query
                .bind("entry", whom.entry())
                .bind("surface", whom.surface())
                .bind("tenant", whom.tenant())
                .bind("user", whom.user())
                .update());
  }
}
