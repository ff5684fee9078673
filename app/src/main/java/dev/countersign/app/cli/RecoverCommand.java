package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.audit.ChainLinks;
import dev.countersign.audit.EventCodec;
import dev.countersign.grant.RecordProof;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.DeliveryOrder;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Recovery;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Soundness;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestEvent.ExecutionBarred;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.Transition;
import dev.countersign.store.PostgresStore;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "recover",
    description = {
      "After a restore or a fail-over: ends the hold of the database. Buttons and grants from"
          + " before are dead,",
      "cards are drawn again, and what was approved and not sent, as far as the database knows,"
          + " waits for",
      "release or withdraw, one by one."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      RecoverCommand.ListHeld.class,
      RecoverCommand.Release.class,
      RecoverCommand.Withdraw.class
    })
final class RecoverCommand extends Printing implements Callable<Integer> {
  private static final String CODE = "withdrawn_after_recovery";

  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Override
  public Integer call() {
    try (PostgresStore store = StoreAccess.open(configuration.read())) {
      Recovery.Begun begun = store.recovery().begin();
      out()
          .printf(
              "Epoch %d has begun. %d open requests are shown again with fresh buttons; what people"
                  + " decided after the backup has to be decided again.%n",
              begun.epoch(), begun.open());
      out()
          .printf(
              "%d approved actions are held: the database does not know whether they were sent.%n",
              begun.held().size());
      if (!begun.held().isEmpty()) {
        out()
            .println(
                "Look for each in the logs of the gate (its id) and at its target (its idempotency"
                    + " key), then run countersign recover release ID or withdraw ID:");
        tell(begun.held());
      }
    }
    return ExitCode.OK;
  }

  private void tell(List<ProposalId> held) {
    held.forEach(out()::println);
  }

  private static CheckFailedException notHeld() {
    return CheckFailedException.of(
        "This request is not held; countersign recover list says what is.");
  }

  @Command(
      name = "list",
      description = "The approved actions that are held.",
      mixinStandardHelpOptions = true)
  static final class ListHeld extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Override
    public Integer call() {
      try (PostgresStore store = StoreAccess.open(configuration.read())) {
        store.recovery().held().forEach(out()::println);
      }
      return ExitCode.OK;
    }
  }

  @Command(
      name = "release",
      description = "Lets one run that was certainly not sent.",
      mixinStandardHelpOptions = true)
  static final class Release extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Mixin private RequestParameter request = new RequestParameter();

    @Override
    public Integer call() {
      ProposalId id = request.id();
      try (PostgresStore store = StoreAccess.open(configuration.read())) {
        if (!store.recovery().release(id)) {
          throw notHeld();
        }
        out().println(id + " is released and runs now, if its time has not passed.");
      }
      return ExitCode.OK;
    }
  }

  @Command(
      name = "withdraw",
      description = "Ends one without sending it.",
      mixinStandardHelpOptions = true)
  static final class Withdraw extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Mixin private RequestParameter request = new RequestParameter();

    @Override
    public Integer call() {
      ProposalId id = request.id();
      Configuration settings = configuration.read();
      try (PostgresStore store = StoreAccess.open(settings)) {
        if (!store.recovery().held().contains(id)) {
          throw notHeld();
        }
        End end = end(store.ledger(), proof(settings), id);
        if (end == End.BEING_SENT) {
          throw CheckFailedException.of(
              "It was being sent when the backup was made, so it cannot be withdrawn; release it,"
                  + " and it ends as unknown without being sent again.");
        }
        store.recovery().release(id);
        out()
            .println(
                end == End.NOW
                    ? id + " is ended and will not be sent."
                    : id + " had ended before; nothing of it is held any more.");
      }
      return ExitCode.OK;
    }

    /// What the record says of the request.
    private enum End {
      NOW,
      BEFORE,
      BEING_SENT
    }

    /// Nothing is ended, and nothing said, on the word of a row.
    private static End end(Ledger ledger, Soundness proof, ProposalId id) {
      return new Steps(ledger, proof, _ -> {})
          .runOnChain(
              id,
              (record, chain) -> {
                proof.require(record, chain.get());
                return record;
              },
              (record, _) -> end(record))
          .orElseThrow(() ->
              CheckFailedException.of(
                  "Nothing is stored of this request; run countersign verify."));
    }

    private static Soundness proof(Configuration settings) {
      return new RecordProof(ChainLinks.under(StoreAccess.keys(settings).evidence()));
    }

    private static Step<End> end(RequestRecord record) {
      ExecutionBarred event = new ExecutionBarred(CODE, record.now());
      return switch (Transition.apply(record.request(), event)) {
        case Transition.Result.Refused _ ->
            Step.nothing(isBeingSent(record) ? End.BEING_SENT : End.BEFORE);
        case Transition.Result.Moved(var next) ->
            Step.on(record)
                .moving(next, EventCodec.fact(event, "operator", JsonObject.EMPTY))
                .ordering(
                    record.cards().stream()
                        .map(card ->
                            new DeliveryOrder(DeliveryKind.SHOW_CARD, card.address().toString()))
                        .collect(Collectors.toUnmodifiableSet()))
                .answering(End.NOW);
      };
    }

    private static boolean isBeingSent(RequestRecord record) {
      return record.request().state() instanceof Approved approved
          && approved.execution() instanceof Execution.Running;
    }
  }
}
