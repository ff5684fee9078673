package dev.countersign.console;

import dev.countersign.json.JsonObject;
import dev.countersign.ledger.Passkeys;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.Passkey;
import dev.countersign.passkey.PasskeyHistory;
import dev.countersign.passkey.PasskeyRefusal;
import dev.countersign.passkey.PasskeyRules;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.People;
import dev.countersign.people.PeopleDirectory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Passkeys in memory, by the same rules.
final class RememberedPasskeys implements Passkeys {
  private final PasskeyHistory history = new PasskeyHistory();
  private final Map<String, Kept> challenges = new HashMap<>();
  private final Map<Integer, Long> counts = new HashMap<>();
  private final Directory directory;
  private final InstantSource clock;
  private final Set<String> signedIn = new HashSet<>();
  private int entries;

  /// How many counts did not rise.
  int fallen;

  /// How many were tried in a drill.
  int tried;

  private record Kept(Given given, String session, Instant at) {}

  RememberedPasskeys(Directory directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  private People people() {
    return ((PeopleDirectory) directory).people();
  }

  @Override
  public List<Passkey> all() {
    return history.standing();
  }

  @Override
  public void give(Bound bound, String nonce, String session) {
    challenges.put(
        bound.challengeText(nonce), new Kept(new Given(bound, nonce), session, clock.instant()));
  }

  @Override
  public Optional<Given> take(String challenge, String session) {
    return Optional.ofNullable(challenges.remove(challenge))
        .filter(kept -> kept.session().equals(session))
        .filter(kept -> clock.instant().isBefore(kept.at().plus(CHALLENGE)))
        .map(Kept::given);
  }

  @Override
  public boolean signsInFirst(byte[] challenge) {
    return signedIn.add(HexFormat.of().formatHex(challenge));
  }

  @Override
  public Done enrol(AccountId account, String name, Passkey.Material made) {
    Optional<PasskeyRefusal> against =
        PasskeyRules.againstEnrolling(
            people(), account, made.credential(), history, clock.instant());
    return against
        .<Done>map(Done.Not::new)
        .orElseGet(() -> {
          int number = ++entries;
          tell(
              number,
              PasskeyHistory.ENROLLED,
              PasskeyHistory.enrolling(
                  people().byAccount(account).orElseThrow(),
                  account,
                  Optional.empty(),
                  name,
                  made));
          return new Done.Is(history.of(number).orElseThrow());
        });
  }

  @Override
  public Done confirm(AccountId account, int number) {
    return PasskeyRules.againstConfirming(people(), account, number, history)
        .<Done>map(Done.Not::new)
        .orElseGet(() -> about(PasskeyHistory.CONFIRMED, account, number));
  }

  @Override
  public Done remove(AccountId account, int number) {
    return PasskeyRules.againstRemoving(people(), account, history.of(number))
        .<Done>map(Done.Not::new)
        .orElseGet(() -> about(PasskeyHistory.REMOVED, account, number));
  }

  @Override
  public boolean tried(AccountId account, StrongerCheck check) {
    boolean theirs =
        people().byAccount(account).filter(person -> check.drills(person.id())).isPresent()
            && history.of(check.passkey().number()).isPresent();
    tried += theirs ? 1 : 0;
    return theirs;
  }

  private Done about(String type, AccountId account, int number) {
    Passkey passkey = history.of(number).orElseThrow();
    tell(
        ++entries,
        type,
        PasskeyHistory.about(
            number, people().byAccount(account).orElseThrow(), account, Optional.empty()));
    return new Done.Is(passkey);
  }

  private void tell(int seq, String type, JsonObject data) {
    history.tell(seq, type, clock.instant(), data);
  }

  @Override
  public boolean rises(Passkey passkey, long count) {
    long had = Math.max(passkey.material().count(), counts.getOrDefault(passkey.number(), 0L));
    if (count > had || (count == 0 && had == 0)) {
      counts.put(passkey.number(), count);
      return true;
    }
    fallen++;
    return false;
  }
}
