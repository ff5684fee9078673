package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.audit.ChainLinks;
import dev.countersign.decision.OperatorReconciliation;
import dev.countersign.grant.RecordProof;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Steps;
import dev.countersign.ledger.UnsoundRecordException;
import dev.countersign.people.Directory;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Execution.Reconciled;
import dev.countersign.request.Execution.Unknown;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.store.PostgresStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "executions",
    description = "What was executed, and nobody knows whether it happened.",
    mixinStandardHelpOptions = true,
    subcommands = {ExecutionsCommand.ListUnknown.class, ExecutionsCommand.Settle.class},
    synopsisSubcommandLabel = "COMMAND")
final class ExecutionsCommand {
  /// More than this many at once have one cause.
  private static final int MOST_LISTED = 1_000;

  @Command(
      name = "unknown",
      description = {
        "Shows each of them: since when, over which connection and why, and whether people have a"
            + " card on which they can say what happened.",
        "Ends with 1 when there is any."
      },
      mixinStandardHelpOptions = true)
  static final class ListUnknown extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Override
    public Integer call() {
      try (PostgresStore store = StoreAccess.open(configuration.read())) {
        List<ProposalId> unknown =
            store.unknownEnds().list(Optional.empty(), Optional.empty(), MOST_LISTED);
        unknown.forEach(id -> tell(id, store.ledger()));
        if (unknown.isEmpty()) {
          out().println("There is nothing of which nobody knows whether it happened.");
          return ExitCode.OK;
        }
        out()
            .println(
                "Look in the target system, then say it on the card, or with countersign executions"
                    + " settle ID.");
        return ExitCode.FAILED;
      }
    }

    private void tell(ProposalId id, Ledger ledger) {
      try {
        ledger.find(id).ifPresent(this::tell);
      } catch (DamagedRecordException e) {
        out().printf("%s  does not read: run countersign verify%n", id);
      }
    }

    private void tell(RequestRecord record) {
      if (record.request().state() instanceof Approved(_, _, Unknown lost)) {
        boolean onCard = record.cards().stream().anyMatch(card -> card.messageId().isPresent());
        out()
            .printf(
                "%s  %s  %s  since %s: %s%s%n",
                record.request().id(),
                record.proposal().agent(),
                record.proposal().action().targetSystem(),
                lost.at(),
                lost.code(),
                onCard ? "" : "  (no card)");
      }
    }
  }

  @Command(
      name = "settle",
      description = {
        "Records what a person found in the target system, as that person's word. Nothing is sent.",
        "The first word stands; nobody of the side that proposed it says it."
      },
      mixinStandardHelpOptions = true)
  static final class Settle extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Mixin private OperatorOption operator = new OperatorOption();

    @Mixin private RequestParameter request = new RequestParameter();

    @Option(
        names = "--found",
        paramLabel = "WHAT",
        required = true,
        description = "happened, or nothing: that it did not happen.")
    private String found = "";

    @Option(
        names = "--person",
        paramLabel = "ID",
        required = true,
        description = "Who looked: a person of people.yaml.")
    private String person = "";

    @Option(
        names = "--note",
        paramLabel = "TEXT",
        required = true,
        description = "How they know, in at most 500 characters.")
    private String note = "";

    @Override
    public Integer call() {
      ProposalId id = request.id();
      String by = operator.name();
      boolean happened =
          switch (found) {
            case "happened" -> true;
            case "nothing" -> false;
            default -> throw CheckFailedException.usage("--found is happened or nothing.");
          };
      Configuration settings = configuration.read();
      try (PostgresStore store = StoreAccess.open(settings)) {
        Steps steps =
            new Steps(
                store.ledger(),
                new RecordProof(ChainLinks.under(StoreAccess.keys(settings).evidence())),
                settings.notices().outcomes(),
                _ -> {});
        Directory people = store.directory();
        return answered(
            id,
            new OperatorReconciliation(steps, people)
                .settle(id, new PersonId(person), happened, note, by));
      } catch (UnsoundRecordException e) {
        throw CheckFailedException.of(
            id + " is not as it was written, so nothing is recorded; run countersign verify.");
      }
    }

    private int answered(ProposalId id, OperatorReconciliation.Answer answer) {
      return switch (answer) {
        case RECORDED -> {
          out().printf("%s: recorded as the word of %s. Nothing was sent.%n", id, person);
          yield ExitCode.OK;
        }
        case UNKNOWN_REQUEST -> throw CheckFailedException.of("There is no such request.");
        case NOT_SO ->
            throw CheckFailedException.of(
                "What became of it is known, or not yet to be asked; see countersign executions"
                    + " unknown.");
        case UNKNOWN_PERSON ->
            throw CheckFailedException.usage("--person is the id of a person of people.yaml.");
        case PROPOSING_SIDE ->
            throw CheckFailedException.of(
                "The action is theirs, or was proposed for them: somebody else has to look.");
        case NOTE ->
            throw CheckFailedException.usage(
                "--note has 1 to " + Reconciled.LONGEST_NOTE + " ordinary characters.");
      };
    }
  }
}
