package dev.countersign.intake;

import dev.countersign.audit.AuditEntry;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.Timing;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What was frozen of a request as the `proposal.v1` that its agent would send to revise it.
record ProposedAnew(RequestRecord record) {
  /// What the gate writes, and what is put in anew.
  private static final Set<String> LEFT_OUT =
      Set.of("v", "revision_of", "undo_of", "preconditions");

  private static final List<String> CARRIED = List.of("agent", "correlation_id", "workflow_id");

  /// @param changes in place of its `proposed_changes`
  /// @param preconditions in place of its own; none where empty
  /// @param chain of the record
  byte[] body(JsonObject changes, JsonObject preconditions, List<AuditEntry> chain) {
    JsonObject.Builder body = JsonObject.builder();
    record
        .proposal()
        .action()
        .document()
        .members()
        .forEach((name, value) -> put(body, name, value));
    record
        .proposal()
        .context()
        .document()
        .members()
        .forEach((name, value) -> put(body, name, value));
    body.put("proposed_changes", changes).put("supersedes", record.request().id().value());
    if (!preconditions.members().isEmpty()) {
      body.put("preconditions", preconditions);
    }
    wanted(chain).ifPresent(end -> body.put("expires_at", end));
    return CanonicalJson.bytes(body.build());
  }

  /// The reverse of what was done, on behalf of the same person and in the same case of work. When
  /// it is to be answered and executed, and why, is of its own.
  ///
  /// @param rationale the agent's; empty where it says none, or a person asks
  byte[] reverse(ReverseChange.Of reverse, Optional<String> rationale) {
    JsonObject.Builder body = JsonObject.builder();
    record
        .proposal()
        .action()
        .document()
        .members()
        .forEach((name, value) -> put(body, name, value));
    JsonObject context = record.proposal().context().document();
    CARRIED.stream()
        .filter(context::has)
        .forEach(name -> body.put(name, context.members().get(name)));
    rationale.ifPresent(why -> body.put("rationale", why));
    reverse.key().ifPresent(key -> body.put("target_id", key));
    reverse
        .version()
        .ifPresent(version ->
            body.put("preconditions", JsonObject.builder().put("if_match", version).build()));
    return CanonicalJson.bytes(body.put("proposed_changes", reverse.changes()).build());
  }

  private static void put(JsonObject.Builder body, String name, Json value) {
    if (!LEFT_OUT.contains(name)) {
      body.put(name, value);
    }
  }

  /// By when the agent wanted an answer, if that was sooner than its policy gave: who revises it
  /// gives it no later one. Where working time counts it cannot be told, and the earlier end holds.
  private Optional<Instant> wanted(List<AuditEntry> chain) {
    JsonObject ruled = chain.get(1).document().object("data");
    Timing timing = record.ruling().timing();
    Instant end = Objects.requireNonNull(ruled.instant("deadline"));
    return timing.workingTime().isPresent()
            || end.isBefore(record.request().openedAt().plus(timing.expiresIn()))
        ? Optional.of(end)
        : Optional.empty();
  }
}
