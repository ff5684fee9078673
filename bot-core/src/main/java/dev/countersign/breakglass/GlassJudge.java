package dev.countersign.breakglass;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.Folding.Folded;
import dev.countersign.grant.Ballot;
import dev.countersign.grant.Electors;
import dev.countersign.grant.GrantIssuer;
import dev.countersign.grant.QuorumGate;
import dev.countersign.grant.RecordProof;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.ledger.GlassUse;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Retrospectives;
import dev.countersign.ledger.Retrospectives.Standing;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.ChatAddress;
import dev.countersign.refusal.GlassRefusal;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.RequestEvent.GlassBroken;
import dev.countersign.request.Transition;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Looks at everything that a use of break-glass depends on beside the record: what the person has
/// used before, the chain, who looks at it afterwards; and has the grant signed that it would earn.
final class GlassJudge {
  private final Ledger ledger;
  private final Retrospectives retrospectives;
  private final RecordProof proof;
  private final GrantIssuer grants;
  private final GlassRule rule;

  GlassJudge(
      Ledger ledger,
      Retrospectives retrospectives,
      RecordProof proof,
      GrantIssuer grants,
      GlassRule rule) {
    this.ledger = ledger;
    this.retrospectives = retrospectives;
    this.proof = proof;
    this.grants = grants;
    this.rule = rule;
  }

  /// What a use is worth on one reading of the record.
  sealed interface Judgement {
    /// @param event that moves the request
    /// @param next the request with it
    record Counts(GlassBroken event, ApprovalRequest next, GrantIssuer.Issue issue, GlassUse row)
        implements Judgement {}

    /// @param detail for the log
    record Not(GlassRefusal why, String detail) implements Judgement {}
  }

  Judgement of(GlassPress press, RequestRecord record, Supplier<List<AuditEntry>> chain) {
    Standing used = retrospectives.of(press.person().id());
    Optional<GlassRefusal> against =
        GlassChecklist.right(press.people(), press.account())
            .or(() -> GlassChecklist.check(record, press.person(), press.people(), used, rule))
            .or(() -> inForm(press, record))
            .or(() -> removed(press));
    if (against.isPresent()) {
      return not(against.get());
    }
    return switch (proof.of(record, chain.get())) {
      case RecordProof.Finding.Sound(var folded) -> proven(press, record, folded, used);
      case RecordProof.Finding.Unsound(var place, var why) ->
          new Judgement.Not(GlassRefusal.RECORD_UNSOUND, place + ": " + why);
    };
  }

  private static Optional<GlassRefusal> inForm(GlassPress press, RequestRecord record) {
    if (BrokenGlass.incident(press.use().incident()).isEmpty()) {
      return Optional.of(GlassRefusal.NO_INCIDENT);
    }
    if (BrokenGlass.reason(press.use().reason()).isEmpty()) {
      return Optional.of(GlassRefusal.NO_REASON);
    }
    return signed(press, record.request());
  }

  /// Who has signed for an earlier revision had it on their page while it changed.
  private static Optional<GlassRefusal> signed(GlassPress press, ApprovalRequest request) {
    StrongerCheck check = press.use().check();
    if (check.breaks(press.person().id(), request.id(), request.revision(), request.action())) {
      return Optional.empty();
    }
    Bound bound = check.bound();
    boolean earlier =
        check.passkey().person().equals(press.person().id())
            && bound.purpose() == Bound.Purpose.BREAK_GLASS
            && bound.request().equals(request.id().value())
            && bound.revision() < request.revision();
    return Optional.of(earlier ? GlassRefusal.CHANGED : GlassRefusal.NO_PASSKEY);
  }

  /// Where somebody has removed the passkey since it signed.
  private Optional<GlassRefusal> removed(GlassPress press) {
    return ledger.keepsPasskey(press.use().check().passkey().number())
        ? Optional.empty()
        : Optional.of(GlassRefusal.NO_PASSKEY);
  }

  private Judgement proven(GlassPress press, RequestRecord record, Folded folded, Standing used) {
    Optional<Digest> card = shown(press, record, folded);
    Optional<Reviewers.Reviewer> reviewer =
        Reviewers.of(
            record, press.person(), press.people(), record.conflicted(press.people()), rule.days());
    Optional<BrokenGlass> glass =
        card.flatMap(drawn -> reviewer.flatMap(one -> press.glass(drawn, one)));
    if (glass.isEmpty()) {
      return not(GlassRefusal.NOT_SHOWN);
    }
    ApprovalRequest request = record.request();
    GlassBroken event =
        new GlassBroken(glass.get(), request.revision(), request.action(), record.now());
    // The checklist asks all that the table asks, and more.
    ApprovalRequest next = Transition.move(request, event);
    Ballot ballot =
        Ballot.of(folded, next, record.ruling().gate(), record.conflicted(press.people()))
            .proven(press.proven(record.now()));
    return switch (QuorumGate.prove(ballot, Electors.now(press.people(), ballot.groups()))) {
      case QuorumGate.Verdict.Proven(var approval) -> {
        GrantIssuer.Issue issue =
            grants.issue(
                record.proposal(), record.ruling(), approval, record.freezing(), record.now());
        // A connection may advise by now that executed when people were asked.
        yield issue.grant().isPresent()
            ? new Judgement.Counts(event, next, issue, row(event, used))
            : not(GlassRefusal.NOT_EXECUTED);
      }
      case QuorumGate.Verdict.NotProven(var why, var detail) ->
          new Judgement.Not(GlassRefusal.NOT_PROVEN, WireName.of(why) + ", " + detail);
    };
  }

  private static GlassUse row(GlassBroken event, Standing used) {
    BrokenGlass glass = event.glass();
    return new GlassUse(glass.by(), used.uses() + 1, glass.owner(), event.at(), glass.due());
  }

  /// The page that the person says they saw, where an entry says that it was shown to them.
  private static Optional<Digest> shown(GlassPress press, RequestRecord record, Folded folded) {
    ChatAddress place = ChatAddress.ofPages(press.account());
    return folded.cards().stream()
        .filter(card -> card.address().equals(place))
        .filter(card -> card.revision() == record.request().revision())
        .map(card -> card.card())
        .filter(card -> card.value().equals(press.use().card()))
        .findFirst();
  }

  private static Judgement not(GlassRefusal why) {
    return new Judgement.Not(why, "");
  }
}
