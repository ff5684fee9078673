package dev.countersign.policy;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How much time a ruling gives people, and what is done in it: what the [Sla]s of all its rules
/// come to.
///
/// @param expiresIn how long people have to decide
/// @param workingTime after so much working time of the groups that are asked it is too late as
///   well, if that is sooner; empty where no rule counts by it
/// @param remindAt when those are reminded who have not decided: percents of the time until the
///   deadline, ascending, at most [#MOST_REMINDERS]
/// @param extension how far those who may decide may put the deadline off; empty where not at all
/// @param readFor how long a card has stood at its place before an approval there counts; empty
///   where it counts at once
public record Timing(
    Duration expiresIn,
    Optional<Duration> workingTime,
    List<Integer> remindAt,
    Optional<Extension> extension,
    Optional<Duration> readFor) {
  /// More would be noise.
  public static final int MOST_REMINDERS = 10;

  private static final String EXPIRES = "expires_in_seconds";
  private static final String WORKING_TIME = "expires_in_working_seconds";
  private static final String REMIND_AT = "remind_at_percent";
  private static final String EXTENSION = "extension";
  private static final String READ_FOR = "read_for_seconds";

  public Timing {
    remindAt = List.copyOf(remindAt);
  }

  /// All time counts, and nobody is reminded.
  public Timing(Duration expiresIn) {
    this(expiresIn, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
  }

  /// Members are left out as long as they say nothing.
  void into(JsonObject.Builder json) {
    json.put(EXPIRES, expiresIn.toSeconds());
    workingTime.ifPresent(time -> json.put(WORKING_TIME, time.toSeconds()));
    if (!remindAt.isEmpty()) {
      json.put(REMIND_AT, JsonArray.of(remindAt, Json::of));
    }
    extension.ifPresent(by -> json.put(EXTENSION, by.toJson()));
    readFor.ifPresent(time -> json.put(READ_FOR, time.toSeconds()));
  }

  /// @param ruling a whole one, or its entry
  public static Timing of(JsonObject ruling) {
    return new Timing(
        Duration.ofSeconds(ruling.number(EXPIRES)),
        ruling.has(WORKING_TIME)
            ? Optional.of(Duration.ofSeconds(ruling.number(WORKING_TIME)))
            : Optional.empty(),
        ruling.has(REMIND_AT)
            ? ruling.items(REMIND_AT).stream()
                .map(item -> Math.toIntExact(((JsonNumber) item).longValue()))
                .toList()
            : List.of(),
        ruling.optionalObject(EXTENSION).map(Extension::fromJson),
        ruling.has(READ_FOR)
            ? Optional.of(Duration.ofSeconds(ruling.number(READ_FOR)))
            : Optional.empty());
  }
}
