package dev.countersign.app;

import dev.countersign.app.cli.CountersignCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Where the process starts.
public final class Main {
  private static final String LOG_SETTINGS = "logback.configurationFile";

  private Main() {}

  public static void main(String[] args) {
    // Before anything logs: machines read what a server says, people what a command says.
    if (System.getProperty(LOG_SETTINGS) == null) {
      if (List.of(args).contains("serve")) {
        System.setProperty(LOG_SETTINGS, "logback-serve.xml");
      } else if (List.of(args).contains("try")) {
        System.setProperty(LOG_SETTINGS, "logback-try.xml");
      }
    }
    System.exit(
        CountersignCommand.commandLine()
            .setOut(utf8(FileDescriptor.out))
            .setErr(utf8(FileDescriptor.err))
            .execute(args));
  }

  /// Whatever the locale says: cards and names have characters that a bare terminal's has not.
  private static PrintWriter utf8(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }
}
