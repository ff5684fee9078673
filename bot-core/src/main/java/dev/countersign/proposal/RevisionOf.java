package dev.countersign.proposal;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonDifference;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a proposal revises, and what is different: the gate's own finding, frozen with the context.
///
/// Shape: `{"id","revision","action","edited_by","earlier_editors","approved_by","changes",
/// "more_changes","because","by_gate"}`; members are left out as long as they say nothing.
///
/// @param id of the revision before
/// @param revision its number
/// @param action digest of its frozen action
/// @param editedBy the person who made this revision; empty where the agent or the gate did
/// @param earlierEditors one for each revision before that a person made, the first one first
/// @param approvedBy who had approved the revision before; that is void
/// @param changes at most [#MOST_CHANGES], in the order of the action
/// @param moreChanges how many there are beside them
/// @param because why the gate made this revision; empty where the agent or a person did
/// @param byGate how many revisions up to this one the gate made
public record RevisionOf(
    ProposalId id,
    int revision,
    Digest action,
    Optional<PersonId> editedBy,
    List<PersonId> earlierEditors,
    List<PersonId> approvedBy,
    List<ActionChange> changes,
    int moreChanges,
    Optional<Cause> because,
    int byGate) {
  /// Revisions of one action, the first proposal included.
  public static final int MOST = 20;

  /// Of these, revisions made by people.
  public static final int MOST_EDITS = 10;

  /// And revisions made by the gate.
  public static final int MOST_BY_GATE = 3;

  /// Changed values that are kept.
  public static final int MOST_CHANGES = 20;

  /// UTF-16 units of all values that are kept; further ones are only named.
  static final int MOST_TEXT = 16_000;

  public RevisionOf {
    earlierEditors = List.copyOf(earlierEditors);
    approvedBy = List.copyOf(approvedBy);
    changes = List.copyOf(changes);
  }

  /// Why the gate makes a revision.
  public enum Cause {
    /// The record was not as people saw it when it was to be changed.
    RECORD_CHANGED
  }

  /// @param id of the proposal that is revised
  /// @param before its action
  /// @param earlier what that one revises itself
  /// @param after the action as it is now
  public static RevisionOf of(
      ProposalId id,
      Action before,
      Optional<RevisionOf> earlier,
      List<PersonId> approvedBy,
      Optional<PersonId> editedBy,
      Optional<Cause> because,
      Action after) {
    List<JsonDifference.Leaf> leaves = JsonDifference.between(before.document(), after.document());
    return new RevisionOf(
        id,
        earlier.map(RevisionOf::next).orElse(1),
        before.digest(),
        editedBy,
        earlier.map(RevisionOf::editors).orElse(List.of()),
        approvedBy,
        changes(leaves),
        Math.max(0, leaves.size() - MOST_CHANGES),
        because,
        earlier.map(RevisionOf::byGate).orElse(0) + (because.isPresent() ? 1 : 0));
  }

  /// The number of this revision.
  public int next() {
    return revision + 1;
  }

  private static List<ActionChange> changes(List<JsonDifference.Leaf> leaves) {
    List<ActionChange> changes = new ArrayList<>();
    int room = MOST_TEXT;
    for (JsonDifference.Leaf leaf : leaves.stream().limit(MOST_CHANGES).toList()) {
      ActionChange change = ActionChange.of(leaf, room);
      room -= change instanceof ActionChange.Shown shown ? shown.size() : 0;
      changes.add(change);
    }
    return changes;
  }

  /// One for each revision up to this one that a person made.
  public List<PersonId> editors() {
    return Stream.concat(earlierEditors.stream(), editedBy.stream()).toList();
  }

  /// Whether this is one more than there may be.
  public boolean isTooMany() {
    return revision >= MOST
        || (editedBy.isPresent() && earlierEditors.size() >= MOST_EDITS)
        || (because.isPresent() && byGate > MOST_BY_GATE);
  }

  /// Everybody who made one of them.
  public Set<PersonId> authors() {
    return Set.copyOf(editors());
  }

  JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("id", id.value())
            .put("revision", revision)
            .put("action", action.value());
    editedBy.ifPresent(person -> json.put("edited_by", person.value()));
    people(json, "earlier_editors", earlierEditors);
    people(json, "approved_by", approvedBy);
    if (!changes.isEmpty()) {
      json.put("changes", JsonArray.of(changes, ActionChange::toJson));
    }
    if (moreChanges > 0) {
      json.put("more_changes", moreChanges);
    }
    because.ifPresent(cause -> json.put("because", WireName.of(cause)));
    if (byGate > 0) {
      json.put("by_gate", byGate);
    }
    return json.build();
  }

  private static void people(JsonObject.Builder json, String name, List<PersonId> people) {
    if (!people.isEmpty()) {
      json.put(name, JsonArray.ofStrings(people.stream().map(PersonId::value).toList()));
    }
  }

  static RevisionOf read(JsonObject json) {
    return new RevisionOf(
        new ProposalId(json.text("id")),
        Math.toIntExact(json.number("revision")),
        new Digest(json.text("action")),
        json.optionalText("edited_by").map(PersonId::new),
        people(json, "earlier_editors"),
        people(json, "approved_by"),
        json.optionalObjects("changes", ActionChange::read),
        number(json, "more_changes"),
        json.optionalText("because").map(word -> WireName.require(Cause.class, word)),
        number(json, "by_gate"));
  }

  private static int number(JsonObject json, String name) {
    return json.has(name) ? Math.toIntExact(json.number(name)) : 0;
  }

  private static List<PersonId> people(JsonObject json, String name) {
    return json.has(name) ? json.texts(name).stream().map(PersonId::new).toList() : List.of();
  }
}
