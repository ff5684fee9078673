package dev.countersign.proof;

import dev.countersign.audit.DeploymentFact;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatLink;
import dev.countersign.people.LinkRules;
import dev.countersign.people.People;
import dev.countersign.people.PeopleText;
import dev.countersign.proposal.PersonId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether each account that somebody linked in a chat is told of by an entry of its own: the
/// people since are those before and this one account, it was nobody's, and whoever confirmed it
/// was that person by the people of that moment. An import keeps links and makes none.
final class LinkCheck {
  /// The text in force before the next entry; `null` where it is not known.
  private byte @Nullable [] before = PeopleText.of(new People(List.of(), List.of(), List.of()));

  /// To be called in the order of the entries.
  ///
  /// @param document of an entry that tells of people
  /// @param text as the entry tells it; empty where it is not stored so
  /// @return what does not hold
  Optional<String> follow(JsonObject document, Optional<byte[]> text) {
    byte[] former = before;
    before = text.orElse(null);
    return former == null || text.isEmpty()
        ? Optional.empty()
        : wrong(document, former, text.get());
  }

  private static Optional<String> wrong(JsonObject document, byte[] former, byte[] text) {
    JsonObject data = document.object("data");
    String type = document.text("type");
    // A large import is long to read.
    if (type.equals(DeploymentFact.PEOPLE_IMPORTED) && !PeopleText.hasLinks(text)) {
      return Optional.empty();
    }
    People before = PeopleText.read(former);
    return switch (type) {
      case DeploymentFact.PEOPLE_LINKED -> {
        ChatLink link = link(data);
        AccountId confirmedBy = AccountId.fromJson(data.object("confirmed_by"));
        boolean allowed =
            LinkRules.refusal(before, link.account(), confirmedBy).isEmpty()
                && before
                    .byAccount(confirmedBy)
                    .filter(person -> person.id().equals(link.person()))
                    .isPresent();
        yield !allowed
            ? Optional.of("by the people of its time that account could not be linked so")
            : differs(before.with(List.of(link)), text);
      }
      case DeploymentFact.PEOPLE_UNLINKED -> {
        ChatLink link = link(data);
        yield before.links().contains(link)
            ? differs(before.without(link), text)
            : Optional.of("there was no such link");
      }
      default -> {
        Set<ChatLink> made = new HashSet<>(PeopleText.read(text).links());
        before.links().forEach(made::remove);
        yield made.isEmpty()
            ? Optional.empty()
            : Optional.of("it has links that no entry tells of: " + made);
      }
    };
  }

  private static ChatLink link(JsonObject data) {
    return new ChatLink(
        new PersonId(data.text("person")), AccountId.fromJson(data.object("account")));
  }

  private static Optional<String> differs(People expected, byte[] text) {
    return Arrays.equals(PeopleText.of(expected), text)
        ? Optional.empty()
        : Optional.of("the people since are not those before and this change alone");
  }
}
