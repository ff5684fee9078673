package dev.countersign.policy;

import java.time.Duration;

/// Whom else to tell when a request stays undecided. It adds readers, never approvals.
public record Escalation(Duration after, GroupName to) {}
