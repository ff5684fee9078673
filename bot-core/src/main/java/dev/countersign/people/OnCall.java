package dev.countersign.people;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// The rotation of a group: its persons are on call one after the other, each for the same number
/// of days, and then from the first again. They change at the same time of the day by the clock of
/// the zone, whatever summer time does; where the clock skips that time, as much later.
///
/// @param from when the first one begins
/// @param days how long each is on call, 1 to [#MOST_DAYS]
/// @param people at least one; somebody may be named several times
public record OnCall(LocalDateTime from, ZoneId zone, int days, List<PersonId> people) {
  static final int MOST_DAYS = 90;

  public OnCall {
    people = List.copyOf(people);
    if (people.isEmpty() || days < 1 || days > MOST_DAYS) {
      throw new IllegalArgumentException("a rotation has somebody, each for 1 to 90 days");
    }
  }

  /// Who is on call, and between which moments.
  ///
  /// @param until when the next one is
  public record Turn(PersonId person, Instant from, Instant until) {}

  /// Empty before the rotation begins.
  public Optional<Turn> at(Instant now) {
    if (now.isBefore(start(0))) {
      return Optional.empty();
    }
    LocalDateTime clock = LocalDateTime.ofInstant(now, zone);
    // The clock may have been turned back over a change, or forward over one.
    long turn = Math.max(0, ChronoUnit.DAYS.between(from, clock) / days - 1);
    while (!now.isBefore(start(turn + 1))) {
      turn++;
    }
    PersonId person = people.get((int) (turn % people.size()));
    return Optional.of(new Turn(person, start(turn), start(turn + 1)));
  }

  private Instant start(long turn) {
    return from.plusDays(turn * days).atZone(zone).toInstant();
  }

  public JsonObject toJson() {
    return JsonObject.builder()
        .put("from", from.toString())
        .put("zone", zone.getId())
        .put("days", days)
        .put("people", JsonArray.ofStrings(people.stream().map(PersonId::value).toList()))
        .build();
  }

  public static OnCall fromJson(JsonObject json) {
    return new OnCall(
        CalendarText.local(json.text("from")),
        CalendarText.zone(json.text("zone")),
        Math.toIntExact(json.number("days")),
        json.texts("people").stream().map(PersonId::new).toList());
  }
}
