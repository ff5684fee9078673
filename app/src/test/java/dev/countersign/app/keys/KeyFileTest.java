package dev.countersign.app.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.SettableClock;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.token.KeyFacts;
import dev.countersign.token.KeyPurpose;
import dev.countersign.token.KeyRing;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
  private final SecureRandom random = new SecureRandom();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));

  @TempDir private Path folder;

  @Test
  void theFirstStartMakesTheKeysAndEveryLaterOneFindsThem() {
    KeyRing made = keyFile().loadOrCreate();
    assertThat(keyFile().loadOrCreate().facts()).isEqualTo(made.facts());
    assertThat(keyFile().load().facts()).isEqualTo(made.facts());
  }

  @Test
  void theFileIsForItsOwnerAlone() throws IOException {
    assumePosix();
    keyFile().loadOrCreate();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw--w----", "r--rw----"})
  void aFileOpenToOthersIsRefused(String permissions) throws IOException {
    assumePosix();
    keyFile().loadOrCreate();
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString(permissions));
    assertThatThrownBy(() -> keyFile().loadOrCreate())
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("chmod");
  }

  @ParameterizedTest
  @ValueSource(strings = {"r--r-----", "rw-r-----", "rwx------"})
  void aSecretThatIsMountedForAGroupOfOursCanBeUsed(String permissions) throws IOException {
    assumePosix();
    KeyRing made = keyFile().loadOrCreate();
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString(permissions));
    assertThat(keyFile().load().facts()).isEqualTo(made.facts());
  }

  @Test
  void aFolderIsNoKeyFile() throws IOException {
    Files.createDirectory(path());
    assertThatThrownBy(() -> keyFile().load())
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void keysAreMadeOnceAndNeverOverOthers() {
    KeyRing made = keyFile().create();
    assertThatThrownBy(() -> keyFile().create())
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("already");
    assertThat(keyFile().load().facts()).isEqualTo(made.facts());
  }

  @Test
  void aFileThatOnlyMayBeReadIsFine() throws IOException {
    assumePosix();
    KeyRing made = keyFile().loadOrCreate();
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("r--------"));
    assertThat(keyFile().load().facts()).isEqualTo(made.facts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"v\":\"countersign-keys/2\"}",
        "{\"v\":\"countersign-keys/1\"}"
      })
  void aFileThatHoldsNoRingIsNeverReplaced(String content) throws IOException {
    keyFile().loadOrCreate();
    Files.writeString(path(), content);
    assertThatThrownBy(() -> keyFile().loadOrCreate()).isInstanceOf(KeyFileException.class);
    assertThat(path()).hasContent(content);
  }

  @Test
  void whatIsWrongIsToldWithoutShowingAKey() throws IOException {
    keyFile().loadOrCreate();
    String whole = Files.readString(path());
    Files.writeString(path(), whole.substring(0, whole.length() - 1));
    assertThatThrownBy(() -> keyFile().load())
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining(path().toString())
        .hasMessageNotContaining("\"k\"");
  }

  @Test
  void loadingDoesNotMakeKeys() {
    assertThatThrownBy(() -> keyFile().load())
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("there is no key file");
    assertThat(path()).doesNotExist();
  }

  @Test
  void aChangeIsOnDiskAndLeavesNothingElseBehind() throws IOException {
    keyFile().loadOrCreate();
    KeyRing changed = keyFile().change(ring -> ring.withNext(KeyPurpose.GRANT, random, clock));
    assertThat(keyFile().load().facts()).isEqualTo(changed.facts()).hasSize(4);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("keys.json", "keys.json.lock");
    }
  }

  /// Otherwise two replicas that start a new release could each make an evidence key of their own.
  @Test
  void aFileWithoutAnEvidenceKeyIsRefusedWithTheCommandThatAddsOne() throws IOException {
    String without = writtenByAnEarlierRelease();
    assertThatThrownBy(() -> keyFile().loadOrCreate())
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("countersign keys complete");
    assertThat(path()).hasContent(without);
  }

  @Test
  void completingAddsTheEvidenceKeyOnceAndKeepsTheOthers() throws IOException {
    List<KeyFacts> before = keyFile().loadOrCreate().facts();
    writtenByAnEarlierRelease();
    List<KeyFacts> completed = keyFile().complete().facts();
    assertThat(completed.subList(0, 2)).isEqualTo(before.subList(0, 2));
    assertThat(completed.getLast().purpose()).isEqualTo(KeyPurpose.EVIDENCE);
    assertThat(completed.getLast().kid()).isNotEqualTo(before.getLast().kid());
    assertThat(keyFile().complete().facts()).isEqualTo(completed);
    assertThat(keyFile().load().facts()).isEqualTo(completed);
  }

  private String writtenByAnEarlierRelease() throws IOException {
    Map<String, Json> members = keyFile().loadOrCreate().toJson().members();
    JsonObject.Builder earlier = JsonObject.builder().put("v", "countersign-keys/1");
    for (String purpose : List.of("decision", "grant")) {
      earlier.put(purpose, Objects.requireNonNull(members.get(purpose)));
    }
    Files.write(path(), CanonicalJson.bytes(earlier.build()));
    return Files.readString(path());
  }

  @Test
  void aChangeThatFailsChangesNothing() {
    KeyRing made = keyFile().loadOrCreate();
    assertThatThrownBy(() -> keyFile().change(ring -> ring.rotated(KeyPurpose.GRANT, clock)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(keyFile().load().facts()).isEqualTo(made.facts());
  }

  @Test
  void thoseWhoStartTogetherAgree() throws Exception {
    try (ExecutorService starts = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<KeyRing>> tasks =
          IntStream.range(0, 8)
              .<Callable<KeyRing>>mapToObj(_ -> () -> keyFile().loadOrCreate())
              .toList();
      List<List<?>> facts = new java.util.ArrayList<>();
      for (Future<KeyRing> ring : starts.invokeAll(tasks)) {
        facts.add(ring.get().facts());
      }
      assertThat(facts).allMatch(each -> each.equals(facts.getFirst()));
    }
  }

  private Path path() {
    return folder.resolve("keys.json");
  }

  private KeyFile keyFile() {
    return new KeyFile(path(), random, clock);
  }

  private static void assumePosix() {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "this file system has no permissions");
  }
}
