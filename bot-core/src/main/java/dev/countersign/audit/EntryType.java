package dev.countersign.audit;

/// The kinds of audit entry. Those that move the request fold back into its state, see
/// [EventCodec].
public enum EntryType {
  PROPOSED,
  RULED,
  /// An identical proposal came while this one was pending, and was attached to it.
  PROPOSED_AGAIN,
  /// Rendered and about to be sent as a new message.
  CARD_OFFERED,
  /// The platform shows it: it named the message, or takes it again after it had refused.
  CARD_POSTED,
  /// About to be shown in a message that stands.
  CARD_UPDATED,
  /// The platform refuses it there; written again only when it says why differently.
  CARD_FAILED,
  /// Said below a message that the platform changes no more.
  CARD_TOLD,
  /// A message with our buttons that is not the one kept up to date: it is to lose them.
  CARD_ASTRAY,
  CLICK_REFUSED,
  /// A page of an action that no card shows whole is about to be shown to a person who may decide;
  /// see [OpenedPage].
  PAGE_OPENED,
  /// The whole of the request is about to be shown, on pages of their own, to a person who may
  /// decide; see [ShownPage].
  PAGE_SHOWN,
  /// The vote right after it came with a passkey of its person; see [ProvenPress].
  STRONGER_CHECK,
  VOTED,
  DEADLINE_PASSED,
  REACHED_NOBODY,
  /// Those who had not decided were asked once more; the entry names them.
  REMINDED,
  /// Another group was asked, too; the entry names those who had not decided.
  ESCALATED,
  /// Somebody who may decide asked another group, too, and may have said why.
  ESCALATED_BY,
  /// Somebody who may decide put the deadline off.
  EXTENDED,
  /// One person used break-glass in the place of the quorum; what their passkey proves stands right
  /// before it.
  GLASS_BROKEN,
  /// Somebody ended a use of break-glass before it ran.
  GLASS_ENDED,
  /// A use of break-glass was refused that came with a passkey; the entry says why, once an hour of
  /// one person.
  GLASS_REFUSED,
  /// Somebody wrote afterwards how a use of break-glass went; see [FiledRetrospective].
  RETROSPECTIVE_FILED,
  /// Somebody has read it and has nothing to add; see [ClosedRetrospective].
  RETROSPECTIVE_CLOSED,
  WITHDRAWN,
  SUPERSEDED,
  /// The grant is not issued before a freeze is lifted; the entry names it.
  GRANT_FROZEN,
  GRANT_ISSUED,
  /// A limit of its connection holds an approved action back for more than a moment; told once.
  EXECUTION_WAITS,
  GRANT_REDEEMED,
  EXECUTION_SUCCEEDED,
  EXECUTION_FAILED,
  EXECUTION_LOST,
  /// A person looked in the target system for what nobody knew, and said what they found.
  EXECUTION_RECONCILED,
  /// What the target confirmed was read back there: whether what was approved stands there, and
  /// where not.
  READ_BACK,
  /// The target was asked what it would make of a dry run.
  DRY_RUN,
  EXECUTION_BARRED,
  EXECUTION_SKIPPED,
  /// After the decision somebody said that it was wrong; see [ReportedProblem].
  PROBLEM_REPORTED,
  /// After the end somebody asked the agent to propose it anew; see [AskedAgain].
  ASKED_AGAIN,
  /// Somebody was handed the whole record as a file; see [ExportedRecord].
  RECORD_EXPORTED,
  /// Somebody was handed the bytes of an attachment; see [OpenedAttachment].
  ATTACHMENT_OPENED
}
