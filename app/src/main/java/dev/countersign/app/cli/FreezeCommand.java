package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.version.VersionFiles;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeName;
import dev.countersign.freeze.FreezeRefusal;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.FreezeTargets;
import dev.countersign.freeze.Freezing;
import dev.countersign.ledger.Freezes.Asker;
import dev.countersign.ledger.Freezes.Beginning;
import dev.countersign.ledger.Freezes.Lifting;
import dev.countersign.store.PostgresStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "freeze",
    description = {
      "Stops everything, or a part, when the chats cannot: from its commit on no replica grants or",
      "executes what it covers. What was sent before ends and is recorded."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {FreezeCommand.On.class, FreezeCommand.Off.class, FreezeCommand.ListOn.class})
final class FreezeCommand {
  @Command(
      name = "on",
      description = {"Freezes.", "A SCOPE is " + FreezeScope.SPELLING + "."},
      mixinStandardHelpOptions = true)
  static final class On extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Mixin private OperatorOption operator = new OperatorOption();

    @Parameters(index = "0", paramLabel = "SCOPE", description = "What to freeze.")
    private String scope = "";

    @Parameters(
        index = "1",
        arity = "1..*",
        paramLabel = "REASON",
        description = "Why, in one word or more; everybody reads it.")
    private List<String> reason = List.of();

    @Override
    public Integer call() {
      FreezeScope covered = scope(scope);
      String why =
          Freeze.reason(String.join(" ", reason))
              .orElseThrow(() ->
                  CheckFailedException.usage(
                      "Give a reason on one line, of at most "
                          + Freeze.LONGEST_REASON
                          + " characters."));
      String by = operator.name();
      Configuration settings = configuration.read();
      try (PostgresStore store = StoreAccess.open(settings)) {
        requireTarget(store, settings, covered);
        switch (store.freezes().begin(covered, why, new Asker.Operator(by, false))) {
          case Beginning.Begun(var freeze) -> out().println("Frozen: " + line(freeze));
          case Beginning.Already(var freeze) -> out().println("Frozen before: " + line(freeze));
          case Beginning.Not(var refusal) -> throw refused(refusal, scope);
        }
      }
      return ExitCode.OK;
    }

    /// A name that is not there would freeze nothing.
    private static void requireTarget(
        PostgresStore store, Configuration settings, FreezeScope scope) {
      Optional<FreezeTargets> known =
          inForce(store).map(files -> files.freezeTargets(settings.deployedIn()));
      Optional<FreezeRefusal> unknown = known.flatMap(targets -> targets.against(scope));
      if (unknown.filter(FreezeRefusal.UNKNOWN_ENVIRONMENT::equals).isPresent()) {
        throw CheckFailedException.of(
            "No connection in force is in this environment: %s. They are in: %s. Nothing was frozen."
                .formatted(scope, known.get().environmentsSaid()));
      }
      if (unknown.isPresent()) {
        throw refused(unknown.get(), scope.toString());
      }
    }
  }

  @Command(
      name = "off",
      description = {
        "Lifts a freeze. This is an operator's deed, and its entry says so; with",
        "loosening_needs_two another operator has to say the same within 15 minutes."
      },
      mixinStandardHelpOptions = true)
  static final class Off extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Mixin private OperatorOption operator = new OperatorOption();

    @Parameters(
        index = "0",
        paramLabel = "FREEZE",
        description = "Its number or its scope, as countersign freeze list shows them.")
    private String freeze = "";

    @Override
    public Integer call() {
      String by = operator.name();
      Configuration settings = configuration.read();
      try (PostgresStore store = StoreAccess.open(settings)) {
        boolean alone = !VersionFiles.looseningNeedsTwo(inForce(store), settings.deploy());
        int number =
            FreezeName.parse(freeze)
                .flatMap(name -> name.in(store.freezes().now()))
                .map(Freeze::number)
                .orElseThrow(() -> refused(FreezeRefusal.NOT_ON, freeze));
        switch (store.freezes().lift(number, new Asker.Operator(by, alone))) {
          case Lifting.Lifted(var lifted) -> out().println("Lifted: " + line(lifted));
          case Lifting.Asked(var asked) ->
              out()
                  .println(
                      "Still frozen, until another operator says the same within 15 minutes: "
                          + line(asked));
          case Lifting.Not(var refusal) -> throw refused(refusal, freeze);
        }
      }
      return ExitCode.OK;
    }
  }

  @Command(
      name = "list",
      description = "What is frozen: number, scope, since when, by whom and why.",
      mixinStandardHelpOptions = true)
  static final class ListOn extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Override
    public Integer call() {
      Configuration settings = configuration.read();
      try (PostgresStore store = StoreAccess.toRead(settings, StoreAccess.keys(settings))) {
        Freezing now = store.freezes().now();
        if (now.inForce().isEmpty()) {
          out().println("Nothing is frozen.");
        }
        now.inForce().forEach(freeze -> out().println(line(freeze)));
      }
      return ExitCode.OK;
    }
  }

  private static FreezeScope scope(String text) {
    return FreezeScope.parse(text)
        .orElseThrow(() -> CheckFailedException.usage("A scope is " + FreezeScope.SPELLING + "."));
  }

  private static Optional<VersionFiles> inForce(PostgresStore store) {
    return VersionFiles.inForce(store.versions())
        .flatMap(reading ->
            reading instanceof FileReading.Read<VersionFiles>(var files)
                ? Optional.of(files)
                : Optional.empty());
  }

  private static String line(Freeze freeze) {
    if (!freeze.proven()) {
      return "%d  %s  %s".formatted(freeze.number(), freeze.scope(), Freeze.UNPROVEN);
    }
    String said =
        "%d  %s  since %s by %s: %s"
            .formatted(
                freeze.number(),
                freeze.scope(),
                freeze.since(),
                freeze.by().name(),
                freeze.reason());
    return freeze
        .asked()
        .map(word ->
            "%s (lifting asked for by %s at %s)".formatted(said, word.by().name(), word.at()))
        .orElse(said);
  }

  private static CheckFailedException refused(FreezeRefusal why, String what) {
    return CheckFailedException.of(
        switch (why) {
          case UNKNOWN_AGENT -> "No agent is called so: " + what + ". Nothing was frozen.";
          case UNKNOWN_CONNECTION ->
              "No connection in force is called so: " + what + ". Nothing was frozen.";
          case NOT_ON -> "This is not frozen: " + what + "; see countersign freeze list.";
          case SAME_PERSON -> "You asked for it yourself; another operator has to say the same.";
          case NOT_A_PERSON,
              NOBODY_MAY,
              NO_RIGHT,
              NO_PASSKEY,
              OWNS_THE_AGENT,
              UNKNOWN_ENVIRONMENT ->
              throw new IllegalStateException("no operator is refused so: " + why);
        });
  }
}
