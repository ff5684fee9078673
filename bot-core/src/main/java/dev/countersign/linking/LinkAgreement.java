package dev.countersign.linking;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.evidence.SealedKind;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the button of a question carries, so that only whoever was asked by the gate can say yes:
/// somebody who holds the app's token may post a button with the same words to anybody, and not
/// this.
///
/// Spelled `UNTIL.KEY.MAC`: seconds since 1970, the evidence key, and base64url of a seal over the
/// code, the account that was asked, and the time.
final class LinkAgreement {
  /// From the question to the press.
  static final Duration LIFE = Duration.ofMinutes(5);

  private static final Pattern SHAPE =
      Pattern.compile("([0-9]{1,12})\\.([A-Za-z0-9_-]{1,64})\\.([A-Za-z0-9_-]{43})");

  private final EvidenceKeys keys;
  private final InstantSource clock;

  LinkAgreement(EvidenceKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /// @param code as it is compared
  /// @param asked the account to which the question is shown
  String of(String code, AccountId asked) {
    long until = clock.instant().plus(LIFE).getEpochSecond();
    Seal seal = keys.seal(SealedKind.LINK_AGREEMENT, covered(code, asked, until));
    return until
        + "."
        + seal.key()
        + "."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(seal.mac());
  }

  /// Whether the gate asked this account about this code, within [#LIFE].
  boolean isGiven(String agreement, String code, AccountId by) {
    Matcher parts = SHAPE.matcher(agreement);
    if (!parts.matches()) {
      return false;
    }
    long until = Long.parseLong(parts.group(1));
    byte[] mac = Base64.getUrlDecoder().decode(parts.group(3));
    return mac.length == Seal.MAC_BYTES
        && keys.isGenuine(
            SealedKind.LINK_AGREEMENT, covered(code, by, until), new Seal(parts.group(2), mac))
        && clock.instant().isBefore(Instant.ofEpochSecond(until));
  }

  private static byte[] covered(String code, AccountId asked, long until) {
    return CanonicalJson.bytes(
        JsonObject.builder()
            .put("code", code)
            .put("account", asked.toJson())
            .put("until", Json.of(until))
            .build());
  }
}
