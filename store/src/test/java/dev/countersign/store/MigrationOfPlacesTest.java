package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestKeys;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.Group.Place;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import dev.countersign.proof.Verifier;
import dev.countersign.proposal.PersonId;
import dev.countersign.token.GrantVerifier;
import dev.countersign.token.Issuer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/// Groups of a release that had a column for each chat, brought up to this one.
class MigrationOfPlacesTest {
  /// The last schema with those columns.
  private static final int COLUMN_PER_CHAT = 16;

  private static final Person ANN =
      new Person(
          new PersonId("ann"),
          "Ann",
          new TreeSet<>(Set.of("support")),
          Set.of(new GroupName("everywhere"), new GroupName("slack")),
          Set.of(new AccountId(Surface.SLACK, "T01", "UANN")));

  private static final List<Group> GROUPS =
      List.of(
          group(
              "everywhere",
              Map.of(
                  Surface.SLACK, Place.in("C01"), Surface.TEAMS, Place.in("19:abc").andDirectly()),
              ANN.id()),
          group("slack", Map.of(Surface.SLACK, Place.in("C02")), ANN.id()),
          group("teams", Map.of(Surface.TEAMS, Place.in("19:def"))),
          group("direct", Map.of(Surface.TEAMS, Place.directly())),
          group("nowhere", Map.of()));

  /// The same groups as rows of that time.
  private static final String ROWS =
      """
      set search_path to countersign;
      insert into chat_group (name, slack_channel, teams_channel, teams_direct)
      values ('everywhere', 'C01', '19:abc', true),
             ('slack', 'C02', null, false),
             ('teams', null, '19:def', false),
             ('direct', null, null, true),
             ('nowhere', null, null, false);
      """;

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @TempDir private Path folder;

  @Test
  void everyPlaceIsStillThereAndTheSealedImportIsProvedByTheMovedRows() throws Exception {
    postgres.store().importPeople(List.of(ANN), GROUPS, List.of());
    postgres.asAdmin("drop database if exists before_places");
    postgres.asAdmin("create database before_places");
    DataSource earlier = EmbeddedServer.admin("before_places");
    EarlierSchema.migrate(earlier, COLUMN_PER_CHAT, folder);
    copy(
        earlier,
        "truncate people_import",
        "people_import",
        "person (id, name, functions)",
        "account");
    copy(earlier, ROWS, "person_group", "deployment_entry", "people_version");

    PostgresStore.migrate(earlier, EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD);

    StoreConfig config =
        StoreConfig.of(
            EmbeddedServer.url("before_places"),
            EmbeddedServer.APP_ROLE,
            EmbeddedServer.APP_PASSWORD);
    try (PostgresStore store = PostgresStore.open(config, TestKeys.EVIDENCE)) {
      store.requireFit();
      Directory directory = store.directory();
      assertThat(GROUPS)
          .allSatisfy(group -> assertThat(directory.group(group.name())).contains(group));
      assertThat(
              new Verifier(
                      store.evidence(),
                      new GrantVerifier(TestKeys.RING, new Issuer("https://gate.example")),
                      TestKeys.EVIDENCE)
                  .verifyDeployment())
          .isEmpty();
      store.importPeople(List.of(ANN), GROUPS, List.of());
      assertThat(store.deployment().entriesAfter(0, 10))
          .as("the same people again are no new import")
          .hasSize(1);
    }
  }

  private static Group group(String name, Map<Surface, Place> places, PersonId... members) {
    return new Group(new GroupName(name), Set.of(members), places);
  }

  /// Runs the statements, then brings over what the store of this version wrote into these tables;
  /// the columns that are named are in both.
  private void copy(DataSource to, String first, String... tables) throws Exception {
    try (Connection source = postgres.admin().getConnection();
        Connection target = to.getConnection();
        Statement statement = target.createStatement()) {
      statement.execute("set search_path to countersign");
      statement.execute(first);
      for (String table : tables) {
        var rows = new ByteArrayOutputStream();
        source
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("copy countersign." + table + " to stdout", rows);
        target
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                "copy countersign." + table + " from stdin",
                new ByteArrayInputStream(rows.toByteArray()));
      }
    }
  }
}
