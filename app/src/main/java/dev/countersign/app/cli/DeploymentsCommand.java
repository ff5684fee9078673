package dev.countersign.app.cli;

import dev.countersign.json.Digest;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.DeployedVersion;
import dev.countersign.ledger.FileText;
import dev.countersign.ledger.UnprovenFileException;
import dev.countersign.ledger.VersionEvent;
import dev.countersign.ledger.VersionHistory;
import dev.countersign.store.PostgresStore;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "deployments",
    description = {
      "What is, was and is proposed to be in force, the latest first: when, by whom, and what it",
      "loosened. As the sealed entries of the deployment tell it."
    },
    mixinStandardHelpOptions = true,
    subcommands = DeploymentsCommand.ToFiles.class)
final class DeploymentsCommand extends Printing implements Callable<Integer> {
  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Override
  public Integer call() {
    try (PostgresStore store = StoreAccess.open(configuration.read())) {
      VersionHistory history = store.versions().history();
      history.events().reversed().forEach(event -> tell(history, event));
      if (!history.unproven().isEmpty()) {
        throw CheckFailedException.of(
            "Entries of the deployment that do not prove to be its own, and are not listed: "
                + history.unproven()
                + "; run countersign verify.");
      }
      warnOfUnprovenRows(store);
    }
    return ExitCode.OK;
  }

  private static void warnOfUnprovenRows(PostgresStore store) {
    try {
      store.versions().current();
    } catch (UnprovenFileException e) {
      throw CheckFailedException.of("None of these is in force: " + e.getMessage() + ".");
    }
  }

  private void tell(VersionHistory history, VersionEvent event) {
    out()
        .printf(
            "%s %-8s %s %s%s%s%n",
            event.at(),
            step(history, event),
            event.isOfPeople() ? "people " : "version",
            event.digest(),
            event.note().by().map(name -> " by " + name).orElse(""),
            event.note().proposedBy().map(name -> ", proposed by " + name).orElse(""));
    event.note().loosens().forEach(sentence -> out().println("  ! " + sentence));
  }

  private static String step(VersionHistory history, VersionEvent event) {
    return switch (event.step()) {
      case IN_FORCE -> "in force";
      case PROPOSED ->
          history.open(event.digest(), event.isOfPeople()).filter(event::equals).isPresent()
              ? "proposed"
              : "lapsed";
    };
  }

  @Command(
      name = "files",
      description = "Writes policy.yaml and connections.yaml of a version into a folder.",
      mixinStandardHelpOptions = true)
  static final class ToFiles extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Parameters(paramLabel = "DIGEST", description = "Of the version.")
    private String digest = "";

    @Option(
        names = "--into",
        paramLabel = "FOLDER",
        required = true,
        description = "An existing folder without such files.")
    private Path folder = Path.of("");

    @Override
    public Integer call() {
      Digest wanted = Confirmation.digest(digest);
      try (PostgresStore store = StoreAccess.open(configuration.read())) {
        DeployedVersion version =
            store.versions().history().events().stream()
                .flatMap(event -> event.version().stream())
                .filter(each -> each.digest().equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                    CheckFailedException.of(
                        "There is no version with this digest; see countersign deployments."));
        List<FileText> texts = new ArrayList<>();
        for (DeployedFile file : DeployedFile.values()) {
          Optional<FileText> text = store.versions().text(file, version.of(file));
          texts.add(
              text.orElseThrow(() ->
                  CheckFailedException.of(
                      "The bytes of its %s are not kept, or are not those that were kept; run countersign verify."
                          .formatted(file.fileName()))));
        }
        texts.forEach(this::write);
      }
      return ExitCode.OK;
    }

    private void write(FileText text) {
      Path file = folder.resolve(text.file().fileName());
      try {
        Files.write(file, text.bytes(), StandardOpenOption.CREATE_NEW);
        out().printf("%s %s%n", file, text.digest());
      } catch (FileAlreadyExistsException e) {
        throw CheckFailedException.of(file + " is there already.");
      } catch (IOException e) {
        throw CheckFailedException.of(
            file + " cannot be written: " + e.getClass().getSimpleName() + ".");
      }
    }
  }
}
