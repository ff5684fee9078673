package dev.countersign.app;

import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.gate.ApprovalGate;

/// What this replica works with while a version is in force. Whatever it takes at this gate that
/// rests on the version lands only as long as it is.
///
/// @param gate its steps name the version's number
record ServedVersion(NumberedFiles version, ExecutorRegistry executors, ApprovalGate gate) {}
