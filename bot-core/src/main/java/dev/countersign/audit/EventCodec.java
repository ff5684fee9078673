package dev.countersign.audit;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.people.AccountId;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordMark;
import dev.countersign.request.Decision;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import dev.countersign.request.ReadBackFinding;
import dev.countersign.request.RejectReason;
import dev.countersign.request.Remarks;
import dev.countersign.request.RequestEvent;
import dev.countersign.request.RequestEvent.DeadlinePassed;
import dev.countersign.request.RequestEvent.Escalated;
import dev.countersign.request.RequestEvent.EscalatedBy;
import dev.countersign.request.RequestEvent.ExecutionBarred;
import dev.countersign.request.RequestEvent.ExecutionFailed;
import dev.countersign.request.RequestEvent.ExecutionLost;
import dev.countersign.request.RequestEvent.ExecutionReadBack;
import dev.countersign.request.RequestEvent.ExecutionReconciled;
import dev.countersign.request.RequestEvent.ExecutionSkipped;
import dev.countersign.request.RequestEvent.ExecutionSucceeded;
import dev.countersign.request.RequestEvent.ExecutionTriedOut;
import dev.countersign.request.RequestEvent.ExecutionWaits;
import dev.countersign.request.RequestEvent.Extended;
import dev.countersign.request.RequestEvent.GlassBroken;
import dev.countersign.request.RequestEvent.GlassEnded;
import dev.countersign.request.RequestEvent.GrantIssued;
import dev.countersign.request.RequestEvent.GrantRedeemed;
import dev.countersign.request.RequestEvent.ReachedNobody;
import dev.countersign.request.RequestEvent.Reminded;
import dev.countersign.request.RequestEvent.SupersededBy;
import dev.countersign.request.RequestEvent.Voted;
import dev.countersign.request.RequestEvent.WithdrawnByAgent;
import dev.countersign.request.Seat;
import dev.countersign.request.Vote;
import dev.countersign.request.Widening;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Writes a request's event as an audit fact and reads it back, so that folding the entries gives
/// the row.
public final class EventCodec {
  private EventCodec() {}

  /// @param extra members that an auditor wants beside what the fold needs, such as the policy's
  ///   digest
  public static AuditFact fact(RequestEvent event, String actor, JsonObject extra) {
    JsonObject.Builder data = JsonObject.builder();
    EntryType type =
        switch (event) {
          case Voted(Vote vote) -> {
            putVote(data, vote);
            yield EntryType.VOTED;
          }
          case DeadlinePassed _ -> EntryType.DEADLINE_PASSED;
          case Reminded(int number, _) -> {
            data.put("number", number);
            yield EntryType.REMINDED;
          }
          case Escalated(int stage, _) -> {
            data.put("stage", stage);
            yield EntryType.ESCALATED;
          }
          case EscalatedBy(Widening one) -> {
            data.put("stage", one.stage())
                .put("to", one.to().value())
                .put("person", one.by().value())
                .put("note", one.note().orElse(null));
            yield EntryType.ESCALATED_BY;
          }
          case Extended(var by, var deadline, _) -> {
            data.put("person", by.value()).put("deadline", deadline);
            yield EntryType.EXTENDED;
          }
          case GlassBroken(var glass, int revision, var action, _) -> {
            data.put("revision", revision).put("action", action.value());
            GlassCodec.toJson(glass).members().forEach(data::put);
            yield EntryType.GLASS_BROKEN;
          }
          case GlassEnded(var by, _) -> {
            data.put("person", by.value());
            yield EntryType.GLASS_ENDED;
          }
          case ReachedNobody _ -> EntryType.REACHED_NOBODY;
          case WithdrawnByAgent _ -> EntryType.WITHDRAWN;
          case SupersededBy(var successor, _) -> {
            data.put("successor", successor.value());
            yield EntryType.SUPERSEDED;
          }
          case GrantIssued(var grant, var expiresAt, _) -> {
            data.put("grant", grant.value()).put("expires_at", expiresAt);
            yield EntryType.GRANT_ISSUED;
          }
          case GrantRedeemed(var grant, var attempt, _) -> {
            data.put("grant", grant.value()).put("attempt", attempt.value());
            yield EntryType.GRANT_REDEEMED;
          }
          case ExecutionSucceeded(var attempt, int status, var sent, var answer, _, var left) -> {
            data.put("attempt", attempt.value())
                .put("status", status)
                .put("sent", sent.value())
                .put("answer", answer.value());
            left.ifPresent(mark -> data.put("left", mark.toJson()));
            yield EntryType.EXECUTION_SUCCEEDED;
          }
          case ExecutionFailed(var attempt, var code, int status, _) -> {
            data.put("attempt", attempt.value()).put("code", code).put("status", status);
            yield EntryType.EXECUTION_FAILED;
          }
          case ExecutionLost(var attempt, var code, int status, _) -> {
            data.put("attempt", attempt.value()).put("code", code).put("status", status);
            yield EntryType.EXECUTION_LOST;
          }
          case ExecutionReconciled(var by, boolean happened, var note, _) -> {
            data.put("person", by.value()).put("happened", happened).put("note", note);
            yield EntryType.EXECUTION_RECONCILED;
          }
          case ExecutionReadBack(var attempt, var finding, var code, _) -> {
            data.put("attempt", attempt.value())
                .put("found", WireName.of(finding))
                .put("code", code.orElse(null));
            yield EntryType.READ_BACK;
          }
          case ExecutionTriedOut(var found) -> {
            data.put("found", WireName.of(found.finding())).put("code", found.code().orElse(null));
            yield EntryType.DRY_RUN;
          }
          case ExecutionWaits(var waiting) -> {
            StateCodec.put(data, waiting);
            yield EntryType.EXECUTION_WAITS;
          }
          case ExecutionBarred(var code, _) -> {
            data.put("code", code);
            yield EntryType.EXECUTION_BARRED;
          }
          case ExecutionSkipped(var reason, _) -> {
            data.put("reason", reason);
            yield EntryType.EXECUTION_SKIPPED;
          }
        };
    extra.members().forEach(data::put);
    return new AuditFact(type, actor, data.build());
  }

  /// The event behind an entry; empty for entries that move nothing, such as a posted card, a
  /// refused click or a reported problem.
  public static Optional<RequestEvent> event(AuditEntry entry) {
    JsonObject body = entry.document();
    JsonObject data = body.object("data");
    Instant at = body.instant("at");
    return switch (WireName.require(EntryType.class, body.text("type"))) {
      case PROPOSED,
          RULED,
          PROPOSED_AGAIN,
          CARD_OFFERED,
          CARD_POSTED,
          CARD_UPDATED,
          CARD_FAILED,
          CARD_TOLD,
          CARD_ASTRAY,
          CLICK_REFUSED,
          PAGE_OPENED,
          PAGE_SHOWN,
          STRONGER_CHECK,
          GLASS_REFUSED,
          RETROSPECTIVE_FILED,
          RETROSPECTIVE_CLOSED,
          GRANT_FROZEN,
          PROBLEM_REPORTED,
          ASKED_AGAIN,
          RECORD_EXPORTED,
          ATTACHMENT_OPENED ->
          Optional.empty();
      case VOTED -> Optional.of(new Voted(vote(data, at)));
      case DEADLINE_PASSED -> Optional.of(new DeadlinePassed(at));
      case REMINDED -> Optional.of(new Reminded(Math.toIntExact(data.number("number")), at));
      case ESCALATED -> Optional.of(new Escalated(Math.toIntExact(data.number("stage")), at));
      case ESCALATED_BY -> Optional.of(new EscalatedBy(StateCodec.widening(data, at)));
      case EXTENDED ->
          Optional.of(
              new Extended(new PersonId(data.text("person")), data.instant("deadline"), at));
      case GLASS_BROKEN ->
          Optional.of(
              new GlassBroken(
                  GlassCodec.glass(data),
                  Math.toIntExact(data.number("revision")),
                  new Digest(data.text("action")),
                  at));
      case GLASS_ENDED -> Optional.of(new GlassEnded(new PersonId(data.text("person")), at));
      case REACHED_NOBODY -> Optional.of(new ReachedNobody(at));
      case WITHDRAWN -> Optional.of(new WithdrawnByAgent(at));
      case SUPERSEDED -> Optional.of(new SupersededBy(new ProposalId(data.text("successor")), at));
      case GRANT_ISSUED ->
          Optional.of(
              new GrantIssued(new GrantId(data.text("grant")), data.instant("expires_at"), at));
      case GRANT_REDEEMED ->
          Optional.of(new GrantRedeemed(new GrantId(data.text("grant")), attempt(data), at));
      case EXECUTION_SUCCEEDED ->
          Optional.of(
              new ExecutionSucceeded(
                  attempt(data),
                  status(data),
                  new Digest(data.text("sent")),
                  new Digest(data.text("answer")),
                  at,
                  data.optionalObject("left").map(RecordMark::read)));
      case EXECUTION_FAILED ->
          Optional.of(new ExecutionFailed(attempt(data), data.text("code"), status(data), at));
      case EXECUTION_LOST ->
          Optional.of(new ExecutionLost(attempt(data), data.text("code"), status(data), at));
      case EXECUTION_RECONCILED ->
          Optional.of(
              new ExecutionReconciled(
                  new PersonId(data.text("person")), data.bool("happened"), data.text("note"), at));
      case READ_BACK ->
          Optional.of(
              new ExecutionReadBack(
                  attempt(data),
                  WireName.require(ReadBackFinding.class, data.text("found")),
                  data.optionalText("code"),
                  at));
      case DRY_RUN -> Optional.of(new ExecutionTriedOut(StateCodec.dryRun(data, at)));
      case EXECUTION_WAITS -> Optional.of(new ExecutionWaits(StateCodec.waiting(data, at)));
      case EXECUTION_BARRED -> Optional.of(new ExecutionBarred(data.text("code"), at));
      case EXECUTION_SKIPPED -> Optional.of(new ExecutionSkipped(data.text("reason"), at));
    };
  }

  private static ExecutionId attempt(JsonObject data) {
    return new ExecutionId(data.text("attempt"));
  }

  private static int status(JsonObject data) {
    return Math.toIntExact(data.number("status"));
  }

  static void putVote(JsonObject.Builder data, Vote vote) {
    vote.account()
        .putInto(data.put("person", vote.person().value()))
        .put("decision", WireName.of(vote.decision()))
        .put("revision", vote.revision())
        .put("action", vote.action().value())
        .put("card", vote.card().value())
        .put("stage", vote.stage())
        .put("group", vote.group().value());
    // Only where there are any: votes without keep the bytes that they have always had.
    if (!vote.also().isEmpty()) {
      data.put("also", JsonArray.of(vote.also(), EventCodec::seat));
    }
    data.put("functions", JsonArray.ofStrings(List.copyOf(vote.functions())))
        .put("token", vote.token())
        .put("reason", vote.remarks().reason().map(WireName::of).orElse(null))
        .put("comment", vote.remarks().comment().orElse(null))
        .put("callback", vote.callback().value());
    // Votes of one's own keep the bytes, and the seals, that they had before there were others.
    vote.inPlaceOf().ifPresent(absent -> data.put("in_place_of", absent.value()));
  }

  private static JsonObject seat(Seat seat) {
    return JsonObject.builder()
        .put("stage", seat.stage())
        .put("group", seat.group().value())
        .build();
  }

  private static Seat seat(JsonObject json) {
    return new Seat(Math.toIntExact(json.number("stage")), new GroupName(json.text("group")));
  }

  private static Vote vote(JsonObject data, Instant at) {
    return new Vote(
        new PersonId(data.text("person")),
        data.optionalText("in_place_of").map(PersonId::new),
        AccountId.fromJson(data),
        WireName.require(Decision.class, data.text("decision")),
        Math.toIntExact(data.number("revision")),
        new Digest(data.text("action")),
        new Digest(data.text("card")),
        Math.toIntExact(data.number("stage")),
        new GroupName(data.text("group")),
        data.optionalObjects("also", EventCodec::seat),
        functions(data),
        data.text("token"),
        new Remarks(
            data.optionalText("reason").map(word -> WireName.require(RejectReason.class, word)),
            data.optionalText("comment")),
        new Digest(data.text("callback")),
        at);
  }

  /// Entries of earlier versions name the one function that the vote was held to.
  private static SortedSet<String> functions(JsonObject data) {
    return data.has("functions")
        ? new TreeSet<>(data.texts("functions"))
        : data.optionalText("function")
            .map(one -> new TreeSet<>(Set.of(one)))
            .orElseGet(TreeSet::new);
  }
}
