package dev.countersign.request;

import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.Optional;

/// That somebody who may decide a stage asked another group, too.
///
/// @param stage index of the stage
/// @param to one of [dev.countersign.policy.Stage#mayAsk]
/// @param note why, in the person's own words, at most [#LONGEST_NOTE] UTF-16 units, not blank and
///   without the character U+0000
public record Widening(int stage, GroupName to, PersonId by, Optional<String> note, Instant at) {
  public static final int LONGEST_NOTE = 200;

  public Widening {
    note.ifPresent(text -> {
      if (text.isBlank() || text.length() > LONGEST_NOTE || text.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("not a note");
      }
    });
  }

  boolean asks(Seat seat) {
    return seat.stage() == stage && seat.group().equals(to);
  }

  /// Without the note.
  @Override
  public String toString() {
    return "Widening[stage " + stage + " to " + to + " by " + by + " at " + at + "]";
  }
}
