package dev.countersign.app.config;

/// @param looseningNeedsTwo whether a second operator has to confirm what loosens the policy, the
///   connections or who may decide
public record DeployConfig(boolean looseningNeedsTwo) {
  private static final String NEEDS_TWO = "loosening_needs_two";

  static DeployConfig read(SettingsSection deploy, Profile profile) {
    DeployConfig config = new DeployConfig(deploy.bool(NEEDS_TWO, false));
    if (config.looseningNeedsTwo && profile == Profile.SANDBOX) {
      deploy.problem(
          NEEDS_TWO, "A sandbox takes whatever files it is started with, so this has no effect.");
    }
    deploy.close();
    return config;
  }
}
