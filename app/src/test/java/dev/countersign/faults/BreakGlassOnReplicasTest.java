package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.audit.EntryType;
import dev.countersign.card.BreakGlassDesk.Offer;
import dev.countersign.card.BreakGlassDesk.Told;
import dev.countersign.card.BreakGlassDesk.Use;
import dev.countersign.card.Button;
import dev.countersign.card.CardView;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.RetrospectiveDesk;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.OperatorNotices;
import dev.countersign.ledger.Passkeys.Done;
import dev.countersign.ledger.Retrospectives;
import dev.countersign.ledger.Retrospectives.Retrospective;
import dev.countersign.passkey.AssertionCheck;
import dev.countersign.passkey.Passkey;
import dev.countersign.passkey.PasskeyAssertion;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import dev.countersign.people.People;
import dev.countersign.people.Surface;
import dev.countersign.proof.Damage;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proof.Verifier;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RetrospectiveQuestion;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.store.PostgresStore;
import dev.countersign.token.GrantVerifier;
import dev.countersign.token.KeyRing;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Break-glass on Postgres: what lands once on however many replicas, and what `verify` proves of
/// it again.
@Timeout(120)
class BreakGlassOnReplicasTest {
  private static final KeyRing KEYS = TestKeys.RING;
  private static final String ISSUER = "https://login.example";
  private static final String RIGHT = "\"may_break_glass\":true";

  /// pia and nina may use it, marc and lena confirm passkeys.
  private static final String PEOPLE =
      TestGate.PEOPLE
          .replaceAll(
              "\"slack\":\\{\"team\":\"T01\",\"user\":\"([A-Z]+)\"}",
              "$0,\"oidc\":{\"iss\":\"" + ISSUER + "\",\"sub\":\"$1\"}")
          .replace(
              "\"direct\":{",
              "\"on-call\":{\"members\":[\"pia\",\"nina\"],"
                  + RIGHT
                  + "},\"keys\":{\"members\":[\"marc\",\"lena\"],\"may_confirm_passkeys\":true},"
                  + "\"direct\":{");

  /// Knows what was signed by what the signature says: the challenge itself.
  private static final AssertionCheck SIGNED =
      (assertion, _, challenge) ->
          assertion
                  .signature()
                  .equals(Base64.getUrlEncoder().withoutPadding().encodeToString(challenge))
              ? Optional.of(0L)
              : Optional.empty();

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private Passkey pias =
      new Passkey(
          1,
          new PersonId("pia"),
          "",
          new Passkey.Material("cGlh", "a2V5", "https://approve.example", 0),
          TestGate.START,
          Optional.empty());

  @BeforeEach
  void piaHasAPasskeyThatMarcConfirmed() {
    importPeople(PEOPLE);
    Passkey made = done(postgres.store().passkeys().enrol(account("UPIA"), "", pias.material()));
    pias = done(postgres.store().passkeys().confirm(account("UMARC"), made.number()));
  }

  private static Passkey done(Done done) {
    return ((Done.Is) done).passkey();
  }

  private void importPeople(String file) {
    People people = TestGate.people(file);
    postgres.store().importPeople(people.persons(), people.groups(), people.agents());
  }

  private static AccountId account(String subject) {
    return new AccountId(Surface.CONSOLE, ISSUER, subject);
  }

  private static TestGate gate(PostgresStore store) {
    return TestGate.withPages(
        BreakGlassOnReplicasTest::drawn,
        ISSUER,
        store.ledger(),
        store.deliveries(),
        store.directory(),
        KEYS,
        store.retrospectives(),
        store.refusedAttempts());
  }

  private static RenderedCard drawn(CardView view) {
    return RenderedCard.of(
        JsonObject.builder().put("sections", view.sections().toString()).build(),
        true,
        view.buttons().stream().map(Button::decision).collect(Collectors.toSet()));
  }

  /// What pia's press carries, once she was shown the page.
  private Use use(TestGate gate, ProposalId id) {
    Offer.Page page = (Offer.Page) gate.breakGlass.look(account("UPIA"), id.value());
    StrongerCheck.Use signed =
        new StrongerCheck.Use(
            page.sign().orElseThrow(),
            "bm9uY2U",
            new PasskeyAssertion(
                pias.material().credential(),
                "ZGF0YQ",
                "Y2xpZW50",
                page.sign().orElseThrow().challengeText("bm9uY2U"),
                Passkey.handleText(pias.person())));
    StrongerCheck.Verdict verdict =
        StrongerCheck.of(
            signed, Optional.of(pias), pias.person(), gate.ledger.now(), Duration.ZERO, SIGNED);
    return new Use(
        id.value(),
        "INC-2041",
        "Payments are down, and both leads are on a plane.",
        page.card().digest().value(),
        ((StrongerCheck.Verdict.Proven) verdict).check());
  }

  private List<Damage> damages(AssertionCheck assertions) {
    List<Damage> found = new ArrayList<>();
    new Verifier(
            postgres.store().evidence(),
            new GrantVerifier(KEYS, Gates.ISSUER),
            KEYS.evidence(),
            assertions)
        .verifyAll(found::add);
    return found;
  }

  /// All at the same moment.
  private static List<Told> atOnce(List<TestGate> replicas, List<Use> uses) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Told>> all = new ArrayList<>();
      for (int nth = 0; nth < uses.size(); nth++) {
        TestGate replica = replicas.get(nth % replicas.size());
        Use use = uses.get(nth);
        all.add(
            threads.submit(() -> {
              start.await();
              return replica.breakGlass.use(account("UPIA"), use);
            }));
      }
      start.countDown();
      List<Told> told = new ArrayList<>();
      for (Future<Told> each : all) {
        told.add(each.get());
      }
      return told;
    }
  }

  @Test
  void ofSeveralUsesOfOnePersonAtOnceOnTwoReplicasOneLands() throws Exception {
    try (PostgresStore other = PostgresStore.open(postgres.config(), KEYS.evidence())) {
      List<TestGate> replicas = List.of(gate(postgres.store()), gate(other));
      List<ProposalId> ids = new ArrayList<>();
      List<Use> uses = new ArrayList<>();
      for (int nth = 0; nth < 6; nth++) {
        ProposalId id = replicas.getFirst().propose();
        ids.add(id);
        uses.add(use(replicas.getFirst(), id));
      }
      List<Told> told = atOnce(replicas, uses);

      assertThat(told).filteredOn(Told::done).hasSize(1);
      assertThat(told)
          .filteredOn(one -> !one.done())
          .extracting(Told::code)
          .containsOnly("open_retrospective");
      assertThat(ids)
          .filteredOn(id -> replicas.getFirst().state(id) instanceof Approved)
          .hasSize(1);
      assertThat(other.retrospectives().unclosed(9))
          .extracting(Retrospectives.Listed::of)
          .extracting(Retrospective::actor, Retrospective::owner)
          .containsExactly(tuple(new PersonId("pia"), new PersonId("lena")));
      assertThat(damages(SIGNED)).isEmpty();
    }
  }

  @Test
  void twoSubmitsOfOneAtOnceOnTwoReplicasAreOneGrantAndOneExecution() throws Exception {
    try (PostgresStore other = PostgresStore.open(postgres.config(), KEYS.evidence())) {
      List<TestGate> replicas = List.of(gate(postgres.store()), gate(other));
      ProposalId id = replicas.getFirst().propose();
      Use use = use(replicas.getFirst(), id);
      assertThat(atOnce(replicas, List.of(use, use, use, use))).filteredOn(Told::done).hasSize(1);

      replicas.forEach(TestGate::execute);
      assertThat(replicas.stream().mapToInt(gate -> gate.executor.sent().size()).sum())
          .isEqualTo(1);
      assertThat(replicas.getFirst().audit(id, EntryType.GRANT_ISSUED)).hasSize(1);
      assertThat(damages(SIGNED)).isEmpty();
    }
  }

  @Test
  void verifyProvesThePasskeyAgainAndComparesTheRow() throws Exception {
    TestGate gate = gate(postgres.store());
    ProposalId id = gate.propose();
    assertThat(gate.breakGlass.use(account("UPIA"), use(gate, id)).done()).isTrue();
    gate.execute();
    assertThat(damages(SIGNED)).isEmpty();

    assertThat(damages((_, _, _) -> Optional.empty()))
        .as("where the signature is not one over this challenge")
        .singleElement()
        .asString()
        .contains("no passkey of pia proves it");
    for (String change :
        List.of(
            "update break_glass set owner = 'marc'",
            "update break_glass set due = due + interval '1 day'",
            "update break_glass set person = 'nina'")) {
      assertThat(damaged(change)).as(change).contains(Kind.ALTERED);
    }
    assertThat(damaged("delete from break_glass")).containsExactly(Kind.INCOMPLETE);
    assertThat(
            damaged(
                "update audit_entry set body = convert_to(replace(convert_from(body, 'UTF8'),"
                    + " 'INC-2041', 'INC-2042'), 'UTF8')"))
        .isNotEmpty();
  }

  /// What is found once this was changed; then it is changed back.
  private List<Kind> damaged(String change) throws SQLException {
    postgres.asAdmin(
        """
        set search_path to countersign;
        create table kept_glass as select * from break_glass;
        create table kept_entry as select request_id, seq, body from audit_entry;
        alter table break_glass disable trigger written_once;
        alter table audit_entry disable trigger all;
        """
            + change);
    List<Kind> found = damages(SIGNED).stream().map(Damage::kind).toList();
    postgres.asAdmin(
        """
        set search_path to countersign;
        delete from break_glass;
        insert into break_glass select * from kept_glass;
        update audit_entry e set body = k.body from kept_entry k
         where k.request_id = e.request_id and k.seq = e.seq and k.body <> e.body;
        drop table kept_glass, kept_entry;
        alter table break_glass enable always trigger written_once;
        """);
    return found;
  }

  /// What operators are told was refused.
  private List<String> told() {
    return postgres.store().operatorNotices().take(20).stream()
        .flatMap(notice ->
            notice.told() instanceof OperatorNotices.Told.Refused(var attempt)
                ? Stream.of(attempt.why())
                : Stream.empty())
        .toList();
  }

  @Test
  void ofOneRefusedUseSentManyTimesToTwoReplicasOneIsWrittenAndTold() throws Exception {
    try (PostgresStore other = PostgresStore.open(postgres.config(), KEYS.evidence())) {
      List<TestGate> replicas = List.of(gate(postgres.store()), gate(other));
      ProposalId id = replicas.getFirst().propose();
      Use use = use(replicas.getFirst(), id);
      importPeople(PEOPLE.replace("[\"pia\",\"nina\"]", "[\"nina\"]"));
      assertThat(atOnce(replicas, Collections.nCopies(12, use)))
          .allSatisfy(told -> assertThat(told.code()).isEqualTo("no_right"));

      assertThat(told()).containsExactly("no_right", "no_right");
      assertThat(replicas.getFirst().audit(id, EntryType.GLASS_REFUSED)).hasSize(1);
      assertThat(refusedEntries()).hasSize(1);
      assertThat(damages(SIGNED)).isEmpty();
    }
  }

  private List<DeploymentEntry> refusedEntries() {
    return postgres.store().deployment().entriesAfter(0, 1000).stream()
        .filter(entry -> entry.document().text("type").equals(DeploymentFact.ATTEMPT_REFUSED))
        .toList();
  }

  @Test
  void aRightThatIsTakenAwayMeanwhileCountsForNothing() {
    TestGate gate = gate(postgres.store());
    ProposalId shown = gate.propose();
    Use use = use(gate, shown);
    importPeople(PEOPLE.replace(RIGHT, "\"may_break_glass\":false"));
    assertThat(gate.breakGlass.use(account("UPIA"), use).code()).isEqualTo("nobody_may");
    assertThat(gate.state(shown)).isInstanceOf(Pending.class);
    assertThat(told()).as("in each chat").containsExactly("nobody_may", "nobody_may");
    assertThat(gate.audit(shown, EntryType.GLASS_REFUSED)).hasSize(1);

    importPeople(PEOPLE);
    assertThat(gate.breakGlass.use(account("UPIA"), use).done()).isTrue();
    importPeople(PEOPLE.replace("[\"pia\",\"nina\"]", "[\"nina\"]"));
    gate.execute();
    assertThat(gate.executor.sent()).isEmpty();
    assertThat(((Approved) gate.state(shown)).execution())
        .isInstanceOfSatisfying(
            Execution.Failed.class, end -> assertThat(end.code()).isEqualTo("policy_changed"));
    assertThat(damages(SIGNED)).isEmpty();
  }

  private static final Map<RetrospectiveQuestion, String> ANSWERS =
      Arrays.stream(RetrospectiveQuestion.values())
          .collect(Collectors.toMap(question -> question, _ -> "As it was written down."));

  @Test
  void aRetrospectiveIsFiledOnceOnTwoReplicasAndClosedByTwoOthers() throws Exception {
    try (PostgresStore other = PostgresStore.open(postgres.config(), KEYS.evidence());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<TestGate> replicas = List.of(gate(postgres.store()), gate(other));
      TestGate gate = replicas.getFirst();
      ProposalId id = gate.propose();
      assertThat(gate.breakGlass.use(account("UPIA"), use(gate, id)).done()).isTrue();

      List<Future<RetrospectiveDesk.Told>> filed =
          IntStream.range(0, 6)
              .mapToObj(nth ->
                  threads.submit(() ->
                      replicas
                          .get(nth % 2)
                          .filing
                          .file(account(nth % 3 == 0 ? "ULENA" : "UPIA"), id.value(), ANSWERS)))
              .toList();
      int done = 0;
      for (Future<RetrospectiveDesk.Told> one : filed) {
        done += one.get().done() ? 1 : 0;
      }
      assertThat(done).isEqualTo(1);
      assertThat(gate.audit(id, EntryType.RETROSPECTIVE_FILED)).hasSize(1);
      assertThat(other.retrospectives().of(new PersonId("pia")).open()).isEmpty();

      assertThat(gate.filing.close(account("UNINA"), id.value()).done()).isTrue();
      assertThat(gate.filing.close(account("UNINA"), id.value()).code()).isEqualTo("closed_before");
      assertThat(other.retrospectives().list(9))
          .singleElement()
          .satisfies(one -> {
            assertThat(one.filed()).isPresent();
            assertThat(one.closedBy()).containsExactly(new PersonId("nina"));
          });
      assertThat(damages(SIGNED)).isEmpty();
    }
  }

  @Test
  void aRowThatTheGatesRoleWritesGivesNobodyTheRightBackAndIsFound() throws Exception {
    TestGate gate = gate(postgres.store());
    ProposalId id = gate.propose();
    assertThat(gate.breakGlass.use(account("UPIA"), use(gate, id)).done()).isTrue();
    postgres.asAdmin(
        "insert into countersign.retrospective_mark (request_id, kind, person, at)"
            + " select request_id, 'filed', owner, at from countersign.break_glass");
    ProposalId next = gate.propose();

    assertThat(postgres.store().retrospectives().of(new PersonId("pia")).open()).isEmpty();
    assertThat(gate.breakGlass.look(account("UPIA"), next.value()))
        .isInstanceOfSatisfying(
            Offer.Page.class, page -> assertThat(page.code()).isEqualTo("open_retrospective"));
    assertThat(damages(SIGNED))
        .singleElement()
        .asString()
        .contains("retrospective_mark", "no entry tells of filed by lena");

    assertThat(gate.filing.file(account("UPIA"), id.value(), ANSWERS).done())
        .as("the row keeps nobody from filing it")
        .isTrue();
  }
}
