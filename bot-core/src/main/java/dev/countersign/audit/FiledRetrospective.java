package dev.countersign.audit;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.RetrospectiveQuestion;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What somebody wrote afterwards about a use of break-glass. It moves nothing.
///
/// @param answers supplied text, as [RetrospectiveQuestion#answer] gives it
public record FiledRetrospective(PersonId by, Map<RetrospectiveQuestion, String> answers) {
  public FiledRetrospective {
    answers = Map.copyOf(answers);
  }

  /// @param people the import that the person was found in
  public AuditFact fact(Optional<Digest> people) {
    JsonObject.Builder given = JsonObject.builder();
    for (RetrospectiveQuestion question : RetrospectiveQuestion.values()) {
      String answer = answers.get(question);
      if (answer != null) {
        given.put(WireName.of(question), answer);
      }
    }
    return new AuditFact(
        EntryType.RETROSPECTIVE_FILED,
        "person:" + by,
        JsonObject.builder()
            .put("person", by.value())
            .put("answers", given.build())
            .put("people", people.map(Digest::value).orElse(null))
            .build());
  }

  /// @param entries a whole chain
  public static Optional<FiledRetrospective> in(List<AuditEntry> entries) {
    return entry(entries).map(entry -> read(entry.object("data")));
  }

  /// When that was.
  ///
  /// @param entries a whole chain
  public static Optional<Instant> filedAt(List<AuditEntry> entries) {
    return entry(entries).map(entry -> entry.instant("at"));
  }

  private static Optional<JsonObject> entry(List<AuditEntry> entries) {
    return entries.stream()
        .map(AuditEntry::document)
        .filter(entry -> entry.text("type").equals(WireName.of(EntryType.RETROSPECTIVE_FILED)))
        .findFirst();
  }

  private static FiledRetrospective read(JsonObject data) {
    Map<RetrospectiveQuestion, String> answers = new EnumMap<>(RetrospectiveQuestion.class);
    JsonObject given = data.object("answers");
    for (RetrospectiveQuestion question : RetrospectiveQuestion.values()) {
      given.optionalText(WireName.of(question)).ifPresent(answer -> answers.put(question, answer));
    }
    return new FiledRetrospective(new PersonId(data.text("person")), answers);
  }
}
