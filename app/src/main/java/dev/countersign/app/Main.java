package dev.countersign.app;

import dev.countersign.app.cli.CountersignCommand;
import java.util.List;

/// Where the process starts.
public final class Main {
  private static final String LOG_SETTINGS = "logback.configurationFile";

  private Main() {}

  public static void main(String[] args) {
    // Before anything logs: machines read what a server says, people what a command says.
    if (List.of(args).contains("serve") && System.getProperty(LOG_SETTINGS) == null) {
      System.setProperty(LOG_SETTINGS, "logback-serve.xml");
    }
    System.exit(CountersignCommand.commandLine().execute(args));
  }
}
