package dev.countersign.passkey;

import dev.countersign.json.Digest;
import dev.countersign.proposal.PersonId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// One passkey of one person, as genuine entries of the deployment tell of it.
///
/// @param number of the entry that enrolled it
/// @param name as its person calls it; may be empty
/// @param material what proves a signature of it
/// @param enrolledAt by the ledger's clock
/// @param confirmed by somebody else; empty while nobody has
public record Passkey(
    int number,
    PersonId person,
    String name,
    Material material,
    Instant enrolledAt,
    Optional<Confirmed> confirmed) {
  /// How many one person has at most.
  public static final int MOST = 10;

  /// How many one person enrols within [#ENROLLING], removed ones with them.
  public static final int MOST_ENROLLED = 20;

  public static final Duration ENROLLING = Duration.ofHours(24);

  /// Characters of a name.
  public static final int LONGEST_NAME = 60;

  /// @param credential its id, in base64url
  /// @param key the public key in COSE, in base64url
  /// @param origin the address that it was made at, and the only one that it signs for
  /// @param count of its signatures when it was enrolled; 0 for one that does not count
  public record Material(String credential, String key, String origin, long count) {
    private static final int LONGEST = 4096;

    public Material {
      if (credential.isEmpty() || credential.length() > LONGEST || key.length() > LONGEST) {
        throw new IllegalArgumentException("not a credential");
      }
    }
  }

  /// @param at from when on its cooling time runs
  public record Confirmed(PersonId by, Instant at) {}

  /// Whether it counts: somebody else has confirmed it, and the cooling time after that is over.
  public boolean counts(Instant now, Duration cooling) {
    return countsFrom(cooling).filter(from -> !now.isBefore(from)).isPresent();
  }

  /// From when on it counts; empty while nobody has confirmed it.
  public Optional<Instant> countsFrom(Duration cooling) {
    return confirmed.filter(word -> !word.by().equals(person)).map(word -> word.at().plus(cooling));
  }

  Passkey confirmedBy(PersonId by, Instant at) {
    return new Passkey(
        number, person, name, material, enrolledAt, Optional.of(new Confirmed(by, at)));
  }

  /// What an authenticator is told of whose passkey it is: 32 bytes that name nobody to whoever
  /// reads them there.
  public static byte[] handle(PersonId person) {
    return Digest.sha256(
        ("countersign/webauthn/user/1\0" + person.value()).getBytes(StandardCharsets.UTF_8));
  }

  /// The same, in base64url.
  public static String handleText(PersonId person) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(handle(person));
  }
}
