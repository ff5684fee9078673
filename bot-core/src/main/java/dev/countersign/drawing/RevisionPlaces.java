package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.card.Run.Emphasis;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.ProposedChanges;
import dev.countersign.proposal.RecordChange;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What places of an action are called where two revisions are compared.
///
/// @param changes those of the later revision
record RevisionPlaces(ProposedChanges changes) {
  private static final String CHANGES = "/proposed_changes";

  /// What people call these places of a message.
  private static final Map<String, String> OF_A_MESSAGE =
      Map.of(CHANGES + "/body/content", "Text", CHANGES + "/subject", "Subject");

  /// What a change of a record says that a field holds.
  private static final Pattern SEEN = Pattern.compile(CHANGES + "/changes/([0-9]{1,4})/from");

  private static final String VERSION = "/preconditions/if_match";

  List<Run> of(String pointer) {
    if (changes instanceof Message && OF_A_MESSAGE.containsKey(pointer)) {
      return List.of(Run.strong(OF_A_MESSAGE.get(pointer)));
    }
    Matcher seen = SEEN.matcher(pointer);
    if (changes instanceof RecordChange change
        && seen.matches()
        && Integer.parseInt(seen.group(1)) < change.fields().size()) {
      String path = change.fields().get(Integer.parseInt(seen.group(1))).path();
      return List.of(Run.supplied(name(path), Emphasis.CODE), Run.words(", as the record has it,"));
    }
    return pointer.equals(VERSION)
        ? List.of(Run.strong("Version of the record"))
        : List.of(Run.supplied(name(pointer), Emphasis.CODE));
  }

  /// The place below the changes; elsewhere in the action from its beginning.
  private static String name(String pointer) {
    return Names.apart(
        pointer.startsWith(CHANGES + "/")
            ? pointer.substring(CHANGES.length() + 1)
            : pointer.substring(Math.min(1, pointer.length())));
  }
}
