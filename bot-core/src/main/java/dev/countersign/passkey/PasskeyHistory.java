package dev.countersign.passkey;

import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Follows what genuine entries of the deployment tell of passkeys, in the order of their numbers.
public final class PasskeyHistory {
  /// A person enrolled one: whose `person`, by which `account`, under which `people`, its `name`,
  /// `credential`, `key`, `origin` and `count`.
  public static final String ENROLLED = "passkey_enrolled";

  /// Another person confirmed the `passkey` of this number: who, as above.
  public static final String CONFIRMED = "passkey_confirmed";

  /// The `passkey` counts no more: who removed it, as above.
  public static final String REMOVED = "passkey_removed";

  /// The `passkey` told a count of signatures (`told`) that is not above the one before (`had`).
  public static final String COUNT_FELL = "passkey_count_fell";

  /// A person tried their passkey in a drill: who, as above, and what was signed (`stronger`).
  /// Nothing rests on it.
  public static final String TRIED = "passkey_tried";

  /// What [#TRIED] keeps of the proof.
  public static final String STRONGER = "stronger";

  private static final String PASSKEY = "passkey";

  private final Map<Integer, Passkey> standing = new LinkedHashMap<>();
  private final List<Past> past = new ArrayList<>();

  /// A passkey that was removed.
  public record Past(Passkey passkey, PersonId removedBy, Instant removedAt) {}

  /// Whether entries of this type have a row beside them.
  public static boolean isStep(String type) {
    return type.equals(ENROLLED) || type.equals(CONFIRMED) || type.equals(REMOVED);
  }

  /// What a genuine entry tells.
  ///
  /// @param at when it was written, by the ledger's clock
  public void tell(int seq, String type, Instant at, JsonObject data) {
    switch (type) {
      case ENROLLED -> standing.put(seq, enrolled(seq, at, data));
      case CONFIRMED ->
          standing.computeIfPresent(
              passkey(data), (_, one) -> one.confirmedBy(new PersonId(data.text("person")), at));
      case REMOVED ->
          Optional.ofNullable(standing.remove(passkey(data)))
              .ifPresent(one -> past.add(new Past(one, new PersonId(data.text("person")), at)));
      default -> {
        // Says nothing of which there are.
      }
    }
  }

  /// A row says that it was removed, and no genuine entry does: whoever wrote it, it counts no
  /// more.
  public void tellUnproven(int number) {
    standing.remove(number);
  }

  /// Those that count or may come to, the earliest first.
  public List<Passkey> standing() {
    return List.copyOf(standing.values());
  }

  public Optional<Passkey> of(int number) {
    return Optional.ofNullable(standing.get(number));
  }

  /// How many this person enrolled after that moment, whether they were removed since or not.
  long enrolledAfter(Instant moment, PersonId person) {
    return known(person).filter(one -> one.enrolledAt().isAfter(moment)).count();
  }

  /// Whether this person removed a passkey of that one, and nobody else has confirmed one of theirs
  /// since: then it takes somebody else to say whose the next one is.
  boolean tookAway(PersonId by, PersonId whose) {
    return past.stream()
        .filter(each -> each.passkey().person().equals(whose) && each.removedBy().equals(by))
        .map(Past::removedAt)
        .max(Comparator.naturalOrder())
        .filter(removed -> known(whose).noneMatch(one -> isConfirmed(one, by, removed)))
        .isPresent();
  }

  /// Whether somebody else than this person confirmed it after that moment.
  private static boolean isConfirmed(Passkey passkey, PersonId than, Instant after) {
    return passkey
        .confirmed()
        .filter(word -> !word.by().equals(than) && word.at().isAfter(after))
        .isPresent();
  }

  /// All that a person ever enrolled.
  private Stream<Passkey> known(PersonId person) {
    return Stream.concat(standing.values().stream(), past.stream().map(Past::passkey))
        .filter(one -> one.person().equals(person));
  }

  /// Whether all is known of it that makes it count: that it was enrolled, and confirmed.
  public boolean knows(int number) {
    return of(number)
        .or(() ->
            past.stream().map(Past::passkey).filter(one -> one.number() == number).findFirst())
        .flatMap(Passkey::confirmed)
        .isPresent();
  }

  /// Whose it is, removed since or not.
  public Optional<PersonId> owner(int number) {
    return of(number)
        .or(() ->
            past.stream().map(Past::passkey).filter(one -> one.number() == number).findFirst())
        .map(Passkey::person);
  }

  /// What an entry tells of a step; empty where it tells of none, or of no passkey that is known.
  ///
  /// @param seq its number
  public Optional<PasskeyStep> step(int seq, String type, JsonObject data) {
    return switch (type) {
      case ENROLLED -> step(PasskeyStep.Deed.ENROLLED, seq, data);
      case CONFIRMED -> step(PasskeyStep.Deed.CONFIRMED, passkey(data), data);
      case REMOVED -> step(PasskeyStep.Deed.REMOVED, passkey(data), data);
      default -> Optional.empty();
    };
  }

  private Optional<PasskeyStep> step(PasskeyStep.Deed deed, int number, JsonObject data) {
    return owner(number)
        .map(owner -> new PasskeyStep(deed, number, owner, new PersonId(data.text("person"))));
  }

  /// The passkey of that number as it stood at a moment, removed since or not.
  public Optional<Passkey> at(int number, Instant moment) {
    return Optional.ofNullable(standing.get(number))
        .or(() ->
            past.stream()
                .filter(one -> one.passkey().number() == number && one.removedAt().isAfter(moment))
                .map(Past::passkey)
                .findFirst())
        .filter(one -> !one.enrolledAt().isAfter(moment));
  }

  /// Which one an entry is about that confirms or removes it.
  public static int passkey(JsonObject data) {
    return Math.toIntExact(data.number(PASSKEY));
  }

  private static Passkey enrolled(int seq, Instant at, JsonObject data) {
    return new Passkey(
        seq,
        new PersonId(data.text("person")),
        data.text("name"),
        new Passkey.Material(
            data.text("credential"), data.text("key"), data.text("origin"), data.number("count")),
        at,
        Optional.empty());
  }

  /// What the entry says that enrols one.
  ///
  /// @param people which import `by` was found in
  public static JsonObject enrolling(
      Person by, AccountId account, Optional<String> people, String name, Passkey.Material made) {
    return who(by, account, people)
        .put("name", name)
        .put("credential", made.credential())
        .put("key", made.key())
        .put("origin", made.origin())
        .put("count", made.count())
        .build();
  }

  /// What the entry says that confirms or removes one.
  public static JsonObject about(
      int number, Person by, AccountId account, Optional<String> people) {
    return who(by, account, people).put(PASSKEY, number).build();
  }

  /// What the entry says of one that was tried.
  public static JsonObject trying(
      StrongerCheck check, Person by, AccountId account, Optional<String> people) {
    return who(by, account, people).put(STRONGER, StoredProof.of(check).toJson()).build();
  }

  /// What the entry says of a count that did not rise.
  public static JsonObject fell(Passkey passkey, long told, long had) {
    return JsonObject.builder()
        .put(PASSKEY, passkey.number())
        .put("person", passkey.person().value())
        .put("told", told)
        .put("had", had)
        .build();
  }

  private static JsonObject.Builder who(Person by, AccountId account, Optional<String> people) {
    return JsonObject.builder()
        .put("person", by.id().value())
        .put("account", account.toJson())
        .put("people", people.orElse(null));
  }
}
