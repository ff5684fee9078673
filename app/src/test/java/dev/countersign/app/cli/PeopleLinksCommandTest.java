package dev.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.keys.KeyFile;
import dev.countersign.ledger.AccountLinks.Linked;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.store.PostgresStore;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What operators see of links, and that no file undoes one without saying so.
final class PeopleLinksCommandTest extends CommandTestCase {
  private static final String TENANT = "1d4f7c1e-0a5b-4c0e-9b57-2f6a3c8e9d10";
  private static final String USER = "8f0b6d52-3c1e-4a77-9d0e-5b2f7a1c4e36";
  private static final AccountId HERS = new AccountId(Surface.SLACK, "T01", "U01");
  private static final AccountId LINKED = new AccountId(Surface.TEAMS, TENANT, USER);
  private static final String IN_TEAMS =
      "teams: {tenant: %s, aad_object_id: %s}".formatted(TENANT, USER);
  private static final String OTHER_IN_TEAMS =
      "teams: {tenant: %s, aad_object_id: 11111111-3c1e-4a77-9d0e-5b2f7a1c4e36}".formatted(TENANT);

  private Path config;

  @BeforeEach
  void linked() throws IOException {
    makeKeys();
    config = settings("");
    assertThat(people("import").exitCode()).isZero();
    assertThat(people("links").out()).contains("Nobody linked an account in a chat.");
    var keys =
        new KeyFile(folder.resolve("keys.json"), new SecureRandom(), InstantSource.system()).load();
    try (PostgresStore gate = PostgresStore.open(database.config(), keys.evidence())) {
      gate.links().give("lnk_1", LINKED, "Rita", "7KQ2M9XD");
      assertThat(gate.links().link("7KQ2M9XD", HERS)).isInstanceOf(Linked.Done.class);
    }
  }

  @Test
  void linksAreListedAndKeptByAnImportThatSaysSo() throws IOException {
    assertThat(people("links").out()).contains("reviewer-1  " + LINKED);

    Ran same = people("import");
    assertThat(same.out())
        .contains("person reviewer-1: account " + LINKED + " stays, linked in a chat")
        .doesNotContain("removed");
    write("people.yaml", PEOPLE.replace("Olga Owner", "Olga O."));
    assertThat(people("import").exitCode()).isZero();
    assertThat(people("links").out()).contains(LINKED.toString());
    assertThat(run("deployments", "--config", config.toString()).exitCode()).isZero();
    assertThat(run("verify", "--config", config.toString()).exitCode()).isZero();
  }

  @Test
  void aFileThatContradictsALinkIsRefusedWithWhatToDo() throws IOException {
    write("people.yaml", rita(OTHER_IN_TEAMS));
    Ran elsewhere = people("import", "--force");
    assertThat(elsewhere.exitCode()).isEqualTo(1);
    assertThat(elsewhere.err())
        .contains("contradicts links")
        .contains("and linked " + LINKED + " in a chat")
        .contains("countersign people unlink");

    write(
        "people.yaml", PEOPLE.replace("Olga Owner}", "Olga Owner, accounts: {" + IN_TEAMS + "}}"));
    assertThat(people("import").err()).contains("owner-1 has " + LINKED + " here");
    assertThat(people("links").out()).contains(LINKED.toString());

    assertThat(people("unlink", "reviewer-1", "teams").out())
        .contains("reviewer-1 has " + LINKED + " no more.");
    assertThat(people("import").exitCode()).isZero();
  }

  @Test
  void whereNoPeopleAreProvedAnImportSaysThatLinksAreLostAndHasToBeForced() throws SQLException {
    database.asAdmin(
        "alter table countersign.people_version disable trigger written_once;"
            + " update countersign.people_version set text = text || ' '::bytea where version = 2;"
            + " alter table countersign.people_version enable always trigger written_once");

    Ran looked = people("import", "--dry-run");
    assertThat(looked.err()).isEmpty();
    assertThat(looked.exitCode()).isZero();
    assertThat(looked.out()).contains("cannot be read, and an import loses them");
    Ran refused = people("import");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("Nothing was imported").contains("--force");

    assertThat(people("import", "--force").exitCode()).isZero();
    assertThat(people("links").out()).contains("Nobody linked an account in a chat.");
  }

  @Test
  void whatTheFileStatesIsTheFiles() throws IOException {
    write("people.yaml", rita(IN_TEAMS));

    assertThat(people("import").out()).contains("and stands in the file now");
    assertThat(people("links").out()).contains("Nobody linked an account in a chat.");
    assertThat(people("unlink", "reviewer-1", "teams").err()).contains("linked no account there");
    assertThat(run("verify", "--config", config.toString()).exitCode()).isZero();
  }

  @Test
  void whatIsUnlinkedIsToldByNameAndOnlyChatsAreTaken() {
    assertThat(people("unlink", "reviewer-1", "slack").exitCode()).isEqualTo(1);
    assertThat(people("unlink", "reviewer-1", "console").err()).contains("slack or teams");
    assertThat(people("unlink", "reviewer-1", "teams", "--as", "ann").exitCode()).isZero();
    assertThat(people("links").out()).contains("Nobody linked an account in a chat.");
  }

  private static String rita(String inTeams) {
    return PEOPLE.replace("user: U01}}", "user: U01}, " + inTeams + "}");
  }

  private Ran people(String... args) {
    List<String> words = new ArrayList<>(List.of("people"));
    words.addAll(List.of(args));
    words.addAll(List.of("--config", config.toString()));
    return run(words.toArray(String[]::new));
  }
}
