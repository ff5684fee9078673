package dev.countersign.report;

import dev.countersign.request.Decision;
import dev.countersign.request.RejectReason;
import java.time.Duration;
import java.util.Optional;

/// One vote.
///
/// @param after how long its card had stood, see [dev.countersign.grant.ReadingTime#stoodFor]
record VoteFacts(
    String person, Decision decision, Optional<RejectReason> reason, Optional<Duration> after) {}
