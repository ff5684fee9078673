package dev.countersign.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.Digest;
import dev.countersign.passkey.StrongerCheck.Verdict;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Each line of the check by itself, where the signature is believed.
class StrongerCheckTest {
  private static final PersonId LENA = new PersonId("lena");
  private static final PersonId MARC = new PersonId("marc");
  private static final Instant CONFIRMED = Instant.parse("2026-11-30T15:00:00Z");
  private static final Duration COOLING = Duration.ofHours(24);
  private static final Instant COOL = CONFIRMED.plus(COOLING);
  private static final ProposalId REQUEST = new ProposalId("prop_01KAQ0000000000000000000AA");
  private static final Digest ACTION = Digest.of("action");
  private static final Bound BOUND = Bound.approving(REQUEST, 1, ACTION);

  private static Passkey passkey(Optional<PersonId> confirmedBy) {
    return new Passkey(
        1,
        LENA,
        "key",
        new Passkey.Material("aWQ", "a2V5", "https://gate.example", 0),
        CONFIRMED.minusSeconds(60),
        confirmedBy.map(by -> new Passkey.Confirmed(by, CONFIRMED)));
  }

  private static PasskeyAssertion assertion(String credential, PersonId handle) {
    return new PasskeyAssertion(credential, "ZA", "Yw", "cw", Passkey.handleText(handle));
  }

  private static Verdict of(
      PasskeyAssertion assertion, Optional<Passkey> passkey, PersonId person, Instant now) {
    return StrongerCheck.of(
        new StrongerCheck.Use(BOUND, "nonce", assertion),
        passkey,
        person,
        now,
        COOLING,
        (_, _, _) -> Optional.of(3L));
  }

  private static void assertRefused(Verdict verdict, StrongerRefusal why) {
    assertThat(verdict).isEqualTo(new Verdict.Refused(why));
  }

  @Test
  void aConfirmedPasskeyOfThePersonThatIsNotCoolingAnyMoreProvesExactlyWhatItSigned() {
    StrongerCheck check =
        ((Verdict.Proven)
                of(assertion("aWQ", LENA), Optional.of(passkey(Optional.of(MARC))), LENA, COOL))
            .check();

    assertThat(check.isFor(LENA, REQUEST, 1, ACTION)).isTrue();
    assertThat(check.isFor(MARC, REQUEST, 1, ACTION)).isFalse();
    assertThat(check.isFor(LENA, REQUEST, 2, ACTION)).isFalse();
    assertThat(check.isFor(LENA, REQUEST, 1, Digest.of("other"))).isFalse();
    assertThat(check.breaks(LENA, REQUEST, 1, ACTION)).isFalse();
    assertThat(check.lifts(LENA, 1)).isFalse();
  }

  @Test
  void anAssertionThatNamesAnotherPasskeyProvesNothing() {
    assertRefused(
        of(assertion("b3RoZXI", LENA), Optional.of(passkey(Optional.of(MARC))), LENA, COOL),
        StrongerRefusal.UNKNOWN_PASSKEY);
    assertRefused(
        of(assertion("aWQ", LENA), Optional.empty(), LENA, COOL), StrongerRefusal.UNKNOWN_PASSKEY);
  }

  @Test
  void anotherPersonsPasskeyProvesNothing() {
    assertRefused(
        of(assertion("aWQ", LENA), Optional.of(passkey(Optional.of(MARC))), MARC, COOL),
        StrongerRefusal.OTHER_PERSON);
  }

  /// Whoever the authenticator says it signed for is the person, too.
  @Test
  void aHandleOfSomebodyElseOrOfNobodyProvesNothing() {
    assertRefused(
        of(assertion("aWQ", MARC), Optional.of(passkey(Optional.of(MARC))), LENA, COOL),
        StrongerRefusal.OTHER_PERSON);
    assertRefused(
        of(
            new PasskeyAssertion("aWQ", "ZA", "Yw", "cw", ""),
            Optional.of(passkey(Optional.of(MARC))),
            LENA,
            COOL),
        StrongerRefusal.OTHER_PERSON);
  }

  @Test
  void oneThatNobodyElseConfirmedOrThatIsStillCoolingProvesNothing() {
    assertRefused(
        of(assertion("aWQ", LENA), Optional.of(passkey(Optional.empty())), LENA, COOL),
        StrongerRefusal.UNCONFIRMED);
    assertRefused(
        of(assertion("aWQ", LENA), Optional.of(passkey(Optional.of(LENA))), LENA, COOL),
        StrongerRefusal.UNCONFIRMED);
    assertRefused(
        of(
            assertion("aWQ", LENA),
            Optional.of(passkey(Optional.of(MARC))),
            LENA,
            COOL.minusNanos(1)),
        StrongerRefusal.COOLING);
  }

  @Test
  void whatIsNotSignedProvesNothing() {
    assertRefused(
        StrongerCheck.of(
            new StrongerCheck.Use(BOUND, "nonce", assertion("aWQ", LENA)),
            Optional.of(passkey(Optional.of(MARC))),
            LENA,
            COOL,
            COOLING,
            AssertionCheck.NONE),
        StrongerRefusal.BAD_SIGNATURE);
  }
}
