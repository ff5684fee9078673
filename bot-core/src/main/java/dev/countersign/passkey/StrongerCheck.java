package dev.countersign.passkey;

import dev.countersign.json.Digest;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A person's own passkey signed for exactly one revision of one request. Holding one is the proof:
/// it is made by [#of] alone, at the press and again by `verify`.
public final class StrongerCheck {
  private final Passkey passkey;
  private final Bound bound;
  private final String nonce;
  private final PasskeyAssertion assertion;
  private final Duration cooling;
  private final long count;

  private StrongerCheck(Use use, Passkey passkey, Duration cooling, long count) {
    this.passkey = passkey;
    this.bound = use.bound();
    this.nonce = use.nonce();
    this.assertion = use.assertion();
    this.cooling = cooling;
    this.count = count;
  }

  /// @param bound what the challenge was given out for
  /// @param nonce that it was made from
  public record Use(Bound bound, String nonce, PasskeyAssertion assertion) {}

  /// What a use of a passkey comes to.
  public sealed interface Verdict {
    record Proven(StrongerCheck check) implements Verdict {}

    record Refused(StrongerRefusal why) implements Verdict {}
  }

  /// Every line has to hold, in this order: 1 a passkey of this id · 2 of this person, as the
  /// authenticator says, too · 3 confirmed by somebody else · 4 not cooling any more · 5 signed by
  /// it over this challenge, on its own origin, with its user verified.
  ///
  /// Whether the challenge was given out and used once, and whether the count of signatures rose,
  /// is known to the store.
  ///
  /// @param passkey the one that the assertion names
  public static Verdict of(
      Use use,
      Optional<Passkey> passkey,
      PersonId person,
      Instant now,
      Duration cooling,
      AssertionCheck check) {
    if (passkey
        .filter(one -> one.material().credential().equals(use.assertion().credential()))
        .isEmpty()) {
      return new Verdict.Refused(StrongerRefusal.UNKNOWN_PASSKEY); // 1
    }
    Passkey one = passkey.get();
    if (!one.person().equals(person) || !isHandle(use.assertion().userHandle(), person)) {
      return new Verdict.Refused(StrongerRefusal.OTHER_PERSON); // 2
    }
    if (one.countsFrom(cooling).isEmpty()) {
      return new Verdict.Refused(StrongerRefusal.UNCONFIRMED); // 3
    }
    if (!one.counts(now, cooling)) {
      return new Verdict.Refused(StrongerRefusal.COOLING); // 4
    }
    return check
        .signatures(use.assertion(), one, use.bound().challenge(use.nonce()))
        .<Verdict>map(count -> new Verdict.Proven(new StrongerCheck(use, one, cooling, count))) // 5
        .orElseGet(() -> new Verdict.Refused(check.whyNot(use.assertion(), one)));
  }

  private static boolean isHandle(String told, PersonId person) {
    return MessageDigest.isEqual(
        told.getBytes(StandardCharsets.UTF_8),
        Passkey.handleText(person).getBytes(StandardCharsets.UTF_8));
  }

  /// Whether it is this person's word for approving exactly this.
  public boolean isFor(PersonId person, ProposalId request, int revision, Digest action) {
    return passkey.person().equals(person) && bound.approves(request, revision, action);
  }

  /// Whether it is this person's word for lifting exactly this freeze.
  ///
  /// @param freeze its number
  public boolean lifts(PersonId person, int freeze) {
    return passkey.person().equals(person) && bound.equals(Bound.lifting(freeze));
  }

  /// Whether this person tried their passkey with it, and nothing else.
  public boolean drills(PersonId person) {
    return passkey.person().equals(person) && bound.equals(Bound.drilling());
  }

  /// Whether it is this person's word for using break-glass on exactly this.
  public boolean breaks(PersonId person, ProposalId request, int revision, Digest action) {
    return passkey.person().equals(person) && bound.breaks(request, revision, action);
  }

  public Passkey passkey() {
    return passkey;
  }

  public Bound bound() {
    return bound;
  }

  public String nonce() {
    return nonce;
  }

  public PasskeyAssertion assertion() {
    return assertion;
  }

  /// The cooling time that it was held to.
  public Duration cooling() {
    return cooling;
  }

  /// How often the authenticator says that it has signed.
  public long count() {
    return count;
  }

  @Override
  public String toString() {
    return "StrongerCheck[passkey " + passkey.number() + " of " + passkey.person() + "]";
  }
}
