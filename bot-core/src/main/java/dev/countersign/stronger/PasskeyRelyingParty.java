package dev.countersign.stronger;

import dev.countersign.card.PasskeyDesk;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.WireName;
import dev.countersign.ledger.Passkeys;
import dev.countersign.ledger.RefusedAttempts;
import dev.countersign.passkey.AssertionCheck;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.Passkey;
import dev.countersign.passkey.PasskeyAssertion;
import dev.countersign.passkey.PasskeyRefusal;
import dev.countersign.passkey.PasskeyRules;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.passkey.StrongerRefusal;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import dev.countersign.refusal.Door;
import dev.countersign.refusal.RefusedAttempt;
import dev.countersign.refusal.RefusedAttempt.NamedPasskey;
import dev.countersign.refusal.RefusedAttempt.Who;
import dev.countersign.refusal.Trace;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The relying party of passkeys, as WebAuthn calls it: enrols, confirms and removes them, and
/// checks what people sign with them on pages.
public final class PasskeyRelyingParty implements PasskeyDesk {
  private static final Logger log = LoggerFactory.getLogger(PasskeyRelyingParty.class);

  private final Passkeys passkeys;
  private final Directory directory;
  private final AssertionCheck assertions;
  private final InstantSource ledgerClock;
  private final Duration cooling;
  private final SecureRandom random;
  private final SignInTickets tickets;
  private final RefusedAttempts attempts;
  private final PasskeyMetrics metrics;

  /// @param cooling for how long a confirmed passkey does not count yet; zero for not at all
  public PasskeyRelyingParty(
      Passkeys passkeys,
      Directory directory,
      AssertionCheck assertions,
      EvidenceKeys keys,
      InstantSource ledgerClock,
      Duration cooling,
      SecureRandom random,
      RefusedAttempts attempts,
      PasskeyMetrics metrics) {
    this.passkeys = passkeys;
    this.directory = directory;
    this.assertions = assertions;
    this.ledgerClock = ledgerClock;
    this.cooling = cooling;
    this.random = random;
    this.attempts = attempts;
    this.metrics = metrics;
    this.tickets = new SignInTickets(keys, ledgerClock);
  }

  @Override
  public Listing list(AccountId viewer) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(viewer);
    if (person.isEmpty()) {
      return new Listing(List.of(), List.of());
    }
    Instant now = ledgerClock.instant();
    List<Passkey> all = passkeys.all();
    PersonId self = person.get().id();
    return new Listing(
        all.stream()
            .filter(one -> one.person().equals(self))
            .map(one -> line(one, people, now))
            .toList(),
        PasskeyRules.mayConfirm(people.groups(), person.get())
            ? all.stream()
                .filter(one -> !one.person().equals(self))
                .map(one -> line(one, people, now))
                .toList()
            : List.of());
  }

  private Line line(Passkey passkey, Directory people, Instant now) {
    return new Line(
        passkey,
        named(passkey.person(), people),
        passkey.confirmed().map(word -> named(word.by(), people)),
        passkey.countsFrom(cooling),
        passkey.counts(now, cooling));
  }

  private static String named(PersonId person, Directory people) {
    return people.byId(person).map(Person::name).orElseGet(person::value);
  }

  @Override
  public Optional<Asked> ask(AccountId viewer, String session, Bound bound) {
    return directory
        .byAccount(viewer)
        .map(person -> {
          String nonce = nonce();
          passkeys.give(bound, nonce, session);
          return new Asked(
              bound.challengeText(nonce),
              person.id(),
              passkeys.all().stream()
                  .filter(one -> one.person().equals(person.id()))
                  .map(one -> one.material().credential())
                  .toList());
        });
  }

  @Override
  public Told enrol(AccountId viewer, String session, String name, String challenge, Made made) {
    Optional<Passkey.Material> material =
        passkeys
            .take(challenge, session)
            .filter(given -> given.bound().equals(Bound.enrolling()))
            .flatMap(given ->
                directory
                    .byAccount(viewer)
                    .flatMap(
                        person -> made.read(given.bound().challenge(given.nonce()), person.id())));
    return told(
        new Step(Door.ENROL, viewer, Optional.empty()),
        material
            .map(proven -> passkeys.enrol(viewer, shortened(name), proven))
            .orElseGet(() -> new Passkeys.Done.Not(PasskeyRefusal.BAD_REGISTRATION)),
        PasskeyWords.ENROLLED);
  }

  private static String shortened(String name) {
    String plain = name.strip();
    return plain.codePointCount(0, plain.length()) <= Passkey.LONGEST_NAME
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, Passkey.LONGEST_NAME));
  }

  @Override
  public Told confirm(AccountId viewer, int number) {
    Step step = new Step(Door.CONFIRM_PASSKEY, viewer, of(number));
    return told(step, passkeys.confirm(viewer, number), PasskeyWords.CONFIRMED);
  }

  @Override
  public Told remove(AccountId viewer, int number) {
    Step step = new Step(Door.REMOVE_PASSKEY, viewer, of(number));
    return told(step, passkeys.remove(viewer, number), PasskeyWords.REMOVED);
  }

  private Optional<Passkey> of(int number) {
    return passkeys.all().stream().filter(one -> one.number() == number).findFirst();
  }

  /// What somebody wants to do with a passkey.
  private record Step(Door door, AccountId viewer, Optional<Passkey> passkey) {}

  private Told told(Step step, Passkeys.Done done, String words) {
    return switch (done) {
      case Passkeys.Done.Is _ -> new Told(true, words);
      case Passkeys.Done.Not(var why) -> {
        log.info(
            "{} by {} is refused: {}", WireName.of(step.door()), step.viewer(), WireName.of(why));
        if (Trace.of(why) != Trace.NONE) {
          attempts.note(
              RefusedAttempt.of(
                  step.door(),
                  why,
                  new Who(
                      Optional.of(step.viewer()),
                      directory.byAccount(step.viewer()).map(Person::id)),
                  step.passkey().map(NamedPasskey::of)));
        }
        yield new Told(false, PasskeyWords.refused(why));
      }
    };
  }

  /// The challenge is used up first, whatever comes of it.
  @Override
  public Checked check(
      AccountId viewer, String session, String challenge, PasskeyAssertion assertion, Deed on) {
    Optional<Passkeys.Given> given = passkeys.take(challenge, session);
    Optional<Person> person = directory.byAccount(viewer);
    Optional<Passkey> passkey = named(assertion);
    Attempt attempt = new Attempt(Optional.of(viewer), person.map(Person::id), passkey, on);
    if (given.isEmpty() || person.isEmpty()) {
      return refused(attempt, StrongerRefusal.BAD_CHALLENGE);
    }
    if (!on.isOf(given.get().bound())) {
      return refused(attempt, StrongerRefusal.OTHER_PURPOSE);
    }
    StrongerCheck.Verdict verdict =
        StrongerCheck.of(
            new StrongerCheck.Use(given.get().bound(), given.get().nonce(), assertion),
            passkey,
            person.get().id(),
            ledgerClock.instant(),
            cooling,
            assertions);
    return switch (verdict) {
      case StrongerCheck.Verdict.Refused(var why) -> refused(attempt, why);
      case StrongerCheck.Verdict.Proven(var check) ->
          passkeys.rises(check.passkey(), check.count())
              ? new Checked.Proven(check)
              : refused(attempt, StrongerRefusal.COUNT_FELL);
    };
  }

  private String nonce() {
    byte[] bytes = new byte[Bound.NONCE_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public Entrance entrance() {
    String nonce = nonce();
    return new Entrance(tickets.of(nonce), Bound.signingIn().challengeText(nonce));
  }

  /// A stranger writes nothing: what was signed is used up only once it is proven.
  @Override
  public Entering enter(String ticket, String challenge, PasskeyAssertion assertion) {
    Optional<String> nonce =
        tickets
            .nonce(ticket)
            .filter(drawn -> Bound.signingIn().challengeText(drawn).equals(challenge));
    if (nonce.isEmpty()) {
      metrics.passkeyRefused(Bound.Purpose.SIGN_IN, StrongerRefusal.BAD_CHALLENGE);
      return new Entering.Not(PasskeyWords.NOT_IN_TIME);
    }
    Optional<Passkey> passkey = named(assertion);
    Optional<Person> person = passkey.flatMap(one -> directory.byId(one.person()));
    Attempt attempt =
        new Attempt(
            Optional.empty(), Optional.empty(), passkey, new Deed(Bound.Purpose.SIGN_IN, ""));
    if (person.isEmpty()) {
      return notIn(attempt, StrongerRefusal.UNKNOWN_PASSKEY);
    }
    StrongerCheck.Verdict verdict =
        StrongerCheck.of(
            new StrongerCheck.Use(Bound.signingIn(), nonce.get(), assertion),
            passkey,
            person.get().id(),
            ledgerClock.instant(),
            cooling,
            assertions);
    return switch (verdict) {
      case StrongerCheck.Verdict.Refused(var why) -> notIn(attempt, why);
      case StrongerCheck.Verdict.Proven(var check) -> {
        if (!passkeys.signsInFirst(Bound.signingIn().challenge(nonce.get()))) {
          yield notIn(attempt, StrongerRefusal.BAD_CHALLENGE);
        }
        yield passkeys.rises(check.passkey(), check.count())
            ? new Entering.In(person.get(), check.passkey().number())
            : notIn(attempt, StrongerRefusal.COUNT_FELL);
      }
    };
  }

  @Override
  public boolean stands(PersonId person, int number) {
    Instant now = ledgerClock.instant();
    return passkeys.all().stream()
        .anyMatch(one ->
            one.number() == number && one.person().equals(person) && one.counts(now, cooling));
  }

  private Optional<Passkey> named(PasskeyAssertion assertion) {
    return passkeys.all().stream()
        .filter(one -> one.material().credential().equals(assertion.credential()))
        .findFirst();
  }

  /// Somebody's use of a passkey.
  ///
  /// @param passkey that they named; empty where none of that id counts here
  private record Attempt(
      Optional<AccountId> account, Optional<PersonId> person, Optional<Passkey> passkey, Deed on) {
    RefusedAttempt refused(StrongerRefusal why) {
      return RefusedAttempt.of(
          Door.of(on.purpose()),
          why,
          new Who(account, person),
          passkey.map(NamedPasskey::of),
          on.about());
    }
  }

  private Entering notIn(Attempt attempt, StrongerRefusal why) {
    note(attempt, why);
    return new Entering.Not(
        why == StrongerRefusal.BAD_CHALLENGE ? PasskeyWords.NOT_IN_TIME : PasskeyWords.NOT_IN);
  }

  private Checked refused(Attempt attempt, StrongerRefusal why) {
    note(attempt, why);
    return new Checked.Not(PasskeyWords.refused(why, attempt.on().purpose()));
  }

  private void note(Attempt attempt, StrongerRefusal why) {
    metrics.passkeyRefused(attempt.on().purpose(), why);
    RefusedAttempt refused = attempt.refused(why);
    String used = said(refused);
    if (refused.alarming()) {
      log.warn("{}", used);
    } else {
      log.info("{}", used);
    }
    if (Trace.of(refused.door(), why) != Trace.NONE) {
      attempts.note(refused);
    }
  }

  private static String said(RefusedAttempt refused) {
    return "passkey %s, used by %s for %s, is refused: %s"
        .formatted(
            refused.key().map(NamedPasskey::number).map(String::valueOf).orElse("unknown here"),
            refused.who().account().map(AccountId::toString).orElse("somebody"),
            WireName.of(refused.door()),
            refused.why());
  }
}
