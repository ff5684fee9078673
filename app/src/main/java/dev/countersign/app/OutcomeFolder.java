package dev.countersign.app;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.execution.KeptOutcome;
import dev.countersign.execution.KeptOutcomes;
import dev.countersign.execution.LateOutcomes.Late;
import dev.countersign.execution.SealedOutcome;
import dev.countersign.execution.SealedOutcome.Opened;
import dev.countersign.ledger.LedgerUnavailableException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Outcome files: what targets answered while the database took nothing, one file for an attempt,
/// named `exe_….outcome`, sealed, readable by the gate alone (0600) and on the disk before it is
/// called kept. At most [#MOST_FILES] of [SealedOutcome#MOST_BYTES] each.
///
/// A file is removed once the ledger has what it says. One that proves nothing, or says something
/// else than the ledger, is told once and stays beside as `….refused`; nobody reads it again. Two
/// replicas may have one folder.
final class OutcomeFolder implements KeptOutcomes {
  static final int MOST_FILES = 1_000;
  static final String OUTCOME = ".outcome";
  static final String REFUSED = ".refused";

  private static final String PART = ".part";
  private static final Logger log = LoggerFactory.getLogger(OutcomeFolder.class);

  /// What became of an outcome, as it is counted.
  enum Became {
    KEPT,
    NOT_KEPT,
    RECORDED,
    RECORDED_BEFORE,
    SETTLED_OTHERWISE,
    REFUSED
  }

  /// Writes bytes into a file that is there, through to the disk.
  @FunctionalInterface
  interface Disk {
    void write(Path file, byte[] bytes) throws IOException;
  }

  private final Path folder;
  private final EvidenceKeys keys;
  private final Consumer<Became> counted;
  private final Disk disk;

  OutcomeFolder(Path folder, EvidenceKeys keys, Consumer<Became> counted, Disk disk) {
    this.folder = folder.toAbsolutePath();
    this.keys = keys;
    this.counted = counted;
    this.disk = disk;
  }

  /// Makes the folder where there is none, and says in the log when it cannot be written to: then
  /// nothing is kept, and the gate works as it does without one.
  static OutcomeFolder at(Path folder, EvidenceKeys keys, Consumer<Became> counted) {
    OutcomeFolder it = new OutcomeFolder(folder, keys, counted, OutcomeFolder::toDisk);
    try {
      Files.createDirectories(it.folder, permissions(it.folder.getRoot(), "rwx------"));
      Files.delete(Files.createTempFile(it.folder, "try", PART));
    } catch (IOException e) {
      log.error(
          "{} cannot be written to ({}): what a target answers while the database is away is lost"
              + " when this process ends",
          it.folder,
          e.getClass().getSimpleName());
    }
    return it;
  }

  /// How many files wait for the ledger.
  int waiting() {
    try {
      return waitingFiles().size();
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public boolean keep(KeptOutcome outcome) {
    // A channel that a stop interrupts writes nothing.
    boolean stopped = Thread.interrupted();
    Path part = folder.resolve(outcome.attempt() + PART);
    try {
      if (waitingFiles().size() >= MOST_FILES) {
        throw new IOException(MOST_FILES + " files wait already");
      }
      Files.deleteIfExists(part);
      Files.createFile(part, permissions(folder, "rw-------"));
      disk.write(part, SealedOutcome.seal(outcome, keys));
      Files.move(part, file(outcome), StandardCopyOption.ATOMIC_MOVE);
      syncFolder();
      log.warn(
          "what {} came to in attempt {} is kept in {}",
          outcome.request(),
          outcome.attempt(),
          folder);
      counted.accept(Became.KEPT);
      return true;
    } catch (IOException | RuntimeException e) {
      log.error(
          "what {} came to in attempt {} cannot be kept in {}: {}",
          outcome.request(),
          outcome.attempt(),
          folder,
          e.toString());
      counted.accept(Became.NOT_KEPT);
      quietly(() -> Files.deleteIfExists(part));
      return false;
    } finally {
      if (stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void forget(KeptOutcome outcome) {
    // One that stays is recorded again, which changes nothing.
    quietly(() -> Files.deleteIfExists(file(outcome)));
  }

  /// Hands on what waits, and removes what the ledger has by then.
  ///
  /// @throws LedgerUnavailableException when it still takes nothing; what waits goes on waiting
  void look(Function<KeptOutcome, Late> record) {
    List<Path> files;
    try {
      files = waitingFiles();
    } catch (IOException e) {
      return; // said at the start, and whenever something is to be kept
    }
    Optional<RuntimeException> failed = Optional.empty();
    for (Path file : files) {
      try {
        look(file, record);
      } catch (LedgerUnavailableException e) {
        throw e;
      } catch (IOException e) {
        log.warn("{} cannot be read: {}", file, e.toString());
      } catch (RuntimeException e) {
        // What is stored of one request may be damaged; the others are not held up.
        log.warn("what {} says cannot be recorded yet: {}", file, e.toString());
        failed = Optional.of(e);
      }
    }
    if (failed.isPresent()) {
      throw failed.get();
    }
  }

  private void look(Path file, Function<KeptOutcome, Late> record) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      bytes = in.readNBytes(SealedOutcome.MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      return; // somebody else was first
    }
    switch (SealedOutcome.open(bytes, keys)) {
      case Opened.Refused(var why) -> refuse(file, Became.REFUSED, why);
      case Opened.Kept(var outcome) -> {
        switch (record.apply(outcome)) {
          case RECORDED -> done(file, Became.RECORDED);
          case RECORDED_BEFORE -> done(file, Became.RECORDED_BEFORE);
          case SETTLED_OTHERWISE ->
              refuse(
                  file,
                  Became.SETTLED_OTHERWISE,
                  "attempt %s of %s came to %s, and another end is recorded, which stays"
                      .formatted(outcome.attempt(), outcome.request(), outcome.outcome()));
          case NO_SUCH_ATTEMPT ->
              refuse(
                  file,
                  Became.REFUSED,
                  "the database knows no attempt %s of %s, which came to %s"
                      .formatted(outcome.attempt(), outcome.request(), outcome.outcome()));
        }
      }
    }
  }

  private void done(Path file, Became became) throws IOException {
    if (Files.deleteIfExists(file)) {
      counted.accept(became);
    }
  }

  private void refuse(Path file, Became became, String why) throws IOException {
    String name = file.getFileName().toString();
    Path aside = folder.resolve(name.substring(0, name.length() - OUTCOME.length()) + REFUSED);
    try {
      Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return; // told by whoever was first
    }
    log.error("{} is put aside: {}", aside, why);
    counted.accept(became);
  }

  /// The first of them; a folder that somebody filled is not read to its end.
  private List<Path> waitingFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + OUTCOME)) {
      for (Path file : found) {
        if (files.size() == MOST_FILES) {
          break;
        }
        files.add(file);
      }
    }
    return files;
  }

  private Path file(KeptOutcome outcome) {
    return folder.resolve(outcome.attempt() + OUTCOME);
  }

  private static void toDisk(Path file, byte[] bytes) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file.toFile())) {
      out.write(bytes);
      out.getFD().sync();
    }
  }

  /// The name, too. Not every system opens a folder for that.
  private void syncFolder() {
    quietly(() -> {
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    });
  }

  private static FileAttribute<?>[] permissions(Path path, String permissions) throws IOException {
    FileStore store = Files.getFileStore(path);
    return store.supportsFileAttributeView("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private interface Deed {
    void done() throws IOException;
  }

  private static void quietly(Deed deed) {
    try {
      deed.done();
    } catch (IOException e) {
      log.debug("not done: {}", e.toString());
    }
  }
}
