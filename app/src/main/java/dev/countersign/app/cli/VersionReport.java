package dev.countersign.app.cli;

import dev.countersign.app.version.Change;
import dev.countersign.app.version.OpenRequests;
import dev.countersign.app.version.RequestEffect;
import dev.countersign.app.version.VersionComparison;
import dev.countersign.proposal.ProposalId;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;

/// What an operator reads before something else is in force. Looser things come first.
final class VersionReport {
  static final int MOST_LINES = 200;

  private final PrintWriter out;

  VersionReport(PrintWriter out) {
    this.out = out;
  }

  void comparison(VersionComparison compared) {
    if (compared.untold().isPresent()) {
      out.println("! " + compared.untold().get() + ".");
    } else if (compared.changes().isPresent()) {
      difference(compared.changes().get());
    } else {
      out.println("Nothing is in force yet.");
    }
  }

  void difference(List<Change> changes) {
    long looser = changes.stream().filter(Change::loosens).count();
    out.printf(
        "%d differences to what is in force, %s%n",
        changes.size(), looser == 0 ? "none of them loosens:" : looser + " of them loosen (!):");
    changes.stream()
        .sorted(Comparator.comparingInt(change -> change.loosens() ? 0 : 1))
        .limit(MOST_LINES)
        .forEach(change -> out.printf("  %s %s%n", change.loosens() ? "!" : " ", change.text()));
    if (changes.size() > MOST_LINES) {
      out.printf("    and %d more%n", changes.size() - MOST_LINES);
    }
  }

  void effect(OpenRequests.Found found) {
    out.println(
        found.counts().isEmpty()
            ? "No request waits for people."
            : "Requests that wait for people, ruled on again:");
    tell(found, RequestEffect.UNCHANGED, "unchanged", "");
    tell(
        found,
        RequestEffect.STRICTER,
        "stricter",
        "; they go on, and what is approved runs only if the approvals satisfy this, too");
    tell(
        found, RequestEffect.LOOSER, "looser", "; they go on waiting for what they were asked for");
    tell(
        found,
        RequestEffect.REFUSED,
        "refused",
        "; nothing of them will run, whatever is approved");
    if (found.unreadable() > 0) {
      out.printf("  %d do not read; run countersign verify%n", found.unreadable());
    }
    if (found.stopped()) {
      out.printf("  Stopped after %d; there are more.%n", OpenRequests.MOST);
    }
  }

  private void tell(OpenRequests.Found found, RequestEffect effect, String word, String end) {
    int count = found.count(effect);
    if (count == 0) {
      return;
    }
    out.printf("  %d %s%s%n", count, word, end);
    if (effect != RequestEffect.UNCHANGED) {
      List<ProposalId> ids = found.first().getOrDefault(effect, List.of());
      ids.forEach(id -> out.printf("    %s%n", id));
      if (count > ids.size()) {
        out.printf("    and %d more%n", count - ids.size());
      }
    }
  }
}
