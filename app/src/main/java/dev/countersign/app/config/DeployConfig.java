package dev.countersign.app.config;

/// @param looseningNeedsTwo whether a second operator has to confirm what loosens the policy, the
///   connections or who may decide
/// @param watch whether this replica puts in force what changes in its folder
public record DeployConfig(boolean looseningNeedsTwo, boolean watch) {
  private static final String NEEDS_TWO = "loosening_needs_two";

  static DeployConfig read(SettingsSection deploy, Profile profile) {
    DeployConfig config =
        new DeployConfig(deploy.bool(NEEDS_TWO, false), deploy.bool("watch", false));
    if (config.looseningNeedsTwo && profile == Profile.SANDBOX) {
      deploy.problem(
          NEEDS_TWO, "A sandbox takes whatever files it is started with, so this has no effect.");
    }
    deploy.close();
    return config;
  }
}
