package dev.countersign.policy;

import dev.countersign.catalogue.Reading;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.Audience;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordChange;
import java.time.Instant;
import java.util.Optional;

/// What the gate found out by itself when it ruled, for cards and for what follows an approval:
/// kept with the ruling, so that nothing happens otherwise than people were told.
///
/// @param audience whom the recipients of a message show it to reach, whatever the agent says
/// @param executedHere whether this gate sends the action itself; false for connections that only
///   advise, and where an executor outside of the gate does
/// @param possibleDuplicateOf the newest proposal of the same agent with exactly this action, if it
///   is pending or ended lately
/// @param waitingOnTarget another request of the same agent that waits and names the same target
/// @param reading what its bytes mean by the connection's catalogue; a member of its own beside the
///   others, since chains hold its digest alone
/// @param actsFor the person that the agent acts for, of a ruling that names beneficiaries: beside
///   them it could not be told who that was
/// @param executor the executor outside of this gate that carries the action out; none where
///   `executedHere`
/// @param attachmentsHeld whether the gate has the bytes of all attachments; false where there are
///   none
/// @param recordRead when the gate itself read what the record holds, before anybody was asked
///   about the change of it; empty where it did not
/// @param undoneBy the change by which the connection lets one be set back that makes, archives or
///   restores a record; empty of every other, and where it lets none
public record Circumstances(
    Audience audience,
    boolean executedHere,
    Optional<ProposalId> possibleDuplicateOf,
    Optional<ProposalId> waitingOnTarget,
    Optional<Reading> reading,
    Optional<PersonId> actsFor,
    Optional<String> executor,
    boolean attachmentsHeld,
    Optional<Instant> recordRead,
    Optional<RecordChange.Operation> undoneBy) {
  private static final String ATTACHMENTS_HELD = "attachments_held";
  private static final String RECORD_READ_AT = "record_read_at";
  private static final String UNDONE_BY = "undone_by";

  public Circumstances {
    if (executedHere && executor.isPresent()) {
      throw new IllegalArgumentException("an action is executed in one place");
    }
  }

  /// Where no executor outside carries anything out.
  public Circumstances(
      Audience audience,
      boolean executedHere,
      Optional<ProposalId> possibleDuplicateOf,
      Optional<ProposalId> waitingOnTarget,
      Optional<Reading> reading,
      Optional<PersonId> actsFor) {
    this(
        audience,
        executedHere,
        possibleDuplicateOf,
        waitingOnTarget,
        reading,
        actsFor,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  /// Of rulings that were made without looking.
  public static final Circumstances UNKNOWN =
      new Circumstances(
          Audience.NONE,
          true,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("audience", WireName.of(audience))
            .put("executed_here", executedHere);
    possibleDuplicateOf.ifPresent(earlier -> json.put("possible_duplicate_of", earlier.value()));
    executor.ifPresent(name -> json.put("executor", name));
    actsFor.ifPresent(person -> json.put("acts_for", person.value()));
    if (attachmentsHeld) {
      json.put(ATTACHMENTS_HELD, true);
    }
    recordRead.ifPresent(at -> json.put(RECORD_READ_AT, at.toString()));
    undoneBy.ifPresent(operation -> json.put(UNDONE_BY, WireName.of(operation)));
    waitingOnTarget.ifPresent(other -> json.put("waiting_on_target", other.value()));
    return json.build();
  }

  static Circumstances fromJson(JsonObject json, Optional<Reading> reading) {
    return new Circumstances(
        WireName.require(Audience.class, json.text("audience")),
        json.bool("executed_here"),
        json.optionalText("possible_duplicate_of").map(ProposalId::new),
        json.optionalText("waiting_on_target").map(ProposalId::new),
        reading,
        json.optionalText("acts_for").map(PersonId::new),
        json.optionalText("executor"),
        json.optionalBool(ATTACHMENTS_HELD).orElse(false),
        json.optionalText(RECORD_READ_AT).map(Instant::parse),
        json.optionalText(UNDONE_BY)
            .map(name -> WireName.require(RecordChange.Operation.class, name)));
  }
}
