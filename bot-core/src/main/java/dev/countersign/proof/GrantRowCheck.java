package dev.countersign.proof;

import dev.countersign.audit.Folding;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestEvent.GrantIssued;
import dev.countersign.request.RequestEvent.GrantRedeemed;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.Vote;
import dev.countersign.token.Approver;
import dev.countersign.token.Grant;
import dev.countersign.token.GrantEvidence;
import dev.countersign.token.GrantVerifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The grants that the entries tell of and what became of them, and the rows beside them: on whose
/// approval each rests, for whom it is, and that it was redeemed at most once.
final class GrantRowCheck {
  private final Evidence evidence;
  private final Findings findings;
  private final GrantVerifier grantVerifier;
  private final GlassCheck glass;

  private final Map<String, ApprovalRequest> grants = new HashMap<>();

  /// On whose approval each grant rests, as its entry tells.
  private final Map<String, Set<String>> approvers = new HashMap<>();

  /// For whom each grant is, as its entry tells.
  private final Map<String, String> audiences = new HashMap<>();

  private final Map<Integer, String> latestGrants = new HashMap<>();
  private final Map<Integer, Spent> redeemed = new HashMap<>();

  /// By a grant, the one whose place it took.
  private final Map<String, String> replaced = new HashMap<>();

  /// @param action what the request was about when its grant was spent
  private record Spent(GrantRedeemed event, Digest action) {}

  GrantRowCheck(
      Evidence evidence, Findings findings, GrantVerifier grantVerifier, GlassCheck glass) {
    this.evidence = evidence;
    this.findings = findings;
    this.grantVerifier = grantVerifier;
    this.glass = glass;
  }

  /// @param entry the data of the entry that tells of it
  void issued(Folding.Turn turn, GrantIssued issued, JsonObject entry) {
    findApprovers(turn, issued, entry);
    ApprovalRequest after = turn.after();
    String id = issued.grant().value();
    grants.put(id, after);
    Optional.ofNullable(latestGrants.put(after.revision(), id))
        .ifPresent(before -> replaced.put(id, before));
  }

  void redeemed(GrantRedeemed spent, ApprovalRequest after) {
    redeemed.put(after.revision(), new Spent(spent, after.action()));
  }

  /// Whom the delivery of a request with a grant is for; empty where no entry tells it.
  Optional<String> executor(ApprovalRequest request) {
    return Optional.ofNullable(latestGrants.get(request.revision()))
        .map(audiences::get)
        .map(audience -> audience.equals(Grant.GATEWAY) ? "" : audience);
  }

  void compare() {
    compareGrants();
    compareRedemptions();
  }

  /// The first grant of a revision rests on all approvals: no more are taken than its ruling asks
  /// for. Where the policy of the moment asks for fewer, a renewed one names those alone, and
  /// nobody who has not approved.
  ///
  /// @param entry the data of the entry that tells of it
  private void findApprovers(Folding.Turn turn, GrantIssued issued, JsonObject entry) {
    Set<String> approved = approved(turn.after());
    Set<String> told = entry.has("approvers") ? Set.copyOf(entry.texts("approvers")) : Set.of();
    approvers.put(issued.grant().value(), told);
    entry
        .optionalText("audience")
        .ifPresent(audience -> audiences.put(issued.grant().value(), audience));
    boolean rests =
        latestGrants.containsKey(turn.after().revision())
            ? approved.containsAll(told) && told.isEmpty() == approved.isEmpty()
            : told.equals(approved);
    if (!rests) {
      findings.add(
          "audit_entry " + turn.seq(),
          Kind.CONTRADICTION,
          "it does not rest on the approvals that were given");
    }
  }

  private void compareGrants() {
    Set<String> seen = new HashSet<>();
    for (Evidence.GrantRow row : evidence.grants()) {
      String place = "grant " + row.id();
      seen.add(row.id());
      ApprovalRequest granted = grants.get(row.id());
      if (granted == null) {
        findings.add(place, Kind.CONTRADICTION, "no entry tells of it");
        continue;
      }
      findings.same(place, Optional.ofNullable(replaced.get(row.id())), row.replaces());
      findings.same(place, granted.revision(), row.revision());
      compareClaims(place, row, granted);
    }
    grants.keySet().stream()
        .filter(id -> !seen.contains(id))
        .forEach(id ->
            findings.add(
                "grant " + id, Kind.INCOMPLETE, "an entry tells of it, the row is missing"));
  }

  private void compareRedemptions() {
    Set<Integer> seen = new HashSet<>();
    for (Evidence.RedemptionRow row : evidence.redemptions()) {
      String place = "redemption of revision " + row.revision();
      seen.add(row.revision());
      Spent spent = redeemed.get(row.revision());
      if (spent == null) {
        findings.add(place, Kind.CONTRADICTION, "no entry tells of it");
        continue;
      }
      findings.same(place, spent.event().grant().value(), row.grant());
      findings.same(place, spent.event().attempt().value(), row.execution());
      findings.same(place, spent.action().value(), row.action());
      findings.same(place, spent.event().at(), row.at());
    }
    redeemed.keySet().stream()
        .filter(revision -> !seen.contains(revision))
        .forEach(revision ->
            findings.add(
                "redemption of revision " + revision,
                Kind.INCOMPLETE,
                "an entry tells of it, the row is missing"));
  }

  private void compareClaims(String place, Evidence.GrantRow row, ApprovalRequest granted) {
    switch (grantVerifier.evidence(row.token())) {
      case GrantEvidence.Refused(var reason) ->
          findings.add(place, Kind.ALTERED, "its token is refused: " + WireName.of(reason));
      case GrantEvidence.Genuine(var grant, _, _) -> {
        findings.same(place, row.id(), grant.id().value());
        findings.same(place, evidence.id(), grant.request());
        findings.same(place, granted.revision(), grant.revision());
        findings.same(place, granted.action(), grant.action());
        findings.same(place, audiences.getOrDefault(row.id(), grant.audience()), grant.audience());
        findings.same(place, row.issuedAt(), grant.issuedAt());
        findings.same(place, row.expiresAt(), grant.expiresAt());
        findings.same(place, approvers.getOrDefault(row.id(), Set.of()), claimed(grant));
        findings.same(place, inPlaces(granted, grant), claimedInPlaces(grant));
        if (granted.state() instanceof Approved approved) {
          findings.same(place, approved.mode(), grant.mode());
          glass.lives(place, grant);
        }
      }
    }
  }

  private static Set<String> approved(ApprovalRequest request) {
    if (request.state() instanceof Approved approved && approved.glass().isPresent()) {
      return Set.of(approved.glass().get().by().value());
    }
    return request.votes().stream()
        .filter(vote -> vote.decision() == Decision.APPROVE)
        .map(vote -> vote.person().value())
        .collect(Collectors.toSet());
  }

  private static Set<String> claimed(Grant grant) {
    return grant.approvers().stream().map(a -> a.person().value()).collect(Collectors.toSet());
  }

  /// In whose places those have voted whom the grant names.
  private static Map<PersonId, PersonId> inPlaces(ApprovalRequest request, Grant grant) {
    Set<String> named = claimed(grant);
    return request.votes().stream()
        .filter(vote -> vote.inPlaceOf().isPresent() && named.contains(vote.person().value()))
        .collect(Collectors.toMap(Vote::person, Vote::member));
  }

  private static Map<PersonId, PersonId> claimedInPlaces(Grant grant) {
    return grant.approvers().stream()
        .filter(approver -> approver.inPlaceOf().isPresent())
        .collect(
            Collectors.toMap(Approver::person, approver -> approver.inPlaceOf().orElseThrow()));
  }
}
