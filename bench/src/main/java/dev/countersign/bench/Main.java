package dev.countersign.bench;

import dev.countersign.app.cli.CountersignCommand;

/// Where `countersign bench` starts: the server's command line with one command more.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    dev.countersign.app.Main.logBy("logback-bench.xml");
    System.exit(
        dev.countersign.app.Main.run(
            CountersignCommand.commandLine().addSubcommand(new BenchCommand()), args));
  }
}
