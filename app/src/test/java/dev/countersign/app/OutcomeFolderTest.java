package dev.countersign.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.countersign.TestKeys;
import dev.countersign.app.OutcomeFolder.Became;
import dev.countersign.execution.KeptOutcome;
import dev.countersign.execution.LateOutcomes.Late;
import dev.countersign.execution.Outcome;
import dev.countersign.json.Digest;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import dev.countersign.token.KeyRing;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeFolderTest {
  private static final KeptOutcome FIRST = outcome("A");
  private static final KeptOutcome SECOND = outcome("B");

  @TempDir private Path root;
  private Path folder;
  private OutcomeFolder files;
  private final List<Became> counted = new ArrayList<>();
  private final List<KeptOutcome> handedOn = new ArrayList<>();

  @BeforeEach
  void open() {
    folder = root.resolve("outcomes");
    files = OutcomeFolder.at(folder, TestKeys.EVIDENCE, counted::add);
  }

  @Test
  void whatIsKeptIsHandedOnByTheNextProcessAndRemovedOnceItIsRecorded() throws IOException {
    assertThat(files.keep(FIRST)).isTrue();
    assertThat(files.keep(SECOND)).isTrue();

    lookAfterARestart(Late.RECORDED);

    assertThat(handedOn).containsExactlyInAnyOrder(FIRST, SECOND);
    assertThat(names()).isEmpty();
    assertThat(counted).containsExactly(Became.KEPT, Became.KEPT, Became.RECORDED, Became.RECORDED);
  }

  @Test
  void theGateAloneReadsIt() throws IOException {
    assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
    files.keep(FIRST);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(only())))
        .isEqualTo("rw-------");
  }

  @Test
  void whatIsForgottenIsGoneAndMayBeForgottenAgain() throws IOException {
    files.keep(FIRST);
    files.forget(FIRST);
    files.forget(FIRST);

    assertThat(names()).isEmpty();
  }

  @Test
  void aStopKeepsNobodyFromKeepingAndIsNotForgotten() {
    Thread.currentThread().interrupt();

    boolean kept = files.keep(FIRST);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(kept).isTrue();
    assertThat(files.waiting()).isEqualTo(1);
  }

  @Test
  void aFileThatSomebodyWroteIntoIsPutAsideUnheardAndToldOnce() throws IOException {
    files.keep(FIRST);
    Files.writeString(only(), Files.readString(only()).replace("201", "200"));

    files.look(this::recorded);
    files.look(this::recorded);

    assertThat(handedOn).isEmpty();
    assertThat(names()).containsExactly(FIRST.attempt() + OutcomeFolder.REFUSED);
    assertThat(counted).containsExactly(Became.KEPT, Became.REFUSED);
  }

  @Test
  void aFileThatWasCutOffIsPutAside() throws IOException {
    files.keep(FIRST);
    byte[] bytes = Files.readAllBytes(only());
    Files.write(only(), Arrays.copyOf(bytes, bytes.length / 2));

    files.look(this::recorded);

    assertThat(handedOn).isEmpty();
    assertThat(counted).contains(Became.REFUSED);
  }

  @Test
  void whatADyingWriterLeftHalfWrittenIsNoOutcome() throws IOException {
    Files.writeString(folder.resolve(FIRST.attempt() + ".part"), "{\"kept\":");

    files.look(this::recorded);

    assertThat(handedOn).isEmpty();
    assertThat(files.keep(FIRST)).as("it is in nobody's way").isTrue();
  }

  @Test
  void anotherGatesFileIsPutAside() {
    OutcomeFolder strange =
        OutcomeFolder.at(
            folder,
            KeyRing.generate(new SecureRandom(), InstantSource.system()).evidence(),
            _ -> {});
    strange.keep(FIRST);

    files.look(this::recorded);

    assertThat(handedOn).isEmpty();
    assertThat(counted).containsExactly(Became.REFUSED);
  }

  @Test
  void aCopyUnderAnotherNameSaysNothingNew() throws IOException {
    files.keep(FIRST);
    Files.copy(only(), folder.resolve("copy" + OutcomeFolder.OUTCOME));

    files.look(outcome -> {
      handedOn.add(outcome);
      return handedOn.size() == 1 ? Late.RECORDED : Late.RECORDED_BEFORE;
    });

    assertThat(handedOn).containsExactly(FIRST, FIRST);
    assertThat(names()).isEmpty();
    assertThat(counted).containsExactly(Became.KEPT, Became.RECORDED, Became.RECORDED_BEFORE);
  }

  @Test
  void aNameThatLeadsElsewhereIsNotFollowed() throws IOException {
    files.keep(FIRST);
    Path elsewhere = Files.move(only(), root.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("link" + OutcomeFolder.OUTCOME), elsewhere);

    files.look(this::recorded);

    assertThat(handedOn).isEmpty();
    assertThat(elsewhere).exists();
  }

  @Test
  void whatIsSettledOtherwiseOrOfNoAttemptIsPutAsideAndTold() throws IOException {
    files.keep(FIRST);
    files.look(_ -> Late.SETTLED_OTHERWISE);
    files.keep(SECOND);
    files.look(_ -> Late.NO_SUCH_ATTEMPT);

    assertThat(names())
        .containsExactlyInAnyOrder(
            FIRST.attempt() + OutcomeFolder.REFUSED, SECOND.attempt() + OutcomeFolder.REFUSED);
    assertThat(counted)
        .containsExactly(Became.KEPT, Became.SETTLED_OTHERWISE, Became.KEPT, Became.REFUSED);
  }

  @Test
  void whileTheDatabaseIsAwayFilesStay() throws IOException {
    files.keep(FIRST);

    assertThatThrownBy(() ->
            files.look(_ -> {
              throw new LedgerUnavailableException("away");
            }))
        .isInstanceOf(LedgerUnavailableException.class);

    assertThat(names()).containsExactly(FIRST.attempt() + OutcomeFolder.OUTCOME);
  }

  @Test
  void oneThatCannotBeRecordedHoldsUpNoOther() throws IOException {
    files.keep(FIRST);
    files.keep(SECOND);

    assertThatThrownBy(() ->
            files.look(outcome -> {
              if (outcome.equals(FIRST)) {
                throw new IllegalStateException("damaged");
              }
              return Late.RECORDED;
            }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(names()).containsExactly(FIRST.attempt() + OutcomeFolder.OUTCOME);
  }

  @Test
  void twoReplicasMayHaveOneFolder() throws IOException {
    OutcomeFolder other = OutcomeFolder.at(folder, TestKeys.EVIDENCE, counted::add);
    files.keep(FIRST);

    files.look(outcome -> {
      other.look(this::recorded);
      return Late.RECORDED_BEFORE;
    });

    assertThat(names()).isEmpty();
    assertThat(counted).containsExactly(Became.KEPT, Became.RECORDED);
  }

  @Test
  void onAFullDiskNothingIsKeptAndNothingIsLeftBehind() throws IOException {
    OutcomeFolder full =
        new OutcomeFolder(
            folder,
            TestKeys.EVIDENCE,
            counted::add,
            (file, bytes) -> {
              Files.write(file, Arrays.copyOf(bytes, 10));
              throw new IOException("No space left on device");
            });

    assertThat(full.keep(FIRST)).isFalse();

    assertThat(names()).isEmpty();
    assertThat(counted).containsExactly(Became.NOT_KEPT);
  }

  @Test
  void whereThereCanBeNoFolderTheGateWorksAsWithoutOne() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "");
    OutcomeFolder none = OutcomeFolder.at(file, TestKeys.EVIDENCE, counted::add);

    assertThat(none.keep(FIRST)).isFalse();
    none.forget(FIRST);
    none.look(this::recorded);

    assertThat(none.waiting()).isZero();
    assertThat(handedOn).isEmpty();
    assertThat(counted).containsExactly(Became.NOT_KEPT);
  }

  @Test
  void noMoreThanSoManyFilesWait() throws IOException {
    for (int number = 0; number < OutcomeFolder.MOST_FILES; number++) {
      Files.createFile(folder.resolve(number + OutcomeFolder.OUTCOME));
    }

    assertThat(files.keep(FIRST)).isFalse();
    assertThat(counted).containsExactly(Became.NOT_KEPT);
  }

  private void lookAfterARestart(Late late) {
    OutcomeFolder.at(folder, TestKeys.EVIDENCE, counted::add)
        .look(outcome -> {
          handedOn.add(outcome);
          return late;
        });
  }

  private Late recorded(KeptOutcome outcome) {
    handedOn.add(outcome);
    return Late.RECORDED;
  }

  private Path only() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.findFirst().orElseThrow();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static KeptOutcome outcome(String last) {
    String ulid = "01JD000000000000000000000" + last;
    return new KeptOutcome(
        new ProposalId(ProposalId.PREFIX + ulid),
        new GrantId(GrantId.PREFIX + ulid),
        new ExecutionId(ExecutionId.PREFIX + ulid),
        Digest.of("action"),
        new Outcome.Succeeded(201, Digest.of("sent"), Digest.of("answer")));
  }
}
