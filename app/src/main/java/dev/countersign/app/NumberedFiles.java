package dev.countersign.app;

import dev.countersign.app.version.VersionFiles;

/// The files of a version that is or was in force.
///
/// @param number as of [dev.countersign.ledger.NumberedVersion]
record NumberedFiles(int number, VersionFiles files) {}
