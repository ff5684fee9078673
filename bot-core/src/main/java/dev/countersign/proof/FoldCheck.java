package dev.countersign.proof;

import dev.countersign.audit.ChainFold;
import dev.countersign.audit.Folding;
import dev.countersign.audit.ShownCard;
import dev.countersign.audit.StateCodec;
import dev.countersign.audit.VoteSeal;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.grant.Ballot;
import dev.countersign.grant.Electors;
import dev.countersign.grant.OpenedFirst;
import dev.countersign.grant.QuorumGate;
import dev.countersign.grant.ReadingTime;
import dev.countersign.grant.WholeReading;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.WireName;
import dev.countersign.people.Directory;
import dev.countersign.policy.Durations;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Tag;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Context;
import dev.countersign.proposal.Outline;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.BatchId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestEvent;
import dev.countersign.request.RequestEvent.GrantIssued;
import dev.countersign.request.RequestEvent.GrantRedeemed;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestStatus;
import dev.countersign.request.Timetable;
import dev.countersign.request.Vote;
import dev.countersign.token.Approver;
import dev.countersign.token.Grant;
import dev.countersign.token.GrantEvidence;
import dev.countersign.token.GrantVerifier;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Folds a sound chain through the transition table and compares what comes out with every row of
/// the request: the quorum behind each grant is proved again on the way, because the table itself
/// refuses a grant without one.
final class FoldCheck {
  /// What the ruling's entry tells beside the ruling itself, and compares with other places.
  private static final Set<String> BESIDE_THE_RULING =
      Set.of("revision", "action", "deadline", "conflicted", "people");

  private static final Electors ANYBODY = _ -> true;

  private final Evidence evidence;
  private final Chain chain;
  private final Findings findings;
  private final GrantVerifier grantVerifier;
  private final EvidenceKeys keys;
  private final PeopleThen people;
  private final GlassCheck glass;

  /// What the entries say that the rows must say too.
  private final Map<String, Vote> votes = new HashMap<>();

  private final Map<String, Integer> voteEntries = new HashMap<>();

  private final Map<String, ApprovalRequest> grants = new HashMap<>();

  /// On whose approval each grant rests, as its entry tells.
  private final Map<String, Set<String>> approvers = new HashMap<>();

  /// For whom each grant is, as its entry tells.
  private final Map<String, String> audiences = new HashMap<>();

  private final Map<Integer, String> latestGrants = new HashMap<>();
  private final Map<Integer, Spent> redeemed = new HashMap<>();

  /// By a grant, the one whose place it took.
  private final Map<String, String> replaced = new HashMap<>();

  private final Map<String, ShownCard> cards = new HashMap<>();

  FoldCheck(
      Evidence evidence,
      Chain chain,
      Findings findings,
      GrantVerifier grantVerifier,
      EvidenceKeys keys,
      Function<String, Optional<Directory>> people) {
    this.evidence = evidence;
    this.chain = chain;
    this.findings = findings;
    this.grantVerifier = grantVerifier;
    this.keys = keys;
    this.people = new PeopleThen(findings, people);
    this.glass = new GlassCheck(findings);
  }

  void check() {
    try {
      fold()
          .ifPresent(request -> {
            compareRow(request);
            compareFrozen(request);
            compareVotes();
            compareGrants();
            compareRedemptions();
            compareCards();
            glass.compare(evidence.glass());
            new RetrospectiveCheck(findings, people)
                .check(request, chain.entries(), evidence.retrospective());
          });
    } catch (RuntimeException e) {
      // What a forger wrote may fail anywhere; the walk over the other requests goes on.
      findings.add("audit_entry 1", Kind.CONTRADICTION, "it does not read: " + e.getMessage());
    }
  }

  private Optional<ApprovalRequest> fold() {
    return switch (ChainFold.of(evidence.id(), chain.entries())) {
      case Folding.Broken(int at, var why) -> {
        findings.add("audit_entry " + at, Kind.CONTRADICTION, why);
        yield Optional.empty();
      }
      case Folding.Folded folded -> {
        if (chain.unkeyed() == 0) {
          people.ruled(data(1), data(2));
        }
        folded
            .turns()
            .forEach(turn -> {
              findVoter(turn);
              proveReading(folded, turn);
              proveSeen(folded, turn);
              proveOpened(folded, turn);
              findApprovers(turn);
              remember(turn.seq(), turn.event(), turn.after());
              proveQuorum(folded, turn);
            });
        folded.cards().stream()
            .filter(ShownCard::hasRow)
            .forEach(card -> cards.put(card.id(), card));
        yield Optional.of(folded.request());
      }
    };
  }

  private JsonObject data(int seq) {
    return chain.entries().get(seq - 1).document().object("data");
  }

  private void findVoter(Folding.Turn turn) {
    if (chain.unkeyed() == 0 && turn.event() instanceof RequestEvent.Voted(var vote)) {
      people.voted(turn.seq(), data(turn.seq()), vote);
    }
    if (turn.event() instanceof RequestEvent.GlassBroken broken) {
      people.broke(turn.seq(), data(turn.seq()), broken.glass());
      glass.told(turn.seq(), broken);
    }
    if (turn.event() instanceof RequestEvent.ExecutionReconciled said) {
      new WordCheck(findings, people).check(turn.seq(), data(turn.seq()), said, turn.after());
    }
  }

  private void proveReading(Folding.Folded folded, Folding.Turn turn) {
    if (turn.event() instanceof RequestEvent.Voted(var vote)) {
      ReadingTime reading = ReadingTime.of(folded);
      if (!reading.admits(vote, turn.seq())) {
        findings.add(
            "audit_entry " + turn.seq(),
            Kind.CONTRADICTION,
            "it approves "
                + reading
                    .stoodFor(vote, turn.seq())
                    .map(stood -> stood.toMillis() + " ms after its card was shown")
                    .orElse("before its card was shown")
                + ", and its ruling lets an approval count only after "
                + Durations.text(reading.least().orElseThrow()));
      }
    }
  }

  private void proveSeen(Folding.Folded folded, Folding.Turn turn) {
    if (turn.event() instanceof RequestEvent.Voted(var vote)
        && !WholeReading.of(folded).admits(vote, turn.seq())) {
      findings.add(
          "audit_entry " + turn.seq(),
          Kind.CONTRADICTION,
          "it approves on a card that was cut, and no entries before it say that its person opened"
              + " every page of the action");
    }
  }

  private void proveOpened(Folding.Folded folded, Folding.Turn turn) {
    if (turn.event() instanceof RequestEvent.Voted(var vote)
        && !OpenedFirst.of(folded).admits(vote, turn.seq())) {
      findings.add(
          "audit_entry " + turn.seq(),
          Kind.CONTRADICTION,
          "it approves, and no entries before it say that its person opened every attachment, as"
              + " its ruling asks");
    }
  }

  /// The first grant of a revision rests on all approvals: no more are taken than its ruling asks
  /// for. Where the policy of the moment asks for fewer, a renewed one names those alone, and
  /// nobody who has not approved.
  private void findApprovers(Folding.Turn turn) {
    if (!(turn.event() instanceof GrantIssued issued)) {
      return;
    }
    Set<String> approved = approved(turn.after());
    JsonObject entry = data(turn.seq());
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

  /// The same gate that stood before the grant, over the entries up to it, asked about the people
  /// of each vote. Entries of the version without seals name no people.
  private void proveQuorum(Folding.Folded folded, Folding.Turn turn) {
    boolean rests = turn.event() instanceof GrantIssued || turn.event() instanceof GrantRedeemed;
    Electors electors = chain.unkeyed() == 0 ? people.electors() : ANYBODY;
    if (rests
        && QuorumGate.prove(
                Ballot.of(folded, turn.after(), gate(folded), people.conflicted()), electors)
            instanceof QuorumGate.Verdict.NotProven(var why, var detail)) {
      findings.add(
          "audit_entry " + turn.seq(),
          Kind.CONTRADICTION,
          "no quorum stands behind it: " + WireName.of(why) + ", " + detail);
    }
  }

  private static Gate gate(Folding.Folded folded) {
    return WireName.require(Gate.class, folded.ruled().text("gate"));
  }

  private void remember(int seq, RequestEvent event, ApprovalRequest after) {
    switch (event) {
      case RequestEvent.Voted(var vote) -> {
        votes.put(key(vote.revision(), vote.person().value()), vote);
        voteEntries.put(key(vote.revision(), vote.person().value()), seq);
      }
      case GrantIssued issued -> {
        grants.put(issued.grant().value(), after);
        Optional.ofNullable(latestGrants.put(after.revision(), issued.grant().value()))
            .ifPresent(before -> replaced.put(issued.grant().value(), before));
      }
      case GrantRedeemed spent -> redeemed.put(after.revision(), new Spent(spent, after.action()));
      case RequestEvent.DeadlinePassed _,
          RequestEvent.Reminded _,
          RequestEvent.Escalated _,
          RequestEvent.EscalatedBy _,
          RequestEvent.Extended _,
          RequestEvent.GlassBroken _,
          RequestEvent.GlassEnded _,
          RequestEvent.ReachedNobody _,
          RequestEvent.WithdrawnByAgent _,
          RequestEvent.SupersededBy _,
          RequestEvent.ExecutionSucceeded _,
          RequestEvent.ExecutionFailed _,
          RequestEvent.ExecutionLost _,
          RequestEvent.ExecutionReconciled _,
          RequestEvent.ExecutionReadBack _,
          RequestEvent.ExecutionTriedOut _,
          RequestEvent.ExecutionWaits _,
          RequestEvent.ExecutionBarred _,
          RequestEvent.ExecutionSkipped _ -> {}
    }
  }

  private static String key(int revision, String person) {
    return revision + " " + person;
  }

  private void compareRow(ApprovalRequest request) {
    evidence
        .row()
        .ifPresent(row -> {
          String state = CanonicalJson.text(StateCodec.toJson(request.state()));
          same("request.state", state, canonical(row.state()));
          same("request.status", WireName.of(RequestStatus.of(request.state())), row.status());
          same("request.version", request.version(), row.version());
          same("request.revision", request.revision(), row.revision());
          same("request.deadline", request.deadline(), row.deadline());
          same("request.agent", data(1).text("agent"), row.agent());
          same("request.stage", openStage(request), row.stage());
          same("request.asks", asked(request, 0), row.asks());
          same("request.asks_too", asked(request, 1), row.asksToo());
          same(
              "request.asks_more",
              request.asked().stream().skip(2).map(GroupName::value).toList(),
              row.asksMore());
          same("request.due", Timetable.due(request), row.due());
          same("request.risk_rank", risk().rank(), row.riskRank());
          compareOutline(request, row.outline());
          compareTags(request, row.tags());
          compareDelivery(request, row);
        });
  }

  /// With the frozen bytes, where they are the ones that the entries tell of.
  private void compareOutline(ApprovalRequest request, Evidence.OutlineRow row) {
    if (row.isEmpty() && !(request.state() instanceof Pending)) {
      return;
    }
    evidence
        .frozen()
        .filter(frozen -> isProposed(frozen.action(), "action"))
        .filter(frozen -> isProposed(frozen.context(), "context"))
        .map(frozen -> Outline.of(Action.read(frozen.action()), Context.read(frozen.context())))
        .ifPresent(outline -> {
          same("request.action_kind", Optional.of(WireName.of(outline.kind())), row.kind());
          same("request.target_system", Optional.of(outline.targetSystem()), row.targetSystem());
          same("request.dry_run", Optional.of(outline.dryRun()), row.dryRun());
          same("request.on_behalf_of", outline.onBehalfOf(), row.onBehalfOf());
        });
  }

  /// A row that was never asked of anybody has none, whatever its ruling says.
  private void compareTags(ApprovalRequest request, List<String> row) {
    if (!row.isEmpty() || request.state() instanceof Pending) {
      same("request.tags", Tag.of(data(2)).stream().map(Tag::toString).toList(), row);
    }
  }

  private boolean isProposed(byte[] frozen, String member) {
    return data(1).text(member).equals(Digest.of(frozen).value());
  }

  private static Optional<String> asked(ApprovalRequest request, int place) {
    return request.asked().stream().skip(place).findFirst().map(GroupName::value);
  }

  /// Empty when it waits for nobody.
  private static Optional<Integer> openStage(ApprovalRequest request) {
    OptionalInt stage =
        request.state() instanceof Pending ? request.quorum().openStage() : OptionalInt.empty();
    return stage.isPresent() ? Optional.of(stage.getAsInt()) : Optional.empty();
  }

  private RiskLevel risk() {
    return WireName.require(RiskLevel.class, data(2).object("risk").text("assessed"));
  }

  /// Until its end is recorded, an approved action stands or falls with its delivery.
  private void compareDelivery(ApprovalRequest request, Evidence.Row row) {
    boolean open =
        request.state() instanceof Approved approved
            && (approved.execution() instanceof Execution.NotGranted
                || approved.execution() instanceof Execution.Granted
                || approved.execution() instanceof Execution.Running);
    if (open && row.toExecute().isEmpty()) {
      findings.add(
          "delivery",
          Kind.INCOMPLETE,
          "it is to be executed and no delivery is there, so it never is");
    } else if (open && !executor(request).map(row.toExecute()::contains).orElse(true)) {
      findings.add(
          "delivery",
          Kind.ALTERED,
          "it is to be executed by another one than its grant is for, so it never is");
    }
  }

  /// Whom the delivery of a request with a grant is for; empty where no entry tells it.
  private Optional<String> executor(ApprovalRequest request) {
    return Optional.ofNullable(latestGrants.get(request.revision()))
        .map(audiences::get)
        .map(audience -> audience.equals(Grant.GATEWAY) ? "" : audience);
  }

  private static String canonical(String json) {
    try {
      return CanonicalJson.text(CanonicalJson.parse(json.getBytes(StandardCharsets.UTF_8)));
    } catch (RuntimeException e) {
      return "unreadable";
    }
  }

  /// The first two entries repeat what was frozen.
  private void compareFrozen(ApprovalRequest request) {
    evidence
        .frozen()
        .ifPresent(frozen -> {
          JsonObject first = chain.entries().get(0).document();
          JsonObject proposed = first.object("data");
          JsonObject ruled = chain.entries().get(1).document().object("data");
          String action = Digest.ofHash(frozen.actionDigest()).value();
          String context = Digest.ofHash(frozen.contextDigest()).value();
          same("proposal.action", proposed.text("action"), action);
          same("proposal.context", proposed.text("context"), context);
          same("proposal.agent", proposed.text("agent"), frozen.agent());
          same("proposal.owner", proposed.text("owner"), frozen.owner());
          same("proposal.created_at", first.instant("at"), frozen.at());
          same("audit_entry 2", request.action().value(), action);
          same(
              "proposal.conflicted",
              Set.copyOf(ruled.texts("conflicted")),
              Set.copyOf(frozen.conflicted()));
          Optional<JsonObject> ruling = document(frozen.ruling());
          compareRuling(ruled, ruling);
          // One that does not read has neither, and is told by itself.
          Optional<Ruling> read = ruling.flatMap(FoldCheck::ruling);
          same("proposal.deed", read.flatMap(Ruling::deed), frozen.deed());
          compareObject(read.flatMap(Ruling::object), frozen.object());
        });
  }

  /// Rows from before the column say nothing of it, whatever their rulings name.
  private void compareObject(Optional<String> proved, Optional<String> stored) {
    if (!stored.equals(Optional.of(Evidence.Frozen.NOT_TOLD))) {
      same("proposal.deed_object", proved, stored);
    }
  }

  private static Optional<Ruling> ruling(JsonObject document) {
    try {
      return Optional.of(Ruling.fromJson(document));
    } catch (RuntimeException e) {
      return Optional.empty(); // what a forger wrote may fail anywhere
    }
  }

  private void compareRuling(JsonObject ruled, Optional<JsonObject> stored) {
    Map<String, Json> proved = new HashMap<>(ruled.members());
    proved.keySet().removeAll(BESIDE_THE_RULING);
    // In the form of the entry; no members where it does not read.
    Map<String, Json> ruling =
        stored.map(document -> Ruling.inTheFormOf(ruled, document).members()).orElse(Map.of());
    Stream.concat(proved.keySet().stream(), ruling.keySet().stream())
        .filter(name -> !Objects.equals(proved.get(name), ruling.get(name)))
        .sorted()
        .distinct()
        .forEach(name ->
            findings.add(
                "proposal.ruling", Kind.ALTERED, "its " + name + " is not the one in the audit"));
  }

  /// Empty when it does not read.
  private static Optional<JsonObject> document(byte[] stored) {
    try {
      return CanonicalJson.parse(stored) instanceof JsonObject document
          ? Optional.of(document)
          : Optional.empty();
    } catch (JsonRefusedException e) {
      return Optional.empty();
    }
  }

  private void compareVotes() {
    Set<String> seen = new HashSet<>();
    for (Evidence.VoteRow row : evidence.votes()) {
      String place = "vote of " + row.person();
      seen.add(key(row.revision(), row.person()));
      Vote vote = votes.get(key(row.revision(), row.person()));
      if (vote == null) {
        findings.add(place, Kind.CONTRADICTION, "no entry tells of it");
        continue;
      }
      same(place, vote.inPlaceOf().map(PersonId::value), row.inPlaceOf());
      same(place, WireName.of(vote.decision()), row.decision());
      same(place, vote.account().toString(), row.surface() + ":" + row.tenant() + ":" + row.user());
      same(place, vote.action().value(), row.action());
      same(place, vote.card().value(), row.card());
      same(place, vote.stage(), row.stage());
      same(place, vote.group().value(), row.group());
      same(place, also(vote), row.also().orElse(""));
      same(place, vote.functions(), row.functions());
      same(place, vote.token(), row.token());
      same(place, vote.remarks().reason().map(WireName::of), row.reason());
      same(place, vote.remarks().comment(), row.comment());
      same(place, vote.callback().value(), row.callback());
      same(place, vote.at(), row.at());
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
    switch (VoteSeal.verify(evidence.id(), vote, row.seal().orElseThrow(), keys)) {
      case GENUINE -> {}
      case FORGED -> findings.add(place, Kind.FORGED, "its seal is not over this vote");
      case KEY_UNKNOWN ->
          findings.add(place, Kind.FORGED, "it is sealed by a key that is not in the key ring");
      case KEY_REVOKED ->
          findings.add(place, Kind.FORGED, "it is sealed by a key that was revoked as stolen");
    }
  }

  private boolean isToldWithoutASeal(Evidence.VoteRow row) {
    Integer told = voteEntries.get(key(row.revision(), row.person()));
    return told != null && told <= chain.unkeyed();
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
      same(place, Optional.ofNullable(replaced.get(row.id())), row.replaces());
      same(place, granted.revision(), row.revision());
      compareClaims(place, row, granted);
    }
    grants.keySet().stream()
        .filter(id -> !seen.contains(id))
        .forEach(id ->
            findings.add(
                "grant " + id, Kind.INCOMPLETE, "an entry tells of it, the row is missing"));
  }

  /// @param action what the request was about when its grant was spent
  private record Spent(GrantRedeemed event, Digest action) {}

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
      same(place, spent.event().grant().value(), row.grant());
      same(place, spent.event().attempt().value(), row.execution());
      same(place, spent.action().value(), row.action());
      same(place, spent.event().at(), row.at());
    }
    redeemed.keySet().stream()
        .filter(revision -> !seen.contains(revision))
        .forEach(revision ->
            findings.add(
                "redemption of revision " + revision,
                Kind.INCOMPLETE,
                "an entry tells of it, the row is missing"));
  }

  private void compareCards() {
    Set<String> seen = new HashSet<>();
    for (Evidence.CardRow row : evidence.cards()) {
      String place = "card " + row.id();
      seen.add(row.id());
      ShownCard shown = cards.get(row.id());
      if (shown == null) {
        findings.add(place, Kind.CONTRADICTION, "no entry tells of it");
        continue;
      }
      same(place, shown.revision(), row.revision());
      same(place, shown.card().value(), row.digest());
      same(place, shown.address().toString(), row.address());
      same(place, shown.batch().map(BatchId::value), row.batch());
    }
    cards.keySet().stream()
        .filter(id -> !seen.contains(id))
        .forEach(id ->
            findings.add(
                "card " + id, Kind.INCOMPLETE, "an entry tells of it, the row is missing"));
  }

  private void compareClaims(String place, Evidence.GrantRow row, ApprovalRequest granted) {
    switch (grantVerifier.evidence(row.token())) {
      case GrantEvidence.Refused(var reason) ->
          findings.add(place, Kind.ALTERED, "its token is refused: " + WireName.of(reason));
      case GrantEvidence.Genuine(var grant, _, _) -> {
        same(place, row.id(), grant.id().value());
        same(place, evidence.id(), grant.request());
        same(place, granted.revision(), grant.revision());
        same(place, granted.action(), grant.action());
        same(place, audiences.getOrDefault(row.id(), grant.audience()), grant.audience());
        same(place, row.issuedAt(), grant.issuedAt());
        same(place, row.expiresAt(), grant.expiresAt());
        same(place, approvers.getOrDefault(row.id(), Set.of()), claimed(grant));
        same(place, inPlaces(granted, grant), claimedInPlaces(grant));
        if (granted.state() instanceof Approved approved) {
          same(place, approved.mode(), grant.mode());
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

  private void same(String place, Object proved, Object stored) {
    if (!proved.equals(stored)) {
      findings.add(place, Kind.ALTERED, "it is not what the audit proves");
    }
  }
}
