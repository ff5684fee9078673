package dev.countersign.trial;

/// Where `countersign try` starts: the server's command line with one command more.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    dev.countersign.app.Main.startWith(TryCommand.class, "logback-try.xml", args);
  }
}
