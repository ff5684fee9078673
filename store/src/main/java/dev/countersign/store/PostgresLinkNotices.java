package dev.countersign.store;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.LinkNotices;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatLink;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is still to be told of links, on Postgres. A row says only which entry is to be told to
/// whom; one that no genuine entry bears out is taken away and tells nobody anything.
final class PostgresLinkNotices implements LinkNotices {
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

  private static final Logger log = LoggerFactory.getLogger(PostgresLinkNotices.class);

  private final Database database;
  private final EvidenceKeys keys;

  PostgresLinkNotices(Database database, EvidenceKeys keys) {
    this.database = database;
    this.keys = keys;
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

  private record Taken(Whom whom, Optional<Notice> notice) {}

  @Override
  public List<Notice> take(int most) {
    List<Taken> taken = database.ask(TAKE, query -> query.bind("most", most).list(this::read));
    taken.stream()
        .filter(each -> each.notice().isEmpty())
        .forEach(each -> {
          log.error(
              "a row wants entry {} told, which tells of no link, or to no account",
              each.whom().entry());
          done(each.whom());
        });
    return taken.stream().flatMap(each -> each.notice().stream()).toList();
  }

  private Taken read(ResultSet row) throws SQLException {
    Whom whom =
        new Whom(
            row.getInt("entry"),
            row.getString("surface"),
            row.getString("tenant"),
            row.getString("user_id"));
    int tries = row.getInt("tries");
    Optional<DeploymentEntry> entry = PostgresDeploymentChain.genuine(row, keys);
    return new Taken(
        whom, whom.account().flatMap(to -> entry.flatMap(told -> notice(told, to, tries))));
  }

  private static Optional<Notice> notice(DeploymentEntry entry, AccountId to, int tries) {
    JsonObject document = entry.document();
    if (!document.text("type").equals(DeploymentFact.PEOPLE_LINKED)) {
      return Optional.empty();
    }
    JsonObject data = document.object("data");
    return Optional.of(
        new Notice(
            entry.seq(),
            to,
            new ChatLink(
                new PersonId(data.text("person")), AccountId.fromJson(data.object("account"))),
            AccountId.fromJson(data.object("confirmed_by")),
            document.instant("at"),
            tries));
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
