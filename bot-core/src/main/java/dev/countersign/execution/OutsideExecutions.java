package dev.countersign.execution;

import dev.countersign.audit.AuditEntry;
import dev.countersign.execution.ExecutionStep.Next;
import dev.countersign.execution.ExecutionStep.Voice;
import dev.countersign.grant.GrantIssuer;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.ledger.UnsoundRecordException;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.Ulid;
import dev.countersign.request.Execution;
import dev.countersign.request.Execution.Granted;
import dev.countersign.request.Execution.Running;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import dev.countersign.request.RequestState.Approved;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets executors outside of this gate carry out what is approved: they redeem under the very
/// checks of the gate's own ([StartCheck]), and their word about how it went is kept as theirs.
public final class OutsideExecutions implements OutsideDesk {
  private static final Logger log = LoggerFactory.getLogger(OutsideExecutions.class);

  /// Requests that are looked through for work at once, and how many are asked for at a time.
  private static final int MOST_LOOKED_AT = 1_000;

  private static final int PAGE = 50;

  /// Damaged records of which it is remembered that they were logged.
  private static final int MOST_REMEMBERED = 1_000;

  private static final Digest NOTHING = Digest.of("");

  private static final byte[] ATTEMPT = "countersign/redeem/1".getBytes(StandardCharsets.US_ASCII);

  private final Ledger ledger;
  private final Steps steps;
  private final Deliveries deliveries;
  private final StartCheck check;
  private final Ulid ids;
  private final ExecutionMetrics metrics;
  private final Set<ProposalId> damaged = ConcurrentHashMap.newKeySet();

  public OutsideExecutions(
      Ledger ledger,
      Steps steps,
      Deliveries deliveries,
      StartCheck check,
      Ulid ids,
      ExecutionMetrics metrics) {
    this.ledger = ledger;
    this.steps = steps;
    this.deliveries = deliveries;
    this.check = check;
    this.ids = ids;
    this.metrics = metrics;
  }

  /// What waits comes first, and neither kind takes the other's places: an executor that does not
  /// report still hears of work.
  @Override
  public List<Work> work(String executor) {
    List<Work> waiting = new ArrayList<>();
    List<Work> redeemed = new ArrayList<>();
    Optional<ProposalId> after = Optional.empty();
    for (int looked = 0; looked < MOST_LOOKED_AT; looked += PAGE) {
      List<ProposalId> page = deliveries.open(DeliveryKind.EXECUTE, executor, after, PAGE);
      for (ProposalId id : page) {
        Optional<Work> found = ifReadable(executor, id);
        List<Work> kind = found.flatMap(Work::reportBy).isEmpty() ? waiting : redeemed;
        found.filter(_ -> kind.size() < MOST_WORK).ifPresent(kind::add);
        if (waiting.size() == MOST_WORK) {
          return together(waiting, redeemed);
        }
      }
      if (page.size() < PAGE) {
        return together(waiting, redeemed);
      }
      after = Optional.of(page.getLast());
    }
    return together(waiting, redeemed);
  }

  private static List<Work> together(List<Work> waiting, List<Work> redeemed) {
    return Stream.concat(waiting.stream(), redeemed.stream()).toList();
  }

  /// The gate's own worker meets the same record and puts it aside; the others are told all the
  /// same.
  private Optional<Work> ifReadable(String executor, ProposalId id) {
    try {
      Optional<Work> found = work(executor, id);
      damaged.remove(id);
      return found;
    } catch (DamagedRecordException e) {
      if (damaged.size() >= MOST_REMEMBERED) {
        damaged.clear();
      }
      if (damaged.add(id)) {
        log.error("not told to {}: {}: {}", executor, e.code(), e.getMessage());
      }
      return Optional.empty();
    }
  }

  private Optional<Work> work(String executor, ProposalId id) {
    Optional<RequestRecord> record =
        ledger
            .find(id)
            .filter(found -> isFor(executor, found))
            // What must not run yet needs no fresh grant.
            .filter(found -> found.waitsUntil().isEmpty())
            .filter(found -> found.frozen().isEmpty());
    if (record.filter(OutsideExecutions::isLapsed).isEmpty()) {
      return record.flatMap(this::work);
    }
    renew(executor, id);
    return ledger.find(id).filter(found -> !isLapsed(found)).flatMap(this::work);
  }

  private Optional<Work> work(RequestRecord record) {
    if (!(record.request().state() instanceof Approved approved)) {
      return Optional.empty();
    }
    return switch (approved.execution()) {
      case Granted _ -> record.grant().map(grant -> work(record, grant, Optional.empty()));
      case Running running ->
          record.grant().map(grant -> work(record, grant, Optional.of(running)));
      case Execution.NotGranted _,
          Execution.Succeeded _,
          Execution.Failed _,
          Execution.Unknown _,
          Execution.Reconciled _,
          Execution.Skipped _ ->
          Optional.empty();
    };
  }

  private Work work(RequestRecord record, IssuedGrant grant, Optional<Running> running) {
    return new Work(
        grant.id(),
        record.request().id(),
        record.proposal().action().targetSystem(),
        record.request().action(),
        grant.token(),
        grant.expiresAt(),
        running.map(since -> since.since().plus(check.resultWithin(record))));
  }

  /// Without a grant that lives: a freeze that is over kept it from being granted, or it expired.
  private static boolean isLapsed(RequestRecord record) {
    return switch (execution(record).orElse(null)) {
      case Execution.NotGranted _ -> true;
      case Granted granted -> !record.now().isBefore(granted.expiresAt());
      case null, default -> false;
    };
  }

  private static boolean isFor(String executor, RequestRecord record) {
    return record.ruling().circumstances().executor().equals(Optional.of(executor));
  }

  /// Whether it was renewed, barred or taken by somebody else shows when it is read again.
  private void renew(String executor, ProposalId id) {
    try (Attempt attempt = Attempt.renewing(executor, attemptId())) {
      Next next =
          steps
              .runOnChain(
                  id,
                  (record, chain) -> check.of(record, chain, attempt),
                  (record, start) -> ExecutionStep.start(record, attempt, start))
              .orElse(new Next.Nothing());
      tell(id, next);
    }
  }

  private ExecutionId attemptId() {
    return new ExecutionId(ExecutionId.PREFIX + ids.next());
  }

  /// A key makes the same attempt of each call with it, so that only an answer that was lost on its
  /// way is given twice.
  private ExecutionId attemptId(GrantId grant, Optional<String> key) {
    return key.map(text ->
            new ExecutionId(
                ExecutionId.PREFIX
                    + Ulid.derived(
                        Ulid.moment(grant.value().substring(GrantId.PREFIX.length())),
                        Digest.sha256(
                            ATTEMPT,
                            (grant.value() + "/" + text).getBytes(StandardCharsets.UTF_8)))))
        .orElseGet(this::attemptId);
  }

  /// What stands against redeeming before the gate looks at anything else, or what it finds.
  private record Look(Optional<Why> against, Start start) {}

  /// What follows, and whether this very attempt had redeemed before.
  private record Turned(Next next, Optional<Why> against, boolean again) {}

  @Override
  public Redeeming redeem(String executor, GrantId grant, Digest action, Optional<String> key) {
    Optional<ProposalId> request = ledger.granted(grant);
    if (request.isEmpty()) {
      return refused(Why.UNKNOWN_GRANT);
    }
    ProposalId id = request.get();
    boolean open = isOpen(id, executor);
    try (Attempt attempt = Attempt.by(executor, attemptId(grant, key))) {
      Turned turned =
          steps
              .runOnChain(
                  id,
                  (record, chain) -> look(record, chain, attempt, grant, action, open),
                  (record, look) -> turn(record, look, attempt))
              .orElseThrow();
      tell(id, turned.next());
      return turned
          .against()
          .map(OutsideExecutions::refused)
          .orElseGet(() -> answer(turned, attempt));
    }
  }

  private static Step<Turned> turn(RequestRecord record, Look look, Attempt attempt) {
    if (look.against().isPresent()) {
      return Step.nothing(new Turned(new Next.Nothing(), look.against(), false));
    }
    boolean again = look.start() instanceof Start.Redeemed;
    return ExecutionStep.start(record, attempt, look.start())
        .map(next -> new Turned(next, Optional.empty(), again));
  }

  private Look look(
      RequestRecord record,
      Supplier<List<AuditEntry>> chain,
      Attempt attempt,
      GrantId grant,
      Digest action,
      boolean open) {
    return whyNot(record, attempt.executor(), grant)
        .or(() ->
            record.request().action().equals(action)
                ? Optional.empty()
                : Optional.of(Why.OTHER_ACTION))
        .map(why -> new Look(Optional.of(why), new Start.Nothing()))
        .orElseGet(() ->
            new Look(
                Optional.empty(),
                !open && execution(record).filter(Granted.class::isInstance).isPresent()
                    ? new Start.Wait("put_aside", StartCheck.LONGEST_PAUSE)
                    : check.of(record, chain, attempt)));
  }

  /// What can be redeemed has an open delivery, unless it is put aside or on hold: an operator has
  /// to release it first.
  private boolean isOpen(ProposalId id, String executor) {
    Optional<ProposalId> after = Optional.of(ProposalId.firstOf(id.moment()));
    while (after.isPresent()) {
      List<ProposalId> page = deliveries.open(DeliveryKind.EXECUTE, executor, after, PAGE);
      if (page.contains(id)) {
        return true;
      }
      after =
          page.stream()
              .skip(PAGE - 1)
              .findFirst()
              .filter(last -> last.value().compareTo(id.value()) < 0);
    }
    return false;
  }

  private static Optional<Why> whyNot(RequestRecord record, String executor, GrantId grant) {
    if (!isFor(executor, record)) {
      return Optional.of(Why.UNKNOWN_GRANT);
    }
    return record.grant().filter(latest -> latest.id().equals(grant)).isPresent()
        ? Optional.empty()
        : Optional.of(Why.GRANT_REPLACED);
  }

  private Redeeming answer(Turned turned, Attempt attempt) {
    return switch (turned.next()) {
      case Next.Send(var started) ->
          new Redeeming.Redeemed(
              started.action(),
              attempt.id(),
              started.idempotencyKey(),
              started.at().plus(check.resultWithin(started.record())),
              turned.again());
      case Next.Wait(_, var code, var pause) ->
          new Redeeming.Refused(Why.NOT_YET, code, Optional.of(pause));
      case Next.Ended(_, _, var code, _) ->
          new Redeeming.Refused(Why.BARRED, code, Optional.empty());
      case Next.Renewed _ -> refused(Why.GRANT_REPLACED);
      case Next.Spent _ -> refused(Why.ALREADY_REDEEMED);
      case Next.Nothing _ -> refused(Why.ALREADY_ENDED);
      case Next.Unsound _ -> throw new IllegalStateException("told as an exception before");
    };
  }

  private static Redeeming refused(Why why) {
    return new Redeeming.Refused(why, WireName.of(why), Optional.empty());
  }

  private void tell(ProposalId id, Next next) {
    switch (next) {
      case Next.Ended(var connection, var end, var code, var detail) -> {
        log.warn("{} on {} ended {}: {} {}", id, connection, WireName.of(end), code, detail);
        metrics.ended(connection, end, Duration.ZERO);
      }
      case Next.Unsound(var connection, var place, var why) -> {
        metrics.ended(connection, ExecutionEnd.UNSOUND, Duration.ZERO);
        throw new UnsoundRecordException(id, place, why);
      }
      case Next.Wait(var connection, var code, _) -> metrics.putOff(connection, code);
      case Next.Send _, Next.Renewed _, Next.Spent _, Next.Nothing _ -> {}
    }
  }

  /// @param ran how long, where this report ended it
  private record Told(Reporting answer, String connection, Optional<Duration> ran) {}

  @Override
  public Reporting report(String executor, GrantId grant, Report report) {
    Optional<ProposalId> request = ledger.granted(grant);
    if (request.isEmpty()) {
      return new Reporting.Refused(Why.UNKNOWN_GRANT);
    }
    Told told =
        steps.run(request.get(), record -> report(record, executor, grant, report)).orElseThrow();
    if (told.ran().isPresent()) {
      ExecutionEnd end = ExecutionEnd.of(outcome(report, NOTHING));
      log.info("{} on {} was reported {}", request.get(), told.connection(), WireName.of(end));
      metrics.ended(told.connection(), end, told.ran().get());
    } else if (told.answer().equals(new Reporting.Refused(Why.ALREADY_ENDED))) {
      log.warn(
          "{} on {} was reported {} by {}, status {}, code {}, but another end is recorded",
          request.get(),
          told.connection(),
          WireName.of(report.result()),
          executor,
          report.status(),
          report.code().orElse("none"));
    }
    return told.answer();
  }

  private Step<Told> report(RequestRecord record, String executor, GrantId grant, Report report) {
    String connection = record.proposal().action().targetSystem();
    Optional<Why> against = whyNot(record, executor, grant);
    Outcome outcome = outcome(report, record.request().action());
    Optional<ExecutionId> open = openAttempt(record, report.result());
    if (against.isEmpty() && open.isPresent()) {
      Voice voice =
          new Voice(
              Attempt.actor(executor),
              JsonObject.builder().put("report", document(report)).build());
      return ExecutionStep.report(
              record, open.get(), outcome, voice, Set.of(GrantIssuer.order(executor)))
          .map(stands -> told(record, stands, connection));
    }
    Reporting answer =
        against
            .<Reporting>map(Reporting.Refused::new)
            .orElseGet(() ->
                isTheSame(record, outcome)
                    ? new Reporting.Recorded(record.request().id())
                    : new Reporting.Refused(
                        isRedeemed(record) ? Why.ALREADY_ENDED : Why.NOT_REDEEMED));
    return Step.nothing(new Told(answer, connection, Optional.empty()));
  }

  private static Told told(RequestRecord record, boolean stands, String connection) {
    return stands
        ? new Told(
            new Reporting.Recorded(record.request().id()), connection, Optional.of(ran(record)))
        : new Told(new Reporting.Refused(Why.ALREADY_ENDED), connection, Optional.empty());
  }

  /// The attempt that nobody has told the end of; that nobody did in time is no word of the
  /// executor, unless that nobody knows is all that it has to say.
  private static Optional<ExecutionId> openAttempt(RequestRecord record, Result told) {
    return switch (execution(record).orElse(null)) {
      case Running running -> Optional.of(running.attempt());
      case Execution.Unknown end
          when end.code().equals(ExecutionStep.NO_RESULT) && told != Result.UNKNOWN ->
          Optional.of(end.attempt());
      case null, default -> Optional.empty();
    };
  }

  private static boolean isRedeemed(RequestRecord record) {
    return record.reportedBy().isPresent()
        || execution(record)
            .filter(end -> end instanceof Execution.Unknown || end instanceof Execution.Reconciled)
            .isPresent();
  }

  private static Optional<Execution> execution(RequestRecord record) {
    return record.request().state() instanceof Approved(_, _, var execution)
        ? Optional.of(execution)
        : Optional.empty();
  }

  private static boolean isTheSame(RequestRecord record, Outcome outcome) {
    return switch (execution(record).orElse(null)) {
      case Execution.Succeeded end ->
          outcome.equals(new Outcome.Succeeded(end.status(), end.sent(), end.answer()));
      case Execution.Failed end -> outcome.equals(new Outcome.Failed(end.code(), end.status()));
      case Execution.Unknown end -> outcome.equals(new Outcome.Unknown(end.code(), end.status()));
      case null, default -> false;
    };
  }

  private static Duration ran(RequestRecord record) {
    return execution(record).orElse(null) instanceof Running running
        ? Duration.between(running.since(), record.now())
        : Duration.ZERO;
  }

  /// The digest of the answer is over the report: of the target's own answer this gate knows
  /// nothing.
  private static Outcome outcome(Report report, Digest action) {
    return switch (report.result()) {
      case SUCCEEDED ->
          new Outcome.Succeeded(
              report.status(), action, Digest.of(CanonicalJson.text(document(report))));
      case FAILED -> new Outcome.Failed(code(report, "failed"), report.status());
      case UNKNOWN -> new Outcome.Unknown(code(report, "unknown"), report.status());
    };
  }

  private static String code(Report report, String otherwise) {
    return Execution.REPORTED + report.code().orElse(otherwise);
  }

  private static JsonObject document(Report report) {
    JsonObject.Builder json = JsonObject.builder().put("status", WireName.of(report.result()));
    report.code().ifPresent(code -> json.put("code", code));
    if (report.status() != 0) {
      json.put("http_status", report.status());
    }
    report.detail().ifPresent(detail -> json.put("detail", detail));
    return json.build();
  }
}
