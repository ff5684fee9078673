package dev.countersign.trial;

import dev.countersign.app.cli.CountersignCommand;

/// Where `countersign try` starts: the server's command line with one command more.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    dev.countersign.app.Main.logBy("logback-try.xml");
    System.exit(
        dev.countersign.app.Main.run(
            CountersignCommand.commandLine().addSubcommand(new TryCommand()), args));
  }
}
