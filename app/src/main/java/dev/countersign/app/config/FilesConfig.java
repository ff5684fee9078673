package dev.countersign.app.config;

import java.nio.file.Path;
import java.util.Optional;

/// Where the files lie; relative paths count from the folder of `countersign.yaml`.
///
/// @param programs the folder of programs that print credentials; empty where none is run
/// @param outcomes the folder of this replica's outcome files; empty where none are kept
/// @param keys the signing keys, made on the first start; belongs into no backup of the database
public record FilesConfig(
    Path policy,
    Path people,
    Path connections,
    Path keys,
    Optional<Path> programs,
    Optional<Path> outcomes) {

  static FilesConfig read(SettingsSection files) {
    FilesConfig config =
        new FilesConfig(
            files.path("policy", "policy.yaml"),
            files.path("people", "people.yaml"),
            files.path("connections", "connections.yaml"),
            files.path("keys", "keys.json"),
            files.path("programs"),
            files.path("outcomes"));
    files.close();
    return config;
  }
}
