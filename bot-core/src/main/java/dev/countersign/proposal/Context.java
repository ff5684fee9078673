package dev.countersign.proposal;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All that a reviewer may see beside the action: rationale, confidence, claimed risk, evidence,
/// agent and model details, urgency, labels, correlation. Canonicalised apart, so that a cosmetic
/// edit does not change the action.
public final class Context {
  static final String REVISION_OF = "revision_of";
  static final String UNDO_OF = "undo_of";

  private final JsonObject document;
  private final byte[] canonical;
  private final Digest digest;

  private Context(JsonObject document, byte[] canonical) {
    this.document = document;
    this.canonical = canonical;
    this.digest = Digest.of(canonical);
  }

  static Context freeze(JsonObject document) {
    return new Context(document, CanonicalJson.bytes(document));
  }

  public static Context read(byte[] canonical) {
    byte[] bytes = canonical.clone();
    if (!(CanonicalJson.parse(bytes) instanceof JsonObject document)) {
      throw new IllegalArgumentException("not a frozen context");
    }
    return new Context(document, bytes);
  }

  public Optional<String> rationale() {
    return document.optionalText("rationale");
  }

  /// Between 0 and 1 as the agent claims it; empty when it does not.
  public Optional<Double> confidence() {
    return document.get("confidence") instanceof JsonNumber number
        ? Optional.of(number.doubleValue())
        : Optional.empty();
  }

  public Optional<RiskLevel> claimedRisk() {
    return document.optionalText("risk_level").map(t -> WireName.require(RiskLevel.class, t));
  }

  public Urgency urgency() {
    return document
        .optionalText("urgency")
        .map(t -> WireName.require(Urgency.class, t))
        .orElse(Urgency.NORMAL);
  }

  public boolean blockingCustomer() {
    return document.has("blocking_customer") && document.bool("blocking_customer");
  }

  public boolean dryRun() {
    return document.has("dry_run") && document.bool("dry_run");
  }

  /// Whether anything is to be executed here at all; the gateway executes when the agent does not
  /// say.
  public ExecutionMode executionMode() {
    return document
        .optionalObject("execution")
        .flatMap(execution -> execution.optionalText("mode"))
        .map(mode -> WireName.require(ExecutionMode.class, mode))
        .orElse(ExecutionMode.GATEWAY);
  }

  public Optional<String> onBehalfOf() {
    return document.optionalObject("agent").flatMap(agent -> agent.optionalText("on_behalf_of"));
  }

  public Optional<String> correlationId() {
    return document.optionalText("correlation_id");
  }

  public Optional<String> workflowId() {
    return document.optionalText("workflow_id");
  }

  /// What it revises; empty for a first proposal.
  public Optional<RevisionOf> revisionOf() {
    return document.optionalObject(REVISION_OF).map(RevisionOf::read);
  }

  /// 1, or one more than that of what it revises.
  public int revision() {
    return revisionOf().map(RevisionOf::next).orElse(1);
  }

  /// What it sets back; empty for what undoes nothing.
  public Optional<UndoOf> undoOf() {
    return document.optionalObject(UNDO_OF).map(UndoOf::read);
  }

  /// Persons who made this revision or an earlier one, or asked that something be undone by it.
  public Set<PersonId> authors() {
    return Stream.concat(
            revisionOf().map(RevisionOf::authors).orElse(Set.of()).stream(),
            undoOf().flatMap(UndoOf::askedBy).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  Context revising(RevisionOf before) {
    return freeze(document.with(REVISION_OF, before.toJson()));
  }

  Context undoing(UndoOf of) {
    return freeze(document.with(UNDO_OF, of.toJson()));
  }

  /// The members as submitted, validated: `rationale`, `confidence`, `risk_level`, `agent`,
  /// `model`, `evidence`, `correlation_id`, `workflow_id`, `trace`, `urgency`, `blocking_customer`,
  /// `dry_run`, `labels`, `client_state` …; and `revision_of` and `undo_of`, which the gate writes.
  public JsonObject document() {
    return document;
  }

  public byte[] canonical() {
    return canonical.clone();
  }

  public Digest digest() {
    return digest;
  }
}
