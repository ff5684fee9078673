package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestKeys;
import dev.countersign.ledger.AccountLinks.Linked;
import dev.countersign.ledger.AccountLinks.Looked;
import dev.countersign.ledger.AccountLinks.Unlinked;
import dev.countersign.ledger.AccountNotices;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.people.AccountId;
import dev.countersign.people.Group;
import dev.countersign.people.Group.Place;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.Decision;
import dev.countersign.store.StoreConfig.RoleLogin;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every statement that neither the application nor the importer has a step for.
class StepsOfTheRoleTest {
  private static final String REFUSED = "42501";
  private static final RoleLogin APP =
      new RoleLogin(EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD);
  private static final RoleLogin IMPORTER = new RoleLogin("countersign_import", "import-for-tests");

  @RegisterExtension
  static final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @BeforeAll
  static void withARoleForImports() {
    PostgresStore.migrate(postgres.admin(), postgres.config(), IMPORTER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update request set id = id",
        "update request set agent = agent",
        "update request set risk_rank = 0",
        "delete from request",
        "truncate request",
        "update exec_grant set token = token",
        "update exec_grant set expires_at = now() + interval '1 year'",
        "update exec_grant set issued_at = now()",
        "update exec_grant set revision = 2",
        "update exec_grant set id = id",
        "update exec_grant set request_id = request_id",
        "update exec_grant set replaces = 'x'",
        "delete from exec_grant",
        "truncate exec_grant",
        "update redemption set execution = execution",
        "delete from redemption",
        "truncate redemption",
        "update posted_card set digest = digest",
        "update posted_card set channel = channel",
        "update posted_card set revision = 2",
        "update posted_card set request_id = request_id",
        "delete from posted_card",
        "truncate posted_card",
        "update delivery set kind = kind",
        "update delivery set request_id = request_id",
        "update delivery set target = target",
        "truncate delivery",
        "update idempotency set body = body",
        "delete from idempotency",
        "update asked set at = at",
        "truncate asked",
        "update limit_use set at = at",
        "update limit_use set amount = 1",
        "truncate limit_use",
        "delete from chat_conversation",
        "insert into person (id, name, functions) values ('ghost', 'Ghost', '{}')",
        "update person set name = 'Ghost'",
        "delete from person",
        "insert into account (surface, tenant, user_id, person_id) values ('slack', 'T', 'U',"
            + " 'ann')",
        "update account set person_id = person_id",
        "delete from account",
        "insert into chat_group (name) values ('ghosts')",
        "update chat_group set name = name",
        "delete from chat_group",
        "insert into group_place (group_name, surface, kind) values ('leads', 'teams', 'direct')",
        "update group_place set channel = 'C02'",
        "delete from group_place",
        "truncate group_place",
        "insert into person_group (group_name, person_id) values ('leads', 'ann')",
        "delete from person_group",
        "insert into agent (id, owner, key, scopes, may_propose) values ('a', 'b', 'c', '{}',"
            + " '{}')",
        "update agent set secret_hash = null",
        "update agent set scopes = '{redeem}'",
        "delete from agent",
        "update people_import set version = 99",
        "update link_code set text = ''",
        "update link_code set mac = mac",
        "update link_notice set user_id = 'U'",
        "update link_try set at = at",
        "update attachment set bytes = bytes",
        "update attachment set sha256 = sha256",
        "update attachment set agent = 'other'",
        "truncate attachment",
        "update attachment_hold set request_id = request_id",
        "update attachment_hold set held_at = now()",
        "truncate attachment_hold",
        "delete from attachment_turn",
        "update sign_in set text = text",
        "update sign_in set key = key",
        "truncate sign_in",
        "update freeze_step set kind = kind",
        "update freeze_step set begun = begun",
        "delete from freeze_step",
        "truncate freeze_step",
        "update freeze_notice set surface = 'teams'",
        "truncate freeze_notice",
        "update agent_alarm set agent = agent",
        "update agent_alarm set minute = minute",
        "truncate agent_alarm",
        "update refused_attempt set at = at",
        "update refused_attempt set entry = entry",
        "truncate refused_attempt",
        "update break_glass set due = due",
        "update break_glass set number = 9",
        "delete from break_glass",
        "truncate break_glass",
        "update retrospective_mark set person = person",
        "delete from retrospective_mark",
        "truncate retrospective_mark",
        "update retrospective_reminder set target = target",
        "update retrospective_reminder set moment = moment",
        "delete from retrospective_reminder",
        "truncate retrospective_reminder",
        "update unknown_alert set target = target",
        "delete from unknown_alert",
        "truncate unknown_alert",
        "update unknown_alert_channel set target = target",
        "delete from unknown_alert_channel",
        "truncate unknown_alert_channel",
        "update passkey_step set kind = kind",
        "delete from passkey_step",
        "truncate passkey_step",
        "update passkey_use set count = 1",
        "delete from passkey_use",
        "truncate passkey_use",
        "update passkey_challenge set text = text",
        "truncate passkey_challenge",
        "update passkey_sign_in set used_at = now()",
        "truncate passkey_sign_in",
        "update place_alert set channel = channel",
        "update place_alert_sent set at = at",
        "update digest set person_id = person_id",
        "delete from digest",
        "truncate mute",
        "insert into people_version (version, text, entry) values (99, '', 1)",
        "update people_version set text = ''",
        "delete from people_version",
        "update deployment_entry set body = ''",
        "delete from deployment_entry",
        "truncate deployment_entry",
        "update signing_key set revoked = false",
        "delete from signing_key",
        "update deployed_file set digest = digest",
        "update deployed_file set entry = 1",
        "delete from deployed_file",
        "update file_text set text = ''",
        "delete from file_text",
        "truncate file_text",
        "insert into schema_shape values ('x')",
        "delete from schema_shape",
        "update flyway_schema_history set checksum = 0",
        "update epoch set place = 'here'",
        "delete from epoch",
        "delete from execution_hold",
        "alter table request disable trigger on_hold",
        "delete from flyway_schema_history"
      })
  void theApplicationIsRefused(String sql) {
    assertRefused(APP, sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select hold_freeze_steps()",
        "select count(*) from vote",
        "select count(*) from audit_entry",
        "select count(*) from exec_grant",
        "insert into vote select * from vote",
        "insert into redemption select * from redemption",
        "update request set due = null, state = 'approved'",
        "insert into delivery (request_id, kind, target, due_at) values ('x', 'execute', '',"
            + " now())",
        "update group_place set channel = 'C02'",
        "delete from group_place",
        "update people_version set text = ''",
        "delete from people_version",
        "delete from deployment_entry",
        "delete from signing_key",
        "insert into link_code select * from link_code",
        "update link_code set text = ''",
        "select count(*) from link_try",
        "select count(*) from link_notice",
        "select count(*) from freeze_step",
        "select count(*) from place_alert",
        "select count(*) from sign_in",
        "select count(*) from attachment",
        "select count(*) from attachment_hold",
        "select count(*) from freeze_notice",
        "select count(*) from agent_alarm",
        "select count(*) from refused_attempt",
        "select count(*) from retrospective_reminder",
        "select count(*) from unknown_alert",
        "select count(*) from unknown_alert_channel",
        "select count(*) from passkey_step",
        "select count(*) from passkey_challenge",
        "select count(*) from passkey_sign_in",
        "insert into sign_in select * from sign_in",
        "select count(*) from digest",
        "insert into mute (person_id, until) values ('ann', now())",
        "insert into deployed_file (kind, number, digest, at, entry)"
            + " values ('policy', 9, 'x', now(), 1)",
        "insert into file_text (kind, digest, text) values ('policy', 'x', '')",
        "delete from file_text",
        "delete from schema_shape",
        "insert into epoch select number + 1, place(), began_at from epoch"
      })
  void theImporterIsRefused(String sql) {
    assertRefused(IMPORTER, sql);
  }

  /// A table that a later release adds is refused until somebody says what may be done with it.
  @Test
  void everyRightIsOneThatThisTestKnows() throws SQLException {
    assertThat(rights(APP.name()))
        .containsExactlyInAnyOrder(
            "INSERT agent_alarm",
            "INSERT asked",
            "INSERT attachment",
            "INSERT attachment_hold",
            "INSERT attachment_turn",
            "INSERT audit_entry",
            "INSERT break_glass",
            "INSERT retrospective_mark",
            "INSERT retrospective_reminder",
            "INSERT chat_conversation",
            "INSERT connection_queue",
            "INSERT connection_send",
            "INSERT delivery",
            "INSERT deployed_file",
            "INSERT digest",
            "INSERT deployment_entry",
            "INSERT epoch",
            "INSERT exec_grant",
            "INSERT execution_hold",
            "INSERT executor_nonce",
            "INSERT file_text",
            "INSERT freeze_notice",
            "INSERT freeze_step",
            "INSERT idempotency",
            "INSERT limit_use",
            "INSERT link_code",
            "INSERT link_notice",
            "INSERT link_try",
            "INSERT mute",
            "INSERT passkey_challenge",
            "INSERT passkey_sign_in",
            "INSERT passkey_step",
            "INSERT passkey_use",
            "INSERT place_alert",
            "INSERT place_alert_sent",
            "INSERT posted_card",
            "INSERT proposal",
            "INSERT redemption",
            "INSERT refused_attempt",
            "INSERT request",
            "INSERT sign_in",
            "INSERT signing_key",
            "INSERT unknown_alert",
            "INSERT unknown_alert_channel",
            "INSERT vote",
            "UPDATE chat_conversation",
            "DELETE agent_alarm",
            "DELETE asked",
            "DELETE attachment",
            "DELETE attachment_hold",
            "DELETE connection_send",
            "DELETE delivery",
            "DELETE executor_nonce",
            "DELETE freeze_notice",
            "DELETE limit_use",
            "DELETE link_code",
            "DELETE link_notice",
            "DELETE link_try",
            "DELETE mute",
            "DELETE passkey_challenge",
            "DELETE passkey_sign_in",
            "DELETE place_alert",
            "DELETE place_alert_sent",
            "DELETE refused_attempt",
            "DELETE sign_in");
  }

  @Test
  void aWholeStepIsPossibleWithTheseRights() {
    try (PostgresStore store = open(APP)) {
      Ledger ledger = store.ledger();
      var opening = OpeningBuilder.at(ledger.now()).build();
      ledger.open(opening);
      var seen = ledger.find(opening.proposal().id()).orElseThrow();
      ledger.commit(
          CommitBuilder.on(seen).voted(Decision.APPROVE, "lead-1", Optional.empty()).build());
      assertThat(ledger.find(opening.proposal().id()).orElseThrow().request().votes()).hasSize(1);
    }
  }

  @Test
  void whatTheImporterWritesTheApplicationReads() {
    GroupName name = new GroupName("leads");
    Person ann = new Person(new PersonId("ann"), "Ann", new TreeSet<>(), Set.of(name), Set.of());
    Group leads =
        new Group(name, Set.of(ann.id()), Map.of(Surface.TEAMS, Place.in("19:a").andDirectly()));
    try (PostgresStore importer = open(IMPORTER);
        PostgresStore store = open(APP)) {
      importer.importPeople(List.of(ann), List.of(leads), List.of());
      assertThat(store.directory().byId(ann.id())).contains(ann);
      assertThat(store.directory().group(name)).contains(leads);
      importer.importPeople(List.of(), List.of(), List.of());
      assertThat(store.directory().group(name)).isEmpty();
    }
  }

  @Test
  void theApplicationGivesCodesAndTheImporterLinks() {
    AccountId hers = new AccountId(Surface.SLACK, "T01", "UANN");
    AccountId other = new AccountId(Surface.TEAMS, "tenant", "ann");
    Person ann = new Person(new PersonId("ann"), "Ann", new TreeSet<>(), Set.of(), Set.of(hers));
    try (PostgresStore importer = open(IMPORTER);
        PostgresStore store = open(APP)) {
      importer.importPeople(List.of(ann), List.of(), List.of());
      store.links().give("lnk_1", other, "Ann", "23456789");
      assertThat(store.links().count(hers)).isEmpty();
      assertThat(store.links().look("23456789", hers)).isInstanceOf(Looked.For.class);
      assertThatThrownBy(() -> store.links().link("23456789", hers))
          .hasRootCauseMessage("ERROR: permission denied for table people_import");

      assertThat(importer.links().link("23456789", hers)).isInstanceOf(Linked.Done.class);
      assertThat(store.directory().byAccount(other)).map(Person::id).contains(ann.id());
      List<AccountNotices.Notice> notices = store.accountNotices().take(9);
      assertThat(notices).hasSize(2);
      notices.forEach(store.accountNotices()::done);
      assertThat(importer.links().unlink(ann.id(), Surface.TEAMS, "ops"))
          .isInstanceOf(Unlinked.Done.class);
      assertThat(store.directory().byAccount(other)).isEmpty();
      importer.importPeople(List.of(), List.of(), List.of());
    }
  }

  private static PostgresStore open(RoleLogin login) {
    return PostgresStore.open(
        StoreConfig.of(postgres.url(), login.name(), login.password()), TestKeys.EVIDENCE);
  }

  private static void assertRefused(RoleLogin login, String sql) {
    assertThatThrownBy(
            () -> {
              try (Connection connection = connect(login);
                  Statement statement = connection.createStatement()) {
                statement.execute(sql);
              }
            })
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(REFUSED));
  }

  private static Connection connect(RoleLogin login) throws SQLException {
    return DriverManager.getConnection(
        postgres.url() + "?currentSchema=" + Migration.SCHEMA, login.name(), login.password());
  }

  private static List<String> rights(String role) throws SQLException {
    List<String> rights = new ArrayList<>();
    try (Connection connection = postgres.admin().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select privilege_type || ' ' || table_name from"
                    + " information_schema.role_table_grants where table_schema = 'countersign' and"
                    + " privilege_type <> 'SELECT' and grantee = '"
                    + role
                    + "'")) {
      while (rows.next()) {
        rights.add(rows.getString(1));
      }
    }
    return rights;
  }
}
