package dev.countersign.executors.sql;

import dev.countersign.executors.RawTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/// What stands between the gate and a database, and ends when it sees a word on its way there.
///
/// @param database its port
/// @param passesItOn whether the database still hears the word, and the gate no answer
/// @param done says by what the database holds, not by the clock, whether it was carried out
record CutWire(int database, String word, boolean passesItOn, BooleanSupplier done)
    implements RawTarget.Manner {

  @Override
  public void serve(Socket gate, RawTarget target) throws Exception {
    try (var there = new Socket(InetAddress.getLoopbackAddress(), database)) {
      Thread.ofVirtual().start(() -> answers(there, gate));
      InputStream in = gate.getInputStream();
      OutputStream out = there.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        boolean seen =
            new String(Arrays.copyOf(buffer, n), StandardCharsets.ISO_8859_1).contains(word);
        if (seen && !passesItOn) {
          return;
        }
        if (seen) {
          gate.shutdownOutput();
          out.write(buffer, 0, n);
          out.flush();
          awaitDone();
          return;
        }
        out.write(buffer, 0, n);
        out.flush();
      }
    }
  }

  /// For whoever was told nothing.
  void awaitDone() {
    while (!done.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }

  private static void answers(Socket database, Socket gate) {
    try {
      database.getInputStream().transferTo(gate.getOutputStream());
    } catch (IOException e) {
      // One of them went away, which is what this is about.
    }
  }
}
