package dev.countersign.app.config;

import dev.countersign.breakglass.DrillBasis;
import dev.countersign.console.ConsoleSettings;
import dev.countersign.intake.IntakeLimits;
import dev.countersign.policy.DomainList;
import dev.countersign.proposal.AgentEnvironment;
import dev.countersign.proposal.Environment;
import dev.countersign.slack.SlackSettings;
import dev.countersign.teams.settings.TeamsSettings;
import dev.countersign.token.Issuer;
import java.util.List;
import java.util.Optional;

/// Everything that can be set, checked.
///
/// @param issuer of every token and grant; the public address unless set otherwise
/// @param environment `live`, `test` or `dev`: when set, agents' keys of another are refused
/// @param http what one agent may take of the door
/// @param slack empty without a Slack app: then nobody can be asked there
/// @param teams empty without a bot in Teams: then nobody can be asked there
/// @param console empty without pages: then people decide in chats alone
/// @param internalDomains mail domains of the organisation itself
/// @param deploy what another version needs
/// @param proposals how much may be asked of people
/// @param notices what people are told unasked
/// @param breakGlass how one person may stand in for a quorum
/// @param settings every key with its effective value, secrets redacted
public record Configuration(
    Profile profile,
    Issuer issuer,
    Optional<AgentEnvironment> environment,
    ServerConfig server,
    HttpConfig http,
    DatabaseConfig database,
    FilesConfig files,
    Optional<SlackSettings> slack,
    Optional<TeamsSettings> teams,
    Optional<ConsoleSettings> console,
    DomainList internalDomains,
    PeopleConfig people,
    DeployConfig deploy,
    IntakeLimits proposals,
    WorkersConfig workers,
    NoticesConfig notices,
    BreakGlassConfig breakGlass,
    List<Setting> settings) {
  public Configuration {
    settings = List.copyOf(settings);
  }

  /// Where the connections of this deployment are that do not say otherwise; production when nobody
  /// set an environment, so that nothing real is taken for a test.
  public Environment deployedIn() {
    return switch (environment.orElse(AgentEnvironment.LIVE)) {
      case LIVE -> Environment.PRODUCTION;
      case TEST -> Environment.TEST;
      case DEV -> Environment.DEVELOPMENT;
    };
  }

  /// What a drill of break-glass looks at of it.
  public DrillBasis.Settings drill() {
    return new DrillBasis.Settings(
        console.map(pages ->
            new DrillBasis.Pages(
                pages.address().toString(), pages.issuer(), pages.passkeyCooling())),
        breakGlass.rule(notices));
  }

  /// @param key such as `server.port`
  /// @param shown never a secret
  /// @param origin `default`, a place in the file, or a variable's name
  public record Setting(String key, String shown, String origin) {
    @Override
    public String toString() {
      return key + ": " + shown + "  # " + origin;
    }
  }
}
