package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.TestKeys;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.evidence.Seal;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.AccountLinks;
import dev.countersign.ledger.AccountLinks.Given;
import dev.countersign.ledger.AccountLinks.Linked;
import dev.countersign.ledger.AccountLinks.Looked;
import dev.countersign.ledger.AccountLinks.Unlinked;
import dev.countersign.ledger.AccountNotices;
import dev.countersign.ledger.AccountNotices.Notice;
import dev.countersign.ledger.LinkCode;
import dev.countersign.people.Absence;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatLink;
import dev.countersign.people.LinkRefusal;
import dev.countersign.people.People;
import dev.countersign.people.PeopleText;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proof.DeploymentDamage;
import dev.countersign.proof.Verifier;
import dev.countersign.proposal.PersonId;
import dev.countersign.store.PostgresStore.PeopleImported.Contradicted;
import dev.countersign.store.PostgresStore.PeopleImported.Former;
import dev.countersign.store.PostgresStore.PeopleImported.Imported;
import dev.countersign.store.PostgresStore.PeopleImported.Unproven;
import dev.countersign.token.GrantVerifier;
import dev.countersign.token.Issuer;
import dev.countersign.token.KeyRing;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A link is people in force of their own: one code, one person, one commit; nothing less makes
/// one, and nobody else takes it away.
class AccountLinksTest {
  private static final String CODE = "7KQ2M9XD";
  private static final AccountId ANNS = new AccountId(Surface.SLACK, "T01", "UANN");
  private static final AccountId BENS = new AccountId(Surface.SLACK, "T01", "UBEN");
  private static final AccountId NEW = new AccountId(Surface.TEAMS, "tenant", "new");
  private static final AccountId EVIL = new AccountId(Surface.TEAMS, "tenant", "evil");
  private static final PersonId ANN = new PersonId("ann");
  private static final People FILE = people(person("ann", ANNS), person("ben", BENS));

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private AccountLinks links;

  @BeforeEach
  void people() {
    links = postgres.store().links();
    postgres.store().importPeople(FILE, false);
  }

  @Test
  void theAccountCountsFromTheCommitOnOnEveryReplica() {
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      assertThat(other.directory().byAccount(NEW)).isEmpty();
      given();

      assertThat(links.look(CODE, ANNS))
          .isInstanceOfSatisfying(
              Looked.For.class,
              shown -> {
                assertThat(shown.person()).isEqualTo(ANN);
                assertThat(shown.code().account()).isEqualTo(NEW);
                assertThat(shown.code().name()).isEqualTo("Ann from home");
              });
      assertThat(postgres.store().directory().byAccount(NEW)).as("only looked at").isEmpty();
      assertThat(links.link(CODE, ANNS)).isEqualTo(new Linked.Done(new ChatLink(ANN, NEW)));

      assertThat(other.directory().byAccount(NEW)).map(Person::id).contains(ANN);
      assertThat(other.directory().byAccount(ANNS)).map(Person::id).contains(ANN);
    }
    assertThat(damages()).isEmpty();
    JsonObject told = lastEntry();
    assertThat(told.text("type")).isEqualTo(DeploymentFact.PEOPLE_LINKED);
    assertThat(told.object("data").text("person")).isEqualTo("ann");
    assertThat(AccountId.fromJson(told.object("data").object("account"))).isEqualTo(NEW);
    assertThat(AccountId.fromJson(told.object("data").object("confirmed_by"))).isEqualTo(ANNS);
    assertThat(told.object("data").text("digest"))
        .isEqualTo(postgres.store().directory().version().orElseThrow().value());
  }

  @Test
  void neitherTheCodeNorAnythingToFindItWithIsInTheDatabase() throws SQLException {
    given();

    assertThat(
            count(
                "select count(*) from link_code where strpos(text::text, '" + hex(CODE) + "') > 0"))
        .isZero();
    byte[] text = new LinkCode("lnk_1", NEW, "Ann from home", Instant.EPOCH).text();
    Seal seal = new LinkCode("lnk_1", NEW, "Ann from home", Instant.EPOCH).seal(CODE, foreign());
    assertThat(LinkCode.isFor(text, CODE, seal, TestKeys.EVIDENCE))
        .as("whoever knows the text and the code, and has another key")
        .isFalse();
  }

  @Test
  void aCodeLinksOnce() {
    given();
    links.link(CODE, ANNS);

    assertThat(links.link(CODE, ANNS)).isEqualTo(new Linked.Not(LinkRefusal.CODE_USED));
    assertThat(links.unlink(ANN, Surface.TEAMS, "ann")).isInstanceOf(Unlinked.Done.class);
    assertThat(links.link(CODE, ANNS)).isEqualTo(new Linked.Not(LinkRefusal.CODE_USED));
    assertThat(postgres.store().directory().byAccount(NEW)).isEmpty();
  }

  @Test
  void aCodeThatIsTooOldLinksNothing() throws SQLException {
    stored(NEW, Instant.now().minus(LinkCode.LIFE).minusSeconds(1));

    assertThat(links.look(CODE, ANNS)).isEqualTo(new Looked.Not(LinkRefusal.CODE_EXPIRED));
    assertThat(links.link(CODE, ANNS)).isEqualTo(new Linked.Not(LinkRefusal.CODE_EXPIRED));
  }

  @Test
  void aNewerCodeOfTheSameAccountEndsTheFormer() {
    given();
    links.give("lnk_2", NEW, "Ann", "22222222");

    assertThat(links.link(CODE, ANNS)).isEqualTo(new Linked.Not(LinkRefusal.CODE_EXPIRED));
    assertThat(links.link("22222222", ANNS)).isInstanceOf(Linked.Done.class);
  }

  /// The link was judged and waits for the row when the newer code comes to be in force.
  @Test
  void aCodeThatIsReplacedWhileItIsUsedIsNotCalledUsed() throws Exception {
    given();

    try (Connection newer = postgres.admin().getConnection();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      newer.setAutoCommit(false);
      try (Statement statement = newer.createStatement()) {
        statement.execute("update countersign.link_code set ended = 'replaced'");
      }
      Future<Linked> linked = threads.submit(() -> links.link(CODE, ANNS));
      while (count("select count(*) from pg_locks where not granted") == 0 && !linked.isDone()) {
        Thread.onSpinWait();
      }
      newer.commit();

      assertThat(linked.get()).isEqualTo(new Linked.Not(LinkRefusal.CODE_EXPIRED));
    }
  }

  @Test
  void whatIsNoCodeLinksNothing() {
    given();

    for (String wrong : List.of("", "7KQ2M9XE", CODE + CODE, "lnk_1")) {
      assertThat(links.link(wrong, ANNS)).isEqualTo(new Linked.Not(LinkRefusal.CODE_WRONG));
    }
  }

  @Test
  void onePersonTriesTenTimesWhicheverReplicaTheyAsk() {
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      for (int nth = 0; nth < AccountLinks.MOST_TRIES_OF_ONE; nth++) {
        assertThat((nth % 2 == 0 ? links : other.links()).count(ANNS)).isEmpty();
      }

      assertThat(links.count(ANNS)).contains(LinkRefusal.TOO_MANY_TRIES);
      assertThat(other.links().count(ANNS)).contains(LinkRefusal.TOO_MANY_TRIES);
      assertThat(links.count(BENS)).as("somebody else").isEmpty();
      assertThat(links.count(NEW)).contains(LinkRefusal.NOT_A_PERSON);
    }
  }

  @Test
  void allTogetherTryTwoHundredTimes() throws SQLException {
    asSuperuser(
        "insert into link_try (person_id, at)"
            + " select 'p' || n, clock_timestamp() from generate_series(1, 200) n");

    assertThat(links.count(ANNS)).contains(LinkRefusal.TOO_MANY_TRIES);
  }

  @Test
  void anAccountGetsThreeCodesAndAllTogetherAHundred() throws SQLException {
    for (int nth = 1; nth <= AccountLinks.MOST_CODES_OF_ONE; nth++) {
      assertThat(links.give("lnk_" + nth, NEW, "", CODE)).isInstanceOf(Given.Code.class);
    }
    assertThat(links.give("lnk_4", NEW, "", CODE))
        .isEqualTo(new Given.Not(LinkRefusal.TOO_MANY_CODES));
    assertThat(links.give("lnk_5", EVIL, "", CODE)).isInstanceOf(Given.Code.class);

    asSuperuser(
        "insert into link_code (id, surface, tenant, user_id, text, seal_key, mac, asked_at)"
            + " select 'x' || n, 'slack', 'T', 'u' || n, '', 'k', sha256(''), clock_timestamp()"
            + " from generate_series(1, 100) n");
    assertThat(links.give("lnk_6", new AccountId(Surface.SLACK, "T01", "UZOE"), "", CODE))
        .isEqualTo(new Given.Not(LinkRefusal.ALL_CODES_OUT));
  }

  @Test
  void anAccountOfSomebodyIsNotTakenAndNobodyGetsTwoInOneChat() {
    links.give("lnk_1", BENS, "", CODE);
    assertThat(links.link(CODE, ANNS)).isEqualTo(new Linked.Not(LinkRefusal.ACCOUNT_TAKEN));
    assertThat(links.link(CODE, BENS)).isEqualTo(new Linked.Not(LinkRefusal.ALREADY_LINKED));
    assertThat(links.link(CODE, EVIL)).isEqualTo(new Linked.Not(LinkRefusal.NOT_A_PERSON));

    links.give("lnk_2", new AccountId(Surface.SLACK, "T01", "UNEW"), "", "22222222");
    assertThat(links.link("22222222", ANNS)).isEqualTo(new Linked.Not(LinkRefusal.CHAT_TAKEN));
    assertThat(postgres.store().deployment().entriesAfter(0, 9)).hasSize(1);
  }

  @Test
  void whoIsAwayOrGoneMeanwhileLinksNothing() {
    given();
    Absence now =
        new Absence(
            Instant.now().minusSeconds(60),
            Instant.now().plusSeconds(3600),
            ZoneId.of("UTC"),
            Optional.empty());
    Person away = new Person(ANN, "Ann", new TreeSet<>(), Set.of(), Set.of(ANNS), List.of(now));
    postgres.store().importPeople(people(away, person("ben", BENS)), false);
    assertThat(links.link(CODE, ANNS)).isEqualTo(new Linked.Not(LinkRefusal.AWAY));

    postgres.store().importPeople(people(person("ben", BENS)), false);
    assertThat(links.link(CODE, ANNS)).isEqualTo(new Linked.Not(LinkRefusal.NOT_A_PERSON));
  }

  @Test
  void ofTwoConfirmationsAtOnceOnTwoReplicasOneCounts() throws Exception {
    given();
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      List<Linked> answers =
          atOnce(() -> links.link(CODE, ANNS), () -> other.links().link(CODE, BENS));

      assertThat(answers).filteredOn(Linked.Done.class::isInstance).hasSize(1);
      assertThat(answers).contains(new Linked.Not(LinkRefusal.CODE_USED));
    }
    assertThat(postgres.store().people().orElseThrow().links()).hasSize(1);
    assertThat(damages()).isEmpty();
  }

  @Test
  void anImportAndALinkAtOnceAreBothInForceAfterwards() throws Exception {
    given();
    People more = people(person("ann", ANNS), person("ben", BENS), person("zoe"));
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      atOnce(() -> links.link(CODE, ANNS), () -> other.importPeople(more, false));
    }

    People now = postgres.store().people().orElseThrow();
    assertThat(now.links()).containsExactly(new ChatLink(ANN, NEW));
    assertThat(now.persons()).extracting(person -> person.id().value()).contains("zoe");
    assertThat(damages()).isEmpty();
  }

  /// Whoever was revoked would come back with an old file, once anybody has linked anything.
  @Test
  void aLinkMakesNoFormerFileANewOne() {
    People more = people(person("ann", ANNS), person("ben", BENS), person("zoe"));
    assertThat(postgres.store().importPeople(more, false)).isInstanceOf(Imported.class);
    given();
    assertThat(links.link(CODE, ANNS)).isInstanceOf(Linked.Done.class);

    assertThat(postgres.store().importPeople(FILE, false)).isInstanceOf(Former.class);
    assertThat(postgres.store().importPeople(more, false)).isInstanceOf(Imported.class);
    assertThat(postgres.store().importPeople(FILE, true)).isInstanceOf(Imported.class);
  }

  @Test
  void anImportKeepsWhatWasLinked() {
    given();
    links.link(CODE, ANNS);

    assertThat(postgres.store().foundPeople(FILE)).as("the same file at a start").isEmpty();
    assertThat(postgres.store().importPeople(FILE, false)).isInstanceOf(Imported.class);
    assertThat(postgres.store().directory().byAccount(NEW)).isPresent();
    People more = people(person("ann", ANNS), person("ben", BENS), person("zoe"));
    assertThat(postgres.store().importPeople(more, false)).isInstanceOf(Imported.class);
    assertThat(postgres.store().directory().byAccount(NEW)).map(Person::id).contains(ANN);
    assertThat(postgres.store().importPeople(FILE, false)).isInstanceOf(Former.class);
    assertThat(damages()).isEmpty();
  }

  @Test
  void whereNoPeopleAreProvedAnImportLosesLinksOnlyWhenThatIsForced() throws SQLException {
    given();
    links.link(CODE, ANNS);
    asSuperuser(
        "alter table people_version disable trigger all;"
            + " update people_version set text = text || ' '::bytea where version = 2");

    try (PostgresStore gate = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      assertThat(gate.people()).isEmpty();
      assertThat(gate.importPeople(FILE, false)).isEqualTo(new Unproven(2));
      assertThat(gate.people()).isEmpty();
      assertThat(gate.importPeople(FILE, true)).isEqualTo(new Imported(3));
      assertThat(gate.people()).isPresent();
    }
  }

  @Test
  void aFileThatContradictsALinkIsNotImported() {
    given();
    links.link(CODE, ANNS);
    People now = postgres.store().people().orElseThrow();

    People elsewhere = people(person("ann", ANNS, EVIL), person("ben", BENS));
    People taken = people(person("ann", ANNS), person("ben", BENS, NEW));
    for (People file : List.of(elsewhere, taken)) {
      assertThat(postgres.store().importPeople(file, true)).isInstanceOf(Contradicted.class);
    }
    assertThat(postgres.store().people()).contains(now);
  }

  @Test
  void aLinkThatTheFileStatesIsTheFilesAndOneOfSomebodyWhoLeftIsGone() {
    given();
    links.link(CODE, ANNS);

    postgres.store().importPeople(people(person("ann", ANNS, NEW), person("ben", BENS)), false);
    assertThat(postgres.store().people().orElseThrow().links()).isEmpty();
    assertThat(links.unlink(ANN, Surface.TEAMS, "ops"))
        .isEqualTo(new Unlinked.Not(LinkRefusal.NOT_LINKED));
    postgres.store().importPeople(people(person("ben", BENS)), false);
    assertThat(postgres.store().directory().byAccount(NEW)).isEmpty();
    assertThat(damages()).isEmpty();
  }

  @Test
  void whatIsUnlinkedCountsNoMoreAtOnce() {
    given();
    links.link(CODE, ANNS);
    assertThat(links.linksOf(ANN)).containsExactly(new ChatLink(ANN, NEW));

    assertThat(links.unlink(ANN, Surface.TEAMS, "slack:T01:UANN"))
        .isEqualTo(new Unlinked.Done(new ChatLink(ANN, NEW)));

    assertThat(postgres.store().directory().byAccount(NEW)).isEmpty();
    assertThat(links.linksOf(ANN)).isEmpty();
    assertThat(links.unlink(ANN, Surface.SLACK, "x"))
        .as("an account of the file")
        .isEqualTo(new Unlinked.Not(LinkRefusal.NOT_LINKED));
    assertThat(lastEntry().text("type")).isEqualTo(DeploymentFact.PEOPLE_UNLINKED);
    assertThat(damages()).isEmpty();
  }

  @Test
  void aCodeWhoseAccountWasExchangedInItsRowIsNoCode() throws SQLException {
    given();
    String forged = hex(new LinkCode("lnk_1", EVIL, "Ann", Instant.now()).text());
    asSuperuser("update link_code set text = '\\x" + forged + "', user_id = 'evil'");

    assertThat(links.look(CODE, ANNS)).isEqualTo(new Looked.Not(LinkRefusal.CODE_WRONG));
    assertThat(links.link(CODE, ANNS)).isEqualTo(new Linked.Not(LinkRefusal.CODE_WRONG));
  }

  @Test
  void aCodeThatWasOnlyWrittenIntoTheTableIsNoCode() throws SQLException {
    LinkCode code = new LinkCode("lnk_9", EVIL, "Ann", Instant.now());
    insert(code, code.seal(CODE, foreign()));
    assertThat(links.link(CODE, ANNS)).isEqualTo(new Linked.Not(LinkRefusal.CODE_WRONG));
  }

  @Test
  void aUsedCodeMadeFreshAgainLinksNobodyElse() throws SQLException {
    given();
    links.link(CODE, ANNS);
    asSuperuser("update link_code set ended = null, asked_at = clock_timestamp()");

    assertThat(links.link(CODE, BENS)).isEqualTo(new Linked.Not(LinkRefusal.ACCOUNT_TAKEN));
    assertThat(links.link(CODE, ANNS)).isEqualTo(new Linked.Not(LinkRefusal.ALREADY_LINKED));
  }

  @Test
  void aRowThatIsThereAlreadyKeepsNobodyFromLinking() throws SQLException {
    given();
    asSuperuser(
        "insert into account (surface, tenant, user_id, person_id)"
            + " values ('teams', 'tenant', 'new', 'ben')");

    assertThat(links.link(CODE, ANNS)).isInstanceOf(Linked.Done.class);
    assertThat(damages()).isEmpty();
  }

  @Test
  void aLinkThatOnlyRowsTellOfIsNamedAndLinksNobody() throws SQLException {
    People forged = FILE.with(List.of(new ChatLink(ANN, EVIL)));
    asSuperuser(
        "insert into people_version (version, text, entry) values (9, '\\x"
            + hex(PeopleText.of(forged))
            + "', 1)");

    assertThat(postgres.store().directory().byAccount(EVIL)).isEmpty();
    assertThat(damages()).contains(tuple("import 9", Kind.ALTERED));
  }

  @Test
  void anImportMakesNoLinkWhateverItIsMadeToSay() {
    postgres.store().importPeople(FILE.with(List.of(new ChatLink(ANN, NEW))), true);

    assertThat(postgres.store().people().orElseThrow().links()).isEmpty();
    assertThat(damages()).isEmpty();
  }

  @Test
  void eachAccountOfThePersonIsToldOnceByWhicheverReplica() {
    given();
    links.link(CODE, ANNS);
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      List<Notice> taken = postgres.store().accountNotices().take(20);

      assertThat(taken).extracting(Notice::to).containsExactlyInAnyOrder(NEW, ANNS);
      assertThat(taken)
          .allSatisfy(notice -> {
            assertThat(notice.told())
                .isEqualTo(new AccountNotices.Told.Linked(new ChatLink(ANN, NEW), ANNS));
            assertThat(notice.isLast()).isFalse();
          });
      assertThat(other.accountNotices().take(20)).as("they are with the first").isEmpty();
      taken.forEach(postgres.store().accountNotices()::done);
    }
  }

  @Test
  void whatWasNotToldIsTakenAgainLaterAndNotWithoutEnd() throws SQLException {
    given();
    links.link(CODE, ANNS);
    for (int nth = 1; nth <= 12; nth++) {
      List<Notice> taken = postgres.store().accountNotices().take(20);
      assertThat(taken).hasSize(2);
      boolean last = nth == 12;
      assertThat(taken).allMatch(notice -> notice.isLast() == last);
      asSuperuser("update link_notice set due_at = clock_timestamp()");
    }
  }

  @Test
  void aNoticeThatNoEntryBearsOutTellsNobodyAnything() throws SQLException {
    asSuperuser(
        "insert into link_notice (entry, surface, tenant, user_id, due_at)"
            + " values (1, 'slack', 'T01', 'UANN', now()), (99, 'slack', 'T01', 'UANN', now())");

    assertThat(postgres.store().accountNotices().take(20)).isEmpty();
    assertThat(count("select count(*) from link_notice")).isZero();
  }

  @Test
  void aNoticeForNoAccountKeepsNoneOfTheOthersBack() throws SQLException {
    given();
    links.link(CODE, ANNS);
    asSuperuser(
        "insert into link_notice (entry, surface, tenant, user_id, due_at)"
            + " select max(entry), 'slack', '', '', now() - interval '1 hour' from link_notice");

    assertThat(postgres.store().accountNotices().take(20))
        .extracting(Notice::to)
        .containsExactlyInAnyOrder(NEW, ANNS);
    assertThat(count("select count(*) from link_notice")).isEqualTo(2);
  }

  /// A superuser who takes the newest people away makes no older ones new by a link.
  @Test
  void whatTheGateHasSeenOfPeopleALinkGoesOnFrom() throws SQLException {
    given();
    postgres.store().importPeople(FILE, true);
    int before = count("select max(version) from people_version");
    postgres.store().importPeople(List.of(), List.of(), List.of());
    assertThat(postgres.store().people()).isPresent();
    asSuperuser(
        "alter table people_version disable trigger all;"
            + " delete from people_version where version > "
            + before);

    try (PostgresStore importer =
        PostgresStore.open(postgres.config(), TestKeys.EVIDENCE).goingOnFrom(postgres.store())) {
      assertThat(importer.links().link(CODE, ANNS)).isInstanceOf(Linked.Not.class);
    }
    assertThat(count("select max(version) from people_version")).isEqualTo(before);
  }

  private void given() {
    assertThat(links.give("lnk_1", NEW, "Ann from home", CODE)).isInstanceOf(Given.Code.class);
  }

  /// A code that this gate gave out at another time.
  private void stored(AccountId account, Instant at) throws SQLException {
    LinkCode code = new LinkCode("lnk_1", account, "", at);
    insert(code, code.seal(CODE, TestKeys.EVIDENCE));
  }

  private void insert(LinkCode code, Seal seal) throws SQLException {
    asSuperuser(
        "insert into link_code (id, surface, tenant, user_id, text, seal_key, mac, asked_at)"
            + " values ('%s', 'teams', 'tenant', 'x', '\\x%s', '%s', '\\x%s', now())"
                .formatted(code.id(), hex(code.text()), seal.key(), hex(seal.mac())));
  }

  private static dev.countersign.evidence.EvidenceKeys foreign() {
    return KeyRing.generate(new SecureRandom(), InstantSource.system()).evidence();
  }

  private static <T> List<T> atOnce(Callable<? extends T> one, Callable<? extends T> other)
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<? extends T> first = threads.submit(one);
      Future<? extends T> second = threads.submit(other);
      return List.of(first.get(), second.get());
    }
  }

  private JsonObject lastEntry() {
    return postgres.store().deployment().entriesAfter(0, 500).getLast().document();
  }

  private List<org.assertj.core.groups.Tuple> damages() {
    List<DeploymentDamage> found =
        new Verifier(
                postgres.store().evidence(),
                new GrantVerifier(TestKeys.RING, new Issuer("https://gate.example")),
                TestKeys.EVIDENCE)
            .verifyDeployment();
    return found.stream().map(damage -> tuple(damage.place(), damage.kind())).toList();
  }

  private void asSuperuser(String sql) throws SQLException {
    postgres.asAdmin("set search_path to countersign; " + sql);
  }

  private int count(String sql) throws SQLException {
    try (var connection = postgres.admin().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("set search_path to countersign");
      try (var rows = statement.executeQuery(sql)) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  private static String hex(String text) {
    return hex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static People people(Person... persons) {
    return new People(List.of(persons), List.of(), List.of());
  }

  private static Person person(String id, AccountId... accounts) {
    return new Person(new PersonId(id), id, new TreeSet<>(), Set.of(), Set.of(accounts));
  }
}
