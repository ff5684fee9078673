package dev.countersign.ledger;

import dev.countersign.audit.AuditChain;
import dev.countersign.audit.AuditFact;
import dev.countersign.audit.EntryType;
import dev.countersign.audit.EventCodec;
import dev.countersign.card.PostedCard;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Decision;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import dev.countersign.request.RejectReason;
import dev.countersign.request.Remarks;
import dev.countersign.request.RequestEvent;
import dev.countersign.request.RequestState;
import dev.countersign.request.Seat;
import dev.countersign.request.Transition;
import dev.countersign.request.Vote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Computes the next step of a request as the product does, by the transition table and the audit
/// chain.
public final class CommitBuilder {
  private static final Remarks REMARKS =
      new Remarks(
          Optional.of(RejectReason.AGAINST_POLICY), Optional.of("No: \u202e{\"a\", 'b'}\n😀"));

  private final RequestRecord seen;
  private final List<AuditFact> facts = new ArrayList<>();
  private final Set<DeliveryOrder> deliveries = new LinkedHashSet<>();
  private static final ExecutionId EXECUTION =
      new ExecutionId(ExecutionId.PREFIX + "00000000000000000000000000");

  private ApprovalRequest request;
  private Optional<Vote> vote = Optional.empty();
  private Optional<IssuedGrant> grant = Optional.empty();
  private Optional<Redemption> redemption = Optional.empty();
  private Optional<GlassUse> glass = Optional.empty();
  private Optional<RetrospectiveMark> retrospective = Optional.empty();
  private Optional<PostedCard> card = Optional.empty();
  private Optional<Instant> before = Optional.empty();
  private Optional<Integer> freezes = Optional.empty();
  private Optional<Integer> passkey = Optional.empty();

  private Redemption redemption(GrantId spent, ExecutionId execution) {
    return new Redemption(spent, execution, request.action(), seen.now());
  }

  private CommitBuilder(RequestRecord seen) {
    this.seen = seen;
    this.request = seen.request();
  }

  public static CommitBuilder on(RequestRecord seen) {
    return new CommitBuilder(seen);
  }

  /// Moves the request; throws when the transition table refuses.
  public CommitBuilder event(RequestEvent event) {
    request = Transition.move(request, event);
    facts.add(EventCodec.fact(event, "gate", JsonObject.EMPTY));
    if (event instanceof RequestEvent.Voted(Vote cast)) {
      vote = Optional.of(cast);
    }
    if (event instanceof RequestEvent.GrantRedeemed redemption) {
      this.redemption = Optional.of(redemption(redemption.grant(), redemption.attempt()));
    }
    return this;
  }

  /// One vote by a person in the stage that is open.
  public CommitBuilder voted(Decision decision, String person, Optional<String> function) {
    return voted(decision, person, Optional.empty(), function);
  }

  /// An approval in the place of somebody who is away.
  public CommitBuilder approvedInPlaceOf(String absent, String person) {
    return voted(
        Decision.APPROVE, person, Optional.of(new PersonId(absent)), Optional.of("support"));
  }

  private CommitBuilder voted(
      Decision decision, String person, Optional<PersonId> inPlaceOf, Optional<String> function) {
    int stage = request.quorum().openStage().orElseThrow();
    return event(new RequestEvent.Voted(cast(decision, person, inPlaceOf, function, stage)));
  }

  /// An approval that counts in one of several stages.
  public CommitBuilder approvedInOneOf(List<Seat> seats, String person) {
    int stage = seats.getFirst().stage();
    return event(
        new RequestEvent.Voted(
            cast(Decision.APPROVE, person, Optional.empty(), Optional.empty(), stage).in(seats)));
  }

  private Vote cast(
      Decision decision,
      String person,
      Optional<PersonId> inPlaceOf,
      Optional<String> function,
      int stage) {
    return new Vote(
        new PersonId(person),
        inPlaceOf,
        new AccountId(Surface.SLACK, "T01", "U-" + person),
        decision,
        request.revision(),
        request.action(),
        Digest.of("card"),
        stage,
        request.stages().get(stage).group(),
        List.of(),
        function.stream().collect(Collectors.toCollection(TreeSet::new)),
        "jti-" + person,
        decision == Decision.APPROVE ? Remarks.NONE : REMARKS,
        Digest.of("callback of " + person),
        seen.now());
  }

  /// A state that the table would not reach by itself here; noted as a ruling.
  public CommitBuilder state(RequestState state) {
    request =
        new ApprovalRequest(
            request.id(),
            request.revision(),
            request.version() + 1,
            request.action(),
            request.stages(),
            request.conflicted(),
            request.openedAt(),
            request.deadline(),
            request.remindAt(),
            request.extension(),
            request.votes(),
            state);
    return note(EntryType.RULED);
  }

  /// A vote as a row only, past the transition table.
  public CommitBuilder vote(Vote vote) {
    this.vote = Optional.of(vote);
    return this;
  }

  /// A fact that moves nothing.
  public CommitBuilder note(EntryType type) {
    facts.add(new AuditFact(type, "gate", JsonObject.builder().put("nth", facts.size()).build()));
    return this;
  }

  public CommitBuilder grant(IssuedGrant grant) {
    this.grant = Optional.of(grant);
    return this;
  }

  public CommitBuilder redeeming(GrantId grant) {
    this.redemption = Optional.of(redemption(grant, EXECUTION));
    return this;
  }

  /// The row of a use of break-glass alone.
  public CommitBuilder glass(GlassUse use) {
    this.glass = Optional.of(use);
    return this;
  }

  /// The row of what is done with a retrospective alone.
  public CommitBuilder retrospective(RetrospectiveMark mark) {
    this.retrospective = Optional.of(mark);
    return this;
  }

  public CommitBuilder card(PostedCard card) {
    this.card = Optional.of(card);
    return this;
  }

  public CommitBuilder deliver(DeliveryKind kind, String target) {
    deliveries.add(new DeliveryOrder(kind, target));
    return this;
  }

  public CommitBuilder before(Instant before) {
    this.before = Optional.of(before);
    return this;
  }

  /// As one that was computed when there were so many steps of freezes.
  public CommitBuilder freezes(int steps) {
    this.freezes = Optional.of(steps);
    return this;
  }

  /// As one that this passkey signed for.
  public CommitBuilder passkey(int number) {
    this.passkey = Optional.of(number);
    return this;
  }

  public Commit build() {
    return new Commit(
        seen.head(),
        request,
        AuditChain.append(seen.head(), request.id(), seen.now(), facts),
        vote,
        grant,
        redemption,
        glass,
        retrospective,
        card,
        deliveries,
        before,
        freezes.orElse(seen.freezing().steps()),
        passkey,
        seen.imported());
  }
}
