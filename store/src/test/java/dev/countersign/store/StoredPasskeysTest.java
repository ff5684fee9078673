package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.TestKeys;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.evidence.Seal;
import dev.countersign.json.Digest;
import dev.countersign.ledger.AccountNotices;
import dev.countersign.ledger.OperatorNotices.Notice;
import dev.countersign.ledger.OperatorNotices.Told;
import dev.countersign.ledger.PasskeyChallenge;
import dev.countersign.ledger.Passkeys;
import dev.countersign.ledger.Passkeys.Done;
import dev.countersign.passkey.AssertionCheck;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.Passkey;
import dev.countersign.passkey.PasskeyAssertion;
import dev.countersign.passkey.PasskeyHistory;
import dev.countersign.passkey.PasskeyRefusal;
import dev.countersign.passkey.PasskeyStep;
import dev.countersign.passkey.PasskeyStep.Deed;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import dev.countersign.people.Group;
import dev.countersign.people.People;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proof.Verifier;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.token.GrantVerifier;
import dev.countersign.token.Issuer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoredPasskeysTest extends DeploymentTestCase {
  private static final AccountId ANN = account("ann");
  private static final AccountId BEN = account("ben");
  private static final AccountId CARL = account("carl");
  private static final GroupName SECURITY = new GroupName("security");
  private static final Bound BOUND =
      Bound.approving(new ProposalId("prop_01M84EQJC0ZZJYEYWBAXHA60AB"), 1, Digest.of("action"));
  private static final String NONCE = "bm9uY2U";

  /// Believes each signature: what it is over is the console's to check.
  private static final AssertionCheck BELIEVED = (_, _, _) -> Optional.of(0L);

  private Passkeys passkeys;

  private static AccountId account(String name) {
    return new AccountId(Surface.CONSOLE, "https://login.example", name);
  }

  @BeforeEach
  void people() {
    importPeople(Set.of(CARL));
    passkeys = postgres.store().passkeys();
  }

  private void importPeople(Set<AccountId> carls) {
    Group security =
        new Group(
            SECURITY,
            Set.of(new PersonId("ann"), new PersonId("ben")),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            false,
            true);
    postgres
        .store()
        .importPeople(
            new People(
                List.of(
                    person("ann", Set.of(ANN), true),
                    person("ben", Set.of(BEN), true),
                    person("carl", carls, false)),
                List.of(security),
                List.of()),
            true);
  }

  private static Person person(String id, Set<AccountId> accounts, boolean confirms) {
    return new Person(
        new PersonId(id), id, new TreeSet<>(), confirms ? Set.of(SECURITY) : Set.of(), accounts);
  }

  private static Passkey.Material material(String credential) {
    return new Passkey.Material(credential, "a2V5", "https://approve.example", 0);
  }

  private Passkey enrolled(AccountId account, String credential) {
    return ((Done.Is) passkeys.enrol(account, "key", material(credential))).passkey();
  }

  private static void assertNot(Done done, PasskeyRefusal why) {
    assertThat(done).isEqualTo(new Done.Not(why));
  }

  @Test
  void oneIsEnrolledConfirmedByAnotherAndRemovedOnEveryReplica() {
    Passkey carls = enrolled(CARL, "Y2FybA");
    assertThat(passkeys.all()).containsExactly(carls);
    assertThat(carls.countsFrom(Duration.ZERO)).isEmpty();

    Passkey confirmed = ((Done.Is) passkeys.confirm(ANN, carls.number())).passkey();
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      assertThat(other.passkeys().all()).containsExactly(confirmed);
      assertThat(confirmed.counts(confirmed.confirmed().orElseThrow().at(), Duration.ZERO))
          .isTrue();
      other.passkeys().remove(CARL, carls.number());
    }
    assertThat(passkeys.all()).isEmpty();
    assertThat(damages()).isEmpty();
  }

  @Test
  void nobodyConfirmsTheirOwnAndNobodyWithoutTheRight() {
    Passkey anns = enrolled(ANN, "YW5u");
    assertNot(passkeys.confirm(ANN, anns.number()), PasskeyRefusal.OWN_PASSKEY);
    assertNot(passkeys.confirm(CARL, anns.number()), PasskeyRefusal.NO_RIGHT);
    assertNot(passkeys.remove(CARL, anns.number()), PasskeyRefusal.NO_RIGHT);
    assertNot(passkeys.confirm(account("nobody"), anns.number()), PasskeyRefusal.NOT_A_PERSON);
    assertNot(passkeys.confirm(BEN, 99), PasskeyRefusal.UNKNOWN_PASSKEY);
    assertNot(passkeys.enrol(BEN, "", material("YW5u")), PasskeyRefusal.ENROLLED_ALREADY);
    passkeys.confirm(BEN, anns.number());
    assertNot(passkeys.confirm(BEN, anns.number()), PasskeyRefusal.CONFIRMED_ALREADY);
    assertThat(damages()).isEmpty();
  }

  @Test
  void afterALostKeyWhoeverRemovedItDoesNotConfirmTheNextOne() {
    Passkey lost = enrolled(CARL, "Y2FybA");
    passkeys.confirm(ANN, lost.number());
    passkeys.remove(BEN, lost.number());

    Passkey next = enrolled(CARL, "bmV4dA");
    assertNot(passkeys.confirm(BEN, next.number()), PasskeyRefusal.REMOVED_THE_LAST);
    assertThat(passkeys.all()).containsExactly(next);
    assertThat(passkeys.confirm(ANN, next.number())).isInstanceOf(Done.Is.class);

    Passkey spare = enrolled(CARL, "c3BhcmU");
    assertThat(passkeys.confirm(BEN, spare.number()))
        .as("once somebody else has confirmed one")
        .isInstanceOf(Done.Is.class);
    Passkey anns = enrolled(ANN, "YW5u");
    assertThat(passkeys.confirm(BEN, anns.number()))
        .as("of somebody else")
        .isInstanceOf(Done.Is.class);
    assertThat(damages()).isEmpty();
  }

  @Test
  void whoeverRemovedOneConfirmsNeitherTheNextNorTheOneAfterThat() {
    Passkey lost = enrolled(CARL, "Y2FybA");
    passkeys.confirm(BEN, lost.number());
    passkeys.remove(BEN, lost.number());
    passkeys.remove(CARL, enrolled(CARL, "bmV4dA").number());
    Passkey third = enrolled(CARL, "dGhpcmQ");
    assertNot(passkeys.confirm(BEN, third.number()), PasskeyRefusal.REMOVED_THE_LAST);
  }

  /// Whoever has the keys of the gate, or a gate that did not know the rule.
  @Test
  void anEntryInWhichWhoeverRemovedItConfirmsTheNextOneIsNamed() throws Exception {
    Passkey lost = enrolled(CARL, "Y2FybA");
    passkeys.remove(BEN, lost.number());
    Passkey next = enrolled(CARL, "bmV4dA");
    postgres
        .store()
        .deployment()
        .append(
            new DeploymentFact(
                PasskeyHistory.CONFIRMED,
                "person",
                PasskeyHistory.about(
                    next.number(),
                    person("ben", Set.of(BEN), true),
                    BEN,
                    postgres.store().directory().asOfNow().version().map(Digest::value))));
    int entry = next.number() + 1;
    asTheGate(
        "insert into passkey_step (entry, kind, enrolled) values (%d, 'passkey_confirmed', %d)"
            .formatted(entry, next.number()));
    assertThat(damages()).containsExactly(tuple("deployment_entry " + entry, Kind.CONTRADICTION));
  }

  @Test
  void aPersonHasSoManyAndNoMore() {
    for (int each = 0; each < Passkey.MOST; each++) {
      enrolled(CARL, "Y2FybA" + each);
    }
    assertNot(passkeys.enrol(CARL, "", material("bW9yZQ")), PasskeyRefusal.TOO_MANY);
  }

  /// Whoever has the application's password, and no key.
  @Test
  void aForgedRowNeitherEnrolsNorConfirms() throws Exception {
    Passkey carls = enrolled(CARL, "Y2FybA");
    for (String kind : List.of("passkey_confirmed", "passkey_enrolled")) {
      asTheGate(
          """
          insert into deployment_entry (seq, body, seal_key, mac)
          select max(seq) + 1, convert_to(replace(replace(convert_from(
                   (select body from deployment_entry where seq = %d), 'UTF8'),
                   'passkey_enrolled', '%s'), 'Y2FybA', 'ZXZpbA'), 'UTF8'),
                 min(seal_key), (select mac from deployment_entry where seq = %d)
            from deployment_entry;
          insert into passkey_step (entry, kind, enrolled)
          select max(seq), '%s', %s from deployment_entry
          """
              .formatted(
                  carls.number(),
                  kind,
                  carls.number(),
                  kind,
                  kind.equals("passkey_enrolled") ? "max(seq)" : carls.number()));
    }
    assertThat(passkeys.all()).containsExactly(carls);
    assertThat(damages())
        .contains(
            tuple("passkey_step " + (carls.number() + 1), Kind.CONTRADICTION),
            tuple("deployment_entry " + (carls.number() + 1), Kind.FORGED));
  }

  @Test
  void aForgedRemovalRemovesAndIsFound() throws Exception {
    Passkey carls = enrolled(CARL, "Y2FybA");
    asTheGate(
        """
        insert into passkey_step (entry, kind, enrolled)
        select 1, 'passkey_removed', %d
        """
            .formatted(carls.number()));
    assertThat(passkeys.all()).isEmpty();
    assertThat(damages()).containsExactly(tuple("passkey_step 1", Kind.CONTRADICTION));
  }

  @Test
  void aRemovalThatWasDeletedWithTheDatabasesOwnPasswordIsFound() throws Exception {
    Passkey carls = enrolled(CARL, "Y2FybA");
    passkeys.remove(CARL, carls.number());
    asSuperuser("passkey_step", "delete from passkey_step where kind = 'passkey_removed'");
    assertThat(damages())
        .containsExactly(tuple("passkey_step " + (carls.number() + 1), Kind.INCOMPLETE));
  }

  @Test
  void aCountThatDoesNotRiseIsRefusedAndTold() {
    Passkey carls = enrolled(CARL, "Y2FybA");
    assertThat(passkeys.rises(carls, 0)).isTrue();
    assertThat(passkeys.rises(carls, 0)).isTrue();
    assertThat(passkeys.rises(carls, 5)).isTrue();
    assertThat(passkeys.rises(carls, 5)).isFalse();
    assertThat(passkeys.rises(carls, 0)).isFalse();
    assertThat(passkeys.rises(carls, 6)).isTrue();
    assertThat(
            postgres.store().deployment().entriesAfter(carls.number(), 10).stream()
                .map(entry -> entry.document().text("type")))
        .containsExactly("passkey_count_fell", "passkey_count_fell");
    assertThat(damages()).isEmpty();
  }

  @Test
  void operatorsAreToldOnceThatThereMayBeTwoOfAPasskey() {
    Passkey carls = enrolled(CARL, "Y2FybA");
    assertThat(postgres.store().operatorNotices().take(9)).hasSize(2);
    assertThat(passkeys.rises(carls, 5)).isTrue();
    assertThat(passkeys.rises(carls, 5)).isFalse();
    assertThat(passkeys.rises(carls, 3)).isFalse();

    assertThat(postgres.store().operatorNotices().take(9))
        .extracting(Notice::chat, Notice::told)
        .containsExactlyInAnyOrder(
            tuple(Surface.SLACK, new Told.CountFell(carls.number(), carls.person())),
            tuple(Surface.TEAMS, new Told.CountFell(carls.number(), carls.person())));
  }

  /// Whoever holds somebody's session cannot enrol a passkey or take one away unseen.
  @Test
  void eachStepIsToldToOperatorsInEachChatAndToEachChatAccountOfWhoseItIs() throws Exception {
    AccountId slack = new AccountId(Surface.SLACK, "T01", "UCARL");
    AccountId teams = new AccountId(Surface.TEAMS, "tenant", "carl");
    importPeople(Set.of(CARL, slack, teams));
    Passkey carls = enrolled(CARL, "Y2FybA");
    passkeys.confirm(ANN, carls.number());
    passkeys.remove(BEN, carls.number());

    List<PasskeyStep> steps =
        List.of(
            step(Deed.ENROLLED, carls, "carl"),
            step(Deed.CONFIRMED, carls, "ann"),
            step(Deed.REMOVED, carls, "ben"));
    List<Notice> operators = postgres.store().operatorNotices().take(9);
    for (Surface chat : List.of(Surface.SLACK, Surface.TEAMS)) {
      assertThat(operators.stream().filter(notice -> notice.chat() == chat).map(Notice::told))
          .as("operators in %s", chat)
          .containsExactlyInAnyOrderElementsOf(steps.stream().map(Told.OfPasskey::new).toList());
    }
    AccountNotices notices = postgres.store().accountNotices();
    List<AccountNotices.Notice> own = notices.take(9);
    for (AccountId account : List.of(slack, teams)) {
      assertThat(
              own.stream()
                  .filter(notice -> notice.to().equals(account))
                  .map(AccountNotices.Notice::told))
          .as("%s", account)
          .containsExactlyInAnyOrderElementsOf(
              steps.stream().map(AccountNotices.Told.OfPasskey::new).toList());
    }
    assertThat(own).as("and nobody else").hasSize(6);
    assertThat(notices.take(9)).as("another replica").isEmpty();
    own.forEach(notices::done);
    asTheGate(
        "insert into link_notice (entry, surface, tenant, user_id, due_at)"
            + " values (1, 'slack', 'T01', 'UCARL', now())");
    assertThat(notices.take(9)).as("an entry that is nothing for accounts").isEmpty();
  }

  private static PasskeyStep step(Deed deed, Passkey passkey, String by) {
    return new PasskeyStep(deed, passkey.number(), passkey.person(), new PersonId(by));
  }

  @Test
  void oneIsTriedInADrillByItsPersonAloneAndVerifyMakesThatAgain() {
    Passkey carls = ((Done.Is) passkeys.confirm(ANN, enrolled(CARL, "Y2FybA").number())).passkey();
    assertThat(passkeys.tried(ANN, signed(carls, Bound.drilling()))).isFalse();
    assertThat(passkeys.tried(CARL, signed(carls, BOUND))).as("for an approval").isFalse();
    assertThat(passkeys.tried(CARL, signed(carls, Bound.drilling()))).isTrue();
    assertThat(passkeys.all()).containsExactly(carls);
    assertThat(found(BELIEVED)).isEmpty();
    assertThat(found(AssertionCheck.NONE)).containsExactly(Kind.CONTRADICTION);

    passkeys.remove(CARL, carls.number());
    assertThat(passkeys.tried(CARL, signed(carls, Bound.drilling()))).isFalse();
    assertThat(found(BELIEVED)).isEmpty();
  }

  private StrongerCheck signed(Passkey passkey, Bound bound) {
    PasskeyAssertion assertion =
        new PasskeyAssertion(
            passkey.material().credential(),
            "ZGF0YQ",
            "Y2xpZW50",
            "c2lnbmF0dXJl",
            Passkey.handleText(passkey.person()));
    return ((StrongerCheck.Verdict.Proven)
            StrongerCheck.of(
                new StrongerCheck.Use(bound, NONCE, assertion),
                Optional.of(passkey),
                passkey.person(),
                postgres.store().ledger().now(),
                Duration.ZERO,
                BELIEVED))
        .check();
  }

  private List<Kind> found(AssertionCheck assertions) {
    return new Verifier(
            postgres.store().evidence(),
            new GrantVerifier(TestKeys.RING, new Issuer("https://gate.example")),
            TestKeys.EVIDENCE,
            assertions)
        .verifyDeployment().stream().map(damage -> damage.kind()).toList();
  }

  @Test
  void aChallengeIsTakenOnceByItsSessionWithinFiveMinutes() throws Exception {
    passkeys.give(BOUND, NONCE, "session-1");
    String challenge = BOUND.challengeText(NONCE);
    assertThat(passkeys.take(challenge, "session-1")).contains(new Passkeys.Given(BOUND, NONCE));
    assertThat(passkeys.take(challenge, "session-1")).isEmpty();

    passkeys.give(BOUND, NONCE, "session-1");
    assertThat(passkeys.take(challenge, "session-2")).isEmpty();
    assertThat(passkeys.take("no challenge", "session-1")).isEmpty();
  }

  @Test
  void aSessionHasSoManyChallengesAndTheOldestGivesWay() {
    List<String> nonces =
        IntStream.rangeClosed(0, Passkeys.MOST_CHALLENGES).mapToObj(i -> "bm9uY2U" + i).toList();
    passkeys.give(BOUND, NONCE, "session-2");
    nonces.forEach(nonce -> passkeys.give(BOUND, nonce, "session-1"));

    assertThat(passkeys.take(BOUND.challengeText(nonces.getFirst()), "session-1")).isEmpty();
    assertThat(nonces.stream().skip(1))
        .allMatch(nonce -> passkeys.take(BOUND.challengeText(nonce), "session-1").isPresent());
    assertThat(passkeys.take(BOUND.challengeText(NONCE), "session-2")).isPresent();
  }

  @Test
  void whatSignedSomebodyInDoesSoOnceOnWhicheverReplica() {
    byte[] challenge = Bound.signingIn().challenge(NONCE);
    assertThat(passkeys.signsInFirst(challenge)).isTrue();
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      assertThat(other.passkeys().signsInFirst(challenge)).isFalse();
    }
  }

  @Test
  void aPersonEnrolsSoManyInADayWhateverTheyRemove() {
    for (int i = 0; i < Passkey.MOST_ENROLLED; i++) {
      passkeys.remove(CARL, enrolled(CARL, "Y2FybA" + i).number());
    }
    assertNot(passkeys.enrol(CARL, "", material("b25lIG1vcmU")), PasskeyRefusal.TOO_OFTEN);
    assertThat(passkeys.enrol(BEN, "", material("YmVu"))).isInstanceOf(Done.Is.class);
    assertThat(damages()).isEmpty();
  }

  @Test
  void aChallengeOfFiveMinutesAgoIsOver() throws Exception {
    Instant given =
        postgres.store().ledger().now().minus(Passkeys.CHALLENGE).truncatedTo(ChronoUnit.MICROS);
    PasskeyChallenge late = new PasskeyChallenge(BOUND, NONCE, given);
    Seal seal = late.seal("session-1", TestKeys.EVIDENCE);
    HexFormat hex = HexFormat.of();
    asTheGate(
        "insert into passkey_challenge values ('\\x%s', '\\x%s', '%s', '\\x%s', now(), '\\x%s')"
            .formatted(
                hex.formatHex(BOUND.challenge(NONCE)),
                hex.formatHex(late.text()),
                seal.key(),
                hex.formatHex(seal.mac()),
                hex.formatHex(new byte[32])));
    assertThat(passkeys.take(BOUND.challengeText(NONCE), "session-1")).isEmpty();
  }

  /// Whoever has the application's password: it may bring back a row, and make none.
  @Test
  void aChallengeThatWasWrittenOrChangedInTheDatabaseIsNone() throws Exception {
    passkeys.give(BOUND, NONCE, "session-1");
    asTheGate(
        """
        create temporary table kept as select * from passkey_challenge;
        delete from passkey_challenge;
        insert into passkey_challenge
        select challenge, convert_to(regexp_replace(convert_from(text, 'UTF8'),
                 '"given_at":"20', '"given_at":"21'), 'UTF8'), seal_key, mac, given_at, session
          from kept
        """);
    assertThat(passkeys.take(BOUND.challengeText(NONCE), "session-1")).isEmpty();
  }
}
