package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestKeys;
import dev.countersign.ledger.SchemaRefusedException;
import dev.countersign.store.StoreConfig.RoleLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Nobody works on a database that is not exactly the one this version migrated.
class SchemaCheckTest {
  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @BeforeEach
  void withARoleForImports() {
    PostgresStore.migrate(
        postgres.admin(), postgres.config(), new RoleLogin("countersign_import", "import"));
  }

  @Test
  void whatWasMigratedIsFitAndStaysSo() {
    assertThatCode(() -> postgres.store().requireFit()).doesNotThrowAnyException();
    StoreConfig importer = StoreConfig.of(postgres.url(), "countersign_import", "import");
    try (PostgresStore store = PostgresStore.open(importer, TestKeys.EVIDENCE)) {
      store.importPeople(List.of(), List.of(), List.of());
      assertThatCode(store::requireFit).as("by the role for imports").doesNotThrowAnyException();
    }
    assertThatCode(() -> postgres.store().requireFit()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drop schema countersign cascade|is empty|migrate",
        "truncate countersign.flyway_schema_history|is empty|migrate",
        "drop table countersign.flyway_schema_history|is empty|migrate",
        "revoke select on countersign.flyway_schema_history from countersign_app|earlier"
            + " version|migrate",
        "delete from countersign.flyway_schema_history where script like 'V3@_%' escape '@'|older than this"
            + " version, it lacks V3__chat.sql|migrate",
        "update countersign.flyway_schema_history set success = false where script like"
            + " 'V10%'|broke off (V10__deployment.sql)|backup",
        "update countersign.flyway_schema_history set checksum = 1 where script like 'V2@_%' escape"
            + " '@'|damaged or of another build: its V2__people.sql|restore",
        "update countersign.flyway_schema_history set script = 'V99__later.sql' where script like"
            + " 'V10%'|newer than this version, it has V99__later.sql|the version that migrated it",
        "drop table countersign.vote|no column vote.|restore",
        "alter table countersign.vote drop column comment|no column vote.comment text|restore",
        "alter table countersign.vote alter column comment type varchar|no column vote.comment"
            + " text|restore",
        "drop index countersign.delivery_due|no index delivery_due on delivery|restore",
        "alter table countersign.vote drop constraint vote_pkey|no constraint vote_pkey on"
            + " vote|restore",
        "alter table countersign.audit_entry disable trigger written_once|no trigger written_once"
            + " on audit_entry always|restore",
        "drop trigger written_once on countersign.proposal|no trigger written_once on"
            + " proposal|restore",
        "create or replace function countersign.refuse_change() returns trigger language plpgsql as"
            + " 'begin return new; end'|no function refuse_change|restore",
        "grant update on countersign.vote to countersign_app|a new right of countersign_app"
            + " to update on vote|restore",
        "grant update (comment) on countersign.vote to public|a new right of public to update on"
            + " vote.comment|restore",
        "grant select on countersign.vote to public|a new right of public to select on"
            + " vote|restore",
        "grant insert on countersign.vote to pg_monitor|a new right of pg_monitor to insert on"
            + " vote|restore",
        "grant select on countersign.vote to countersign_import|a new right of countersign_import"
            + " to select on vote|restore",
        "revoke insert on countersign.vote from countersign_app|no right of"
            + " countersign_app to insert on vote|restore",
        "revoke insert on countersign.person from countersign_import|no right of countersign_import"
            + " to insert on person|restore"
      })
  void whatIsNotAsItWasMigratedIsRefusedWithWhatToDo(String change, String words, String advice)
      throws SQLException {
    PostgresStore running = postgres.store();
    postgres.asAdmin(change);
    assertThatThrownBy(running::requireFit)
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining(words)
        .hasMessageContaining(advice);
    try (PostgresStore starting = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      assertThatThrownBy(starting::requireFit).isInstanceOf(SchemaRefusedException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create table countersign.notes_of_mine (id int)",
        "create index mine on countersign.vote (at)",
        "grant select on countersign.vote to pg_monitor"
      })
  void whatSomebodyAddsForThemselvesDoesNotMatter(String change) throws SQLException {
    postgres.asAdmin(change);
    assertThatCode(() -> postgres.store().requireFit()).doesNotThrowAnyException();
  }

  @Test
  void whoeverLooksForDamageMayReadWhatWasAltered() throws SQLException {
    postgres.asAdmin("alter table countersign.audit_entry disable trigger written_once");
    assertThatCode(() -> postgres.store().requireVersion()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "update countersign.flyway_schema_history set script = 'V99__later.sql', version = '99'"
            + " where script like 'V10%'|newer",
        "update countersign.flyway_schema_history set success = false where script like"
            + " 'V10%'|broke off",
        "update countersign.flyway_schema_history set checksum = 1 where script like 'V2@_%' escape"
            + " '@'|damaged",
        "drop index countersign.delivery_due|altered since"
      })
  void migratingDoesNotCoverUpWhatIsWrong(String change, String words) throws SQLException {
    postgres.asAdmin(change);
    assertThatThrownBy(() ->
            PostgresStore.migrate(
                postgres.admin(), EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining(words);
  }

  @Test
  void aDatabaseThatOnlyAllowsReadingIsRefused() throws SQLException {
    String database = postgres.url().substring(postgres.url().lastIndexOf('/') + 1);
    postgres.asAdmin("alter database " + database + " set default_transaction_read_only = on");
    assertThatThrownBy(() -> PostgresStore.open(postgres.config(), TestKeys.EVIDENCE))
        .hasMessageContaining("can only be read");
  }

  @Test
  void everyMigrationOfOursHasTheChecksumThatFlywayNotes() throws SQLException {
    try (Connection connection = postgres.admin().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
      assertThatCode(() -> SchemaCheck.requireVersion(connection)).doesNotThrowAnyException();
    }
    assertThat(postgres.url()).isNotEmpty();
  }
}
