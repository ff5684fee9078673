package dev.countersign.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proposal.ProposalId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// An [ActingGate] in its process, killed once it stands still or is done with each hand.
final class GateProcess {
  private static final int DEADLINE_SECONDS = 90;

  private final RealTargets targets;
  private final Map<Hand, ProposalId> ids;
  private final Map<Hand, CountDownLatch> standing = new EnumMap<>(Hand.class);
  private final Map<Hand, Done> done = new ConcurrentHashMap<>();
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  /// What a hand did that was not held.
  ///
  /// @param passed points of the process
  /// @param executed the last of them before the look at the target
  /// @param messages sent to the target
  record Done(int passed, int executed, int messages) {}

  GateProcess(RealTargets targets, Map<Hand, ProposalId> ids) {
    this.targets = targets;
    this.ids = Map.copyOf(ids);
    for (Hand hand : Hand.values()) {
      standing.put(hand, new CountDownLatch(1));
    }
  }

  void stands(Hand hand) {
    hand.in(standing).countDown();
  }

  Map<Hand, Done> done() {
    return Map.copyOf(done);
  }

  /// Whether a line with this word came out of it.
  boolean said(String word) {
    return said.contains(word);
  }

  /// Returns once the process is killed and the targets have read what it left.
  ///
  /// @param log gets what else it writes
  void run(List<String> arguments, Path log) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                // Surefire starts us from a jar that only lists the real class path.
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ActingGate.class.getName()));
    command.addAll(arguments);
    ProcessBuilder building = new ProcessBuilder(command).redirectErrorStream(true);
    building.environment().putAll(targets.credentials());
    Process process = building.start();
    Thread listening = Thread.ofVirtual().start(() -> listen(process, log));
    for (Hand hand : Hand.values()) {
      assertThat(hand.in(standing).await(DEADLINE_SECONDS, TimeUnit.SECONDS))
          .as("%s stands still: %s", hand, Files.exists(log) ? Files.readString(log) : "")
          .isTrue();
    }
    process.destroyForcibly().waitFor();
    listening.join();
    for (HeldRelay relay : targets.relays().values()) {
      relay.over();
    }
  }

  private void listen(Process process, Path log) {
    try (BufferedReader out = process.inputReader(UTF_8);
        Writer in = process.outputWriter(UTF_8);
        Writer rest = Files.newBufferedWriter(log)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(ActingGate.SAYS)) {
          hear(line.substring(ActingGate.SAYS.length()).split(" ", -1), in);
        } else {
          rest.append(line).append('\n').flush();
        }
      }
    } catch (IOException gone) {
      // it was killed
    }
  }

  private void hear(String[] words, Writer in) throws IOException {
    said.add(words[0]);
    Hand hand = Hand.valueOf(words[1]);
    switch (words[0]) {
      case ActingGate.REDEEMED -> {
        targets.payOut(hand.in(ids));
        in.append("done\n").flush();
      }
      case ActingGate.DONE -> {
        HeldRelay relay = targets.relays().get(hand);
        done.put(
            hand,
            new Done(
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                relay == null ? 0 : relay.messages()));
        stands(hand);
      }
      case ActingGate.AT -> stands(hand);
      default -> {}
    }
  }
}
