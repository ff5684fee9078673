package dev.countersign.refusal;

import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.passkey.Passkey;
import dev.countersign.passkey.PasskeyRefusal;
import dev.countersign.passkey.StrongerRefusal;
import dev.countersign.people.AccountId;
import dev.countersign.proposal.PersonId;
import java.util.Optional;

/// One attempt that was refused, as an entry of the deployment tells it.
///
/// @param why stable, the wire name of a [GlassRefusal] or a [StrongerRefusal]; at the doors of
///   passkeys of a [PasskeyRefusal], at that of retrospectives of a [RetrospectiveRefusal]
/// @param alarming whether operators are to be told of it
/// @param who as far as it is known
/// @param key that was used; empty where none was, or none that is known here
/// @param about the request, or the number of the freeze; may be empty
public record RefusedAttempt(
    Door door, String why, boolean alarming, Who who, Optional<NamedPasskey> key, String about) {
  /// Characters of what it is about.
  private static final int LONGEST_ABOUT = 64;

  public RefusedAttempt {
    if (about.length() > LONGEST_ABOUT) {
      throw new IllegalArgumentException("an attempt is about a request or a freeze");
    }
  }

  /// @param account by which they came; empty where nobody is signed in
  /// @param person whose account it is; empty where it is nobody's
  public record Who(Optional<AccountId> account, Optional<PersonId> person) {
    public static final Who NOBODY = new Who(Optional.empty(), Optional.empty());
  }

  /// A passkey that was named, which proves nothing of who named it.
  ///
  /// @param owner whose it is
  public record NamedPasskey(int number, PersonId owner) {
    public static NamedPasskey of(Passkey passkey) {
      return new NamedPasskey(passkey.number(), passkey.person());
    }
  }

  public static RefusedAttempt of(
      Door door, GlassRefusal why, Who who, Optional<NamedPasskey> key, String about) {
    return new RefusedAttempt(
        door, WireName.of(why), Trace.of(door, why) == Trace.ALARM, who, key, about);
  }

  public static RefusedAttempt of(
      Door door, StrongerRefusal why, Who who, Optional<NamedPasskey> key, String about) {
    return new RefusedAttempt(
        door, WireName.of(why), Trace.of(door, why) == Trace.ALARM, who, key, about);
  }

  /// @param door one at which passkeys are enrolled, confirmed or removed
  public static RefusedAttempt of(
      Door door, PasskeyRefusal why, Who who, Optional<NamedPasskey> key) {
    return new RefusedAttempt(door, WireName.of(why), Trace.of(why) == Trace.ALARM, who, key, "");
  }

  /// @param request on which break-glass was used
  public static RefusedAttempt of(RetrospectiveRefusal why, Who who, String request) {
    return new RefusedAttempt(
        Door.RETROSPECTIVE,
        WireName.of(why),
        Trace.of(why) == Trace.ALARM,
        who,
        Optional.empty(),
        request);
  }

  /// Whose share of entries it takes: a person's, over all their accounts; where none is known,
  /// that of the account, or of the key.
  String share() {
    return who.person()
        .map(person -> "person:" + person)
        .or(() -> who.account().map(account -> "account:" + account))
        .or(() -> key.map(named -> "passkey:" + named.number()))
        .orElse("");
  }

  /// Whether an entry of the one says enough of the other.
  boolean isAs(RefusedAttempt other) {
    return share().equals(other.share())
        && door == other.door
        && why.equals(other.why)
        && about.equals(other.about);
  }

  /// What the entry says of it.
  public JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("door", WireName.of(door))
            .put("why", why)
            .put("alarming", alarming)
            .put("account", who.account().map(AccountId::toJson).orElse(null))
            .put("person", who.person().map(PersonId::value).orElse(null))
            .put("about", about);
    key.ifPresent(named -> json.put("passkey", named.number()).put("owner", named.owner().value()));
    return json.build();
  }

  /// @throws RuntimeException when it is not what [#toJson] wrote
  public static RefusedAttempt fromJson(JsonObject json) {
    return new RefusedAttempt(
        WireName.require(Door.class, json.text("door")),
        json.text("why"),
        json.bool("alarming"),
        new Who(
            json.optionalObject("account").map(AccountId::fromJson),
            json.optionalText("person").map(PersonId::new)),
        json.optionalText("owner")
            .map(owner ->
                new NamedPasskey(Math.toIntExact(json.number("passkey")), new PersonId(owner))),
        json.text("about"));
  }
}
