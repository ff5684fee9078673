package dev.countersign.app.keys;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.token.KeyRing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The key ring on disk.
///
/// Every change is written beside the file, forced to disk and renamed over it under a lock, so
/// that a crash leaves the old ring or the new one, and two processes that start together agree on
/// one.
public final class KeyFile {
  static final int MAX_BYTES = 256 * 1024;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /// A file's lock is the whole process's; its threads wait here for one another.
  private static final Lock IN_THIS_PROCESS = new ReentrantLock();

  private static final Logger log = LoggerFactory.getLogger(KeyFile.class);

  private final Path file;
  private final SecureRandom random;
  private final InstantSource clock;

  public KeyFile(Path file, SecureRandom random, InstantSource clock) {
    this.file = file.toAbsolutePath();
    this.random = random;
    this.clock = clock;
  }

  /// @throws KeyFileException when there is none, or when it must not be trusted
  public KeyRing load() {
    if (Files.isDirectory(file)) {
      throw new KeyFileException(
          "the key file " + file + " is a folder; name the file in it as files.keys");
    }
    try {
      refuseOpenToOthers();
      return read();
    } catch (NoSuchFileException e) {
      throw new KeyFileException(
          "there is no key file "
              + file
              + "; a further replica needs a copy of the one the others have, a new deployment"
              + " makes its own with countersign keys init",
          e);
    } catch (AccessDeniedException e) {
      throw new KeyFileException(
          "the key file "
              + file
              + " cannot be read by the user this process runs as; give it to that user, or to a"
              + " group of that user with mode 0440",
          e);
    } catch (IOException e) {
      throw new KeyFileException("the key file " + file + " cannot be read", e);
    }
  }

  public boolean exists() {
    return Files.exists(file);
  }

  /// Makes the ring of a new deployment.
  ///
  /// @throws KeyFileException when there is a file already
  public KeyRing create() {
    locked(() -> {
      if (!Files.notExists(file)) {
        throw new KeyFileException(
            "there is a key file "
                + file
                + " already; keys rotate changes a key, and replicas all have the same file");
      }
      write(KeyRing.generate(random, clock));
    });
    return load();
  }

  /// The ring of this deployment, made now if there is none yet.
  public KeyRing loadOrCreate() {
    if (Files.notExists(file)) {
      locked(() -> {
        // Another process may have been first.
        if (Files.notExists(file)) {
          write(KeyRing.generate(random, clock));
          log.warn("made new signing keys in {}; keep a copy in a safe place", file);
        }
      });
    }
    return load();
  }

  /// Changes the ring that is on disk now.
  public KeyRing change(UnaryOperator<KeyRing> change) {
    locked(() -> write(change.apply(load())));
    return load();
  }

  /// Adds the keys that this release needs and an earlier one did not make; a file that has them
  /// all is left as it is.
  public KeyRing complete() {
    locked(() -> {
      refuseOpenToOthers();
      JsonObject ring = document();
      if (KeyRing.lacksEvidence(ring)) {
        write(KeyRing.withFirstEvidenceKey(ring, random, clock));
        log.warn("made an evidence key in {}; keep a copy in a safe place", file);
      }
    });
    return load();
  }

  private KeyRing read() throws IOException {
    JsonObject ring = document();
    if (KeyRing.lacksEvidence(ring)) {
      throw new KeyFileException(
          "the key file "
              + file
              + " has no evidence key yet, so nothing could be sealed; run `countersign keys"
              + " complete` once, give every replica the file and keep a copy");
    }
    try {
      return KeyRing.fromJson(ring);
    } catch (IllegalArgumentException e) {
      throw noRing(e);
    }
  }

  private JsonObject document() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length <= MAX_BYTES
          && CanonicalJson.parse(bytes, MAX_BYTES) instanceof JsonObject ring) {
        return ring;
      }
      throw new KeyFileException("the key file " + file + " does not hold a key ring");
    } catch (IllegalArgumentException e) {
      throw noRing(e);
    }
  }

  private KeyFileException noRing(IllegalArgumentException cause) {
    return new KeyFileException(
        "the key file " + file + " does not hold a key ring; restore it from your copy", cause);
  }

  private void refuseOpenToOthers() throws IOException {
    Optional<String> why = KeyReaders.of(file).flatMap(readers -> readers.tooMany(file));
    if (why.isPresent()) {
      throw new KeyFileException("the key file " + file + " " + why.get());
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private void locked(Work work) {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    IN_THIS_PROCESS.lock();
    try {
      Files.createDirectories(lock.getParent());
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        work.run();
      }
    } catch (IOException e) {
      throw new KeyFileException(
          "the key file "
              + file
              + " cannot be written; where it is mounted to be read only, make and rotate the keys"
              + " on a copy and mount that",
          e);
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }

  private void write(KeyRing ring) throws IOException {
    Path fresh =
        Files.createTempFile(file.getParent(), "." + file.getFileName(), ".new", ownerOnly());
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(CanonicalJson.bytes(ring.toJson()));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder();
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private FileAttribute<?>[] ownerOnly() {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  /// Without it the rename itself may be lost with the power. Systems that cannot open a folder do
  /// not need it.
  private void forceFolder() {
    try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      log.debug("the folder of the key file cannot be forced to disk: {}", e.getClass().getName());
    }
  }
}
