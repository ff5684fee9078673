package dev.countersign.app;

import dev.countersign.app.cli.CountersignCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/// Where the process starts.
public final class Main {
  private static final String LOG_SETTINGS = "logback.configurationFile";

  private Main() {}

  public static void main(String[] args) {
    if (List.of(args).contains("serve")) {
      logBy("logback-serve.xml");
    }
    System.exit(run(CountersignCommand.commandLine(), args));
  }

  /// Starts a program that has the server's commands and one more.
  ///
  /// @param more the class of that command, of which nothing may run before the log is set up
  public static void startWith(Class<?> more, String logSettings, String[] args) {
    logBy(logSettings);
    System.exit(run(CountersignCommand.commandLine().addSubcommand(more), args));
  }

  /// How this process logs, unless its user said: machines read what a server says, people what a
  /// command says. To be called before anything logs.
  static void logBy(String resource) {
    if (System.getProperty(LOG_SETTINGS) == null) {
      System.setProperty(LOG_SETTINGS, resource);
    }
  }

  /// @return what the process is to exit with
  private static int run(CommandLine commands, String[] args) {
    return commands.setOut(utf8(FileDescriptor.out)).setErr(utf8(FileDescriptor.err)).execute(args);
  }

  /// Whatever the locale says: cards and names have characters that a bare terminal's has not.
  private static PrintWriter utf8(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }
}
