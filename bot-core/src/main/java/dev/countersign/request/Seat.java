package dev.countersign.request;

import dev.countersign.policy.GroupName;

/// A place for an approval.
///
/// @param stage index of the stage
/// @param group for which it is given: that of the stage, or the one that the stage asks too
public record Seat(int stage, GroupName group) {}
