package dev.countersign.trial;

import dev.countersign.trial.page.CrmAccount;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// The CRM of the trial: a database beside the gate's own, in which the gate may change two columns
/// of one table.
final class CrmTarget {
  static final String DATABASE = "crm";

  private static final String ROLE = "countersign_crm";

  private final DataSource owner;

  private CrmTarget(DataSource owner) {
    this.owner = owner;
  }

  /// Makes what is missing, and sets every account back to what it is at first.
  ///
  /// @param password set for the role; of letters, digits, `-` and `_`
  static CrmTarget start(EmbeddedDatabase database, String password) {
    database.create(DATABASE);
    var target = new CrmTarget(database.admin(DATABASE));
    target.run(
        """
        create table if not exists account (id text primary key, internal_note text not null);
        alter table account add column if not exists name text not null default '';
        alter table account add column if not exists payment_terms text not null default 'NET30';
        insert into account (id, name, internal_note) values
          ('account_77', 'Jo Customer', ''), ('account_78', 'Ada Customer', ''),
          ('account_79', 'Lin Customer', 'Calls before noon.')
          on conflict (id) do update
            set name = excluded.name, internal_note = excluded.internal_note,
              payment_terms = 'NET30';
        do $$ begin
          if not exists (select from pg_roles where rolname = '%1$s') then
            create role %1$s login;
          end if;
        end $$;
        alter role %1$s password '%2$s';
        grant select on account to %1$s;
        grant update (internal_note, payment_terms) on account to %1$s;
        """
            .formatted(ROLE, password));
    return target;
  }

  /// What the account that the transcript writes a note to really holds.
  String note() {
    return accounts().getFirst().note();
  }

  /// What the one of this id really has.
  String terms(String id) {
    return accounts().stream()
        .filter(account -> account.id().equals(id))
        .map(CrmAccount::terms)
        .findFirst()
        .orElse("none");
  }

  /// What it really holds, by id.
  List<CrmAccount> accounts() {
    try (Connection connection = owner.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select id, name, internal_note, payment_terms from account order by id")) {
      List<CrmAccount> accounts = new ArrayList<>();
      while (row.next()) {
        accounts.add(
            new CrmAccount(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
      }
      return accounts;
    } catch (SQLException e) {
      throw new IllegalStateException("the CRM does not answer", e);
    }
  }

  private void run(String statements) {
    try (Connection connection = owner.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(statements);
    } catch (SQLException e) {
      throw new IllegalStateException("the CRM cannot be prepared", e);
    }
  }
}
