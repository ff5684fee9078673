package dev.countersign.ledger;

import dev.countersign.audit.AuditChain;
import dev.countersign.audit.AuditFact;
import dev.countersign.audit.ProvenPress;
import dev.countersign.card.PostedCard;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import dev.countersign.request.Vote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a pure computation wants to be done with the record that it was given, and what to answer
/// once it is.
///
/// @param commit absent when there is nothing to write
public record Step<A>(Optional<Commit> commit, A answer) {

  public static <A> Step<A> nothing(A answer) {
    return new Step<>(Optional.empty(), answer);
  }

  /// The same commit with another answer.
  public <B> Step<B> map(Function<A, B> other) {
    return new Step<>(commit, other.apply(answer));
  }

  /// Starts a commit on `record`; without [Draft#moving] the request stays as it is.
  public static Draft on(RequestRecord record) {
    return new Draft(record);
  }

  /// Collects one commit.
  public static final class Draft {
    private final RequestRecord record;
    private final List<AuditFact> facts = new ArrayList<>();
    private final Set<DeliveryOrder> deliveries = new LinkedHashSet<>();
    private ApprovalRequest request;
    private @Nullable Vote vote;
    private @Nullable IssuedGrant grant;
    private @Nullable Redemption redemption;
    private @Nullable GlassUse glass;
    private @Nullable RetrospectiveMark retrospective;
    private @Nullable PostedCard card;
    private @Nullable Instant before;
    private @Nullable Integer passkey;

    private Draft(RequestRecord record) {
      this.record = record;
      this.request = record.request();
    }

    public Draft noting(AuditFact fact) {
      facts.add(fact);
      return this;
    }

    /// What a passkey signed for it, noted; it lands only while nobody has removed that passkey.
    public Draft signed(ProvenPress press) {
      passkey = press.passkey();
      return noting(press.fact());
    }

    public Draft moving(ApprovalRequest next, AuditFact fact) {
      request = next;
      return noting(fact);
    }

    public Draft voting(Vote newVote) {
      vote = newVote;
      return this;
    }

    public Draft granting(IssuedGrant newGrant) {
      grant = newGrant;
      return this;
    }

    public Draft redeeming(GrantId spent, ExecutionId execution) {
      redemption = new Redemption(spent, execution, record.request().action(), record.now());
      return this;
    }

    public Draft breaking(GlassUse use) {
      glass = use;
      return this;
    }

    public Draft marking(RetrospectiveMark mark) {
      retrospective = mark;
      return this;
    }

    public Draft showing(PostedCard rendering) {
      card = rendering;
      return this;
    }

    public Draft ordering(Set<DeliveryOrder> orders) {
      deliveries.addAll(orders);
      return this;
    }

    public Draft before(Instant end) {
      before = end;
      return this;
    }

    public ApprovalRequest request() {
      return request;
    }

    public <A> Step<A> answering(A answer) {
      return new Step<>(Optional.of(commit()), answer);
    }

    /// @param answer of the record as it is once this is committed, see [RequestRecord#after]
    public <A> Step<A> answeringAfter(Function<RequestRecord, A> answer) {
      Commit commit = commit();
      return new Step<>(Optional.of(commit), answer.apply(record.after(commit)));
    }

    private Commit commit() {
      if ((grant != null || redemption != null)
          && record.freezing().covering(record.proposal()).isPresent()) {
        throw new IllegalStateException("nothing is granted or redeemed while it is frozen");
      }
      return new Commit(
          record.head(),
          request,
          AuditChain.append(record.head(), request.id(), record.now(), facts),
          Optional.ofNullable(vote),
          Optional.ofNullable(grant),
          Optional.ofNullable(redemption),
          Optional.ofNullable(glass),
          Optional.ofNullable(retrospective),
          Optional.ofNullable(card),
          deliveries,
          Optional.ofNullable(before),
          record.freezing().steps(),
          Optional.ofNullable(passkey),
          record.imported());
    }
  }
}
