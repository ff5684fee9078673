package dev.countersign.executors.credential;

import dev.countersign.executors.wire.HeaderText;
import dev.countersign.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Credentials as the operating system hands them over.
public final class ProcessCredentials implements CredentialResolver {
  private final Map<String, String> environment;
  private final Optional<CredentialPrograms> programs;

  ProcessCredentials(Map<String, String> environment, Optional<CredentialPrograms> programs) {
    this.environment = Map.copyOf(environment);
    this.programs = programs;
  }

  /// Environment variables and files of this process.
  ///
  /// @param programs the folder of those that print a credential; empty where none is run
  public static CredentialResolver ofThisProcess(Optional<Path> programs) {
    return new ProcessCredentials(System.getenv(), programs.map(CredentialPrograms::new));
  }

  @Override
  public Optional<Secret> resolve(CredentialReference reference) {
    Optional<String> value =
        switch (reference) {
          case CredentialReference.Environment(String name) ->
              Optional.ofNullable(environment.get(name));
          case CredentialReference.File(Path path) -> read(path);
          case CredentialReference.Program(String name) ->
              programs.flatMap(folder -> folder.run(name));
        };
    return value.map(String::strip).filter(HeaderText::isValue).map(Secret::new);
  }

  private static Optional<String> read(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      return bytes.length > MAX_BYTES
          ? Optional.empty()
          : Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
