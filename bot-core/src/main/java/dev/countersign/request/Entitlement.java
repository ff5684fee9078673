package dev.countersign.request;

/// What a request is to one person, here and now.
public enum Entitlement {
  /// A member of a group that decides now, free of conflict, who has not voted.
  ENTITLED,
  /// This person's vote on this revision is committed already.
  VOTED,
  /// The person owns the agent, or is whom it acts for or whom the action is for.
  CONFLICTED,
  /// Another group decides now.
  NOT_ASKED,
  /// Nobody may any more.
  DECIDED
}
