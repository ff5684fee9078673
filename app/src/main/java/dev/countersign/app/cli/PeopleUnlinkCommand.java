package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.json.WireName;
import dev.countersign.ledger.AccountLinks.Unlinked;
import dev.countersign.people.LinkRefusal;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.store.PostgresStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "unlink",
    description = {
      "Takes back an account that a person linked in a chat, at once and on every replica.",
      "Accounts of people.yaml are changed there."
    },
    mixinStandardHelpOptions = true)
final class PeopleUnlinkCommand extends Printing implements Callable<Integer> {
  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Mixin private OperatorOption operator = new OperatorOption();

  @Parameters(index = "0", paramLabel = "PERSON", description = "The person's id.")
  private String person = "";

  @Parameters(index = "1", paramLabel = "CHAT", description = "slack or teams.")
  private String chat = "";

  @Override
  public Integer call() {
    Configuration settings = configuration.read();
    String by = operator.name();
    Surface surface =
        WireName.parse(Surface.class, chat)
            .filter(Surface::isChat)
            .orElseThrow(() -> CheckFailedException.usage("The chat is slack or teams."));
    try (PostgresStore store = StoreAccess.forImports(settings)) {
      switch (store.links().unlink(new PersonId(person), surface, by)) {
        case Unlinked.Done(var link) ->
            out().printf("%s has %s no more.%n", link.person(), link.account());
        case Unlinked.Not(LinkRefusal _) ->
            throw CheckFailedException.of(
                person
                    + " linked no account there in a chat; see countersign people links, and"
                    + " people.yaml.");
      }
    }
    return ExitCode.OK;
  }
}
