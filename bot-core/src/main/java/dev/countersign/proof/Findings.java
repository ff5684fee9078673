package dev.countersign.proof;

import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.ProposalId;
import java.util.ArrayList;
import java.util.List;

/// Collects damage of one request.
final class Findings {
  private final ProposalId request;
  private final List<Damage> damages = new ArrayList<>();

  Findings(ProposalId request) {
    this.request = request;
  }

  void add(String place, Kind kind, String detail) {
    damages.add(new Damage(request, place, kind, detail));
  }

  /// Tells it where a row says something else than the entries prove.
  void same(String place, Object proved, Object stored) {
    if (!proved.equals(stored)) {
      add(place, Kind.ALTERED, "it is not what the audit proves");
    }
  }

  List<Damage> list() {
    return List.copyOf(damages);
  }
}
