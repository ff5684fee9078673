package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestKeys;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeRefusal;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.ledger.Freezes;
import dev.countersign.ledger.Freezes.Asker;
import dev.countersign.ledger.Freezes.Beginning;
import dev.countersign.ledger.Freezes.Lifting;
import dev.countersign.ledger.OperatorNotices;
import dev.countersign.ledger.OperatorNotices.Told;
import dev.countersign.ledger.Passkeys;
import dev.countersign.passkey.AssertionCheck;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.Passkey;
import dev.countersign.passkey.PasskeyAssertion;
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
import dev.countersign.token.GrantVerifier;
import dev.countersign.token.Issuer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One person lifts a freeze by a passkey of theirs, judged in the commit and again by `verify`.
class LiftedByPasskeyTest extends DeploymentTestCase {
  private static final GroupName SECURITY = new GroupName("security");

  /// Believes each signature: what it is over is the console's to check.
  private static final AssertionCheck BELIEVED = (_, _, _) -> Optional.of(0L);

  private Freezes freezes;
  private Passkeys passkeys;

  @BeforeEach
  void people() {
    security("ann", "ben");
    freezes = postgres.store().freezes();
    passkeys = postgres.store().passkeys();
  }

  private static AccountId account(String name) {
    return new AccountId(Surface.CONSOLE, "https://login.example", name);
  }

  private void security(String... members) {
    Set<String> names = Set.of(members);
    postgres
        .store()
        .importPeople(
            new People(
                List.of("ann", "ben", "carl").stream()
                    .map(name ->
                        new Person(
                            new PersonId(name),
                            name,
                            new TreeSet<>(),
                            names.contains(name) ? Set.of(SECURITY) : Set.of(),
                            Set.of(account(name))))
                    .toList(),
                List.of(
                    new Group(
                        SECURITY,
                        names.stream().map(PersonId::new).collect(Collectors.toSet()),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        true)),
                List.of()),
            true);
  }

  private Freeze frozen() {
    return ((Beginning.Begun)
            freezes.begin(
                FreezeScope.EVERYTHING, "it sends nonsense", new Asker.Account(account("ann"))))
        .freeze();
  }

  private Passkey confirmed(String name, String by) {
    Passkey made =
        ((Passkeys.Done.Is)
                passkeys.enrol(
                    account(name),
                    "",
                    new Passkey.Material(name, "a2V5", "https://approve.example", 0)))
            .passkey();
    return ((Passkeys.Done.Is) passkeys.confirm(account(by), made.number())).passkey();
  }

  private StrongerCheck signed(Passkey passkey, Bound bound) {
    return ((StrongerCheck.Verdict.Proven)
            StrongerCheck.of(
                new StrongerCheck.Use(
                    bound,
                    "bm9uY2U",
                    new PasskeyAssertion(
                        passkey.material().credential(),
                        "ZGF0YQ",
                        "Y2xpZW50",
                        "c2lnbmF0dXJl",
                        Passkey.handleText(passkey.person()))),
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

  private void assertNot(FreezeRefusal why, Lifting lifting) {
    assertThat(lifting).isEqualTo(new Lifting.Not(why));
    assertThat(freezes.now().inForce()).isNotEmpty();
  }

  @Test
  void onePersonLiftsWithAPasskeyThatSignedForThisFreezeAndVerifyMakesItAgain() {
    Passkey anns = confirmed("ann", "ben");
    int number = frozen().number();
    assertThat(freezes.lift(number, account("ann"), signed(anns, Bound.lifting(number))))
        .isInstanceOf(Lifting.Lifted.class);
    assertThat(freezes.now().inForce()).isEmpty();
    assertThat(found(BELIEVED)).isEmpty();
    assertThat(found(AssertionCheck.NONE)).containsExactly(Kind.CONTRADICTION);
  }

  @Test
  void eachStepIsToldOnceInEachChatByWhicheverReplica() throws Exception {
    Passkey anns = confirmed("ann", "ben");
    int number = frozen().number();
    freezes.lift(number, account("ann"), signed(anns, Bound.lifting(number)));
    OperatorNotices notices = postgres.store().operatorNotices();
    List<OperatorNotices.Notice> due =
        notices.take(10).stream()
            .filter(notice -> !(notice.told() instanceof Told.OfPasskey))
            .toList();
    assertThat(due)
        .hasSize(4)
        .allMatch(notice -> notice.told().toString().contains("it sends nonsense"))
        .extracting(OperatorNotices.Notice::chat)
        .containsOnly(Surface.SLACK, Surface.TEAMS);
    assertThat(due.stream().filter(notice -> notice.told() instanceof Told.Lifted)).hasSize(2);
    assertThat(notices.take(10)).as("another replica").isEmpty();
    due.forEach(notices::done);
    asTheGate("insert into freeze_notice (entry, surface, due_at) values (1, 'slack', now())");
    assertThat(notices.take(10)).as("an entry that is nothing for operators").isEmpty();
  }

  @Test
  void noOtherPersonPurposeFreezeOrPasskeyLiftsIt() {
    Passkey anns = confirmed("ann", "ben");
    Passkey carls = confirmed("carl", "ben");
    int number = frozen().number();
    assertNot(
        FreezeRefusal.NO_RIGHT,
        freezes.lift(number, account("carl"), signed(carls, Bound.lifting(number))));
    assertNot(
        FreezeRefusal.NO_PASSKEY,
        freezes.lift(number, account("ann"), signed(carls, Bound.lifting(number))));
    assertNot(
        FreezeRefusal.NO_PASSKEY,
        freezes.lift(number, account("ann"), signed(anns, Bound.lifting(number + 1))));
    assertNot(
        FreezeRefusal.NO_PASSKEY,
        freezes.lift(number, account("ann"), signed(anns, Bound.signingIn())));
    StrongerCheck before = signed(anns, Bound.lifting(number));
    passkeys.remove(account("ben"), anns.number());
    assertNot(FreezeRefusal.NO_PASSKEY, freezes.lift(number, account("ann"), before));
    security("ben");
    assertNot(FreezeRefusal.NO_RIGHT, freezes.lift(number, account("ann"), before));
    assertThat(found(BELIEVED)).isEmpty();
  }
}
