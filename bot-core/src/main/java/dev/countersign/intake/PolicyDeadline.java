package dev.countersign.intake;

import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.WorkingCalendar;
import dev.countersign.people.WorkingTime;
import dev.countersign.policy.Durations;
import dev.countersign.policy.Finding;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Until when people have by the policy: found once, when the request is opened.
///
/// @param how it came about; empty where all time counts
record PolicyDeadline(Instant at, Optional<Finding> how) {
  private static final String SUBJECT = "sla";
  private static final String RESULT = "working_time";

  /// Groups that a finding tells of, the slowest first.
  private static final int MOST_GROUPS = 20;

  private record Over(Instant at, Finding because) {}

  /// The slowest of the groups that are asked has the working time; a group without a calendar
  /// always works. Never later than the time by which all time counts.
  ///
  /// @param asked the groups and their calendars, of that moment
  static PolicyDeadline of(Ruling ruling, Directory asked, Instant now) {
    Instant latest = now.plus(ruling.expiresIn());
    if (ruling.timing().workingTime().isEmpty()) {
      return new PolicyDeadline(latest, Optional.empty());
    }
    Duration time = ruling.timing().workingTime().get();
    Instant at = now.plus(time);
    List<Over> groups = new ArrayList<>();
    for (Stage stage : ruling.stages()) {
      Optional<WorkingCalendar> calendar = asked.group(stage.group()).flatMap(Group::calendar);
      Instant over =
          calendar
              .map(works -> new WorkingTime(works).after(now, time, latest))
              .orElseGet(() -> now.plus(time));
      at = over.isAfter(at) ? over : at;
      groups.add(new Over(over, group(stage.group(), calendar, over)));
    }
    return new PolicyDeadline(
        at,
        groups.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Finding(SUBJECT, RESULT, because(time, at, latest, ruling), slowest(groups))));
  }

  private static List<Finding> slowest(List<Over> groups) {
    return groups.stream()
        .sorted(Comparator.comparing(Over::at).reversed())
        .limit(MOST_GROUPS)
        .map(Over::because)
        .toList();
  }

  private static String because(Duration time, Instant at, Instant latest, Ruling ruling) {
    return at.isBefore(latest)
        ? "People have until %s: %s of working time of each group that is asked."
            .formatted(shown(at), Durations.text(time))
        : "People have until %s: %s in all, and %s of working time of the groups that are asked are not over by then."
            .formatted(shown(at), Durations.text(ruling.expiresIn()), Durations.text(time));
  }

  private static Finding group(GroupName group, Optional<WorkingCalendar> calendar, Instant over) {
    return Finding.of(
        group.value(),
        RESULT,
        calendar
            .map(works ->
                "This group works by the calendar %s, in %s: until %s."
                    .formatted(works.name(), works.zone(), shown(over)))
            .orElseGet(() ->
                "This group has no calendar, so all time counts: until %s."
                    .formatted(shown(over))));
  }

  private static Instant shown(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }
}
