package dev.countersign.trial.page;

/// A proposal that ships with the trial.
///
/// @param id of the form `word-word`
/// @param label what is proposed, for the button
/// @param follows what the trial's policy makes of it
/// @param text as it goes over the wire, with [#COUNTER] wherever each proposal is to differ, and
///   [#NOTE]
/// @param curl lines to paste into a shell; they hold no secret
public record Example(String id, String label, String follows, String text, String curl) {
  /// Stands for a number that no other proposal of this trial had.
  public static final String COUNTER = "{{n}}";

  /// Stands for what the CRM holds at that moment; the whole of a JSON string.
  public static final String NOTE = "{{note}}";
}
