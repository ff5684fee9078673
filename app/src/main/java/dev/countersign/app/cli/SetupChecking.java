package dev.countersign.app.cli;

import dev.countersign.setup.SetupFinding;
import java.util.List;
import picocli.CommandLine.Option;

/// A command that tells what a chat or targets say of how they are set up.
abstract class SetupChecking extends Printing {
  @Option(names = "--json", description = "As one JSON document.")
  private boolean json;

  /// @return what the process ends with
  final int tell(List<SetupFinding> findings) {
    return json ? SetupTable.printJson(out(), findings) : SetupTable.print(out(), findings);
  }
}
