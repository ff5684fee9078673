package dev.countersign.policy;

import dev.countersign.json.JsonForm;
import dev.countersign.json.ProblemSink;
import dev.countersign.json.WireName;
import dev.countersign.policy.UseLimit.Per;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the members of a rule that bound what it allows: `until` and `limits`.
final class StandingReader {
  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern INSTANT =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");

  private final ProblemSink problems;
  private final ConditionLanguage language;

  StandingReader(ProblemSink problems, ConditionLanguage language) {
    this.problems = problems;
    this.language = language;
  }

  static boolean isIn(JsonForm rule) {
    return rule.has("until") || rule.has("limits");
  }

  Optional<StandingApproval> read(JsonForm rule) {
    Optional<Instant> until =
        rule.parsed(
            "until",
            StandingReader::end,
            "bad_until",
            "The last day is expected, such as 2027-01-31, or a moment in UTC, such as"
                + " 2027-01-31T18:00:00Z.");
    List<JsonForm> written = rule.objects("limits", StandingApproval.MOST_LIMITS);
    if (rule.has("limits") && written.isEmpty()) {
      rule.problem("limits", "required", "Where there are limits, there is at least one.");
    }
    List<UseLimit> limits = written.stream().flatMap(form -> limit(form).stream()).toList();
    return until.isEmpty() && limits.isEmpty()
        ? Optional.empty()
        : Optional.of(new StandingApproval(until, limits));
  }

  /// A day ends when the next one begins.
  private static Instant end(String text) {
    try {
      if (DAY.matcher(text).matches()) {
        return LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      if (INSTANT.matcher(text).matches()) {
        return Instant.parse(text);
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no such day or time", e);
    }
    throw new IllegalArgumentException("neither a day nor a moment");
  }

  private Optional<UseLimit> limit(JsonForm form) {
    form.require("per");
    form.require("within");
    Optional<Per> per =
        form.parsed(
            "per",
            text -> WireName.require(Per.class, text),
            "unknown_per",
            "A limit is per agent, target or rule.");
    Optional<Duration> within = Durations.in(form, "within");
    if (form.has("uses") == form.has("sum")) {
      problems.add(
          form.pointer(),
          "uses_or_sum",
          "A limit has either uses, or a sum and the most that it may be.");
    }
    Optional<Integer> uses = form.integer("uses", 1, UseLimit.MOST_USES);
    Optional<Amount> sum =
        form.text("sum").flatMap(text -> language.amount(text, form.pointer("sum"), problems));
    Optional<Long> most = most(form);
    form.close();
    Optional<Long> bound = uses.map(Integer::longValue).or(() -> most);
    return per.isEmpty() || within.isEmpty() || bound.isEmpty()
        ? Optional.empty()
        : Optional.of(new UseLimit(per.get(), sum, bound.get(), within.get()));
  }

  private static Optional<Long> most(JsonForm form) {
    if (form.has("sum")) {
      form.require("most");
    } else if (form.has("most")) {
      form.problem("most", "only_with_sum", "This bounds a sum; uses are their own bound.");
    }
    return form.whole("most", 1, UseLimit.MOST);
  }
}
