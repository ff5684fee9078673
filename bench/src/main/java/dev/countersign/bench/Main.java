package dev.countersign.bench;

/// Where `countersign bench` starts: the server's command line with one command more.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    dev.countersign.app.Main.startWith(BenchCommand.class, "logback-bench.xml", args);
  }
}
