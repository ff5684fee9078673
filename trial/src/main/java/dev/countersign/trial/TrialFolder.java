package dev.countersign.trial;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The folder that holds everything of a trial: settings, secrets, signing keys, database. One
/// trial at a time may use it.
final class TrialFolder implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String SECRETS = "secrets";

  private final Path root;
  private final FileChannel channel;

  private TrialFolder(Path root, FileChannel channel) {
    this.root = root;
    this.channel = channel;
  }

  /// @throws TrialException when another trial uses the folder
  static TrialFolder open(Path folder) {
    Path root = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(root);
      FileChannel channel =
          FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        channel.close();
        throw new TrialException(
            "Another `countersign try` is running in " + root + "; stop it first.");
      }
      return new TrialFolder(root, channel);
    } catch (IOException e) {
      throw new TrialException("The folder " + root + " cannot be used.", e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      // Held until the channel closes, at the latest when the process ends however it does.
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Path root() {
    return root;
  }

  Path settings() {
    return root.resolve("countersign.yaml");
  }

  Path secrets() {
    return root.resolve(SECRETS);
  }

  Path database() {
    return root.resolve("data").resolve("postgres");
  }

  Path databaseLog() {
    return root.resolve("data").resolve("postgres.log");
  }

  /// Removes all but the lock, which is held.
  void empty() {
    try (var children = Files.newDirectoryStream(root)) {
      for (Path child : children) {
        if (!child.getFileName().toString().equals(LOCK)) {
          delete(child);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// For the owner's eyes only.
  void writeSecret(String name, String secret) {
    Path file = secrets().resolve(name);
    try {
      Files.createDirectories(secrets());
      Files.deleteIfExists(file);
      if (Files.getFileStore(root).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(secrets(), PosixFilePermissions.fromString("rwx------"));
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.writeString(file, secret);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a file that ships with the trial, `{{name}}` replaced by its value.
  void write(String resource, Map<String, String> values) {
    Path file = root.resolve(resource);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, filled(resource, values));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String filled(String resource, Map<String, String> values) {
    String text = resource(resource);
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("{{" + value.getKey() + "}}", value.getValue());
    }
    return text;
  }

  static String resource(String name) {
    try (InputStream in = TrialFolder.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path tree) throws IOException {
    try {
      Files.walkFileTree(
          tree,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                throws IOException {
              if (failure != null) {
                throw failure;
              }
              Files.delete(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (NoSuchFileException e) {
      // Gone is what was wanted.
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
