package dev.countersign.trial;

import dev.countersign.trial.page.SandboxPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One trial with its page for all tests of a class: it starts a database, which takes seconds.
/// Each test proposes something of its own. Not one for several classes, as a chat takes only so
/// many messages in half a minute, and the gate waits then.
final class SharedTrial implements ParameterResolver {

  /// Stopped when the last test of the class is over.
  record Running(Path folder, TrialStack stack, TrialGate gate, SandboxPage page)
      implements AutoCloseable {
    static Running start() {
      try {
        Path folder = Files.createTempDirectory("trial-page");
        TrialStack stack = new TrialStack();
        TrialGate gate =
            TrialGate.start(
                new Trial(folder, OptionalInt.of(FreePort.any()), false, Trial.After.STAY, false),
                stack,
                new Transcript(new PrintWriter(new StringWriter()), false));
        return new Running(folder, stack, gate, stack.add(TrialPage.open(gate, 0)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      stack.close();
      TrialFolder.delete(folder);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Running.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ExtensionContext ofClass = context;
    while (ofClass.getTestMethod().isPresent()) {
      ofClass = ofClass.getParent().orElseThrow();
    }
    return ofClass
        .getStore(Namespace.create(SharedTrial.class))
        .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
  }
}
