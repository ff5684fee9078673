package dev.countersign.request;

/// What a request is to one person, here and now.
public enum Entitlement {
  /// A member of the group that decides now, free of conflict, who has not voted.
  ENTITLED,
  /// This person's vote on this revision is committed already.
  VOTED,
  /// The person owns the agent, is whom it acts for, or edited this or an earlier revision.
  CONFLICTED,
  /// Another group decides now.
  NOT_ASKED,
  /// Nobody may any more.
  DECIDED
}
