package dev.countersign.proposal;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import java.util.Optional;

/// That a proposal sets back what an earlier one did: the gate's own finding, frozen with the
/// context.
///
/// Shape: `{"id","action","asked_by","note"}`; members are left out as long as they say nothing.
///
/// @param id of the proposal that was executed
/// @param action digest of its frozen action
/// @param askedBy the person who asked for it; empty where the agent did
/// @param note why, as that person wrote it
public record UndoOf(
    ProposalId id, Digest action, Optional<PersonId> askedBy, Optional<String> note) {

  /// UTF-16 units of a note.
  public static final int LONGEST_NOTE = 500;

  JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder().put("id", id.value()).put("action", action.value());
    askedBy.ifPresent(person -> json.put("asked_by", person.value()));
    note.ifPresent(text -> json.put("note", text));
    return json.build();
  }

  static UndoOf read(JsonObject json) {
    return new UndoOf(
        new ProposalId(json.text("id")),
        new Digest(json.text("action")),
        json.optionalText("asked_by").map(PersonId::new),
        json.optionalText("note"));
  }

  /// Without the note.
  @Override
  public String toString() {
    return "UndoOf[" + id + "]";
  }
}
