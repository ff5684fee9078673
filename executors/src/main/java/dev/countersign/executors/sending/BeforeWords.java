package dev.countersign.executors.sending;

import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.RecordLook;

/// Why nobody is asked about a change of a record that the gate has read, wherever it is kept. What
/// the record holds instead is not said.
public final class BeforeWords {
  private static final String TARGET = "/target_id";

  private BeforeWords() {}

  public static RecordLook notFound() {
    return not(
        "record_not_found",
        TARGET,
        "the target has no record of this key for this: an archived one is there to be restored,"
            + " and for nothing else");
  }

  public static RecordLook ambiguous() {
    return not("record_ambiguous", TARGET, "the target has more than one record of this key");
  }

  /// @param index of the field in the changes
  public static RecordLook fieldDiffers(int index) {
    return differs("/proposed_changes/changes/" + index + "/from", "this field");
  }

  public static RecordLook versionDiffers() {
    return differs("/preconditions/if_match", "the record");
  }

  public static RecordLook notReadable() {
    return not(
        "record_not_readable",
        TARGET,
        "what the target shows at this key has a field that holds no value of its type, or is too"
            + " long");
  }

  private static RecordLook differs(String pointer, String what) {
    return not(
        "before_value_differs",
        pointer,
        what + " is another by now than the agent says: read it again, or leave this out");
  }

  /// @param code as of [dev.countersign.execution.ActionExecutor#check]
  public static RecordLook not(String code, String pointer, String detail) {
    return new RecordLook.Not(new Inadmissible(code, pointer, detail));
  }
}
