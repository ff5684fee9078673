package dev.countersign.store;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeHistory;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.OperatorNotices;
import dev.countersign.passkey.PasskeyHistory;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.refusal.RefusedAttempt;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What operators are still to be told, on Postgres. A row says only which entry is to be told in
/// which chat; one that no genuine entry bears out is taken away and tells nobody anything.
final class PostgresOperatorNotices implements OperatorNotices {
  private static final Sql NOTE =
      Sql.of(
          """
          insert into freeze_notice (entry, surface, due_at)
          select :entry, chat, clock_timestamp() from unnest(array['slack', 'teams']) chat
          """);

  private static final Sql TAKE =
      Sql.of(
          """
          update freeze_notice n
             set tries = n.tries + 1,
                 due_at = clock_timestamp()
                          + least(interval '1 minute' * power(2, least(n.tries, 10)),
                                  interval '4 hours')
            from (select entry, surface
                    from freeze_notice
                   where due_at <= clock_timestamp()
                   order by due_at
                   limit :most
                     for update skip locked) due
            left join deployment_entry e on e.seq = due.entry
            left join deployment_entry before on before.seq = due.entry - 1
           where n.entry = due.entry and n.surface = due.surface
          returning n.entry, n.surface, n.tries,
                    e.seq, e.body, e.seal_key, e.mac, before.hash as prev
          """);

  private static final Sql DONE =
      Sql.of("delete from freeze_notice where entry = :entry and surface = :surface");

  private static final Logger log = LoggerFactory.getLogger(PostgresOperatorNotices.class);

  private final Database database;
  private final FreezeView view;
  private final PasskeyView passkeyView;
  private final EvidenceKeys keys;

  PostgresOperatorNotices(Database database, EvidenceKeys keys) {
    this.database = database;
    this.view = new FreezeView(database, keys);
    this.passkeyView = new PasskeyView(keys);
    this.keys = keys;
  }

  /// In the transaction of the step.
  static void note(Connection connection, int entry) throws SQLException {
    NOTE.ask(connection, query -> query.bind("entry", entry).update());
  }

  private record Taken(int entry, String surface, int tries, Optional<DeploymentEntry> told) {}

  @Override
  public List<Notice> take(int most) {
    List<Taken> taken = database.ask(TAKE, query -> query.bind("most", most).list(this::read));
    if (taken.isEmpty()) {
      return List.of();
    }
    FreezeHistory history = database.askOn(view::history);
    PasskeyHistory passkeys = database.askOn(passkeyView::read);
    return taken.stream()
        .flatMap(each -> {
          Optional<Notice> notice = notice(each, history, passkeys);
          if (notice.isEmpty()) {
            log.error(
                "a row wants entry {} told, which tells of nothing for operators", each.entry());
            done(each.entry(), each.surface());
          }
          return notice.stream();
        })
        .toList();
  }

  private Taken read(ResultSet row) throws SQLException {
    return new Taken(
        row.getInt("entry"),
        row.getString("surface"),
        row.getInt("tries"),
        PostgresDeploymentChain.genuine(row, keys));
  }

  private static Optional<Notice> notice(
      Taken taken, FreezeHistory history, PasskeyHistory passkeys) {
    Optional<JsonObject> document = taken.told().map(DeploymentEntry::document);
    Optional<Surface> chat = WireName.parse(Surface.class, taken.surface());
    if (document.isEmpty() || chat.isEmpty()) {
      return Optional.empty();
    }
    return told(document.get(), taken.entry(), history, passkeys)
        .map(told ->
            new Notice(
                taken.entry(), chat.get(), told, document.get().instant("at"), taken.tries()));
  }

  private static Optional<Told> told(
      JsonObject document, int entry, FreezeHistory history, PasskeyHistory passkeys) {
    JsonObject data = document.object("data");
    String type = document.text("type");
    return switch (type) {
      case FreezeHistory.BEGUN -> freeze(history, entry).map(Told.Frozen::new);
      case FreezeHistory.LIFTED ->
          freeze(history, FreezeHistory.freeze(data))
              .map(freeze -> new Told.Lifted(freeze, FreezeHistory.who(data)));
      case PasskeyHistory.COUNT_FELL ->
          Optional.of(
              new Told.CountFell(PasskeyHistory.passkey(data), new PersonId(data.text("person"))));
      case DeploymentFact.ATTEMPT_REFUSED ->
          Optional.of(new Told.Refused(RefusedAttempt.fromJson(data)));
      default -> passkeys.step(entry, type, data).map(Told.OfPasskey::new);
    };
  }

  private static Optional<Freeze> freeze(FreezeHistory history, int number) {
    return history.spans().stream()
        .map(FreezeHistory.Span::freeze)
        .filter(freeze -> freeze.number() == number && freeze.proven())
        .findFirst();
  }

  @Override
  public void done(Notice notice) {
    done(notice.entry(), WireName.of(notice.chat()));
  }

  private void done(int entry, String surface) {
    database.ask(DONE, query -> query.bind("entry", entry).bind("surface", surface).update());
  }
}
