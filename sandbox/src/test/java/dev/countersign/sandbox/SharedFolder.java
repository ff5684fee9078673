package dev.countersign.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// A folder that lies beside this repository on some machines; never part of it.
public final class SharedFolder {
  private SharedFolder() {}

  public static Optional<Path> find(String name) {
    Path start = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    return Stream.iterate(start, directory -> directory != null, Path::getParent)
        .map(directory -> directory.resolve("shared").resolve(name))
        .filter(Files::isDirectory)
        .findFirst();
  }
}
