package dev.countersign.courier;

import dev.countersign.card.QueueDesk;
import dev.countersign.card.WhyNot;
import dev.countersign.drawing.CardComposer;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Unshown;
import dev.countersign.ledger.WaitingLine;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Tag;
import dev.countersign.policy.TagName;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Entitlement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Tells people what waits for them and how a request stands, in the summaries of its cards.
public final class WaitingQueue implements QueueDesk {
  /// Lines of one answer; a phone shows about as many.
  static final int MOST_LINES = 10;

  /// How many are looked at for those lines: some of them the asker has decided already, or may not
  /// decide.
  static final int MOST_LOOKED_AT = 1_000;

  /// The first look: enough for the lines, one more, and a few that are not for the asker. Each
  /// further look is this many times as long.
  static final int FIRST_LOOK = 16;

  private static final int LONGER = 4;

  private final Ledger ledger;
  private final Directory directory;
  private final Supplier<Policy> policy;
  private final CardComposer composer;

  /// @param policy knows the tags that one can ask for
  public WaitingQueue(Ledger ledger, Directory directory, Supplier<Policy> policy) {
    this.ledger = ledger;
    this.directory = directory;
    this.policy = policy;
    this.composer = new CardComposer(directory);
  }

  @Override
  public String queue(AccountId asker, String tag) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(asker);
    if (person.isEmpty()) {
      return WhyNot.UNLINKED.said();
    }
    return switch (TagQuestion.of(tag, policy.get())) {
      case TagQuestion.All _ -> queue(person.get(), people, Optional.empty());
      case TagQuestion.Tagged(var name) -> queue(person.get(), people, Optional.of(name));
      case TagQuestion.Unknown(var answer) -> answer;
    };
  }

  private String queue(Person person, Directory people, Optional<TagName> tag) {
    Found found = find(person, people, tag);
    List<WaitingLine> lines = found.lines();
    String tagged = tag.map(name -> " with the tag " + name).orElse("");
    if (lines.isEmpty()) {
      return found.all()
          ? "Nothing" + tagged + " waits for you."
          : "Nothing waits for you among the first "
              + MOST_LOOKED_AT
              + " requests"
              + tagged
              + " that wait for your groups. Countersign looked no further.";
    }
    return (lines.size() == 1 ? "This" + tagged + " waits" : "These" + tagged + " wait")
        + " for you:\n"
        + lines.stream().limit(MOST_LINES).map(WaitingQueue::line).collect(Collectors.joining("\n"))
        + more(found);
  }

  private static String more(Found found) {
    if (found.lines().size() > MOST_LINES) {
      return "\n… and more.";
    }
    return found.all()
        ? ""
        : "\n… and maybe more: Countersign looked at the first "
            + MOST_LOOKED_AT
            + " requests that wait for your groups.";
  }

  /// What waits for one person, one line more than are shown where there is one more.
  ///
  /// @param all whether everything was looked at
  private record Found(List<WaitingLine> lines, boolean all) {}

  /// Looks until the lines are full, so that neither votes of the asker nor requests of their own
  /// agents take the places of what they can decide.
  private Found find(Person person, Directory people, Optional<TagName> tag) {
    Set<GroupName> groups = new HashSet<>(person.groups());
    person.delegations().forEach(each -> groups.addAll(each.groups()));
    List<WaitingLine> lines = new ArrayList<>();
    Optional<WaitingLine> last = Optional.empty();
    int looked = 0;
    int look = FIRST_LOOK;
    while (lines.size() <= MOST_LINES && looked < MOST_LOOKED_AT) {
      List<WaitingLine> page = ledger.waiting(person.id(), groups, tag, last, look);
      page.stream().filter(line -> isFor(line, person, people)).forEach(lines::add);
      if (page.size() < look) {
        return new Found(lines, true);
      }
      last = Optional.of(page.getLast());
      looked += look;
      look = Math.min(LONGER * look, MOST_LOOKED_AT - looked);
    }
    return new Found(lines, false);
  }

  /// A line says neither whose place is still free nor whose functions count: where the asker may
  /// stand in for somebody, or functions matter, the record is read.
  private boolean isFor(WaitingLine line, Person asker, Directory people) {
    return line.isFor(asker, people)
        && ((asker.delegations().isEmpty() && !line.byFunction())
            || ledger
                .find(line.id())
                .filter(record -> record.entitlement(asker, people) == Entitlement.ENTITLED)
                .isPresent());
  }

  private static String line(WaitingLine waiting) {
    return "• " + CardComposer.summary(waiting) + tags(waiting.tags()) + unshown(waiting.unshown());
  }

  /// As one asks for them.
  private static String tags(List<Tag> tags) {
    return tags.isEmpty()
        ? ""
        : tags.stream().map(Tag::toString).collect(Collectors.joining(", ", " — ", ""));
  }

  private String standing(RequestRecord record) {
    return composer.compose(record).summary()
        + (record.request().state().isDecided() ? "" : unshown(Unshown.of(record.cards())));
  }

  /// Where its card is missing while people are asked; the chat's own code is for whoever mends it.
  private static String unshown(List<Unshown> places) {
    return places.isEmpty()
        ? ""
        : places.stream()
            .map(place -> place.surface().label() + " (" + place.code() + ")")
            .collect(Collectors.joining(", ", " — its card cannot be shown in ", ""));
  }

  @Override
  public String status(AccountId asker, String id) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(asker);
    if (person.isEmpty()) {
      return WhyNot.UNLINKED.said();
    }
    return ProposalId.parse(id)
        .flatMap(ledger::find)
        .filter(record -> record.concerns(person.get(), people))
        .map(this::standing)
        .orElse(WhyNot.UNKNOWN_REQUEST);
  }
}
