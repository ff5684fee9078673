package dev.countersign.card;

import dev.countersign.request.RejectReason;
import java.util.List;

/// What is asked of the presser before the press counts. All of it in the service's own words.
///
/// @param title at most 24 characters
/// @param reasons one of which has to be chosen; empty when none is asked for
/// @param send the label of the button that counts, at most 24 characters
public record Form(String title, List<Choice> reasons, Note note, String send) {
  public Form {
    reasons = List.copyOf(reasons);
  }

  /// @param words at most 75 characters
  public record Choice(RejectReason reason, String words) {}

  /// Free text of at most [dev.countersign.request.Remarks#LONGEST_COMMENT] characters.
  ///
  /// @param missing what a chat says when required text is not there
  public record Note(String label, boolean required, String missing) {}
}
