package dev.countersign.grant;

import dev.countersign.audit.AuditFact;
import dev.countersign.audit.EntryType;
import dev.countersign.audit.EventCodec;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.DeliveryOrder;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ExecutionMode;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.Ulid;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.Execution;
import dev.countersign.request.GrantId;
import dev.countersign.request.RequestEvent.ExecutionSkipped;
import dev.countersign.request.RequestEvent.GrantIssued;
import dev.countersign.request.Transition;
import dev.countersign.token.Approver;
import dev.countersign.token.Grant;
import dev.countersign.token.GrantTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Issues the one-time authority to execute, in the very commit that completes the quorum or
/// records the ruling that allows; or records that there is nothing to execute here, or that the
/// grant waits because it is frozen.
public final class GrantIssuer {
  private final GrantTokens tokens;
  private final Ulid ids;
  private final Function<String, Optional<String>> audiences;
  private final Predicate<Action> triesOut;

  /// @param audiences who carries out what is approved for a target system, as the `aud` of its
  ///   grants; empty where a connection only advises
  /// @param triesOut whether a target is asked what it would make of an action
  public GrantIssuer(
      GrantTokens tokens,
      Ulid ids,
      Function<String, Optional<String>> audiences,
      Predicate<Action> triesOut) {
    this.tokens = tokens;
    this.ids = ids;
    this.audiences = audiences;
    this.triesOut = triesOut;
  }

  /// What follows an approval, for the same commit.
  ///
  /// @param request the request with the grant in it
  /// @param grant absent when nothing is to be executed here
  public record Issue(
      ApprovalRequest request,
      AuditFact fact,
      Optional<IssuedGrant> grant,
      Set<DeliveryOrder> deliveries) {}

  /// @param approval of a request without a live grant
  /// @param freezing what is frozen at this moment; what is covered is approved and has no grant,
  ///   and whoever executes it comes back for one
  public Issue issue(
      Proposal proposal, Ruling ruling, Approval approval, Freezing freezing, Instant now) {
    ApprovalRequest request = approval.request();
    if (proposal.context().dryRun()) {
      return skip(
          request,
          Execution.DRY_RUN,
          now,
          triesOut.test(proposal.action())
              ? Set.of(new DeliveryOrder(DeliveryKind.READ_BACK, ""))
              : Set.of());
    }
    if (proposal.context().executionMode() == ExecutionMode.NONE) {
      return skip(request, "execution_not_wanted", now);
    }
    Optional<String> told = audience(ruling);
    Optional<String> found = audiences.apply(proposal.action().targetSystem());
    // Where people were told that nothing is executed, nothing is.
    if (told.isEmpty() || found.isEmpty()) {
      return skip(request, "advisory", now);
    }
    if (!told.equals(found)) {
      return skip(request, "executor_changed", now);
    }
    return freezing
        .covering(proposal)
        .map(freeze -> held(request, freeze, told.get()))
        .orElseGet(() -> grant(proposal, ruling, approval, told.get(), freezing, now));
  }

  /// For whom a grant may be, as people were told: this gate, or one executor outside of it; empty
  /// where the connection only advised.
  public static Optional<String> audience(Ruling ruling) {
    return ruling.circumstances().executedHere()
        ? Optional.of(Grant.GATEWAY)
        : ruling.circumstances().executor();
  }

  /// The order to execute, or for an executor outside to keep the time for it.
  ///
  /// @param audience of the grant
  public static DeliveryOrder order(String audience) {
    return new DeliveryOrder(DeliveryKind.EXECUTE, audience.equals(Grant.GATEWAY) ? "" : audience);
  }

  private Issue skip(ApprovalRequest request, String reason, Instant now) {
    return skip(request, reason, now, Set.of());
  }

  private Issue skip(
      ApprovalRequest request, String reason, Instant now, Set<DeliveryOrder> deliveries) {
    ExecutionSkipped event = new ExecutionSkipped(reason, now);
    return new Issue(
        Transition.move(request, event),
        EventCodec.fact(event, "gate", JsonObject.EMPTY),
        Optional.empty(),
        deliveries);
  }

  private static Issue held(ApprovalRequest request, Freeze freeze, String audience) {
    return new Issue(
        request,
        new AuditFact(
            EntryType.GRANT_FROZEN,
            "gate",
            JsonObject.builder()
                .put("freeze", freeze.number())
                .put("scope", freeze.scope().toString())
                .build()),
        Optional.empty(),
        Set.of(order(audience)));
  }

  private Issue grant(
      Proposal proposal,
      Ruling ruling,
      Approval approval,
      String audience,
      Freezing freezing,
      Instant now) {
    ApprovalRequest request = approval.request();
    Instant issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
    Grant grant =
        new Grant(
            new GrantId(GrantId.PREFIX + ids.next()),
            request.id(),
            request.revision(),
            request.action(),
            ruling.policy(),
            approval.mode(),
            proposal.agent(),
            audience,
            issuedAt,
            issuedAt,
            issuedAt.plus(life(approval, audience)),
            approvers(approval, issuedAt));
    GrantIssued event = new GrantIssued(grant.id(), grant.expiresAt(), now);
    return new Issue(
        Transition.move(request, event),
        EventCodec.fact(event, "gate", forAuditors(grant, freezing)),
        Optional.of(
            new IssuedGrant(
                grant.id(), grant.revision(), issuedAt, grant.expiresAt(), tokens.sign(grant))),
        Set.of(order(audience)));
  }

  private static JsonObject forAuditors(Grant grant, Freezing freezing) {
    return freezing
        .noted()
        .put("mode", WireName.of(grant.mode()))
        .put("revision", grant.revision())
        .put("action", grant.action().value())
        .put("policy", grant.policy().value())
        .put("audience", grant.audience())
        .put(
            "approvers",
            JsonArray.ofStrings(grant.approvers().stream().map(a -> a.person().value()).toList()))
        .build();
  }

  private static Duration life(Approval approval, String audience) {
    return approval.basis() instanceof BrokenGlass
        ? BrokenGlass.LIFE
        : Grant.longestLifetime(audience);
  }

  /// @param now in whole seconds
  private static List<Approver> approvers(Approval approval, Instant now) {
    if (approval.basis() instanceof BrokenGlass glass) {
      return List.of(new Approver(glass.by(), Optional.empty(), glass.account().surface(), now));
    }
    return approval.votes().stream()
        .map(vote ->
            new Approver(
                vote.person(),
                vote.inPlaceOf(),
                approval.functionOf(vote.person()),
                vote.account().surface(),
                vote.at().truncatedTo(ChronoUnit.SECONDS)))
        .toList();
  }
}
