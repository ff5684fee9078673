package dev.countersign.proof;

import dev.countersign.audit.VoteSeal;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.WireName;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Vote;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The votes that the entries tell of, and the rows beside them.
final class VoteRowCheck {
  private final ProposalId request;
  private final List<Evidence.VoteRow> rows;
  private final int unkeyed;
  private final EvidenceKeys keys;
  private final Findings findings;
  private final Map<String, Vote> votes = new HashMap<>();
  private final Map<String, Integer> entries = new HashMap<>();

  VoteRowCheck(Evidence evidence, Chain chain, EvidenceKeys keys, Findings findings) {
    this.request = evidence.id();
    this.rows = evidence.votes();
    this.unkeyed = chain.unkeyed();
    this.keys = keys;
    this.findings = findings;
  }

  /// @param seq of the entry that tells of it
  void told(int seq, Vote vote) {
    String key = key(vote.revision(), vote.person().value());
    votes.put(key, vote);
    entries.put(key, seq);
  }

  private static String key(int revision, String person) {
    return revision + " " + person;
  }

  void compare() {
    Set<String> seen = new HashSet<>();
    for (Evidence.VoteRow row : rows) {
      String place = "vote of " + row.person();
      seen.add(key(row.revision(), row.person()));
      Vote vote = votes.get(key(row.revision(), row.person()));
      if (vote == null) {
        findings.add(place, Kind.CONTRADICTION, "no entry tells of it");
        continue;
      }
      findings.same(place, vote.inPlaceOf().map(PersonId::value), row.inPlaceOf());
      findings.same(place, WireName.of(vote.decision()), row.decision());
      findings.same(
          place, vote.account().toString(), row.surface() + ":" + row.tenant() + ":" + row.user());
      findings.same(place, vote.action().value(), row.action());
      findings.same(place, vote.card().value(), row.card());
      findings.same(place, vote.stage(), row.stage());
      findings.same(place, vote.group().value(), row.group());
      findings.same(place, also(vote), row.also().orElse(""));
      findings.same(place, vote.functions(), row.functions());
      findings.same(place, vote.token(), row.token());
      findings.same(place, vote.remarks().reason().map(WireName::of), row.reason());
      findings.same(place, vote.remarks().comment(), row.comment());
      findings.same(place, vote.callback().value(), row.callback());
      findings.same(place, vote.at(), row.at());
      compareSeal(place, vote, row);
    }
    votes.keySet().stream()
        .filter(key -> !seen.contains(key))
        .forEach(key ->
            findings.add(
                "vote of " + key.substring(key.indexOf(' ') + 1),
                Kind.INCOMPLETE,
                "an entry tells of it, the row is missing"));
  }

  private static String also(Vote vote) {
    return vote.also().stream()
        .map(seat -> seat.stage() + ":" + seat.group())
        .collect(Collectors.joining(","));
  }

  /// The seal is over what the entry tells, which the row was just compared with. A vote of a chain
  /// that began without seals may have none.
  private void compareSeal(String place, Vote vote, Evidence.VoteRow row) {
    if (row.seal().isEmpty()) {
      if (!isToldWithoutASeal(row)) {
        findings.add(place, Kind.FORGED, "it has no seal");
      }
      return;
    }
    switch (VoteSeal.verify(request, vote, row.seal().orElseThrow(), keys)) {
      case GENUINE -> {}
      case FORGED -> findings.add(place, Kind.FORGED, "its seal is not over this vote");
      case KEY_UNKNOWN ->
          findings.add(place, Kind.FORGED, "it is sealed by a key that is not in the key ring");
      case KEY_REVOKED ->
          findings.add(place, Kind.FORGED, "it is sealed by a key that was revoked as stolen");
    }
  }

  private boolean isToldWithoutASeal(Evidence.VoteRow row) {
    Integer told = entries.get(key(row.revision(), row.person()));
    return told != null && told <= unkeyed;
  }
}
