package dev.countersign.decision;

import dev.countersign.grant.GrantIssuer;
import dev.countersign.grant.QuorumGate.Shortfall;
import dev.countersign.people.ChatAddress;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Vote;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What a press is worth on one reading of the record: all that its step has to know.
sealed interface Judgement {

  /// @param next the request with the vote in it
  /// @param stood how long the card has stood where it was pressed
  record Counts(Vote vote, ApprovalRequest next, Sequel sequel, Duration stood)
      implements Judgement {}

  /// The press asked for its form, and whoever pressed may fill it in.
  record Opens() implements Judgement {}

  /// This very person's vote on this revision is committed already.
  record AlreadyVoted() implements Judgement {}

  /// The request is decided; the press came after.
  record AlreadyDecided() implements Judgement {}

  /// @param noted whether it stands in the chain already, for this button and account
  record Refused(ClickRefusal reason, boolean noted) implements Judgement {}

  /// An approval that may be given later.
  ///
  /// @param stood as in [Counts]
  /// @param countsFrom from when on
  /// @param noted as in [Refused]
  record TooFast(Duration stood, Instant countsFrom, boolean noted) implements Judgement {}

  /// An approval of somebody who has attachments to open first.
  ///
  /// @param unopened how many, at least one
  /// @param page where they are opened
  /// @param noted as in [Refused]
  record NotOpened(int unopened, Optional<URI> page, boolean noted) implements Judgement {}

  /// The rows are not what the entries say.
  record Unsound(String place, String why) implements Judgement {}

  /// What follows from a vote that counts, in the same commit.
  sealed interface Sequel {

    /// More people are asked.
    ///
    /// @param places where
    record Asked(Set<ChatAddress> places) implements Sequel {}

    /// Nobody else is asked, and nothing is to be executed.
    record Closed() implements Sequel {}

    /// The quorum is complete.
    record Granted(GrantIssuer.Issue issue) implements Sequel {}

    /// The count is complete and the quorum is not: an earlier approval does not count any more.
    record Barred(Shortfall why, String detail) implements Sequel {}
  }
}
