package dev.countersign.proof;

import dev.countersign.proof.Damage.Kind;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RequestEvent.GlassBroken;
import dev.countersign.token.Grant;
import java.time.Duration;
import java.util.Optional;

/// Compares what the entries of one request tell of a use of break-glass with its row, by which the
/// next uses of that person are counted, and with the grant that it earned.
final class GlassCheck {
  private final Findings findings;
  private Optional<Told> told = Optional.empty();

  GlassCheck(Findings findings) {
    this.findings = findings;
  }

  private record Told(int seq, GlassBroken event) {}

  void told(int seq, GlassBroken event) {
    told = Optional.of(new Told(seq, event));
    if (!event.glass().due().isAfter(event.at())) {
      findings.add(
          "audit_entry " + seq, Kind.CONTRADICTION, "its retrospective was due before it was made");
    }
  }

  /// A grant of break-glass lives as shortly as it may.
  void lives(String place, Grant grant) {
    Duration life = Duration.between(grant.issuedAt(), grant.expiresAt());
    if (grant.mode() == GrantMode.BREAKGLASS && life.compareTo(BrokenGlass.LIFE) > 0) {
      findings.add(place, Kind.CONTRADICTION, "it lives longer than break-glass may");
    }
  }

  void compare(Optional<Evidence.GlassRow> row) {
    if (told.isPresent() != row.isPresent()) {
      findings.add(
          "break_glass",
          row.isPresent() ? Kind.CONTRADICTION : Kind.INCOMPLETE,
          row.isPresent()
              ? "no entry tells of it"
              : "an entry tells of it, the row is missing, so the person may use it once more");
      return;
    }
    told.ifPresent(one ->
        row.ifPresent(stored -> {
          BrokenGlass glass = one.event().glass();
          same(glass.by().value(), stored.person());
          same(glass.owner().value(), stored.owner());
          same(one.event().at(), stored.at());
          same(glass.due(), stored.due());
        }));
  }

  private void same(Object proved, Object stored) {
    if (!proved.equals(stored)) {
      findings.add("break_glass", Kind.ALTERED, "it is not what the audit proves");
    }
  }
}
