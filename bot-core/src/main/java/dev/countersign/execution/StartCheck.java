package dev.countersign.execution;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.Folding.Folded;
import dev.countersign.grant.Approval;
import dev.countersign.grant.GrantIssuer;
import dev.countersign.grant.RecordProof;
import dev.countersign.ledger.HeldAttachments;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.request.Execution;
import dev.countersign.request.Execution.Granted;
import dev.countersign.request.Execution.Running;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.token.Grant;
import dev.countersign.token.GrantEvidence.Genuine;
import dev.countersign.token.GrantVerdict;
import dev.countersign.token.GrantVerifier;
import dev.countersign.token.KeyState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Checks everything again before an approved action may run: the record, its window, its grant,
/// its connection, the policy and the people of the moment; and takes its turn last. Alike for the
/// gate's own executors and for those outside.
public final class StartCheck {
  /// How soon, and how late, a turn is asked for again.
  static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /// How soon what is frozen is looked at again.
  public static final Duration WHILE_FROZEN = Duration.ofSeconds(15);

  /// Why it waits that is approved and frozen.
  public static final String FROZEN = "frozen";

  /// Why it waits that one person approved by break-glass.
  static final String MAY_BE_ENDED = "may_be_ended";

  private static final String TOO_OLD = "start_window_passed";

  private static final Start NOT_OF_THIS_GRANT =
      new Start.Unsound("exec_grant", "its token is not the grant that was issued");

  private final ActionExecutor executor;
  private final RecordProof proof;
  private final RedemptionCheck redemptionCheck;
  private final GrantVerifier grantVerifier;
  private final GrantIssuer grants;
  private final HeldAttachments attachments;
  private final Duration glassWait;
  private final TurnNotices notices = new TurnNotices();

  /// @param glassWait how long what was approved by break-glass waits before it starts
  public StartCheck(
      ActionExecutor executor,
      RecordProof proof,
      RedemptionCheck redemptionCheck,
      GrantVerifier grantVerifier,
      GrantIssuer grants,
      HeldAttachments attachments,
      Duration glassWait) {
    this.executor = executor;
    this.proof = proof;
    this.redemptionCheck = redemptionCheck;
    this.grantVerifier = grantVerifier;
    this.grants = grants;
    this.attachments = attachments;
    this.glassWait = glassWait;
  }

  /// @param chain read only where something is to be written
  Start of(RequestRecord record, Supplier<List<AuditEntry>> chain, Attempt attempt) {
    if (!(record.request().state() instanceof Approved approved)) {
      return new Start.Nothing();
    }
    return switch (approved.execution()) {
      case Granted _, Execution.NotGranted _ when isFrozen(record, approved) ->
          new Start.Wait(FROZEN, WHILE_FROZEN);
      case Granted _ when record.now().isBefore(endableUntil(approved)) ->
          new Start.Wait(
              MAY_BE_ENDED, bounded(Duration.between(record.now(), endableUntil(approved))));
      case Granted granted when !isFor(attempt, record) ->
          watched(record, chain, approved, Optional.of(granted));
      case Granted granted ->
          ifSound(
              record,
              chain,
              folded -> granted(record, folded, approved, Optional.of(granted), attempt));
      case Execution.NotGranted _ when !isFor(attempt, record) ->
          watched(record, chain, approved, Optional.empty());
      case Execution.NotGranted _ ->
          ifSound(
              record,
              chain,
              folded -> granted(record, folded, approved, Optional.empty(), attempt));
      case Running running when running.attempt().equals(attempt.id()) ->
          ifSound(record, chain, _ -> new Start.Redeemed(running.since()));
      case Running running when isOutside(record) ->
          attempt.isHere() ? awaited(record, chain, running) : new Start.Spent();
      case Running running -> ifSound(record, chain, _ -> new Start.WorkerLost(running.attempt()));
      // Only of ourselves do we know that nothing was sent.
      case Execution.Unknown lost when attempt.isHere() && lost.attempt().equals(attempt.id()) ->
          ifSound(record, chain, _ -> new Start.TooSlow());
      case Execution.Succeeded _,
          Execution.Failed _,
          Execution.Unknown _,
          Execution.Reconciled _,
          Execution.Skipped _ ->
          new Start.Nothing();
    };
  }

  /// It waits for as long as it may start at all; what may not any more ends, frozen or not.
  private static boolean isFrozen(RequestRecord record, Approved approved) {
    return record.freezing().covering(record.proposal()).isPresent()
        && record.now().isBefore(StartWindow.end(record, approved));
  }

  /// Whoever is told of a use of break-glass has until then to end it.
  private Instant endableUntil(Approved approved) {
    return approved.glass().isPresent() ? approved.at().plus(glassWait) : approved.at();
  }

  /// Nothing is signed, renewed or sent on the word of a row, and nothing is written after entries
  /// that no gate wrote.
  private Start ifSound(
      RequestRecord record, Supplier<List<AuditEntry>> chain, Function<Folded, Start> then) {
    return switch (proof.of(record, chain.get())) {
      case RecordProof.Finding.Sound(var folded) -> then.apply(folded);
      case RecordProof.Finding.Unsound(var place, var why) -> new Start.Unsound(place, why);
    };
  }

  private static boolean isOutside(RequestRecord record) {
    return record.ruling().circumstances().executor().isPresent();
  }

  private static boolean isFor(Attempt attempt, RequestRecord record) {
    return GrantIssuer.audience(record.ruling()).equals(Optional.of(attempt.executor()));
  }

  /// What an executor outside has not redeemed: this gate keeps the time, and finds out whether the
  /// record is sound once its grant would have to be replaced.
  ///
  /// @param granted empty where a freeze kept it from being granted
  private Start watched(
      RequestRecord record,
      Supplier<List<AuditEntry>> chain,
      Approved approved,
      Optional<Granted> granted) {
    Instant end = StartWindow.end(record, approved);
    if (!record.now().isBefore(end)) {
      return ifSound(record, chain, _ -> barred(TOO_OLD));
    }
    Start wait = new Start.Wait("not_redeemed", bounded(Duration.between(record.now(), end)));
    return granted.isEmpty()
            || record.now().isBefore(granted.get().expiresAt())
            || record.waitsUntil().isPresent()
        ? wait
        : ifSound(
            record,
            chain,
            _ -> signed(record, granted.get()).isPresent() ? wait : NOT_OF_THIS_GRANT);
  }

  private Start awaited(RequestRecord record, Supplier<List<AuditEntry>> chain, Running running) {
    Instant end = running.since().plus(resultWithin(record));
    return record.now().isBefore(end)
        ? new Start.Wait("not_reported", bounded(Duration.between(record.now(), end)))
        : ifSound(record, chain, _ -> new Start.Unreported(running.attempt()));
  }

  /// How long after its redemption the report on an action that is executed outside is waited for.
  Duration resultWithin(RequestRecord record) {
    return executor
        .outside(record.proposal().action().targetSystem())
        .map(OutsideExecutor::resultWithin)
        .orElse(OutsideExecutor.USUAL_WAIT);
  }

  /// @param live empty where a freeze kept it from being granted: then it is granted now
  private Start granted(
      RequestRecord record,
      Folded folded,
      Approved approved,
      Optional<Granted> live,
      Attempt attempt) {
    Instant now = record.now();
    if (!now.isBefore(StartWindow.end(record, approved))) {
      return barred(TOO_OLD);
    }
    Optional<Granted> usable = live.filter(granted -> now.isBefore(granted.expiresAt()));
    Optional<Start> against = live.flatMap(granted -> against(record, granted, attempt));
    if (against.isPresent()) {
      return against.get();
    }
    if (isMoved(record, attempt)) {
      return barred("executor_changed");
    }
    Optional<String> inadmissible =
        executor.check(record.proposal().action()).map(Inadmissible::code);
    if (inadmissible.isPresent()) {
      return barred(inadmissible.get());
    }
    return switch (redemptionCheck.check(record, folded)) {
      case RedemptionCheck.Verdict.Barred(var code, var detail) -> new Start.Barred(code, detail);
      case RedemptionCheck.Verdict.Holds(var approval) ->
          attempt
              .takeTurn(executor, record.proposal().action())
              .<Start>map(later -> waits(record, approved, live, attempt, later))
              // Only once it is its turn: what waits needs no bytes and no fresh grant yet.
              .or(() -> attempt.load(attachments, record).map(StartCheck::barred))
              .orElseGet(() ->
                  usable
                      .<Start>map(granted ->
                          attempt.redeems() ? new Start.Redeem(granted) : new Start.Nothing())
                      .orElseGet(() -> renewed(record, approval)));
    };
  }

  /// For no longer than its window is open: who waits for it hears then that it is over.
  private Start waits(
      RequestRecord record,
      Approved approved,
      Optional<Granted> live,
      Attempt attempt,
      Turn.Later later) {
    Duration left = Duration.between(record.now(), StartWindow.end(record, approved));
    Duration pause = bounded(later.pause().compareTo(left) > 0 ? left : later.pause());
    boolean tells =
        attempt.isHere()
            && live.filter(granted -> granted.waiting().isEmpty()).isPresent()
            && later.limit().isPresent()
            && notices.mayTell(record.proposal().action().targetSystem(), pause, record.now());
    return new Start.Wait(later.code(), pause, tells ? later.limit() : Optional.empty());
  }

  /// What its token says against it.
  private Optional<Start> against(RequestRecord record, Granted granted, Attempt attempt) {
    boolean lapsed = !record.now().isBefore(granted.expiresAt());
    // What is in force is ours: for that it need not be verified a second time.
    if (!lapsed && isInForce(record, granted, attempt)) {
      return Optional.empty();
    }
    Optional<Genuine> signed = signed(record, granted);
    if (signed.isEmpty()) {
      return Optional.of(NOT_OF_THIS_GRANT);
    }
    return lapsed && isReplaceable(signed.get(), attempt)
        ? Optional.empty()
        : Optional.of(barred("grant_not_verified"));
  }

  /// Whether somebody else carries it out by now than people were told. A connection that only
  /// advises by now says so itself.
  private boolean isMoved(RequestRecord record, Attempt attempt) {
    Optional<String> now = executor.audience(record.proposal().action().targetSystem());
    return !now.equals(Optional.of(attempt.executor())) && !(attempt.isHere() && now.isEmpty());
  }

  private static Start barred(String code) {
    return new Start.Barred(code, "");
  }

  private Start renewed(RequestRecord record, Approval approval) {
    return new Start.Renew(
        grants.issue(
            record.proposal(), record.ruling(), approval, record.freezing(), record.now()));
  }

  private static Duration bounded(Duration pause) {
    Duration most = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    return most.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : most;
  }

  /// A token that no key of this gate ever signed for this request was written into its row; one
  /// whose key was revoked since is a genuine grant that must not be used.
  private Optional<Genuine> signed(RequestRecord record, Granted granted) {
    return stored(record, granted).map(grant -> grantVerifier.evidence(grant.token())).orElse(null)
                instanceof Genuine genuine
            && isFor(genuine.grant(), record, granted)
        ? Optional.of(genuine)
        : Optional.empty();
  }

  private boolean isInForce(RequestRecord record, Granted granted, Attempt attempt) {
    return stored(record, granted)
                .map(grant -> grantVerifier.verify(grant.token(), attempt.executor(), record.now()))
                .orElse(null)
            instanceof GrantVerdict.Verified(var verified)
        && isFor(verified.grant(), record, granted);
  }

  /// Only a grant that this gate once signed for this very request is replaced by a fresh one: an
  /// invented grant that "lapsed" would otherwise get a genuine signature.
  private static boolean isReplaceable(Genuine signed, Attempt attempt) {
    return signed.keyState() != KeyState.REVOKED
        && signed.grant().audience().equals(attempt.executor());
  }

  private static Optional<IssuedGrant> stored(RequestRecord record, Granted granted) {
    return record.grant().filter(grant -> grant.id().equals(granted.grant()));
  }

  private static boolean isFor(Grant grant, RequestRecord record, Granted granted) {
    return grant.id().equals(granted.grant())
        && grant.expiresAt().equals(granted.expiresAt())
        && grant.request().equals(record.request().id())
        && grant.revision() == record.request().revision()
        && grant.action().equals(record.request().action())
        && grant.action().equals(record.proposal().action().digest());
  }
}
