package dev.countersign.app.http;

import dev.countersign.audit.AskedAgain;
import dev.countersign.card.Placement;
import dev.countersign.freeze.Freeze;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.Held;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AskedNow;
import dev.countersign.people.Electorate;
import dev.countersign.policy.Finding;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.Context;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RevisionOf;
import dev.countersign.proposal.UndoOf;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Quorum;
import dev.countersign.request.RequestState;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Refused;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.request.RequestState.Returned;
import dev.countersign.request.RequestState.Superseded;
import dev.countersign.request.RequestState.Withdrawn;
import dev.countersign.request.RequestStatus;
import dev.countersign.request.Tally;
import dev.countersign.request.Vote;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// A request as its agent reads it: the document of `GET /v1/proposals/{id}`.
///
/// Shape:
/// `{"id","version","revision","status","outcome","done","advisory","action_digest","context_digest",
/// "risk","ruling","reads_as","votes","shown","reason","grant","execution","held","frozen","break_glass","problems","asked_again","superseded_by","revision_of","undo_of",
/// "possible_duplicate_of","waiting_on_target","correlation_id","client_state","created_at","expires_at","decided_at","links"}`;
/// what is absent is null. `problems` is how many people reported one since the decision, where a
/// single request is read, and `asked_again` lists who asked then that it be proposed anew. `shown`
/// has for each place where it was asked `{"surface","channel","state","code", "since"}`, `state`
/// one of `waiting`, `shown`, `refused` with the platform's `code`. `execution` exists once
/// approved; `held` is the code of what keeps it from running until an operator has looked,
/// `frozen` the freeze that does until it is lifted. `break_glass` says that one person stood in
/// for the quorum. `done` says that nothing more will happen by itself. `advisory` says that it is
/// outside the pilot: the gate took no part in it.
public final class RequestView {
  private final Links links;

  /// @param publicUrl the base of every link
  public RequestView(URI publicUrl) {
    this.links = new Links(publicUrl);
  }

  /// @param held what was put aside of its execution
  /// @param asked people of each stage, while they are
  public JsonObject of(RequestRecord record, List<Held> held, List<AskedNow> asked) {
    JsonObject view = view(record, asked);
    return isDone(record)
        ? view
        : held.stream()
            .findFirst()
            .map(execution ->
                view.with("held", Json.of(execution.code()))
                    .with(
                        "reason",
                        Json.of(
                            "Approved and held back: "
                                + execution.code()
                                + ". Nothing is executed before an operator has looked.")))
            .orElse(view);
  }

  /// @param problems how many people reported a problem with the decision
  /// @param again who asked the agent to propose it anew, where it still can be asked for that
  public JsonObject of(
      RequestRecord record,
      List<Held> held,
      List<AskedNow> asked,
      int problems,
      List<AskedAgain> again) {
    return of(record, held, asked)
        .with("problems", Json.of(problems))
        .with("asked_again", JsonArray.of(again, RequestView::asking));
  }

  private static JsonObject asking(AskedAgain one) {
    return JsonObject.builder()
        .put("kind", WireName.of(one.kind()))
        .put("person", one.person().value())
        .put("note", Nulls.text(one.note()))
        .put("at", one.at())
        .build();
  }

  /// As an item of a list, which does not tell who is asked.
  public JsonObject of(RequestRecord record) {
    return view(record, List.of());
  }

  private JsonObject view(RequestRecord record, List<AskedNow> asked) {
    ApprovalRequest request = record.request();
    RequestState state = request.state();
    ExecutionView execution = ExecutionView.of(record);
    Context context = record.proposal().context();
    Quorum quorum = request.quorum();
    return JsonObject.builder()
        .put("id", request.id().value())
        .put("version", request.version())
        .put("revision", request.revision())
        .put("status", WireName.of(RequestStatus.of(state)))
        .put("outcome", execution.outcome())
        .put("done", isDone(record))
        .put("advisory", record.ruling().observed().isPresent())
        .put("action_digest", request.action().value())
        .put("context_digest", context.digest().value())
        .put("risk", RulingView.risk(record.ruling().risk()))
        .put("ruling", RulingView.of(record.ruling(), quorum.approved(), asked))
        .put("reads_as", Nulls.text(record.ruling().deed()))
        .put("votes", JsonArray.of(request.votes(), vote -> vote(vote, quorum)))
        .put("shown", JsonArray.of(Placement.of(record.cards()), RequestView::shown))
        .put("reason", Nulls.text(reason(record).or(execution::reason)))
        .put("grant", record.grant().<Json>map(RequestView::grant).orElse(JsonNull.NULL))
        .put("execution", execution.document())
        .put("held", JsonNull.NULL)
        .put("frozen", record.frozen().<Json>map(RequestView::freeze).orElse(JsonNull.NULL))
        .put("break_glass", glass(state).<Json>map(glass -> glass).orElse(JsonNull.NULL))
        .put("problems", state.isDecided() ? JsonNull.NULL : Json.of(0))
        .put("asked_again", state.isDecided() ? JsonNull.NULL : new JsonArray(List.of()))
        .put("superseded_by", Nulls.text(state.successor().map(ProposalId::value)))
        .put(
            "revision_of",
            context.revisionOf().<Json>map(RequestView::revised).orElse(JsonNull.NULL))
        .put("undo_of", context.undoOf().<Json>map(RequestView::undone).orElse(JsonNull.NULL))
        .put(
            "possible_duplicate_of",
            Nulls.text(
                record.ruling().circumstances().possibleDuplicateOf().map(ProposalId::value)))
        .put(
            "waiting_on_target",
            Nulls.text(record.ruling().circumstances().waitingOnTarget().map(ProposalId::value)))
        .put("correlation_id", Nulls.text(context.correlationId()))
        .put(
            "client_state",
            Objects.requireNonNullElse(context.document().get("client_state"), JsonNull.NULL))
        .put("created_at", record.proposal().at())
        .put("expires_at", request.deadline())
        .put("decided_at", Nulls.time(decidedAt(state)))
        .put("links", links.of(request.id()))
        .build();
  }

  /// Whether waiting any longer would be in vain.
  static boolean isDone(RequestRecord record) {
    return !ExecutionView.of(record.request().state()).outcome().equals(ExecutionView.PENDING);
  }

  /// Neither its reason nor who began it: those are for people. Not why: that is told to people.
  private static Optional<JsonObject> glass(RequestState state) {
    return state instanceof Approved approved
        ? approved
            .glass()
            .map(glass ->
                JsonObject.builder()
                    .put("by", glass.by().value())
                    .put("at", approved.at())
                    .put("incident", glass.incident())
                    .put("retrospective_due", glass.due())
                    .put("ended_by", glass.ended().map(PersonId::value).orElse(null))
                    .build())
        : Optional.empty();
  }

  private static JsonObject freeze(Freeze freeze) {
    return JsonObject.builder()
        .put("number", freeze.number())
        .put("scope", freeze.scope().toString())
        .put("since", freeze.since())
        .build();
  }

  private static JsonObject vote(Vote vote, Quorum quorum) {
    return JsonObject.builder()
        .put("person", vote.person().value())
        .put("in_place_of", Nulls.text(vote.inPlaceOf().map(PersonId::value)))
        .put("function", Nulls.text(quorum.functionOf(vote.person())))
        .put("functions", JsonArray.ofStrings(List.copyOf(vote.functions())))
        .put("via", WireName.of(vote.account().surface()))
        .put("decision", WireName.of(vote.decision()))
        .put("reason", Nulls.text(vote.remarks().reason().map(WireName::of)))
        .put("comment", Nulls.text(vote.remarks().comment()))
        .put("at", vote.at())
        .build();
  }

  private static JsonObject grant(IssuedGrant grant) {
    return JsonObject.builder()
        .put("id", grant.id().value())
        .put("expires_at", grant.expiresAt())
        .build();
  }

  private static Optional<String> reason(RequestRecord record) {
    ApprovalRequest request = record.request();
    return switch (request.state()) {
      case Pending _, Approved _ -> Optional.empty();
      case Rejected(var by, var _) -> Optional.of("Rejected by " + by + ".");
      case Returned(var by, var _, var _) -> Optional.of("Changes were requested by " + by + ".");
      case Refused _ -> Optional.of(refused(record.ruling()));
      case Expired(var at, var cause, var _) ->
          Optional.of(
              switch (cause) {
                case TIME_UP -> expired(record, at);
                case REACHED_NOBODY -> unreached(record, at);
              });
      case Withdrawn _ -> Optional.of("Withdrawn by the agent.");
      case Superseded(var by, var _) -> Optional.of("Superseded by " + by + ".");
    };
  }

  /// A question that nobody could answer is refused like what the policy forbids, and somebody can
  /// do something about it.
  private static String refused(Ruling ruling) {
    if (ruling.observed().isPresent()) {
      return "Outside the pilot: the gate only observes this. Nobody was asked, and the gate"
          + " executes nothing of it. Whoever carried it out before does so as before. See"
          + " ruling.observed for what it would have been.";
    }
    String nobody =
        ruling.findings().stream()
            .filter(finding -> finding.result().equals(Electorate.NOBODY))
            .map(Finding::because)
            .collect(Collectors.joining(" "));
    return nobody.isEmpty()
        ? "Refused by the policy; nobody was asked. See ruling.findings."
        : "Refused, and nobody was asked, as nobody could complete it. " + nobody;
  }

  private static String expired(RequestRecord record, Instant at) {
    Tally tally = Tally.of(record.request());
    String untaken = untaken(record, at).map(where -> " The card" + where).orElse("");
    if (tally.given() > 0) {
      return "The time was up: "
          + tally
          + " had approved. Nobody rejected it: this is not a rejection."
          + untaken;
    }
    return isUnseen(record)
        ? "The time was up, and no human could be asked: this is not a rejection." + untaken
        : "The time was up. No human decided: this is not a rejection." + untaken;
  }

  private static String unreached(RequestRecord record, Instant at) {
    Tally tally = Tally.of(record.request());
    String how;
    if (tally.given() > 0) {
      how =
          "Ended early: "
              + tally
              + " had approved, and who was to decide next could not be reached";
    } else if (isUnseen(record)) {
      how = "Ended early, because no human could be asked";
    } else {
      how = "Ended early: nobody had decided, and those who decide could no longer be reached";
    }
    return how
        + ": this is not a rejection."
        + untaken(record, at).map(where -> " The card" + where).orElse("");
  }

  /// Whether no platform has ever shown it to anybody.
  private static boolean isUnseen(RequestRecord record) {
    return !record.cards().isEmpty()
        && record.cards().stream().noneMatch(card -> card.messageId().isPresent());
  }

  /// Which places, why, and what helps. A place that refused only after the end kept nobody from
  /// deciding, and one that has not answered only where no other has shown it.
  private static Optional<String> untaken(RequestRecord record, Instant end) {
    boolean unseen = isUnseen(record);
    String places =
        Placement.of(record.cards()).stream()
            .filter(place -> unseen || place.state() == Placement.State.REFUSED)
            .filter(place -> !place.since().isAfter(end))
            .map(RequestView::told)
            .collect(Collectors.joining(", "));
    return places.isEmpty()
        ? Optional.empty()
        : Optional.of(
            " is not taken at "
                + places
                + ". Have the app invited to the channel, the channel restored, or another one"
                + " named for the group; then propose it again.");
  }

  private static String told(Placement placement) {
    return placement.address()
        + placement.code().map(code -> " (" + code + ")").orElse(" (no answer)");
  }

  private static JsonObject shown(Placement placement) {
    return JsonObject.builder()
        .put("surface", WireName.of(placement.address().surface()))
        .put("channel", placement.address().channel())
        .put("state", WireName.of(placement.state()))
        .put("code", Nulls.text(placement.code()))
        .put("since", placement.since())
        .build();
  }

  private static JsonObject revised(RevisionOf before) {
    return JsonObject.builder()
        .put("id", before.id().value())
        .put("revision", before.revision())
        .put("action_digest", before.action().value())
        .put("edited_by", Nulls.text(before.editedBy().map(PersonId::value)))
        .put("because", Nulls.text(before.because().map(WireName::of)))
        .build();
  }

  private static JsonObject undone(UndoOf of) {
    return JsonObject.builder()
        .put("id", of.id().value())
        .put("action_digest", of.action().value())
        .put("asked_by", Nulls.text(of.askedBy().map(PersonId::value)))
        .build();
  }

  private static Optional<Instant> decidedAt(RequestState state) {
    return switch (state) {
      case Pending _ -> Optional.empty();
      case Approved(var _, var at, var _) -> Optional.of(at);
      case Rejected(var _, var at) -> Optional.of(at);
      case Returned(var _, var at, var _) -> Optional.of(at);
      case Refused(var at) -> Optional.of(at);
      case Expired(var at, _, _) -> Optional.of(at);
      case Withdrawn(var at) -> Optional.of(at);
      case Superseded(var _, var at) -> Optional.of(at);
    };
  }
}
