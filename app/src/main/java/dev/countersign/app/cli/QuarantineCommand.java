package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.json.WireName;
import dev.countersign.ledger.Held;
import dev.countersign.ledger.Quarantine;
import dev.countersign.proposal.ProposalId;
import dev.countersign.store.PostgresStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "quarantine",
    description = "What was put aside because it failed too often.",
    mixinStandardHelpOptions = true,
    subcommands = {QuarantineCommand.ListHeld.class, QuarantineCommand.Release.class},
    synopsisSubcommandLabel = "COMMAND")
final class QuarantineCommand {
  /// More than this many at once have one cause.
  private static final int MOST_LISTED = 1_000;

  @Command(
      name = "list",
      description = {
        "Shows each delivery that is held, since when and why, and each request that should have"
            + " expired and did not.",
        "Ends with 1 when there is any."
      },
      mixinStandardHelpOptions = true)
  static final class ListHeld extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Override
    public Integer call() {
      Configuration settings = configuration.read();
      try (PostgresStore store = StoreAccess.toRead(settings, StoreAccess.keys(settings))) {
        Quarantine quarantine = store.quarantine();
        List<Held> held = quarantine.held(MOST_LISTED);
        List<ProposalId> overdue = quarantine.overdue(MOST_LISTED);
        held.forEach(this::tell);
        overdue.forEach(
            id -> out().printf("%s  expiry  overdue: it should have ended by now%n", id));
        if (held.isEmpty() && overdue.isEmpty()) {
          out().println("Nothing is held.");
          return ExitCode.OK;
        }
        out()
            .println(
                "Run countersign verify to see what is damaged; once it is mended, countersign"
                    + " quarantine release ID makes it due again.");
        return ExitCode.FAILED;
      }
    }

    private void tell(Held held) {
      out()
          .printf(
              "%s  %s%s  held since %s after %d failures, %s: %s%n",
              held.request(),
              WireName.of(held.kind()),
              held.target().isEmpty() ? "" : " " + held.target(),
              held.since(),
              held.failures(),
              held.code(),
              held.why());
    }
  }

  @Command(
      name = "release",
      description = {
        "Makes what is held of a request due again, as if it had never failed.",
        "Everything is checked anew: what is still damaged is put aside again."
      },
      mixinStandardHelpOptions = true)
  static final class Release extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Mixin private RequestParameter request = new RequestParameter();

    @Override
    public Integer call() {
      ProposalId id = request.id();
      try (PostgresStore store = StoreAccess.open(configuration.read())) {
        int released = store.quarantine().release(id);
        if (released == 0) {
          throw CheckFailedException.of(
              "Nothing of this request is held; see countersign quarantine list.");
        }
        out().printf("%s: %d released%n", id, released);
        return ExitCode.OK;
      }
    }
  }
}
