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

/// What was frozen of a request as the `proposal.v1` that its agent would send to revise it.
record ProposedAnew(RequestRecord record) {

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

  private static void put(JsonObject.Builder body, String name, Json value) {
    if (!name.equals("v") && !name.equals("revision_of") && !name.equals("preconditions")) {
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
