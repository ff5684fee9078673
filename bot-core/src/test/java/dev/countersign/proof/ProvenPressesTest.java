package dev.countersign.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.audit.ProvenPress;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.passkey.AssertionCheck;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.Passkey;
import dev.countersign.passkey.PasskeyAssertion;
import dev.countersign.passkey.PasskeyHistory;
import dev.countersign.people.AccountId;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProvenPressesTest {
  private static final Instant AT = Instant.parse("2026-11-23T15:00:00Z");
  private static final Duration COOLING = Duration.ofHours(24);
  private static final ProposalId ID = new ProposalId("prop_01M84EQJC0ZZJYEYWBAXHA60AB");
  private static final ProposalId OTHER = new ProposalId("prop_01M84EQJC0ZZJYEYWBAXHA60AC");
  private static final Digest ACTION = Digest.of("action");
  private static final String NONCE = "nonce";

  /// Knows what was signed by what the signature says: the challenge itself.
  private static final AssertionCheck SIGNED =
      (assertion, _, challenge) ->
          assertion
                  .signature()
                  .equals(Base64.getUrlEncoder().withoutPadding().encodeToString(challenge))
              ? Optional.of(0L)
              : Optional.empty();

  private final PasskeyHistory passkeys = new PasskeyHistory();

  @BeforeEach
  void lenaHasOneThatMarcConfirmed() {
    passkeys.tell(
        1,
        PasskeyHistory.ENROLLED,
        AT,
        PasskeyHistory.enrolling(
            person("lena"),
            account("lena"),
            Optional.of("people"),
            "",
            new Passkey.Material("bGVuYQ", "a2V5", "https://approve.example", 0)));
    passkeys.tell(2, PasskeyHistory.CONFIRMED, AT, about("marc"));
  }

  private static JsonObject about(String by) {
    return PasskeyHistory.about(1, person(by), account(by), Optional.of("people"));
  }

  private static Person person(String id) {
    return new Person(new PersonId(id), id, new TreeSet<>(), Set.of(), Set.of(account(id)));
  }

  private static AccountId account(String id) {
    return new AccountId(Surface.CONSOLE, "https://login.example", id);
  }

  private static ProvenPress press(Bound told, Bound signed, Instant at, String handle) {
    return new ProvenPress(
        9,
        at,
        new PersonId("lena"),
        "jti",
        1,
        told,
        NONCE,
        new PasskeyAssertion(
            "bGVuYQ",
            "ZGF0YQ",
            "Y2xpZW50",
            signed.challengeText(NONCE),
            Passkey.handleText(new PersonId(handle))),
        COOLING);
  }

  private List<Damage> found(ProvenPress press) {
    Findings findings = new Findings(ID);
    new ProvenPresses(passkeys, SIGNED, findings).check(ID, List.of(press));
    return findings.list();
  }

  private void assertFound(ProvenPress press, String why) {
    assertThat(found(press)).singleElement().asString().contains("audit_entry 9", why);
  }

  @Test
  void whatWasSignedForExactlyThisIsSound() {
    Bound exactly = Bound.approving(ID, 1, ACTION);
    assertThat(found(press(exactly, exactly, AT.plus(COOLING), "lena"))).isEmpty();
  }

  @Test
  void whatWasSignedForAnythingElseIsFound() {
    Bound exactly = Bound.approving(ID, 1, ACTION);
    Instant at = AT.plus(COOLING);
    for (Bound other :
        List.of(
            Bound.approving(OTHER, 1, ACTION),
            Bound.approving(ID, 2, ACTION),
            Bound.approving(ID, 1, Digest.of("swapped")),
            Bound.enrolling())) {
      assertFound(press(exactly, other, at, "lena"), "bad_signature");
    }
    Bound elsewhere = Bound.approving(OTHER, 1, ACTION);
    assertFound(press(elsewhere, elsewhere, at, "lena"), "another request");
    assertFound(press(exactly, exactly, at, "marc"), "other_person");
  }

  @Test
  void onePasskeyThatDidNotCountThenIsFound() {
    Bound exactly = Bound.approving(ID, 1, ACTION);
    Instant at = AT.plus(COOLING);
    assertFound(press(exactly, exactly, at.minusMillis(1), "lena"), "cooling");
    assertFound(press(exactly, exactly, AT.minusMillis(1), "lena"), "unknown_passkey");
    passkeys.tell(3, PasskeyHistory.REMOVED, at.plusSeconds(1), about("marc"));
    assertThat(found(press(exactly, exactly, at, "lena"))).isEmpty();
    assertFound(press(exactly, exactly, at.plusSeconds(1), "lena"), "unknown_passkey");
  }

  @Test
  void whereNothingReadsSignaturesNoneIsSound() {
    Findings findings = new Findings(ID);
    Bound exactly = Bound.approving(ID, 1, ACTION);
    new ProvenPresses(passkeys, AssertionCheck.NONE, findings)
        .check(ID, List.of(press(exactly, exactly, AT.plus(COOLING), "lena")));
    assertThat(findings.list()).hasSize(1);
  }
}
