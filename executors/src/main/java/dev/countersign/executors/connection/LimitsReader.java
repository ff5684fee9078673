package dev.countersign.executors.connection;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the `limits` of a connection; a member that is left out has the value of [Limits#DEFAULT].
final class LimitsReader {
  private static final Pattern DURATION = Pattern.compile("(0|[1-9][0-9]{0,5})(ms|s)");
  private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,6})(B|KiB|MiB)");
  private static final Map<String, Integer> SIZE_UNITS =
      Map.of("B", 1, "KiB", 1024, "MiB", 1024 * 1024);

  private LimitsReader() {}

  static Optional<Limits> read(Members body) {
    Limits base = Limits.DEFAULT;
    Optional<Rate> rate =
        body.parsed("rate", Rate::parse, "like 20/h: up to " + Rate.MAX_SENDS + " per s, m, h or d")
            .or(base::rate);
    long concurrency = body.integer("concurrency").orElse((long) base.concurrency());
    Duration timeout = duration(body, "timeout").orElse(base.timeout());
    Duration wait = duration(body, "wait").orElse(base.slotWait());
    Duration connect =
        duration(body, "connect")
            .orElse(base.connect().compareTo(timeout) < 0 ? base.connect() : timeout);
    long bodyBytes = size(body, "body").orElse((long) base.bodyBytes());
    long answerBytes = size(body, "answer").orElse((long) base.answerBytes());
    body.refuseOthers();

    boolean soundTimeout =
        within(body, "timeout", timeout.toMillis(), 1, Limits.MAX_TIMEOUT.toMillis(), " ms");
    boolean soundConnect =
        !soundTimeout || within(body, "connect", connect.toMillis(), 1, timeout.toMillis(), " ms");
    boolean soundConcurrency =
        within(body, "concurrency", concurrency, 1, Limits.MAX_CONCURRENCY, "");
    boolean soundWait =
        within(body, "wait", wait.toMillis(), 0, Limits.MAX_SLOT_WAIT.toMillis(), " ms");
    boolean soundBody = within(body, "body", bodyBytes, 0, Limits.MAX_BODY_BYTES, " bytes");
    boolean soundAnswer = within(body, "answer", answerBytes, 0, Limits.MAX_ANSWER_BYTES, " bytes");
    return soundTimeout && soundConnect && soundConcurrency && soundWait && soundBody && soundAnswer
        ? Optional.of(
            new Limits(
                rate,
                (int) concurrency,
                wait,
                connect,
                timeout,
                (int) bodyBytes,
                (int) answerBytes))
        : Optional.empty();
  }

  private static Optional<Duration> duration(Members body, String name) {
    return body.parsed(name, LimitsReader::parseDuration, "a duration like 10s or 500ms");
  }

  private static Optional<Long> size(Members body, String name) {
    return body.parsed(name, LimitsReader::parseSize, "a size like 512B, 64KiB or 1MiB");
  }

  private static Optional<Duration> parseDuration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(parts.group(1));
    return Optional.of(
        parts.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount));
  }

  private static Optional<Long> parseSize(String text) {
    Matcher parts = SIZE.matcher(text);
    return parts.matches()
        ? Optional.ofNullable(SIZE_UNITS.get(parts.group(2)))
            .map(unit -> Long.parseLong(parts.group(1)) * unit)
        : Optional.empty();
  }

  private static boolean within(
      Members body, String name, long value, long least, long most, String unit) {
    return (value >= least && value <= most)
        || body.refuse(name, "must be between " + least + " and " + most + unit);
  }
}
