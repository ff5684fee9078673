package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.audit.ChainLinks;
import dev.countersign.json.CanonicalJson;
import dev.countersign.report.QualityReport;
import dev.countersign.report.Reporter;
import dev.countersign.store.PostgresStore;
import dev.countersign.token.KeyRing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "report",
    description = {
      "What became of requests: per rule, tag, action type, agent and reviewer, with times to decide,"
          + " fast approvals and problems reported afterwards.",
      "Counts only whole chains that this deployment sealed, and names the others. Only reads."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand extends Printing implements Callable<Integer> {
  private static final int TOLD_EVERY = 1_000;

  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Ago.class,
      description =
          "Only what was proposed in this time until now, such as 30d or 12h: 1h to 3650d. Without"
              + " it, everything.")
  private @Nullable Duration since;

  @Option(names = "--json", description = "As one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    Configuration settings = configuration.read();
    KeyRing keys = StoreAccess.keys(settings);
    try (PostgresStore store = StoreAccess.toRead(settings, keys)) {
      // With the keys of another deployment no chain would count.
      store
          .register()
          .foreign(keys.facts())
          .ifPresent(why -> {
            throw CheckFailedException.of(settings.files().keys() + ": " + why);
          });
      Optional<Instant> from = Optional.ofNullable(since).map(store.ledger().now()::minus);
      QualityReport report =
          new Reporter(store.chains(), ChainLinks.under(keys.evidence())).report(from, this::tell);
      if (json) {
        out().println(CanonicalJson.text(ReportJson.of(report, from)));
      } else {
        ReportTables.lines(report, from).forEach(out()::println);
      }
      return ExitCode.OK;
    }
  }

  private void tell(long read) {
    if (read > 0 && read % TOLD_EVERY == 0) {
      err().printf("%d requests read%n", read);
      err().flush();
    }
  }

  /// `12h` or `30d`.
  static final class Ago implements ITypeConverter<Duration> {
    private static final Pattern SHAPE = Pattern.compile("([1-9][0-9]{0,4})([hd])");
    private static final Duration LONGEST = Duration.ofDays(3_650);

    @Override
    public Duration convert(String text) {
      Matcher matcher = SHAPE.matcher(text);
      if (matcher.matches()) {
        long number = Long.parseLong(matcher.group(1));
        Duration time =
            matcher.group(2).equals("h") ? Duration.ofHours(number) : Duration.ofDays(number);
        if (time.compareTo(LONGEST) <= 0) {
          return time;
        }
      }
      throw new TypeConversionException("a time is expected, such as 30d or 12h: 1h to 3650d");
    }
  }
}
