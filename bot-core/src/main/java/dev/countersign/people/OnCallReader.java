package dev.countersign.people;

import dev.countersign.json.JsonForm;
import dev.countersign.proposal.PersonId;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the rotation of a group.
final class OnCallReader {
  static final int MOST_PEOPLE = 100;

  private static final Pattern EVERY = Pattern.compile("([1-9][0-9]?)([dw])");
  private static final int DAYS_OF_A_WEEK = 7;

  private OnCallReader() {}

  static Optional<OnCall> read(JsonForm group, Set<PersonId> members) {
    return group.object("on_call").flatMap(form -> rotation(form, members));
  }

  private static Optional<OnCall> rotation(JsonForm form, Set<PersonId> members) {
    List.of("from", "zone", "every", "people").forEach(form::require);
    Optional<LocalDateTime> from =
        form.parsed(
            "from",
            CalendarText::local,
            "bad_time",
            "The beginning is a local time such as 2026-11-30T09:00.");
    Optional<ZoneId> zone = CalendarReader.zone(form);
    Optional<Integer> days =
        form.parsed(
            "every",
            OnCallReader::days,
            "bad_time",
            "Whole days or weeks are expected, such as 1d or 1w: 1d to " + OnCall.MOST_DAYS + "d.");
    List<JsonForm.Item<PersonId>> people =
        form.parsedTexts(
            "people", MOST_PEOPLE, PersonId::new, "bad_name", "This is not the id of a person.");
    if (form.isEmptyArray("people")) {
      form.problem("people", "required", "A rotation has one person at least.");
    }
    List<JsonForm.Item<PersonId>> strangers =
        people.stream().filter(person -> !members.contains(person.value())).toList();
    strangers.forEach(person ->
        form.problemAt(
            person.pointer(), "not_a_member", "Only members of the group are on call for it."));
    form.close();
    return from.isEmpty()
            || zone.isEmpty()
            || days.isEmpty()
            || people.isEmpty()
            || !strangers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new OnCall(
                from.get(),
                zone.get(),
                days.get(),
                people.stream().map(JsonForm.Item::value).toList()));
  }

  private static int days(String text) {
    Matcher parts = EVERY.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not spelled as expected");
    }
    int number = Integer.parseInt(parts.group(1));
    int days = parts.group(2).charAt(0) == 'w' ? number * DAYS_OF_A_WEEK : number;
    if (days > OnCall.MOST_DAYS) {
      throw new IllegalArgumentException("too long");
    }
    return days;
  }
}
