package dev.countersign.console;

import dev.countersign.card.Asker;
import dev.countersign.card.ChatProfile;
import dev.countersign.card.Commands;
import dev.countersign.card.LinkDesk;
import dev.countersign.card.Reply;
import dev.countersign.card.Run;
import dev.countersign.people.Surface;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Links one account in Teams, by the code `GOOD-CODE` and the agreement that its question carries.
final class RememberedLinks implements LinkDesk {
  private final Set<String> linked = new HashSet<>();

  @Override
  public Reply code(Asker asker) {
    return new Reply.Words("No code here.");
  }

  @Override
  public synchronized Reply confirm(Asker asker, String code, String agreement) {
    if (!code.equals("GOOD-CODE")
        || asker.profile().get().standing() != ChatProfile.Standing.MEMBER) {
      return new Reply.Words("Nothing was linked (code_wrong)");
    }
    if (!agreement.equals("agreed")) {
      return new Reply.Listing(
          "Is this account yours?",
          "words",
          List.of(
              new Reply.Part.Lines(List.of(List.of(Run.supplied("<b>Somebody</b>")))),
              new Reply.Part.Asks(List.of(Commands.confirm(code, "agreed")))));
    }
    linked.add(asker.account().toString());
    return new Reply.Words("Done: linked");
  }

  @Override
  public synchronized Reply unlink(Asker asker, String chat, String agreement) {
    if (!linked.contains(asker.account().toString())) {
      return new Reply.Words("You linked nothing (not_linked)");
    }
    if (asker.pressed().isPresent() && agreement.equals("mine") && chat.equals("teams")) {
      linked.remove(asker.account().toString());
      return new Reply.Words("Done: unlinked");
    }
    return new Reply.Listing(
        "Accounts that you linked",
        "words",
        List.of(
            new Reply.Part.Row(
                "Account in Teams",
                List.of(Run.supplied("<i>x</i>")),
                Optional.of(Commands.unlink(Surface.TEAMS, "mine")))));
  }
}
