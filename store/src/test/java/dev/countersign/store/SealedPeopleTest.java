package dev.countersign.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.TestKeys;
import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.people.Absence;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.Group.Place;
import dev.countersign.people.OnCall;
import dev.countersign.people.People;
import dev.countersign.people.PeopleText;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.people.WorkingCalendar;
import dev.countersign.policy.GroupName;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proof.DeploymentDamage;
import dev.countersign.proof.Verifier;
import dev.countersign.proposal.PersonId;
import dev.countersign.token.GrantVerifier;
import dev.countersign.token.Issuer;
import dev.countersign.token.KeyRing;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is behind an account, and who is in a group, is what was imported, whatever rows say.
class SealedPeopleTest {
  private static final GroupName LEADS = new GroupName("leads");
  private static final AccountId HERS = new AccountId(Surface.SLACK, "T01", "UANN");
  private static final AccountId FOREIGN = new AccountId(Surface.SLACK, "T01", "UEVIL");
  private static final Person ANN =
      new Person(
          new PersonId("ann"),
          "Ann",
          new TreeSet<>(Set.of("support")),
          Set.of(LEADS),
          Set.of(HERS));
  private static final Person BEN =
      new Person(new PersonId("ben"), "Ben", new TreeSet<>(), Set.of(), Set.of());
  private static final Group GROUP =
      new Group(LEADS, Set.of(ANN.id()), Map.of(Surface.SLACK, Place.in("C01")));

  private static final Absence HOLIDAYS =
      Absence.fromJson(
          object(
              "{\"from\":\"2026-12-20T00:00:00Z\",\"until\":\"2027-01-03T00:00:00Z\",\"zone\":\"UTC\"}"));
  private static final WorkingCalendar OFFICE =
      WorkingCalendar.fromJson(
          object(
              """
              {"name":"office","zone":"Europe/Berlin","days":["mon"],"from":"09:00","to":"17:30",
               "holidays":["2026-12-25"]}
              """));
  private static final OnCall WEEKLY =
      OnCall.fromJson(
          object(
              """
              {"from":"2026-11-30T09:00","zone":"Europe/Berlin","days":7,"people":["ann"]}
              """));

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Test
  void anAccountLinkedByARowLinksNobody() throws Exception {
    Directory directory = imported();
    asSuperuser(
        "insert into account (surface, tenant, user_id, person_id)"
            + " values ('slack', 'T01', 'UEVIL', 'ann')");

    assertThat(directory.byAccount(FOREIGN)).isEmpty();
    assertThat(freshly(postgres, people -> people.byAccount(FOREIGN))).isEmpty();
    assertThat(damages()).containsExactly(tuple("person ann", Kind.ALTERED));
  }

  @Test
  void anAccountGivenToSomebodyElseStaysWhoseItWas() throws Exception {
    Directory directory = imported();
    asSuperuser("update account set person_id = 'ben'");

    assertThat(directory.byAccount(HERS)).contains(ANN);
    assertThat(damages())
        .containsExactlyInAnyOrder(
            tuple("person ann", Kind.ALTERED), tuple("person ben", Kind.ALTERED));
  }

  @Test
  void aMemberAddedByARowIsNone() throws Exception {
    Directory directory = imported();
    asSuperuser("insert into person_group (group_name, person_id) values ('leads', 'ben')");

    assertThat(directory.members(LEADS)).containsExactly(ANN);
    assertThat(damages())
        .contains(tuple("group leads", Kind.ALTERED), tuple("person ben", Kind.ALTERED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into group_place values ('leads', 'teams', 'channel', '19:evil')",
        "insert into group_place values ('leads', 'teams', 'direct', null)",
        "update group_place set channel = 'CEVIL'",
        "update group_place set surface = 'teams'",
        "delete from group_place"
      })
  void aPlaceThatARowSaysIsNone(String sql) throws Exception {
    Directory directory = imported();
    asSuperuser(sql);

    assertThat(directory.group(LEADS)).contains(GROUP);
    assertThat(damages()).containsExactly(tuple("group leads", Kind.ALTERED));
  }

  @Test
  void aPlaceWhereItsSurfaceAsksNobodyIsNamed() throws Exception {
    Directory directory = imported();
    asSuperuser("insert into group_place values ('leads', 'console', 'direct', null)");

    assertThat(directory.group(LEADS)).contains(GROUP);
    assertThat(damages()).containsExactly(tuple("rows of people", Kind.ALTERED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          update person set away = null                                              | person ann
          update person set away = replace(away, '2027', '2028')                     | person ann
          update person set away = (select away from person where id = 'ann') where id = 'ben' | person ben
          update chat_group set calendar = null                                      | group leads
          update chat_group set calendar = replace(calendar, '"17:30"', '"24:00"')   | group leads
          update chat_group set on_call = null                                       | group leads
          update chat_group set on_call = replace(on_call, '"days":7', '"days":8')   | group leads
          update chat_group set on_call = replace(on_call, 'ann', 'ben')             | rows of people
          update chat_group set calendar = 'always'                                  | rows of people
          """)
  void whenPeopleAreThereIsWhatWasImportedWhateverRowsSay(String sql, String place)
      throws Exception {
    Person away =
        new Person(
            ANN.id(), ANN.name(), ANN.functions(), ANN.groups(), ANN.accounts(), List.of(HOLIDAYS));
    Group working =
        new Group(LEADS, GROUP.members(), GROUP.places(), Optional.of(OFFICE), Optional.of(WEEKLY));
    postgres.store().importPeople(List.of(away, BEN), List.of(working), List.of());
    Directory directory = postgres.store().directory();
    assertThat(damages()).isEmpty();
    asSuperuser(sql);

    assertThat(directory.groups()).containsExactly(working);
    assertThat(directory.byId(ANN.id())).contains(away);
    assertThat(freshly(postgres, people -> people.byId(ANN.id()))).contains(away);
    assertThat(damages()).containsExactly(tuple(place, Kind.ALTERED));
  }

  /// An earlier version did not write yet what this one does.
  @Test
  void anImportThatSaysLessThanThisVersionWritesIsNoAlterationOfItsRows() throws Exception {
    Directory directory = imported();
    byte[] text =
        new String(PeopleText.of(new People(List.of(ANN, BEN), List.of(GROUP), List.of())), UTF_8)
            .replace(",\"teams_direct\":false", "")
            .getBytes(UTF_8);
    postgres
        .store()
        .deployment()
        .append(
            new DeploymentFact(
                DeploymentFact.PEOPLE_IMPORTED,
                "operator",
                JsonObject.builder()
                    .put("version", 2)
                    .put("digest", Digest.of(text).value())
                    .build()));
    asSuperuser(
        "insert into people_version (version, text, entry) values (2, '\\x"
            + java.util.HexFormat.of().formatHex(text)
            + "', 2)");

    assertThat(directory.version()).contains(Digest.of(text));
    assertThat(directory.group(LEADS)).contains(GROUP);
    assertThat(damages()).isEmpty();
  }

  @Test
  void anImportWrittenByHandKnowsNobody() throws Exception {
    Directory directory = imported();
    byte[] text = PeopleText.of(new People(List.of(BEN), List.of(), List.of()));
    asSuperuser(
        "insert into people_version (version, text, entry) values (9, '\\x"
            + java.util.HexFormat.of().formatHex(text)
            + "', 1)");

    assertThat(directory.byId(BEN.id())).isEmpty();
    assertThat(directory.byId(ANN.id())).isEmpty();
    assertThat(damages()).contains(tuple("import 9", Kind.ALTERED));
  }

  @Test
  void oneByteOfAnImportIsFoundAndKnowsNobody() throws Exception {
    imported();
    asSuperuser(
        "alter table people_version disable trigger written_once; update people_version set text ="
            + " convert_to(replace(convert_from(text, 'UTF8'), 'UANN', 'UEVE'), 'UTF8')");

    assertThat(freshly(postgres, people -> people.byId(ANN.id()))).isEmpty();
    assertThat(damages()).contains(tuple("import 1", Kind.ALTERED));
  }

  @Test
  void anOlderImportPutBackIsNotBelieved() throws Exception {
    Directory directory = imported();
    postgres.store().importPeople(List.of(BEN), List.of(), List.of());
    assertThat(directory.byId(ANN.id())).isEmpty();
    asSuperuser(
        "alter table people_version disable trigger written_once;"
            + " delete from people_version where version = 2");

    assertThat(directory.byId(ANN.id())).isEmpty();
    assertThat(directory.byId(BEN.id())).isEmpty();
    assertThat(damages()).contains(tuple("import 2", Kind.INCOMPLETE));
  }

  @Test
  void anotherDeploymentsImportKnowsNobody() {
    imported();
    KeyRing foreign = KeyRing.generate(new SecureRandom(), InstantSource.system());
    try (PostgresStore other = PostgresStore.open(postgres.config(), foreign.evidence())) {
      assertThat(other.directory().byId(ANN.id())).isEmpty();
    }
  }

  @Test
  void everyImportAndEveryKeyIsAnEntryOfTheDeployment() {
    imported();
    postgres.store().importPeople(List.of(BEN), List.of(), List.of());

    List<DeploymentEntry> entries = postgres.store().deployment().entriesAfter(0, 10);
    assertThat(entries)
        .extracting(entry -> entry.document().text("type"))
        .containsExactly("people_imported", "people_imported");
    JsonObject last = entries.getLast().document().object("data");
    assertThat(last.number("version")).isEqualTo(2);
    assertThat(Optional.of(last.text("digest")))
        .isEqualTo(postgres.store().directory().version().map(Object::toString));
    assertThat(damages()).isEmpty();
  }

  @Test
  void anEntryOfTheDeploymentThatWasChangedIsFound() throws Exception {
    imported();
    postgres.store().importPeople(List.of(BEN), List.of(), List.of());
    asSuperuser(
        "alter table deployment_entry disable trigger written_once;"
            + " update deployment_entry set mac = sha256(mac) where seq = 1");

    assertThat(damages())
        .contains(tuple("deployment_entry 1", Kind.FORGED), tuple("import 1", Kind.CONTRADICTION));
  }

  @Test
  void thoseWhoImportAtTheSameTimeFollowOneAnother() throws Exception {
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> imports =
          IntStream.range(0, 6)
              .<Callable<Integer>>mapToObj(number ->
                  () ->
                      postgres
                          .store()
                          .importPeople(List.of(person("p" + number)), List.of(), List.of()))
              .toList();
      for (var done : all.invokeAll(imports)) {
        done.get();
      }
    }
    assertThat(postgres.store().deployment().entriesAfter(0, 10)).hasSize(6);
    assertThat(damages()).isEmpty();
  }

  private static Person person(String id) {
    return new Person(new PersonId(id), "Somebody", new TreeSet<>(), Set.of(), Set.of());
  }

  /// As every start does.
  @Test
  void theSamePeopleAgainAreNoNewImport() throws Exception {
    Directory directory = imported();
    asSuperuser("update account set person_id = 'ben'");
    postgres.store().importPeople(List.of(BEN, ANN), List.of(GROUP), List.of());

    assertThat(postgres.store().deployment().entriesAfter(0, 10)).hasSize(1);
    assertThat(directory.byAccount(HERS)).contains(ANN);
    assertThat(damages()).isEmpty();
  }

  @Test
  void theTextOfAnImportReadsBackAsItWas() {
    People people = new People(List.of(ANN, BEN), List.of(GROUP), List.of());
    assertThat(PeopleText.read(PeopleText.of(people))).isEqualTo(people);
  }

  private static JsonObject object(String text) {
    return (JsonObject) CanonicalJson.parse(text.getBytes(UTF_8));
  }

  private Directory imported() {
    postgres.store().importPeople(List.of(ANN, BEN), List.of(GROUP), List.of());
    Directory directory = postgres.store().directory();
    assertThat(directory.byAccount(HERS)).contains(ANN);
    return directory;
  }

  /// As a gate that was started just now.
  private static Optional<Person> freshly(
      EmbeddedPostgresExtension postgres, Function<Directory, Optional<Person>> ask) {
    try (PostgresStore store = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      return ask.apply(store.directory());
    }
  }

  private List<org.assertj.core.groups.Tuple> damages() {
    return new Verifier(
            postgres.store().evidence(),
            new GrantVerifier(TestKeys.RING, new Issuer("https://gate.example")),
            TestKeys.EVIDENCE)
        .verifyDeployment().stream()
            .map((DeploymentDamage damage) -> tuple(damage.place(), damage.kind()))
            .toList();
  }

  private void asSuperuser(String sql) throws Exception {
    postgres.asAdmin("set search_path to countersign; " + sql);
  }
}
