package dev.countersign.app.cli;

import dev.countersign.app.manifest.GateAddress;
import dev.countersign.app.manifest.SlackManifest;
import dev.countersign.app.manifest.TeamsAppId;
import dev.countersign.app.manifest.TeamsAppVersion;
import dev.countersign.app.manifest.TeamsPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "manifest",
    description = "The apps to register at Slack and Teams.",
    mixinStandardHelpOptions = true,
    subcommands = {ManifestCommand.Slack.class, ManifestCommand.Teams.class},
    synopsisSubcommandLabel = "COMMAND")
final class ManifestCommand {
  private ManifestCommand() {}

  private static <T> T checked(String option, String given, Function<String, T> read) {
    try {
      return read.apply(given);
    } catch (IllegalArgumentException e) {
      throw CheckFailedException.usage(option + " takes " + e.getMessage() + ".");
    }
  }

  @Command(
      name = "slack",
      description = "Prints the manifest of the Slack app.",
      mixinStandardHelpOptions = true)
  static final class Slack extends Printing implements Callable<Integer> {
    @Option(
        names = "--mode",
        paramLabel = "MODE",
        defaultValue = "http",
        description = "http or socket, as slack.mode (${DEFAULT-VALUE}).")
    private Mode mode = Mode.HTTP;

    @Option(
        names = "--url",
        paramLabel = "URL",
        description = "How Slack reaches the gate: server.public_url. With mode http alone.")
    private @Nullable String url;

    @Option(
        names = "--see-channels",
        description = "Also asks for the names of channels: shared ones get no cards then.")
    private boolean seeChannels;

    @Option(
        names = "--see-people",
        description = "Also asks who is a guest or deactivated: they decide nothing then.")
    private boolean seePeople;

    @Override
    public Integer call() {
      SlackManifest manifest = manifest();
      manifest = seePeople ? manifest.seeingPeople() : manifest;
      out().print((seeChannels ? manifest.seeingChannels() : manifest).text());
      out().flush();
      return ExitCode.OK;
    }

    private SlackManifest manifest() {
      String given = url;
      if (mode == Mode.HTTP && given != null) {
        return SlackManifest.at(checked("--url", given, GateAddress::new));
      }
      if (mode == Mode.SOCKET && given == null) {
        return SlackManifest.bySocket();
      }
      throw CheckFailedException.usage(
          mode == Mode.HTTP
              ? "--mode http takes --url: Slack posts there."
              : "--mode socket takes no --url: Slack posts nowhere.");
    }
  }

  /// How it comes in what people do in Slack.
  enum Mode {
    HTTP,
    SOCKET
  }

  /// `--version` is the package's version here, so that only `--help` is taken from the standard.
  @Command(name = "teams", description = "Writes the package of the Teams app.")
  static final class Teams extends Printing implements Callable<Integer> {
    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable") // picocli sets it and looks at it
    private boolean help;

    @Option(
        names = "--url",
        paramLabel = "URL",
        required = true,
        description = "How the gate is reached from outside: server.public_url.")
    private String url = "";

    @Option(
        names = "--app-id",
        paramLabel = "GUID",
        required = true,
        description = "The application id of the bot's registration in Entra: teams.app_id.")
    private String appId = "";

    @Option(
        names = "--version",
        paramLabel = "X.Y.Z",
        defaultValue = "1.0.0",
        description = "Higher than that of the package to replace (${DEFAULT-VALUE}).")
    private String version = "";

    @Option(
        names = "--output",
        paramLabel = "FILE",
        defaultValue = "countersign-teams.zip",
        description = "Where to write it (${DEFAULT-VALUE}).")
    private Path output = Path.of("");

    @Override
    public Integer call() {
      var app =
          new TeamsPackage(
              checked("--url", url, GateAddress::new),
              checked("--app-id", appId, TeamsAppId::new),
              checked("--version", version, TeamsAppVersion::new));
      try {
        Files.write(output, app.zip());
      } catch (IOException _) {
        throw CheckFailedException.usage(
            "%s cannot be written: --output takes a file in a folder that exists and is yours."
                .formatted(output));
      }
      out().printf("%s: version %s of app %s%n", output, app.version(), app.app());
      return ExitCode.OK;
    }
  }
}
