package dev.countersign.ledger;

/// What is in force, and which one in the order of all that were.
///
/// @param number of the deployment's entry that made the last of its files current: a later
///   version, and an earlier one that was put in force again, has a higher one
public record NumberedVersion(int number, DeployedVersion version) {}
