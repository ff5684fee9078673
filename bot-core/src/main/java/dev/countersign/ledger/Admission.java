package dev.countersign.ledger;

import dev.countersign.json.Digest;

/// Under which conditions a request that asks people may be opened, judged by the ledger in the
/// very transaction that opens it: no two replicas can both find the last place free.
///
/// @param likeness over everything that makes two proposals one question; see `Likeness` of intake
/// @param anew whether it is opened even though an identical one is pending
/// @param budget how many may wait at once
public record Admission(Digest likeness, boolean anew, OpenBudget budget) {}
