package dev.countersign.freeze;

import dev.countersign.people.TypedLine;
import dev.countersign.proposal.Proposal;
import java.time.Instant;
import java.util.Optional;

/// One freeze that is on.
///
/// @param number of the entry that began it; people name it by this
/// @param reason 1..[#LONGEST_REASON] characters, as whoever began it typed it
/// @param asked the first word for lifting it, which a second person has to confirm
/// @param proven false for a row that no genuine entry tells of: then it covers everything
public record Freeze(
    int number,
    FreezeScope scope,
    String reason,
    FreezeActor by,
    Instant since,
    Optional<Word> asked,
    boolean proven) {
  public static final int LONGEST_REASON = 300;

  /// What is said in the place of who, when and why where there is no entry.
  public static final String UNPROVEN =
      "A row says so that no gate wrote: have your operator run countersign verify.";

  /// A reason as somebody typed it, on one line.
  ///
  /// @return empty where it is none, too long, or has characters that nobody sees
  public static Optional<String> reason(String typed) {
    return TypedLine.of(typed, 1, LONGEST_REASON);
  }

  /// Somebody's word for lifting.
  ///
  /// @param entry the number of the entry that tells of it
  public record Word(int entry, FreezeActor by, Instant at) {}

  static Freeze unproven(int number) {
    return new Freeze(
        number,
        FreezeScope.EVERYTHING,
        UNPROVEN,
        FreezeActor.operator("unknown"),
        Instant.EPOCH,
        Optional.empty(),
        false);
  }

  Freeze asked(Word word) {
    return new Freeze(number, scope, reason, by, since, Optional.of(word), proven);
  }

  public boolean covers(Proposal proposal) {
    return scope.covers(Freezable.of(proposal));
  }
}
