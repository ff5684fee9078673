package dev.countersign.request;

/// Why an event does not apply to the state it met. The state is unchanged.
public enum Refusal {
  /// The request is decided; the answer is its state.
  ALREADY_DECIDED,
  /// `at` is the deadline or later.
  TOO_LATE,
  /// The moment for it has not come yet.
  TOO_EARLY,
  /// This person already voted on this revision.
  ALREADY_VOTED,
  /// The vote is about another revision or other bytes.
  STALE_REVISION,
  /// The person owns the agent, or is whom it acts for or whom the action is for.
  CONFLICTED,
  /// What happened is about a stage that is not open.
  STAGE_NOT_OPEN,
  /// The vote is for a group that is not asked.
  GROUP_NOT_ASKED,
  /// The vote is for a stage in which only other functions count.
  FUNCTION_NOT_ASKED,
  /// The ruling has no such reminder, the stage asks nobody else, or the deadline stays.
  NOT_RULED,
  /// The reminder is over, the other group is asked already, or the deadline was put off as often
  /// as the ruling lets.
  ALREADY_DONE,
  /// Another deadline than the ruling lets it be.
  OTHER_DEADLINE,
  /// However the functions of those who approved are dealt out, one of them lacks one of its own.
  FUNCTION_TAKEN,
  /// There is nothing approved to grant or execute.
  NOT_APPROVED,
  /// A live grant exists.
  GRANT_LIVE,
  /// Not the request's grant, or it has lapsed.
  GRANT_NOT_LIVE,
  /// Not the attempt that is running.
  OTHER_ATTEMPT,
  /// The execution has already ended, or not begun.
  NOT_RUNNING,
  /// It is known what became of it, or not yet to be asked.
  NOT_UNKNOWN,
  /// The target has confirmed nothing.
  NOT_SUCCEEDED,
  /// It is no dry run.
  NO_DRY_RUN
}
