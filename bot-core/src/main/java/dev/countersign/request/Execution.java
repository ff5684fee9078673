package dev.countersign.request;

import dev.countersign.json.Digest;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordMark;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How far an approved action has come. Exists only below [RequestState.Approved].
public sealed interface Execution {
  /// What a code begins with that an executor outside has reported, and nothing else: its word, not
  /// what this gate saw.
  String REPORTED = "reported_";

  /// The code of a change that was not made because the record is not as people saw it.
  String RECORD_CHANGED = "record_changed";

  /// The code of an end that the target confirmed, and of which it shows something else when it is
  /// read back.
  String READ_BACK_DIFFERS = "read_back_differs";

  /// Approved, but no grant exists yet; passes within the same commit, save where a freeze covers
  /// it.
  record NotGranted() implements Execution {}

  /// A live grant waits to be redeemed, or has lapsed unredeemed and may be replaced.
  ///
  /// @param waiting for its turn, where people were told so
  record Granted(GrantId grant, Instant expiresAt, Optional<Waiting> waiting) implements Execution {
    public Granted(GrantId grant, Instant expiresAt) {
      this(grant, expiresAt, Optional.empty());
    }
  }

  /// A limit of its connection holds it back.
  ///
  /// @param most sends that the connection takes
  /// @param per in any window of this length; empty where it is how many are under way at once
  /// @param notBefore when it is asked for again; its turn may be later
  /// @param since when it began to wait
  record Waiting(int most, Optional<Duration> per, Instant notBefore, Instant since) {
    /// As it is called elsewhere, too.
    public String code() {
      return per.isPresent() ? "rate_limited" : "busy";
    }
  }

  /// The grant is redeemed and committed as such; bytes may be on their way. Never entered twice.
  record Running(GrantId grant, ExecutionId attempt, Instant since) implements Execution {}

  /// The target confirmed the effect.
  ///
  /// @param readBack what it was found to hold afterwards; empty where nobody looked, or not yet
  /// @param left by what a record is known again that it made, archived or restored
  record Succeeded(
      GrantId grant,
      ExecutionId attempt,
      Instant at,
      int status,
      Digest sent,
      Digest answer,
      Optional<ReadBack> readBack,
      Optional<RecordMark> left)
      implements Execution {
    public Succeeded(
        GrantId grant, ExecutionId attempt, Instant at, int status, Digest sent, Digest answer) {
      this(grant, attempt, at, status, sent, answer, Optional.empty(), Optional.empty());
    }

    Succeeded with(ReadBack found) {
      return new Succeeded(grant, attempt, at, status, sent, answer, Optional.of(found), left);
    }
  }

  /// A look at the target that does not contradict what it confirmed; one that does ends as
  /// [Unknown].
  ///
  /// @param notRead why nobody could look; empty where what was approved stands there
  record ReadBack(Optional<String> notRead, Instant at) {}

  /// Known to have had no effect.
  ///
  /// @param successor the revision that asks anew, with the record as it is now; only where the
  ///   code is [#RECORD_CHANGED]
  record Failed(String code, int status, Instant at, Optional<ProposalId> successor)
      implements Execution {
    public Failed(String code, int status, Instant at) {
      this(code, status, at, Optional.empty());
    }
  }

  /// May have had an effect; waits for reconciliation, never for a retry.
  record Unknown(GrantId grant, ExecutionId attempt, String code, int status, Instant at)
      implements Execution {}

  /// Nobody knew, until a person looked in the target system: it is their word, not the target's.
  ///
  /// @param happened whether the action had its effect
  /// @param note how they know, 1..[#LONGEST_NOTE] UTF-16 units
  record Reconciled(
      GrantId grant, ExecutionId attempt, boolean happened, PersonId by, String note, Instant at)
      implements Execution {
    public static final int LONGEST_NOTE = 500;
  }

  /// Approved and deliberately not executed: a dry run, or a connection that only advises.
  ///
  /// @param tried what the target said of a dry run; empty where it is not asked, or not yet
  record Skipped(String reason, Instant at, Optional<DryRun> tried) implements Execution {
    public Skipped(String reason, Instant at) {
      this(reason, at, Optional.empty());
    }
  }

  /// What a target said would become of an action. Nothing did.
  ///
  /// @param code why it would have no effect, or why the target could not be asked; only of those
  record DryRun(DryRunFinding finding, Optional<String> code, Instant at) {
    public DryRun {
      if (code.isPresent() == (finding == DryRunFinding.WOULD_WORK)) {
        throw new IllegalArgumentException("a code says why not, and nothing else");
      }
    }
  }

  /// The reason of what is skipped as a dry run.
  String DRY_RUN = "dry_run";
}
