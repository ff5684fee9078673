package dev.countersign.app.cli;

import dev.countersign.app.keys.KeyFile;
import dev.countersign.json.WireName;
import dev.countersign.token.KeyFacts;
import dev.countersign.token.KeyPurpose;
import dev.countersign.token.KeyRing;
import dev.countersign.token.KeyState;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "keys",
    description = "The signing keys.",
    mixinStandardHelpOptions = true,
    subcommands = {
      KeysCommand.Init.class,
      KeysCommand.List.class,
      KeysCommand.Rotate.class,
      KeysCommand.Complete.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {
  private static final SecureRandom RANDOM = new SecureRandom();

  private static KeyFile file(ConfigurationOption configuration) {
    return new KeyFile(configuration.read().files().keys(), RANDOM, InstantSource.system());
  }

  private static String line(KeyFacts key) {
    return "%-9s %-24s %-10s since %s  %s"
        .formatted(
            WireName.of(key.purpose()),
            key.kid(),
            WireName.of(key.state()),
            key.since(),
            key.fingerprint());
  }

  @Command(
      name = "init",
      description = {
        "Makes the signing keys of a new deployment, once.",
        "Every replica needs a copy of the file; keep one more in a safe place."
      },
      mixinStandardHelpOptions = true)
  static final class Init extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Override
    public Integer call() {
      file(configuration).create().facts().forEach(key -> out().println(line(key)));
      return ExitCode.OK;
    }
  }

  @Command(
      name = "list",
      description = "Names, states and fingerprints; never a key itself.",
      mixinStandardHelpOptions = true)
  static final class List extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Override
    public Integer call() {
      file(configuration).load().facts().forEach(key -> out().println(line(key)));
      return ExitCode.OK;
    }
  }

  @Command(
      name = "rotate",
      description = {
        "Publishes the key that signs next or, run again 10 minutes later, lets it sign.",
        "Restart every replica after each of the two steps."
      },
      mixinStandardHelpOptions = true)
  static final class Rotate extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Parameters(paramLabel = "PURPOSE", description = "decision, grant or evidence")
    private KeyPurpose purpose = KeyPurpose.DECISION;

    @Override
    public Integer call() {
      InstantSource clock = InstantSource.system();
      KeyRing ring;
      try {
        ring =
            file(configuration)
                .change(now ->
                    isNextPublished(now)
                        ? now.rotated(purpose, clock).withoutLapsed(clock)
                        : now.withNext(purpose, RANDOM, clock));
      } catch (IllegalStateException e) {
        throw CheckFailedException.of("Not rotated: " + e.getMessage() + ".");
      }
      ring.facts().forEach(key -> out().println(line(key)));
      return ExitCode.OK;
    }

    private boolean isNextPublished(KeyRing ring) {
      return ring.facts().stream()
          .anyMatch(key -> key.purpose() == purpose && key.state() == KeyState.NEXT);
    }
  }

  @Command(
      name = "complete",
      description = {
        "Adds the keys that this release needs and the file does not have yet.",
        "Give every replica the file before you start this release."
      },
      mixinStandardHelpOptions = true)
  static final class Complete extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Override
    public Integer call() {
      file(configuration).complete().facts().forEach(key -> out().println(line(key)));
      return ExitCode.OK;
    }
  }
}
