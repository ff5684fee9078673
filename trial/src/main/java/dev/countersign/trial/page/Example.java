package dev.countersign.trial.page;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A proposal that ships with the trial, as it is or with other values.
///
/// @param id of the form `word-word`
/// @param label what is proposed, for the button
/// @param follows what the trial's policy makes of it
/// @param text JSON as it goes over the wire, with [#COUNTER] wherever each proposal is to differ,
///   or [#ACCOUNT]
/// @param fields what the form has; none where it is no choice of the form's
/// @param within how long people have, where that is shorter than the policy says
public record Example(
    String id,
    String label,
    String follows,
    String text,
    List<FormField> fields,
    Optional<Duration> within) {
  /// Stands for a number that no other proposal of this trial had.
  public static final String COUNTER = "{{n}}";

  /// Stands for the accounts of the CRM, one after the other.
  public static final String ACCOUNT = "{{account}}";

  public Example {
    fields = List.copyOf(fields);
  }
}
