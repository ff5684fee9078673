package dev.countersign.execution;

import dev.countersign.grant.GrantIssuer;
import dev.countersign.request.Execution.Granted;
import dev.countersign.request.ExecutionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What an attempt finds before it sends anything: all that its step has to know beside the record.
sealed interface Start {

  /// Everything holds and a turn is taken.
  record Redeem(Granted granted) implements Start {}

  /// Everything holds and a turn is taken, but the grant has lapsed unused.
  record Renew(GrantIssuer.Issue issue) implements Start {}

  /// A limit holds it back.
  ///
  /// @param told what people are told of it now; empty where they were told, or it is not worth it
  record Wait(String code, Duration pause, Optional<Turn.Limit> told) implements Start {
    Wait(String code, Duration pause) {
      this(code, pause, Optional.empty());
    }
  }

  /// The ledger took our redemption and its answer was lost on the way back.
  record Redeemed(Instant at) implements Start {}

  /// Another worker redeemed and has lost the delivery: nobody knows what it did.
  record WorkerLost(ExecutionId attempt) implements Start {}

  /// An executor outside redeemed and has not told in time how it ended.
  record Unreported(ExecutionId attempt) implements Start {}

  /// The grant is spent on another attempt.
  record Spent() implements Start {}

  /// We redeemed and were given up for lost before we sent. We know better: nothing was sent.
  record TooSlow() implements Start {}

  /// A check refuses; nothing is to be sent.
  ///
  /// @param detail for the log: ids and counts; empty where the code says all
  record Barred(String code, String detail) implements Start {}

  /// The rows are not what the entries say.
  ///
  /// @param place which row or entry; never a stored body
  record Unsound(String place, String why) implements Start {}

  /// There is nothing to run, or not any more.
  record Nothing() implements Start {}
}
