package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.json.Digest;
import dev.countersign.people.Agent;
import dev.countersign.proposal.AgentId;
import dev.countersign.secret.Secret;
import dev.countersign.store.PostgresStore;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "agents",
    description = "Agents and their keys.",
    mixinStandardHelpOptions = true,
    subcommands = AgentsCommand.Key.class,
    synopsisSubcommandLabel = "COMMAND")
final class AgentsCommand {

  /// Prints `<key>_<secret>` once; the store keeps SHA-256 of the secret's characters.
  @Command(
      name = "key",
      description = "Makes an agent's API key and shows it this once.",
      mixinStandardHelpOptions = true)
  static final class Key extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Parameters(paramLabel = "AGENT", description = "Its id in people.yaml.")
    private String agent = "";

    @Option(names = "--replace", description = "Make the former key invalid.")
    private boolean replace;

    @Override
    public Integer call() {
      Configuration settings = configuration.read();
      try (PostgresStore store = StoreAccess.forImports(settings)) {
        String key = registered(store).key().value();
        if (!replace && store.key(key).flatMap(PostgresStore.StoredKey::secretHash).isPresent()) {
          throw CheckFailedException.of(
              "The agent has a key; --replace makes a new one and ends the former at once.");
        }
        Secret secret = Secret.drawn(new SecureRandom());
        if (!store.setSecretHash(key, Digest.sha256(secret.utf8()))) {
          throw CheckFailedException.of("The agent was removed meanwhile.");
        }
        out().println(key + "_" + secret.reveal());
      }
      return ExitCode.OK;
    }

    private Agent registered(PostgresStore store) {
      AgentId id;
      try {
        id = new AgentId(agent);
      } catch (IllegalArgumentException e) {
        throw CheckFailedException.usage("This is not the id of an agent.");
      }
      return store
          .directory()
          .agent(id)
          .orElseThrow(() ->
              CheckFailedException.of(
                  "There is no agent of this id; add it to people.yaml and run people import."));
    }
  }
}
