package dev.countersign.token;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.evidence.SealedKind;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.people.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a button carries that changes something without a decision token, so that only whoever was
/// shown it by the gate can press it: somebody who holds the app's own token may post a button with
/// the same words to anybody, and not this.
///
/// Spelled `UNTIL.KEY.MAC`: seconds since 1970, the evidence key, and base64url of a seal over what
/// the button does, what it is about, the account that was shown it, and the time.
public final class ButtonSeals {
  private static final Pattern SHAPE =
      Pattern.compile("([0-9]{1,12})\\.([A-Za-z0-9_-]{1,64})\\.([A-Za-z0-9_-]{43})");

  private final EvidenceKeys keys;
  private final InstantSource clock;

  public ButtonSeals(EvidenceKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /// @param action what it does, as the gate calls it
  /// @param about to what: a request, which is one revision and no other; a code; an account
  /// @param shown the account that is shown the button
  public record Meant(String action, String about, AccountId shown) {
    private byte[] until(long time) {
      return CanonicalJson.bytes(
          JsonObject.builder()
              .put("action", action)
              .put("about", about)
              .put("account", shown.toJson())
              .put("until", Json.of(time))
              .build());
    }
  }

  /// What a seal turns out to be.
  public enum Verdict {
    GENUINE,
    /// Genuine once.
    LAPSED,
    /// Not of ours, or of another button, or of a button that somebody else was shown.
    FORGED
  }

  /// @return at most 120 printable ASCII characters
  public String of(Meant meant, Duration life) {
    long until = clock.instant().plus(life).getEpochSecond();
    Seal seal = keys.seal(SealedKind.SHOWN_BUTTON, meant.until(until));
    return until
        + "."
        + seal.key()
        + "."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(seal.mac());
  }

  /// @param seal as the button had it
  public Verdict check(String seal, Meant meant) {
    Matcher parts = SHAPE.matcher(seal);
    if (!parts.matches()) {
      return Verdict.FORGED;
    }
    long until = Long.parseLong(parts.group(1));
    byte[] mac = Base64.getUrlDecoder().decode(parts.group(3));
    if (mac.length != Seal.MAC_BYTES || !isOurs(meant, until, new Seal(parts.group(2), mac))) {
      return Verdict.FORGED;
    }
    return clock.instant().isBefore(Instant.ofEpochSecond(until))
        ? Verdict.GENUINE
        : Verdict.LAPSED;
  }

  private boolean isOurs(Meant meant, long until, Seal seal) {
    try {
      return keys.isGenuine(SealedKind.SHOWN_BUTTON, meant.until(until), seal);
    } catch (JsonRefusedException _) {
      // What no JSON of ours can hold was never sealed.
      return false;
    }
  }
}
