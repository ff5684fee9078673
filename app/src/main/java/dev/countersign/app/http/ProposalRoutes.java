package dev.countersign.app.http;

import dev.countersign.audit.AskedAgain;
import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.ReportedProblem;
import dev.countersign.drawing.Offered;
import dev.countersign.intake.IntakeEvaluation;
import dev.countersign.intake.IntakeResult;
import dev.countersign.intake.WithdrawalDesk;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.Held;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Agent;
import dev.countersign.people.AskedNow;
import dev.countersign.people.Directory;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.UndoReason;
import dev.countersign.request.RequestState;
import dev.countersign.request.RequestStatus;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What agents can do with proposals, one method per route.
final class ProposalRoutes {
  static final int DEFAULT_LIMIT = 20;
  static final int MOST_LIMIT = 100;

  /// When to look again at what is still pending.
  static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private static final String STATUSES =
      Arrays.stream(RequestStatus.values()).map(WireName::of).collect(Collectors.joining(", "));

  private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,2}");

  private final Desks desks;
  private final Changes changes;
  private final RequestView view;
  private final Links links;
  private final HttpMetrics metrics;

  ProposalRoutes(Desks desks, Changes changes, RequestView view, Links links, HttpMetrics metrics) {
    this.desks = desks;
    this.changes = changes;
    this.view = view;
    this.links = links;
    this.metrics = metrics;
  }

  void submit(Context ctx, Agent agent) {
    Optional<String> key = idempotencyKey(ctx);
    answer(ctx, desks.intake().submit(agent, JsonBody.read(ctx), key));
  }

  private void answer(Context ctx, IntakeResult taken) {
    switch (taken) {
      case IntakeResult.Recorded result -> recorded(ctx, result);
      case IntakeResult.Malformed malformed -> Problems.answer(ctx, Problems.of(malformed));
      case IntakeResult.Invalid invalid -> Problems.answer(ctx, Problems.of(invalid));
      case IntakeResult.Declined declined -> {
        metrics.declined(declined);
        Problems.answer(ctx, Problems.of(declined));
      }
    }
  }

  private void recorded(Context ctx, IntakeResult.Recorded result) {
    ProposalId id = result.id();
    LogFields.proposal(id);
    RequestRecord record = awaited(ctx, id, this::isOver).orElseThrow();
    if (result.attached()) {
      ctx.header("Countersign-Attached", "true");
    }
    if (result.replayed()) {
      ctx.header("Idempotency-Replayed", "true");
    } else if (result.attached()) {
      metrics.attached();
    } else {
      metrics.recorded(record);
    }
    boolean decided = record.request().state().isDecided();
    ctx.header("Location", links.self(id));
    if (!decided) {
      ctx.header("Retry-After", Long.toString(LOOK_AGAIN.toSeconds()));
    }
    if (result.attached()) {
      showAttached(ctx, record, result.submitted());
    } else {
      show(ctx, decided ? 201 : 202, record);
    }
  }

  /// With `If-None-Match` the wait ends on any change, without it once the outcome is known.
  void read(Context ctx, Agent agent) {
    ProposalId id = id(ctx);
    own(agent, id);
    Optional<String> seen = ifNoneMatch(ctx);
    RequestRecord record =
        awaited(
                ctx,
                id,
                seen.isPresent() ? latest -> !latestTag(latest).isNamedIn(seen) : this::isOver)
            .orElseThrow(() -> Problems.unknownProposal().thrown());
    Followed followed = Followed.of(record, desks);
    record = followed.record();
    List<Held> held = held(record);
    List<AskedNow> asked = asked(record);
    Said said = Said.of(record, desks);
    EntityTag tag = said.on(EntityTag.of(record, held, asked)).followed(followed.open());
    LogFields.record(record);
    ctx.header("ETag", tag.value());
    if (tag.isNamedIn(seen)) {
      ctx.status(304);
    } else {
      Answers.send(
          ctx, 200, followed.on(view.of(record, held, asked, said.problems(), said.again())));
    }
  }

  private EntityTag latestTag(RequestRecord latest) {
    return Said.of(latest, desks)
        .tag(latest, asked(latest))
        .followed(Followed.of(latest, desks).open());
  }

  /// Nothing more happens by itself.
  private boolean isOver(RequestRecord record) {
    return RequestView.isDone(record) && !Followed.of(record, desks).open();
  }

  void list(Context ctx, Agent agent) {
    int limit = limit(ctx);
    List<RequestRecord> found =
        isOfUnknownEnd(ctx)
            ? unknown(agent, before(ctx), limit + 1)
            : desks.ledger().list(agent.id(), status(ctx), before(ctx), limit + 1);
    List<RequestRecord> page = found.subList(0, Math.min(limit, found.size()));
    String next =
        found.size() > limit
            ? "\"" + new Cursor(page.getLast().request().id()).text() + "\""
            : "null";
    // Joined as text: inside one document, a client_state of full depth would be too deep to write.
    Set<ProposalId> open = Followed.open(page, desks);
    String items =
        page.stream()
            .map(record ->
                new Followed(record, open.contains(record.request().id())).on(view.of(record)))
            .map(CanonicalJson::text)
            .collect(Collectors.joining(",", "[", "]"));
    byte[] body =
        ("{\"items\":" + items + ",\"next_cursor\":" + next + "}").getBytes(StandardCharsets.UTF_8);
    Answers.send(ctx, 200, Answers.JSON, body);
  }

  /// One that does not read keeps no other from being listed.
  private List<RequestRecord> unknown(Agent agent, Optional<ProposalId> before, int most) {
    return desks.unknown().list(Optional.of(agent.id()), before, most).stream()
        .flatMap(id -> readable(id).stream())
        .toList();
  }

  private Optional<RequestRecord> readable(ProposalId id) {
    try {
      return desks.ledger().find(id);
    } catch (DamagedRecordException e) {
      return Optional.empty();
    }
  }

  /// The only one that can be asked for: all others follow from the status.
  private static boolean isOfUnknownEnd(Context ctx) {
    String word = ctx.queryParam("execution");
    if (word == null) {
      return false;
    }
    if (!word.equals("unknown") || ctx.queryParam("status") != null) {
      throw Problems.badParameter(
              "bad_execution", "execution is unknown, and stands without status")
          .thrown();
    }
    return true;
  }

  void withdraw(Context ctx, Agent agent) {
    ProposalId id = id(ctx);
    switch (desks.withdrawals().withdraw(agent.id(), id)) {
      case WithdrawalDesk.Result.WITHDRAWN -> show(ctx, 200, own(agent, id));
      case WithdrawalDesk.Result.UNKNOWN -> throw Problems.unknownProposal().thrown();
      case WithdrawalDesk.Result.DECIDED ->
          throw Problem.of(409, "already_decided", "a decided proposal stays as it is").thrown();
    }
  }

  /// Answered like a proposal: it is one.
  void undo(Context ctx, Agent agent) {
    ProposalId id = id(ctx);
    answer(
        ctx,
        desks
            .undos()
            .undo(
                agent, id, JsonBody.readIfAny(ctx, UndoReason.MAX_BODY_BYTES), idempotencyKey(ctx))
            .orElseThrow(() -> Problems.unknownProposal().thrown()));
  }

  void audit(Context ctx, Agent agent) {
    ProposalId id = id(ctx);
    LogFields.record(own(agent, id));
    Answers.send(ctx, 200, AuditView.of(id, desks.ledger().audit(id)));
  }

  void evaluate(Context ctx, Agent agent) {
    switch (desks.intake().evaluate(agent, JsonBody.read(ctx))) {
      case IntakeEvaluation.Ruled ruled -> Answers.send(ctx, 200, EvaluationView.of(ruled));
      case IntakeEvaluation.NotTaken(var why) -> Problems.answer(ctx, whyNotTaken(why));
    }
  }

  private static Problem whyNotTaken(IntakeResult why) {
    return switch (why) {
      case IntakeResult.Malformed malformed -> Problems.of(malformed);
      case IntakeResult.Invalid invalid -> Problems.of(invalid);
      case IntakeResult.Declined declined -> Problems.of(declined);
      case IntakeResult.Recorded _ ->
          throw new IllegalStateException("an evaluation records nothing");
    };
  }

  private void show(Context ctx, int status, RequestRecord record) {
    Answers.send(ctx, status, shown(ctx, record));
  }

  /// Only this answer tells of it, so it is no part of the `ETag`.
  private void showAttached(Context ctx, RequestRecord record, Optional<Digest> submitted) {
    JsonObject attached =
        JsonObject.builder()
            .put("attached_to", record.request().id().value())
            .put("submitted_action_digest", Nulls.text(submitted.map(Digest::value)))
            .put("action_digest", record.request().action().value())
            .put("same_bytes", submitted.equals(Optional.of(record.request().action())))
            .build();
    Answers.send(ctx, 200, shown(ctx, record).with("attached", attached));
  }

  private JsonObject shown(Context ctx, RequestRecord seen) {
    Followed followed = Followed.of(seen, desks);
    RequestRecord record = followed.record();
    List<Held> held = held(record);
    List<AskedNow> asked = asked(record);
    LogFields.record(record);
    ctx.header("ETag", EntityTag.of(record, held, asked).followed(followed.open()).value());
    return followed.on(view.of(record, held, asked));
  }

  /// What people said after the decision, which moves no version.
  private record Said(int problems, List<AskedAgain> again) {
    /// Nothing is said before the decision, so a chain is read only after it.
    static Said of(RequestRecord record, Desks desks) {
      if (!record.request().state().isDecided()) {
        return new Said(0, List.of());
      }
      List<AuditEntry> chain = desks.ledger().audit(record.request().id());
      return new Said(
          ReportedProblem.in(chain).size(),
          AskedAgain.in(chain).stream().filter(one -> isStill(one, record)).toList());
    }

    /// Where it stands otherwise since, what was asked before is past.
    private static boolean isStill(AskedAgain asked, RequestRecord record) {
      return Offered.again(record.request()).filter(kind -> kind == asked.kind()).isPresent();
    }

    EntityTag tag(RequestRecord record, List<AskedNow> asked) {
      return on(EntityTag.of(record, asked));
    }

    EntityTag on(EntityTag tag) {
      return tag.with(problems).askedAgain(again.size());
    }
  }

  /// Of each stage, as long as people are asked.
  private List<AskedNow> asked(RequestRecord record) {
    if (!(record.request().state() instanceof RequestState.Pending)) {
      return List.of();
    }
    Directory people = desks.people().asOfNow();
    return AskedNow.of(
        record.request().stages(),
        record.request().askedByStage(),
        people,
        record.conflicted(people),
        record.now());
  }

  /// Only what is approved and has not ended can be held back from running.
  private List<Held> held(RequestRecord record) {
    boolean mayBe =
        record.request().state() instanceof RequestState.Approved && !RequestView.isDone(record);
    return mayBe
        ? desks.quarantine().held(record.request().id()).stream()
            .filter(delivery -> delivery.kind() == DeliveryKind.EXECUTE)
            .toList()
        : List.of();
  }

  private Optional<RequestRecord> awaited(
      Context ctx, ProposalId id, Predicate<RequestRecord> enough) {
    Optional<Duration> wait = Preferences.waiting(Collections.list(ctx.req().getHeaders("Prefer")));
    Changes.Seen seen = changes.await(desks.ledger(), id, wait.orElse(Duration.ZERO), enough);
    if (wait.isPresent() && seen.waited()) {
      ctx.header("Preference-Applied", Preferences.applied(wait.get()));
    }
    return seen.record();
  }

  private RequestRecord own(Agent agent, ProposalId id) {
    return desks
        .ledger()
        .find(id)
        .filter(record -> record.proposal().agent().equals(agent.id()))
        .orElseThrow(() -> Problems.unknownProposal().thrown());
  }

  private static ProposalId id(Context ctx) {
    ProposalId id =
        ProposalId.parse(ctx.pathParam("id"))
            .orElseThrow(() -> Problems.unknownProposal().thrown());
    LogFields.proposal(id);
    return id;
  }

  static Optional<String> idempotencyKey(Context ctx) {
    List<String> keys = Collections.list(ctx.req().getHeaders("Idempotency-Key"));
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    if (keys.size() > 1 || !IDEMPOTENCY_KEY.matcher(keys.getFirst()).matches()) {
      throw Problems.badParameter(
              "bad_idempotency_key",
              "one Idempotency-Key of 1 to 255 visible ASCII characters is expected")
          .thrown();
    }
    return Optional.of(keys.getFirst());
  }

  private static Optional<String> ifNoneMatch(Context ctx) {
    List<String> tags = Collections.list(ctx.req().getHeaders("If-None-Match"));
    return tags.isEmpty() ? Optional.empty() : Optional.of(String.join(",", tags));
  }

  private static int limit(Context ctx) {
    String text = ctx.queryParam("limit");
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    if (!LIMIT.matcher(text).matches() || Integer.parseInt(text) > MOST_LIMIT) {
      throw Problems.badParameter("bad_limit", "limit is a number from 1 to " + MOST_LIMIT)
          .thrown();
    }
    return Integer.parseInt(text);
  }

  private static Optional<RequestStatus> status(Context ctx) {
    return Optional.ofNullable(ctx.queryParam("status"))
        .map(word ->
            WireName.parse(RequestStatus.class, word)
                .orElseThrow(() ->
                    Problems.badParameter("bad_status", "status is one of " + STATUSES).thrown()));
  }

  private static Optional<ProposalId> before(Context ctx) {
    return Optional.ofNullable(ctx.queryParam("cursor"))
        .map(text ->
            Cursor.parse(text)
                .orElseThrow(() ->
                    Problems.badParameter("bad_cursor", "cursor is a next_cursor as it was given")
                        .thrown()))
        .map(Cursor::before);
  }
}
