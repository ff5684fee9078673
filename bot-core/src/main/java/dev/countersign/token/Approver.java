package dev.countersign.token;

import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One person on whose approval a grant rests.
///
/// @param inPlaceOf who was away and had named this person
/// @param function the business role that counted, where the ruling asked for distinct ones; at
///   most 64 characters
/// @param at whole seconds
public record Approver(
    PersonId person,
    Optional<PersonId> inPlaceOf,
    Optional<String> function,
    Surface via,
    Instant at) {
  private static final Pattern FUNCTION = Pattern.compile("[^\\p{Cntrl}]{1,64}");
  private static final Set<String> REQUIRED = Set.of("person", "via", "at");
  private static final Set<String> NAMES = Set.of("person", "in_place_of", "function", "via", "at");

  public Approver {
    if (function.isPresent() && !FUNCTION.matcher(function.get()).matches()) {
      throw new IllegalArgumentException("not a function");
    }
    NumericDate.requireWholeSeconds(at);
  }

  /// Somebody who approved by their own right.
  public Approver(PersonId person, Optional<String> function, Surface via, Instant at) {
    this(person, Optional.empty(), function, via, at);
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("person", person.value())
        .put("in_place_of", inPlaceOf.map(PersonId::value).orElse(null))
        .put("function", function.orElse(null))
        .put("via", WireName.of(via))
        .put("at", at.getEpochSecond())
        .build();
  }

  static Approver read(JsonObject approver) {
    Set<String> names = approver.members().keySet();
    if (!names.containsAll(REQUIRED) || !NAMES.containsAll(names)) {
      throw new IllegalArgumentException("an approver has other members");
    }
    return new Approver(
        new PersonId(approver.text("person")),
        approver.optionalText("in_place_of").map(PersonId::new),
        approver.optionalText("function"),
        WireName.require(Surface.class, approver.text("via")),
        NumericDate.read(approver, "at"));
  }
}
