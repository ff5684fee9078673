package dev.countersign.trial;

import dev.countersign.proposal.ProposalId;
import dev.countersign.trial.page.DatabaseOwner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/// Whoever owns the trial's database, as its superuser: rewrites what the gate froze, and puts it
/// back. What stood there before is kept beside it, so that a later trial of the folder finds
/// everything as it was written.
final class Intruder implements DatabaseOwner {
  private static final String WITHIN = "set lock_timeout = '5s'; set statement_timeout = '10s';";

  /// It fires as the approving transaction commits, after all that the gate does in it: there is no
  /// moment between approval and execution that is nearer.
  private static final String LIE_IN_WAIT =
      """
      alter table countersign.proposal disable trigger written_once;
      create or replace function intruder.rewrite() returns trigger language plpgsql
          security definer set search_path = countersign, pg_temp as $$
      begin
        insert into intruder.rewritten select id, action from proposal where id = new.id;
        update proposal
           set action = convert_to(
                 replace(convert_from(action, 'UTF8'), '"amount":4250', '"amount":425000'), 'UTF8')
         where id = new.id;
        return null;
      end $$;
      create constraint trigger intruder after update on countersign.request
        deferrable initially deferred for each row
        when (new.state = 'approved' and old.state = 'pending' and new.id = '{{id}}')
        execute function intruder.rewrite();
      """;

  private static final String LEAVE =
      """
      drop trigger if exists intruder on countersign.request;
      alter table countersign.proposal enable always trigger written_once;
      """;

  private static final String PUT_BACK =
      """
      begin;
      alter table countersign.proposal disable trigger written_once;
      update countersign.proposal p set action = before.action
        from intruder.rewritten before where p.id = before.id;
      delete from intruder.rewritten;
      alter table countersign.proposal enable always trigger written_once;
      commit;
      """;

  private final DataSource superuser;

  private Intruder(DataSource superuser) {
    this.superuser = superuser;
  }

  /// What an earlier trial of the folder left behind is put back.
  static Intruder start(EmbeddedDatabase database) {
    Intruder intruder = new Intruder(database.admin(EmbeddedDatabase.NAME));
    intruder.run(
        """
        create schema if not exists intruder;
        create table if not exists intruder.rewritten (id text primary key, action bytea not null);
        """);
    intruder.leave();
    intruder.putBack();
    return intruder;
  }

  @Override
  public void rewriteAtApproval(ProposalId id) {
    run(LIE_IN_WAIT.replace("{{id}}", id.value()));
  }

  @Override
  public void leave() {
    run(LEAVE);
  }

  @Override
  public void putBack() {
    run(PUT_BACK);
  }

  @Override
  public Optional<String> putAside(ProposalId id) {
    try (Connection connection = superuser.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select failure_code from countersign.delivery"
                    + " where request_id = ? and kind = 'execute' and held_since is not null")) {
      query.setString(1, id.value());
      try (ResultSet found = query.executeQuery()) {
        return found.next() ? Optional.of(found.getString(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  private void run(String statements) {
    try (Connection connection = superuser.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(WITHIN + statements);
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  private static IllegalStateException refused(SQLException why) {
    return new IllegalStateException("the database does not do what its superuser says", why);
  }
}
