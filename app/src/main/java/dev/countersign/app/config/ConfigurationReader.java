package dev.countersign.app.config;

import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.console.ConsoleSettings;
import dev.countersign.json.WireName;
import dev.countersign.policy.DomainList;
import dev.countersign.proposal.AgentEnvironment;
import dev.countersign.slack.SlackSettings;
import dev.countersign.teams.settings.TeamsSettings;
import dev.countersign.token.Issuer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the settings: `section.key` of `countersign.yaml`, or `COUNTERSIGN_SECTION_KEY`, which
/// comes first; a secret also from the file that `section.key_file` or
/// `COUNTERSIGN_SECTION_KEY_FILE` names.
public final class ConfigurationReader {
  private static final int MOST_DOMAINS = 100;

  private ConfigurationReader() {}

  public static FileReading<Configuration> read(Path file, Map<String, String> environment) {
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    return YamlDocument.read(file)
        .then(yaml -> read(new Sources(Optional.of(yaml), environment, folder)));
  }

  /// Without a file.
  ///
  /// @param folder what relative paths count from
  public static FileReading<Configuration> ofEnvironment(
      Map<String, String> environment, Path folder) {
    return read(new Sources(Optional.empty(), environment, folder));
  }

  private static FileReading<Configuration> read(Sources sources) {
    SettingsSection root = SettingsSection.root(sources);
    Profile profile = root.choice("profile", Profile.class, Profile.PRODUCTION);
    ServerConfig server = ServerConfig.read(root.section("server"), profile);
    Optional<SlackSettings> slack = slack(root, profile);
    Optional<TeamsSettings> teams = teams(root, profile);
    Configuration configuration =
        new Configuration(
            profile,
            issuer(root, server),
            root.parsed(
                "environment",
                word -> WireName.require(AgentEnvironment.class, word),
                "This is live, test or dev."),
            server,
            HttpConfig.read(root.section("http")),
            DatabaseConfig.read(root.section("database")),
            FilesConfig.read(root.section("files")),
            slack,
            teams,
            console(root, profile),
            domains(root),
            PeopleConfig.read(root.section("people")),
            DeployConfig.read(root.section("deploy"), profile),
            ProposalsConfig.read(root.section("proposals")),
            WorkersConfig.read(root.section("workers"), profile),
            NoticesConfig.read(root.section("notices"), slack, teams),
            BreakGlassConfig.read(root.section("break_glass")),
            sources.settings());
    root.close();
    List<FileProblem> problems = sources.problems();
    return problems.isEmpty()
        ? new FileReading.Read<>(configuration)
        : new FileReading.Unreadable<>(problems);
  }

  private static Issuer issuer(SettingsSection root, ServerConfig server) {
    String detail =
        "A name or address of at most 80 characters of A-Z a-z 0-9 . _ : / - is expected.";
    return root.parsed("issuer", Issuer::new, detail)
        .orElseGet(() -> {
          try {
            return new Issuer(root.byDefault("issuer", server.publicUrl().toString()));
          } catch (IllegalArgumentException e) {
            root.problem("issuer", "server.public_url cannot serve as it. " + detail);
            return new Issuer("unset");
          }
        });
  }

  private static Optional<SlackSettings> slack(SettingsSection root, Profile profile) {
    boolean mentioned = root.isMentioned("slack");
    SettingsSection slack = root.section("slack");
    return mentioned ? new SlackConfig(slack, profile).read() : Optional.empty();
  }

  private static Optional<TeamsSettings> teams(SettingsSection root, Profile profile) {
    boolean mentioned = root.isMentioned("teams");
    SettingsSection teams = root.section("teams");
    return mentioned ? new TeamsConfig(teams, profile).read() : Optional.empty();
  }

  private static Optional<ConsoleSettings> console(SettingsSection root, Profile profile) {
    boolean mentioned = root.isMentioned("console");
    SettingsSection console = root.section("console");
    return mentioned ? new ConsoleConfig(console, profile).read() : Optional.empty();
  }

  private static DomainList domains(SettingsSection root) {
    return new DomainList(
        root.texts(
            "internal_domains",
            MOST_DOMAINS,
            text -> {
              DomainList.of(List.of(text));
              return text;
            },
            "Mail domains are expected.",
            Set.of()));
  }
}
