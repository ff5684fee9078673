package dev.countersign.app.cli;

import dev.countersign.app.Startup;
import dev.countersign.app.config.Configuration;
import dev.countersign.json.Digest;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.store.PostgresStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "deploy",
    description = {
      "Makes this policy.yaml and connections.yaml the ones that this deployment runs with.",
      "Restart every replica with them afterwards: one with others does not start, and one that"
          + " still",
      "runs with others executes nothing."
    },
    mixinStandardHelpOptions = true)
final class DeployCommand extends Printing implements Callable<Integer> {
  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Override
  public Integer call() {
    Configuration settings = configuration.read();
    Startup startup = ConfigurationOption.required(Startup.read(settings));
    try (PostgresStore store = StoreAccess.open(settings)) {
      tell(store, DeployedFile.POLICY, startup.files().policy());
      tell(store, DeployedFile.CONNECTIONS, startup.files().connections());
    }
    return ExitCode.OK;
  }

  private void tell(PostgresStore store, DeployedFile file, Digest digest) {
    boolean changed = store.register().deploy(file, digest);
    out().printf("%s %s: %s%n", file.fileName(), digest, changed ? "current now" : "was current");
  }
}
