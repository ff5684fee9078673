package dev.countersign.trial;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/// The CRM of the trial: a database beside the gate's own, in which the gate may change one column
/// of one table.
final class CrmTarget {
  static final String DATABASE = "crm";

  private static final String ROLE = "countersign_crm";

  private final DataSource owner;

  private CrmTarget(DataSource owner) {
    this.owner = owner;
  }

  /// Makes what is missing, and empties the note of the account that the trial writes one to.
  ///
  /// @param password set for the role; of letters, digits, `-` and `_`
  static CrmTarget start(EmbeddedDatabase database, String password) {
    database.create(DATABASE);
    var target = new CrmTarget(database.admin(DATABASE));
    target.run(
        """
        create table if not exists account (id text primary key, internal_note text not null);
        insert into account values ('account_77', '')
          on conflict (id) do update set internal_note = excluded.internal_note;
        do $$ begin
          if not exists (select from pg_roles where rolname = '%1$s') then
            create role %1$s login;
          end if;
        end $$;
        alter role %1$s password '%2$s';
        grant select on account to %1$s;
        grant update (internal_note) on account to %1$s;
        """
            .formatted(ROLE, password));
    return target;
  }

  /// What the account really holds.
  String note() {
    try (Connection connection = owner.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select internal_note from account where id = 'account_77'")) {
      return row.next() ? row.getString(1) : "";
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
