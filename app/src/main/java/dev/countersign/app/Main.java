package dev.countersign.app;

import dev.countersign.app.cli.CountersignCommand;
import java.util.List;

/// Where the process starts.
public final class Main {
  private static final String LOG_SETTINGS = "logback.configurationFile";

  private Main() {}

  public static void main(String[] args) {
    // Before anything logs: machines read what a server says, people what a command says.
    if (System.getProperty(LOG_SETTINGS) == null) {
      List<String> words = List.of(args);
      if (words.contains("serve")) {
        System.setProperty(LOG_SETTINGS, "logback-serve.xml");
      } else if (words.contains("bench")) {
        System.setProperty(LOG_SETTINGS, "logback-bench.xml");
      }
    }
    System.exit(CountersignCommand.commandLine().execute(args));
  }
}
