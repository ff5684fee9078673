package dev.countersign.ledger;

import dev.countersign.audit.ClosedRetrospective;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The port to uses of break-glass and their retrospectives: each use opens one, in its own commit.
/// The use stays open until it is filed, and its person waits again where two others have not read
/// in time what was filed. Read fresh from rows, which can only forbid.
public interface Retrospectives {
  /// Over so long uses are counted.
  Duration PERIOD = Duration.ofDays(30);

  /// What a person has used so far.
  Standing of(PersonId person);

  /// How many there ever were of each.
  Totals totals();

  /// All that wait to be filed, or to be read by two, the earliest due first.
  List<Listed> unclosed(int most);

  /// So many filed ones of a person are looked at, the latest.
  int MOST_FILED = 10;

  /// Those that are not closed, the earliest due first, and behind them the latest that are.
  List<Listed> list(int most);

  /// @param uses all uses of break-glass
  /// @param overdue those that should have been filed, or read by two, by now
  /// @param closed those that two people have read
  record Totals(long uses, long open, long overdue, long filed, long closed) {}

  /// @param uses all uses that there were, by which the next one is numbered
  /// @param lately uses within [#PERIOD] before now
  /// @param open uses whose retrospective is not filed, the earliest due first
  /// @param filed the latest uses whose retrospective is filed, at most [#MOST_FILED], as rows have
  ///   it
  /// @param unread those of them that two others should have read by now; rows alone tell of none
  /// @param now by the ledger's clock
  record Standing(
      int uses,
      int lately,
      List<Retrospective> open,
      List<Retrospective> filed,
      List<Retrospective> unread,
      Instant now) {
    public Standing {
      open = List.copyOf(open);
      filed = List.copyOf(filed);
      unread = List.copyOf(unread);
    }

    /// Those that should have been filed by now.
    public List<Retrospective> overdue() {
      return open.stream().filter(one -> one.isOverdue(now)).toList();
    }
  }

  /// One retrospective, as rows have it.
  ///
  /// @param filed empty while it is open
  /// @param closedBy who closed it, at most two
  record Listed(Retrospective of, Optional<Filed> filed, List<PersonId> closedBy) {
    public Listed {
      closedBy = List.copyOf(closedBy);
    }

    public boolean isClosed() {
      return closedBy.size() >= ClosedRetrospective.PERSONS;
    }

    /// Whether it should have been filed, or read by two, by now.
    public boolean isOverdue(Instant now) {
      return !isClosed()
          && filed
              .map(one -> of.readBy(one.at()))
              .map(end -> !now.isBefore(end))
              .orElseGet(() -> of.isOverdue(now));
    }
  }

  /// Who filed one, and when.
  record Filed(PersonId by, Instant at) {}

  /// @param actor who used break-glass
  /// @param owner who has to look at it: another person, with another function
  /// @param at when it was used
  /// @param due until when it is to be filed
  record Retrospective(
      ProposalId request, PersonId actor, PersonId owner, Instant at, Instant due) {
    public boolean isOverdue(Instant now) {
      return !now.isBefore(due);
    }

    /// Until when two others are to read what was filed: as long as there was to file it.
    public Instant readBy(Instant filedAt) {
      return filedAt.plus(Duration.between(at, due));
    }
  }
}
