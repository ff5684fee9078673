package dev.countersign.overview;

/// One thing that is wrong or odd about a file of the deployment.
///
/// @param error whether it ends `policy check`; otherwise it is told
/// @param place where in the file, such as `policy.yaml:17 /rules/0/when`; empty for the whole
/// @param detail one sentence in the gate's own words, which may quote names of the file
public record Flaw(boolean error, String place, String detail) {}
