package dev.countersign;

import dev.countersign.audit.EventCodec;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.DeliveryOrder;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Decision;
import dev.countersign.request.GrantId;
import dev.countersign.request.GrantMode;
import dev.countersign.request.Remarks;
import dev.countersign.request.RequestEvent.GrantIssued;
import dev.countersign.request.RequestEvent.Voted;
import dev.countersign.request.Transition;
import dev.countersign.request.Vote;
import dev.countersign.token.Approver;
import dev.countersign.token.Grant;
import dev.countersign.token.GrantTokens;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a gate with a fault would write: votes on a card that was never shown, or that nobody can
/// have read, every seal genuine.
public final class UnseenCard {
  private static final Digest NEVER_SHOWN = Digest.of("a card that was never shown");

  private UnseenCard() {}

  public static void vote(TestGate gate, ProposalId id, String person) {
    vote(gate, id, NEVER_SHOWN, person);
  }

  /// @param card the one that the vote names
  public static void vote(TestGate gate, ProposalId id, Digest card, String person) {
    var _ =
        new Steps(gate.ledger, (_, _) -> {}, _ -> {})
            .run(
                id,
                record -> {
                  Step.Draft draft = Step.on(record);
                  voted(draft, record, record.request(), person, card, gate);
                  return draft.answering(true);
                })
            .orElseThrow();
  }

  /// The votes of all of them, the last one with the grant that it completes.
  public static void approve(TestGate gate, ProposalId id, String... persons) {
    approve(gate, id, NEVER_SHOWN, persons);
  }

  /// @param card the one that the votes name
  public static void approve(TestGate gate, ProposalId id, Digest card, String... persons) {
    for (int nth = 0; nth < persons.length - 1; nth++) {
      vote(gate, id, card, persons[nth]);
    }
    String last = persons[persons.length - 1];
    var _ =
        new Steps(gate.ledger, (_, _) -> {}, _ -> {})
            .run(
                id,
                record -> {
                  Step.Draft draft = Step.on(record);
                  ApprovalRequest approved =
                      voted(draft, record, record.request(), last, card, gate);
                  return granted(draft, record, approved, gate).answering(true);
                })
            .orElseThrow();
  }

  private static ApprovalRequest voted(
      Step.Draft draft,
      RequestRecord record,
      ApprovalRequest request,
      String person,
      Digest card,
      TestGate gate) {
    Vote vote =
        new Vote(
            new PersonId(person),
            new AccountId(Surface.SLACK, TestGate.TEAM, "U" + person.toUpperCase(Locale.ROOT)),
            Decision.APPROVE,
            request.revision(),
            request.action(),
            card,
            0,
            request.stages().getFirst().group(),
            new TreeSet<>(Set.of("support")),
            "tok-" + person,
            Remarks.NONE,
            Digest.of("callback"),
            record.now());
    Voted event = new Voted(vote);
    ApprovalRequest next = Transition.move(request, event);
    draft
        .moving(
            next,
            EventCodec.fact(
                event,
                "person:" + person,
                JsonObject.builder()
                    .put("people", Json.of(gate.directory.version().orElseThrow().value()))
                    .build()))
        .voting(vote);
    return next;
  }

  private static Step.Draft granted(
      Step.Draft draft, RequestRecord record, ApprovalRequest approved, TestGate gate) {
    Instant issued = record.now().truncatedTo(ChronoUnit.SECONDS);
    List<Approver> approvers =
        approved.votes().stream()
            .map(vote ->
                new Approver(
                    vote.person(),
                    Optional.of("support"),
                    Surface.SLACK,
                    vote.at().truncatedTo(ChronoUnit.SECONDS)))
            .toList();
    Grant grant =
        new Grant(
            new GrantId(GrantId.PREFIX + gate.ids.next()),
            approved.id(),
            approved.revision(),
            approved.action(),
            record.ruling().policy(),
            GrantMode.QUORUM,
            record.proposal().agent(),
            dev.countersign.token.Grant.GATEWAY,
            issued,
            issued,
            issued.plus(Grant.LONGEST_LIFETIME),
            approvers);
    GrantIssued event = new GrantIssued(grant.id(), grant.expiresAt(), record.now());
    JsonObject told =
        JsonObject.builder()
            .put(
                "approvers",
                JsonArray.ofStrings(approvers.stream().map(by -> by.person().value()).toList()))
            .build();
    return draft
        .moving(Transition.move(approved, event), EventCodec.fact(event, "gate", told))
        .granting(
            new IssuedGrant(
                grant.id(),
                grant.revision(),
                issued,
                grant.expiresAt(),
                new GrantTokens(gate.keys, gate.issuer).sign(grant)))
        .ordering(Set.of(new DeliveryOrder(DeliveryKind.EXECUTE, "")));
  }
}
