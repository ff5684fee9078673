package dev.countersign.app.config;

import java.nio.file.Path;

/// Where the files lie; relative paths count from the folder of `countersign.yaml`.
///
/// @param keys the signing keys, made on the first start; belongs into no backup of the database
public record FilesConfig(Path policy, Path people, Path connections, Path keys) {

  static FilesConfig read(SettingsSection files) {
    FilesConfig config =
        new FilesConfig(
            files.path("policy", "policy.yaml"),
            files.path("people", "people.yaml"),
            files.path("connections", "connections.yaml"),
            files.path("keys", "keys.json"));
    files.close();
    return config;
  }
}
