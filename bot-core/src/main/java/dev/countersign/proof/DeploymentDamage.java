package dev.countersign.proof;

/// One thing about the deployment itself that is not as it was written.
///
/// @param place `deployment_entry 3`, `import 2`, `person ann` …
public record DeploymentDamage(String place, Damage.Kind kind, String detail) {}
