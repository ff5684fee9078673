package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.ConfigurationReader;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.GateFiles;
import dev.countersign.people.People;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Finds the settings: `--config`, else `COUNTERSIGN_CONFIG`, else `countersign.yaml` where the
/// command runs, else the environment alone.
public final class ConfigurationOption {
  private static final Path DEFAULT = Path.of("countersign.yaml");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The settings (COUNTERSIGN_CONFIG, else ./countersign.yaml).")
  private @Nullable Path config;

  /// @throws CheckFailedException with everything that is wrong
  public Configuration read() {
    Map<String, String> environment = System.getenv();
    String named = environment.get("COUNTERSIGN_CONFIG");
    Path file = config != null ? config : named != null ? Path.of(named) : DEFAULT;
    boolean optional = config == null && named == null;
    return switch (optional && !Files.exists(file)
        ? ConfigurationReader.ofEnvironment(environment, Path.of(""))
        : ConfigurationReader.read(file, environment)) {
      case FileReading.Read<Configuration>(var read) -> read;
      case FileReading.Unreadable<Configuration>(var problems) ->
          throw CheckFailedException.usage(problems);
    };
  }

  static People people(Configuration configuration) {
    return required(GateFiles.people(configuration.files().people(), configuration.environment()));
  }

  static <T> T required(FileReading<T> reading) {
    return switch (reading) {
      case FileReading.Read<T>(var value) -> value;
      case FileReading.Unreadable<T>(var problems) -> throw CheckFailedException.of(problems);
    };
  }
}
