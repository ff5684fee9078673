package dev.countersign.request;

import java.util.Optional;

/// What a person said with a vote.
///
/// @param reason of a rejection
/// @param comment in the person's own words, 1 to [#LONGEST_COMMENT] characters, without the
///   character U+0000
public record Remarks(Optional<RejectReason> reason, Optional<String> comment) {
  /// UTF-16 units: as many as both chats let a person type.
  public static final int LONGEST_COMMENT = 1_000;

  public static final Remarks NONE = new Remarks(Optional.empty(), Optional.empty());

  public Remarks {
    comment.ifPresent(text -> {
      if (text.isBlank() || text.length() > LONGEST_COMMENT || text.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("not a comment");
      }
    });
  }
}
