package dev.countersign.breakglass;

import dev.countersign.breakglass.DrillBasis.Settings;
import dev.countersign.breakglass.DrillBasis.Stored;
import dev.countersign.breakglass.GlassDrill.Report;
import dev.countersign.ledger.Freezes;
import dev.countersign.ledger.Passkeys;
import dev.countersign.ledger.Retrospectives;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.GlassHolders;
import java.time.InstantSource;
import java.util.Optional;

/// The drill of break-glass on a page: what would keep people from it, and whether somebody's own
/// passkey works. Nothing is granted or executed, and no use is counted: no request is touched.
///
/// Throws [dev.countersign.card.UnavailableException] when the ledger cannot answer.
public final class Drills {
  static final String TRIED =
      "Your passkey proved that it is you, as approvals and break-glass ask for it. This is noted"
          + " as a drill: nothing was approved, executed or counted.";

  static final String NOT_TRIED =
      "Nothing was noted: this passkey is none of yours any more. Please load the page anew.";

  private final Settings settings;
  private final Directory directory;
  private final Passkeys passkeys;
  private final Retrospectives used;
  private final Freezes freezes;
  private final InstantSource ledgerClock;

  /// @param used see [GlassDrill#proven]
  public Drills(
      Settings settings,
      Directory directory,
      Passkeys passkeys,
      Retrospectives used,
      Freezes freezes,
      InstantSource ledgerClock) {
    this.settings = settings;
    this.directory = directory;
    this.passkeys = passkeys;
    this.used = used;
    this.freezes = freezes;
    this.ledgerClock = ledgerClock;
  }

  /// What would keep people from break-glass now; empty for whom that is no business.
  ///
  /// @param looksAfter whether the viewer looks after the deployment; whoever may use break-glass,
  ///   or end a use, is told anyway
  public Optional<Report> look(AccountId viewer, boolean looksAfter) {
    Directory people = directory.asOfNow();
    boolean concerned =
        looksAfter
            || people
                .byAccount(viewer)
                .filter(person -> GlassHolders.mayEnd(people.groups(), person))
                .isPresent();
    return concerned
        ? Optional.of(
            GlassDrill.report(
                settings,
                new Stored(people, passkeys.all(), used::of, freezes.now(), ledgerClock.instant())))
        : Optional.empty();
  }

  /// Notes that somebody tried their passkey, and says what came of it.
  public String tried(AccountId viewer, StrongerCheck check) {
    return passkeys.tried(viewer, check) ? TRIED : NOT_TRIED;
  }
}
