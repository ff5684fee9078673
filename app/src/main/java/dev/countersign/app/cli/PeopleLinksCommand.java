package dev.countersign.app.cli;

import dev.countersign.people.ChatLink;
import dev.countersign.people.People;
import dev.countersign.store.PostgresStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "links",
    description = "Lists the accounts that people linked in a chat, and that stand in no file.",
    mixinStandardHelpOptions = true)
final class PeopleLinksCommand extends Printing implements Callable<Integer> {
  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Override
  public Integer call() {
    try (PostgresStore store = StoreAccess.open(configuration.read())) {
      List<ChatLink> links = store.people().map(People::links).orElse(List.of());
      links.forEach(link -> out().println(link.person() + "  " + link.account()));
      if (links.isEmpty()) {
        out().println("Nobody linked an account in a chat.");
      }
    }
    return ExitCode.OK;
  }
}
