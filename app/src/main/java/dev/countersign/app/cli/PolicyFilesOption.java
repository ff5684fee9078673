package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Finds the files of policy and people: those of the settings, or others.
final class PolicyFilesOption {
  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Option(names = "--policy", paramLabel = "FILE", description = "In place of files.policy.")
  private @Nullable Path policyFile;

  @Option(names = "--people", paramLabel = "FILE", description = "In place of files.people.")
  private @Nullable Path peopleFile;

  /// @param settings where one of the files is theirs
  record Found(Optional<Configuration> settings, Path policy, Path people) {}

  Found find() {
    Optional<Configuration> settings =
        policyFile != null && peopleFile != null
            ? Optional.empty()
            : Optional.of(configuration.read());
    return new Found(
        settings,
        path(policyFile, settings.map(s -> s.files().policy())),
        path(peopleFile, settings.map(s -> s.files().people())));
  }

  private static Path path(@Nullable Path given, Optional<Path> configured) {
    return given != null ? given : configured.orElseThrow();
  }
}
