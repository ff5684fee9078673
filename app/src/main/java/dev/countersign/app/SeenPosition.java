package dev.countersign.app;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.Recovery;
import dev.countersign.ledger.Recovery.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far this gate has seen the database written, kept beside the keys: a copy of its files that
/// was put back looks like the database itself, but is behind.
final class SeenPosition {
  private static final int MOST_BYTES = 4 * 1024;
  private static final Logger log = LoggerFactory.getLogger(SeenPosition.class);

  private final Path file;
  private final Recovery recovery;
  private boolean told;

  SeenPosition(Path keys, Recovery recovery) {
    this.file = keys.toAbsolutePath().resolveSibling(keys.getFileName() + ".seen");
    this.recovery = recovery;
  }

  /// Puts the database on hold when it is behind, and notes how far it is now.
  void look() {
    Position now = recovery.position();
    Optional<Position> seen = read();
    if (seen.filter(now::isBehind).isPresent() && !recovery.isOnHold()) {
      log.error(
          "the database is behind what this gate has seen of it, so an earlier copy was put back:"
              + " it is put on hold until countersign recover was run");
      recovery.hold();
    }
    write(now);
  }

  private Optional<Position> read() {
    try {
      if (Files.size(file) <= MOST_BYTES
          && CanonicalJson.parse(Files.readAllBytes(file), MOST_BYTES) instanceof JsonObject seen) {
        return Optional.of(
            new Position(
                seen.text("place"), Math.toIntExact(seen.number("epoch")), seen.number("written")));
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      log.warn("{} cannot be read and is written anew: {}", file, e.getClass().getSimpleName());
    }
    return Optional.empty();
  }

  private void write(Position now) {
    JsonObject seen =
        JsonObject.builder()
            .put("place", now.place())
            .put("epoch", now.epoch())
            .put("written", now.written())
            .build();
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.write(fresh, CanonicalJson.bytes(seen));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      told = false;
    } catch (IOException e) {
      tell(e);
    }
  }

  /// Where the keys are mounted to be read only there is no memory, and a copy that is put back is
  /// not recognised.
  private void tell(IOException e) {
    if (!told) {
      told = true;
      log.warn(
          "{} cannot be written ({}): a copy of the database that is put back is not recognised",
          file,
          e.getClass().getSimpleName());
    }
  }
}
