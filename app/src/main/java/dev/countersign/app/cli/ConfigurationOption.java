package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.ConfigurationReader;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.file.Reading;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.json.Digest;
import dev.countersign.people.People;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Finds the settings: `--config`, else `COUNTERSIGN_CONFIG`, else `countersign.yaml` where the
/// command runs, else the environment alone.
final class ConfigurationOption {
  private static final Path DEFAULT = Path.of("countersign.yaml");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The settings (COUNTERSIGN_CONFIG, else ./countersign.yaml).")
  private @Nullable Path config;

  /// @throws CheckFailedException with everything that is wrong
  Configuration read() {
    Map<String, String> environment = System.getenv();
    String named = environment.get("COUNTERSIGN_CONFIG");
    Path file = config != null ? config : named != null ? Path.of(named) : DEFAULT;
    boolean optional = config == null && named == null;
    return switch (optional && !Files.exists(file)
        ? ConfigurationReader.ofEnvironment(environment, Path.of(""))
        : ConfigurationReader.read(file, environment)) {
      case Reading.Read<Configuration>(var read) -> read;
      case Reading.Unreadable<Configuration>(var problems) ->
          throw CheckFailedException.usage(problems);
    };
  }

  /// People with the digest of the file that names them.
  static PeopleFile people(Configuration configuration) {
    return required(
        YamlDocument.read(configuration.files().people())
            .then(yaml ->
                GateFiles.people(yaml, configuration.environment())
                    .then(people -> new Reading.Read<>(new PeopleFile(people, yaml.digest())))));
  }

  record PeopleFile(People people, Digest digest) {}

  static <T> T required(Reading<T> reading) {
    return switch (reading) {
      case Reading.Read<T>(var value) -> value;
      case Reading.Unreadable<T>(var problems) -> throw CheckFailedException.of(problems);
    };
  }
}
