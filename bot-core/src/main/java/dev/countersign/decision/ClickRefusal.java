package dev.countersign.decision;

/// Why a click counts for nothing. One per line of the checklists; [ClickWords] says each to the
/// presser.
public enum ClickRefusal {
  /// The button's token is not one of ours, or not in force; the token's own reason is in the log
  /// and the metrics.
  BAD_TOKEN,
  /// The token was in force once.
  EXPIRED_TOKEN,
  /// The button's name says one decision, its token another.
  OTHER_DECISION,
  /// A button of the card that was shown to somebody else alone.
  OTHER_PERSON,
  /// See [dev.countersign.card.PressFlaw], as all up to [#MALFORMED_PRESS].
  FOREIGN_APP,
  FOREIGN_WORKSPACE,
  ORGANISATION_INSTALL,
  NOT_A_MESSAGE,
  EPHEMERAL,
  UNFURLED,
  UNKNOWN_BUTTON,
  NOT_PRESSED,
  MALFORMED_PRESS,
  UNKNOWN_REQUEST,
  /// Pressed in another channel than the card was made for.
  OTHER_CHANNEL,
  /// Not on the message, or not in the rendering, that the gate put there.
  NOT_POSTED_CARD,
  /// Its button was made for another list than the one that is stored, or than the one whose boxes
  /// were ticked.
  OTHER_LIST,
  /// No box of the list was ticked.
  NOTHING_TICKED,
  /// About an earlier revision or other bytes.
  STALE_REVISION,
  /// The platform calls the presser a guest, a stranger or nobody of the place.
  OUTSIDER,
  /// The account belongs to nobody in the directory.
  UNLINKED_ACCOUNT,
  /// The person owns the agent, or is whom it acts for or whom the action is for.
  CONFLICTED,
  /// The person is not in the group that decides now.
  NOT_ELIGIBLE,
  /// The person's group decides now, but they have none of the functions that count in its stage.
  OTHER_FUNCTION,
  /// Each function may approve once, and all of this person's are used.
  FUNCTION_TAKEN,
  /// With this approval nobody could give those of the stages to come: the person, or a function of
  /// theirs, is needed there.
  NEEDED_LATER,
  /// The deadline has passed.
  TOO_LATE,
  /// The ruling wants a stronger check than a chat click.
  STRONGER_CHECK,
  /// An approval on a card that did not show all, by somebody who has not opened every page of the
  /// action.
  NOT_READ,
  /// An approval of somebody who has not opened every attachment, where the ruling wants that.
  NOT_OPENED,
  /// An approval that came before the card had stood there for as long as the ruling wants.
  TOO_FAST,
  /// The stored record is not what its authentic entries say.
  RECORD_UNSOUND,
  /// What the decision asks for is missing or cannot be kept: a reason, a note.
  INCOMPLETE
}
