package dev.countersign.card;

import java.util.List;
import java.util.Optional;

/// What is asked of whoever pressed an intervention's button. All of it in the service's own words,
/// and in names that people gave to groups.
///
/// @param title at most 24 characters
/// @param choice what has to be chosen; empty when nothing has to
/// @param send the label of the button that sends it, at most 24 characters
public record InterventionForm(
    String title, FormTopic about, Optional<Choice> choice, Note note, String send) {

  /// @param label at most 75 characters
  /// @param values at least one, each at most 64 characters; a person reads them as they are
  /// @param missing what a chat says when none is chosen
  public record Choice(String label, List<String> values, String missing) {
    public Choice {
      values = List.copyOf(values);
    }
  }

  /// Free text.
  ///
  /// @param label at most 75 characters
  /// @param longest UTF-16 units that a chat lets a person type
  /// @param missing what a chat says when required text is not there
  public record Note(String label, boolean required, int longest, String missing) {}
}
