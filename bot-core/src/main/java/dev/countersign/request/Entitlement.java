package dev.countersign.request;

/// What a request is to one person, here and now.
public enum Entitlement {
  /// A member of a group that decides now, or who stands in for one, free of conflict, who has not
  /// voted.
  ENTITLED,
  /// This person's vote on this revision is committed already: their own, or the one that they
  /// share with somebody who is away.
  VOTED,
  /// The person owns the agent, is whom it acts for or whom the action is for, or edited this or an
  /// earlier revision.
  CONFLICTED,
  /// Another group decides now.
  NOT_ASKED,
  /// Asked by their group, but without any of the functions that count in its stage.
  OTHER_FUNCTION,
  /// Nobody may any more.
  DECIDED
}
