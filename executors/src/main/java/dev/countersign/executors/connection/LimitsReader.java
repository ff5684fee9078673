package dev.countersign.executors.connection;

import dev.countersign.json.JsonForm;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the `limits` of a connection; a member that is left out has the value of [Limits#DEFAULT],
/// and looks what follows from what may be sent.
final class LimitsReader {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Pattern DURATION = Pattern.compile("(0|[1-9][0-9]{0,5})(ms|s)");
  private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,6})(B|KiB|MiB)");
  private static final Map<String, Integer> SIZE_UNITS =
      Map.of("B", 1, "KiB", 1024, "MiB", 1024 * 1024);

  private LimitsReader() {}

  enum Also {
    /// Its target answers with more than a few lines.
    ANSWERS,
    /// The gate looks at its target.
    LOOKS
  }

  /// Of the connection; empty when the timeout was refused, for then nobody knows what `connect`
  /// may be.
  ///
  /// @param also what a connection of this kind may say beside what all may
  static Optional<Limits> read(JsonForm connection, Also... also) {
    return connection.has("limits")
        ? connection.object("limits").flatMap(form -> limits(form, Set.of(also)))
        : Optional.of(Limits.DEFAULT);
  }

  private static Optional<Limits> limits(JsonForm form, Set<Also> also) {
    Limits base = Limits.DEFAULT;
    Optional<Rate> rate = rate(form, "rate").or(base::rate);
    OptionalInt concurrency =
        form.integer("concurrency", 1, Limits.MAX_CONCURRENCY)
            .map(OptionalInt::of)
            .orElse(base.concurrency());
    Duration wait =
        duration(form, "wait", Duration.ZERO, Limits.MAX_SLOT_WAIT).orElse(base.slotWait());
    Optional<Duration> written = duration(form, "timeout", SHORTEST, Limits.MAX_TIMEOUT);
    boolean isUnknown = form.has("timeout") && written.isEmpty();
    Duration timeout = isUnknown ? Limits.MAX_TIMEOUT : written.orElse(base.timeout());
    Duration connect =
        duration(form, "connect", SHORTEST, timeout)
            .orElse(base.connect().compareTo(timeout) < 0 ? base.connect() : timeout);
    int body = size(form, "body", Limits.MAX_BODY_BYTES).orElse(base.bodyBytes());
    int answer =
        also.contains(Also.ANSWERS)
            ? size(form, "answer", Limits.MAX_ANSWER_BYTES).orElse(base.answerBytes())
            : base.answerBytes();
    Rate looks = Limits.looksBeside(rate);
    int looksAtOnce = Limits.looksAtOnceBeside(concurrency);
    if (also.contains(Also.LOOKS)) {
      looks = rate(form, "looks").filter(each -> isShared(form, each)).orElse(looks);
      looksAtOnce =
          form.integer("looks_at_once", Limits.LEAST_LOOKS, Limits.MAX_CONCURRENCY)
              .orElse(looksAtOnce);
    }
    form.close();
    return isUnknown
        ? Optional.empty()
        : Optional.of(
            new Limits(
                rate, concurrency, wait, connect, timeout, body, answer, looks, looksAtOnce));
  }

  private static Optional<Rate> rate(JsonForm form, String name) {
    return form.parsed(
        name,
        text -> Rate.parse(text).orElseThrow(IllegalArgumentException::new),
        "bad_rate",
        "A rate like 20/h is expected: up to " + Rate.MAX_SENDS + " per s, m, h or d.");
  }

  /// One agent has half of it.
  private static boolean isShared(JsonForm form, Rate looks) {
    return within(form, "looks", looks.sends(), Limits.LEAST_LOOKS, Rate.MAX_SENDS, " looks");
  }

  private static Optional<Duration> duration(
      JsonForm form, String name, Duration least, Duration most) {
    return form.parsed(
            name,
            LimitsReader::parseDuration,
            "bad_duration",
            "A duration like 10s or 500ms is expected.")
        .filter(
            time -> within(form, name, time.toMillis(), least.toMillis(), most.toMillis(), " ms"));
  }

  private static Optional<Integer> size(JsonForm form, String name, int most) {
    return size(form, name, 0, most);
  }

  static Optional<Integer> size(JsonForm form, String name, int least, int most) {
    return form.parsed(
            name,
            LimitsReader::parseSize,
            "bad_size",
            "A size like 512B, 64KiB or 1MiB is expected.")
        .filter(bytes -> within(form, name, bytes, least, most, " bytes"))
        .map(Math::toIntExact);
  }

  private static Duration parseDuration(String text) {
    Matcher parts = matched(DURATION, text);
    long amount = Long.parseLong(parts.group(1));
    return parts.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
  }

  private static long parseSize(String text) {
    Matcher parts = matched(SIZE, text);
    return Long.parseLong(parts.group(1)) * SIZE_UNITS.getOrDefault(parts.group(2), 1);
  }

  private static Matcher matched(Pattern shape, String text) {
    Matcher parts = shape.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not of this shape");
    }
    return parts;
  }

  /// Reports a value that is out of its range; false then, so that it can end a filter.
  private static boolean within(
      JsonForm form, String name, long value, long least, long most, String unit) {
    boolean holds = value >= least && value <= most;
    if (!holds) {
      form.problem(
          name, "out_of_range", "This must be between " + least + " and " + most + unit + ".");
    }
    return holds;
  }
}
