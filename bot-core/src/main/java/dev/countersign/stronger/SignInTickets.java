package dev.countersign.stronger;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.evidence.SealedKind;
import dev.countersign.ledger.Passkeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a browser keeps between asking to sign in by a passkey and answering. Sealed, so that
/// nothing has to be stored for strangers, and none of them can fill the database.
///
/// Spelled `NONCE.UNTIL.KEY.MAC`: what the challenge is made from, seconds since 1970, the evidence
/// key, and base64url of a seal over the first two.
final class SignInTickets {
  private static final Pattern SHAPE =
      Pattern.compile(
          "(([A-Za-z0-9_-]{43})\\.([0-9]{1,12}))\\.([A-Za-z0-9_-]{1,64})\\.([A-Za-z0-9_-]{43})");

  private static final int UNTIL = 3;
  private static final int KEY = 4;
  private static final int MAC = 5;

  private final EvidenceKeys keys;
  private final InstantSource clock;

  SignInTickets(EvidenceKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /// @return at most 170 printable ASCII characters
  String of(String nonce) {
    String sealed = nonce + "." + clock.instant().plus(Passkeys.CHALLENGE).getEpochSecond();
    Seal seal = keys.seal(SealedKind.SIGN_IN_TICKET, bytes(sealed));
    return sealed
        + "."
        + seal.key()
        + "."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(seal.mac());
  }

  /// Empty where this gate made none like it, and where it is over.
  Optional<String> nonce(String ticket) {
    Matcher parts = SHAPE.matcher(ticket);
    if (!parts.matches()) {
      return Optional.empty();
    }
    byte[] mac = Base64.getUrlDecoder().decode(parts.group(MAC));
    return mac.length == Seal.MAC_BYTES
            && keys.isGenuine(
                SealedKind.SIGN_IN_TICKET, bytes(parts.group(1)), new Seal(parts.group(KEY), mac))
            && clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(parts.group(UNTIL))))
        ? Optional.of(parts.group(2))
        : Optional.empty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
