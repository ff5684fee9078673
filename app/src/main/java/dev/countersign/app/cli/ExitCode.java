package dev.countersign.app.cli;

/// What the process answers to whoever started it. Public contract: numbers stay.
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int UNREACHABLE = 3;

  private ExitCode() {}
}
