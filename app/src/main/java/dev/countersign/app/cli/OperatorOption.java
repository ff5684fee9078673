package dev.countersign.app.cli;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Who runs the command: `--as`, else the user of the operating system. What stands there is kept
/// and proves nothing: whoever has the keys and the database's password may give any name.
final class OperatorOption {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Who does this, for the record (the user of the operating system).")
  private @Nullable String given;

  /// @throws CheckFailedException when it is no name
  String name() {
    String name = given != null ? given : System.getProperty("user.name", "");
    if (!NAME.matcher(name).matches()) {
      throw CheckFailedException.usage(
          "Say who you are with --as NAME: at most 64 of A-Z a-z 0-9 . _ @ -, beginning with a"
              + " letter or digit.");
    }
    return name;
  }
}
