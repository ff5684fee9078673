package dev.countersign.executors.credential;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a credential lies, as `connections.yaml` spells it: `env:NAME`, `file:PATH` or
/// `run:PROGRAM`. Never the credential itself.
public sealed interface CredentialReference {

  /// An environment variable of the gate's own process.
  record Environment(String name) implements CredentialReference {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    public Environment {
      if (!SHAPE.matcher(name).matches()) {
        throw new IllegalArgumentException("not the name of an environment variable");
      }
    }

    @Override
    public String toString() {
      return "env:" + name;
    }
  }

  /// A file whose whole content, trimmed, is the credential; read anew for every send, so that
  /// rotation needs no restart.
  record File(Path path) implements CredentialReference {
    @Override
    public String toString() {
      return "file:" + path;
    }
  }

  /// A program that prints the credential, such as one that asks a vault. It lies in the folder
  /// that the settings of the process name, so that nobody who writes connections says what runs.
  record Program(String name) implements CredentialReference {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    public Program {
      if (!SHAPE.matcher(name).matches()) {
        throw new IllegalArgumentException("not the name of a program");
      }
    }

    @Override
    public String toString() {
      return "run:" + name;
    }
  }

  static Optional<CredentialReference> parse(String text) {
    try {
      if (text.startsWith("env:")) {
        return Optional.of(new Environment(text.substring("env:".length())));
      }
      if (text.startsWith("file:") && text.length() > "file:".length()) {
        return Optional.of(new File(Path.of(text.substring("file:".length()))));
      }
      if (text.startsWith("run:")) {
        return Optional.of(new Program(text.substring("run:".length())));
      }
      return Optional.empty();
    } catch (IllegalArgumentException notOne) { // also what Path.of throws
      return Optional.empty();
    }
  }
}
