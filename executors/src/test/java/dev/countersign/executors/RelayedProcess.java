package dev.countersign.executors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A process of its own that talks to a server of this machine through a relay, and dies by `kill
/// -9` right before or right after one of the messages that it sends.
///
/// @param log where the process writes
/// @param port of the server
/// @param decided whether what the server has been handed so far lets it act, read as ISO 8859-1
public record RelayedProcess(Path log, int port, Predicate<String> decided) {
  public static final int NEVER = Integer.MAX_VALUE;

  private static final long SEED = Long.getLong("countersign.crash.seed", 7);
  private static final int DEADLINE_SECONDS = 60;

  /// What one run sent.
  ///
  /// @param messages how many
  /// @param deciding which of them let the server act; 0 for none that was handed on
  public record Sent(int messages, int deciding) {

    /// Points to be killed at, twice the number of a message, and one more for right after it: some
    /// at random, and those around what lets the server act.
    public List<Integer> points(int atRandom) {
      List<Integer> points = new ArrayList<>();
      for (int point = 2; point <= 2 * messages + 1; point++) {
        points.add(point);
      }
      Collections.shuffle(points, new Random(SEED));
      List<Integer> tried = new ArrayList<>(points.subList(0, Math.min(atRandom, points.size())));
      tried.add(2 * deciding);
      tried.add(2 * deciding + 1);
      return tried;
    }
  }

  /// @param program with a `main`, whose argument is the port to talk to; it exits with 0 when all
  ///   went well
  /// @param fatal a point as of [Sent#points], or [#NEVER]
  public Sent run(Class<?> program, int fatal) throws IOException, InterruptedException {
    try (ServerSocket relay = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process = start(program, relay.getLocalPort());
      Sent sent = relay(relay, process, fatal);
      assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
      // Behind its last message a process may end before it is killed.
      assertThat(fatal != NEVER || process.exitValue() == 0).isTrue();
      return sent;
    }
  }

  private Process start(Class<?> program, int relayPort) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            // Surefire starts us from a jar that only lists the real class path.
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            program.getName(),
            Integer.toString(relayPort))
        .redirectErrorStream(true)
        .redirectOutput(new File(log.toString()))
        .start();
  }

  private Sent relay(ServerSocket relay, Process process, int fatal)
      throws IOException, InterruptedException {
    relay.setSoTimeout(DEADLINE_SECONDS * 1_000);
    try (Socket client = relay.accept();
        Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Thread back = Thread.ofVirtual().start(() -> pump(target, client));
      int messages = 0;
      int deciding = 0;
      var handedOn = new StringBuilder();
      byte[] buffer = new byte[65_536];
      InputStream in = client.getInputStream();
      OutputStream out = target.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        messages++;
        if (fatal == 2 * messages) {
          kill(process);
          break;
        }
        out.write(buffer, 0, read);
        handedOn.append(new String(buffer, 0, read, ISO_8859_1));
        if (deciding == 0 && decided.test(handedOn.toString())) {
          deciding = messages;
        }
        if (fatal == 2 * messages + 1) {
          kill(process);
          break;
        }
      }
      target.shutdownOutput(); // what was handed on is read to its end
      back.join();
      return new Sent(messages, deciding);
    }
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException gone) {
      drain(from);
    }
  }

  /// So that the server is not kept waiting by a process that is gone.
  private static void drain(Socket from) {
    try {
      from.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException gone) {
      // it ended first
    }
  }
}
