package dev.countersign.trial;

import dev.countersign.trial.page.SandboxPage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/// One trial: everything starts, one walk is shown, and then it stays up unless told otherwise.
///
/// @param folder keeps data and settings between runs
/// @param port of the gate; empty prefers [#PORT] and takes another when that one is taken
/// @param fresh whether to forget what earlier trials left
/// @param after what comes after the transcript
/// @param colour whether to emphasise headings and marks
public record Trial(Path folder, OptionalInt port, boolean fresh, After after, boolean colour) {
  public static final int PORT = 8080;

  /// What becomes of everything that was started.
  public enum After {
    /// It stops.
    END,
    /// It stays up.
    STAY,
    /// It stays up, and Microsoft 365 Agents Playground takes the place of the trial's own Teams
    /// client.
    PLAYGROUND
  }

  /// Returns once the trial is over: after the transcript with [After#END], else when the process
  /// is told to stop.
  ///
  /// @return whether every step of the transcript held
  /// @throws TrialException when something does not start
  public boolean run(PrintWriter out) throws InterruptedException {
    Transcript transcript = new Transcript(out, colour);
    TrialStack stack = new TrialStack();
    // Ctrl-C ends with the database stopped and its files whole. Closing twice does no harm.
    Thread stop = Thread.ofPlatform().name("stop").unstarted(stack::close);
    Runtime.getRuntime().addShutdownHook(stop);
    try (stack) {
      transcript.heading("Starting");
      TrialGate gate = TrialGate.start(this, stack, transcript);
      new Walk(gate, transcript).walk();
      transcript.verdict();
      if (after != After.END) {
        Optional<Playground> there =
            after == After.PLAYGROUND
                ? Optional.of(stack.add(gate.playground()))
                : Optional.empty();
        SandboxPage page = stack.add(TrialPage.open(gate));
        new Invitation(gate, page.url(), there).print(transcript);
        new CountDownLatch(1).await();
      }
      return transcript.allHeld();
    } finally {
      forget(stop);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook is what ends it.
    }
  }
}
