package dev.countersign.audit;

import dev.countersign.json.JsonObject;

/// One fact before it has its place in the chain.
///
/// @param type stable, snake case; [EntryType] lists them
/// @param actor who caused it: `agent:…`, `person:…`, `account:…`, `executor:…`, `gate` or `clock`
/// @param data what an auditor will ask for: ids and digests, never bodies, tokens or secrets
public record AuditFact(EntryType type, String actor, JsonObject data) {}
