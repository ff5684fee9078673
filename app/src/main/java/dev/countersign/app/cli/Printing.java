package dev.countersign.app.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command that tells its result on the standard output.
public abstract class Printing {
  @Spec private @Nullable CommandSpec spec;

  protected final PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  protected final PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
