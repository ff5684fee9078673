package dev.countersign.audit;

import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.PersonId;
import java.util.List;

/// That a decision was wrong, as somebody whom it concerned said afterwards. It moves nothing.
///
/// @param words as they were written; whoever shows them escapes them
public record ReportedProblem(PersonId person, String words) {

  public AuditFact fact() {
    return new AuditFact(
        EntryType.PROBLEM_REPORTED,
        "person:" + person,
        JsonObject.builder().put("person", person.value()).put("words", words).build());
  }

  /// All that were reported, in order.
  ///
  /// @param entries a whole chain
  public static List<ReportedProblem> in(List<AuditEntry> entries) {
    return entries.stream()
        .map(AuditEntry::document)
        .filter(entry -> entry.text("type").equals(WireName.of(EntryType.PROBLEM_REPORTED)))
        .map(entry -> entry.object("data"))
        .map(data -> new ReportedProblem(new PersonId(data.text("person")), data.text("words")))
        .toList();
  }
}
