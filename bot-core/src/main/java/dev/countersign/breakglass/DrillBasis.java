package dev.countersign.breakglass;

import dev.countersign.freeze.Freezing;
import dev.countersign.ledger.Retrospectives.Standing;
import dev.countersign.passkey.Passkey;
import dev.countersign.people.Directory;
import dev.countersign.proposal.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a drill of break-glass looks at.
public final class DrillBasis {
  private DrillBasis() {}

  /// Where the pages are on which break-glass is used.
  ///
  /// @param origin that passkeys have to be made at
  /// @param issuer whose accounts people have there
  /// @param cooling for how long a passkey that was confirmed does not count yet
  public record Pages(String origin, String issuer, Duration cooling) {}

  /// @param pages empty where there are none
  public record Settings(Optional<Pages> pages, GlassRule rule) {}

  /// @param people of one moment
  /// @param used what a person has used before
  /// @param now by the ledger's clock
  public record Stored(
      Directory people,
      List<Passkey> passkeys,
      Function<PersonId, Standing> used,
      Freezing freezing,
      Instant now) {
    public Stored {
      passkeys = List.copyOf(passkeys);
    }
  }
}
