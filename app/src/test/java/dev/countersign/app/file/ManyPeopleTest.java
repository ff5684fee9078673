package dev.countersign.app.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.file.FileReading.Read;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.People;
import dev.countersign.people.PeopleReader;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// As many people as the documents promise, with entries as long as a company's are.
class ManyPeopleTest {
  private static final String TENANT = "7f0c2b9e-53a1-4c47-9d0e-1b2a3c4d5e6f";
  private static final AccountId LAST =
      new AccountId(Surface.SLACK, "T01ABCDEF", "U" + (PeopleReader.MOST_PEOPLE - 1));

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @TempDir private Path folder;

  private Path file(int people) throws Exception {
    StringBuilder text = new StringBuilder("people:\n");
    for (int number = 0; number < people; number++) {
      text.append(
          """
            - id: somebody-with-a-longer-name-%1$d
              name: Somebody With A Longer Name %1$d
              functions: [customer-support, finance-operations]
              accounts:
                slack: {team: T01ABCDEF, user: U%1$d}
                teams: {tenant: %2$s, aad_object_id: %3$s}
          """
              .formatted(number, TENANT, "00000000-0000-4000-8000-%012d".formatted(number)));
    }
    text.append(
        """
        groups:
          leads:
            slack_channel: C01
            members: [somebody-with-a-longer-name-0]
        agents: {}
        """);
    return Files.writeString(folder.resolve("people.yaml"), text);
  }

  @Test
  void fiftyThousandPeopleAreReadImportedAndFound() throws Exception {
    Path file = file(PeopleReader.MOST_PEOPLE);
    assertThat(PeopleReader.MOST_PEOPLE).isEqualTo(50_000);
    assertThat(Files.size(file)).isLessThan(YamlDocument.MAX_PEOPLE_BYTES / 2);

    People people = ((Read<People>) GateFiles.people(file, Optional.empty())).value();
    postgres.store().importPeople(people.persons(), people.groups(), people.agents());

    Directory directory = postgres.store().directory();
    assertThat(directory.byAccount(LAST).map(Person::id))
        .contains(new PersonId("somebody-with-a-longer-name-" + (PeopleReader.MOST_PEOPLE - 1)));
    assertThat(directory.members(new GroupName("leads"))).hasSize(1);
  }

  @Test
  void onePersonMoreIsRefused() throws Exception {
    assertThat(GateFiles.people(file(PeopleReader.MOST_PEOPLE + 1), Optional.empty()))
        .isInstanceOfSatisfying(
            FileReading.Unreadable.class,
            refused -> assertThat(refused.problems().toString()).contains("50000"));
  }
}
