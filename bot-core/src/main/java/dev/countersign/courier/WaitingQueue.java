package dev.countersign.courier;

import dev.countersign.card.Commands;
import dev.countersign.card.Placement;
import dev.countersign.card.PostedCard;
import dev.countersign.card.QueueDesk;
import dev.countersign.card.Reply;
import dev.countersign.card.WhyNot;
import dev.countersign.drawing.CardComposer;
import dev.countersign.drawing.QueuePage;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Unshown;
import dev.countersign.ledger.WaitingLine;
import dev.countersign.ledger.WaitingPlace;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Policy;
import dev.countersign.policy.TagName;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Entitlement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Tells people what waits for them and how a request stands.
public final class WaitingQueue implements QueueDesk {
  /// Rows of one answer; a phone shows about as many.
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
  public WaitingQueue(
      Ledger ledger, Directory directory, Supplier<Policy> policy, CardComposer composer) {
    this.ledger = ledger;
    this.directory = directory;
    this.policy = policy;
    this.composer = composer;
  }

  @Override
  public Reply queue(AccountId asker, String tag, String after) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(asker);
    if (person.isEmpty()) {
      return new Reply.Words(WhyNot.UNLINKED.said());
    }
    Optional<WaitingPlace> place = record(after, person.get(), people).map(WaitingPlace::of);
    return switch (TagQuestion.of(tag, policy.get())) {
      case TagQuestion.All _ -> queue(person.get(), people, Optional.empty(), place);
      case TagQuestion.Tagged(var name) -> queue(person.get(), people, Optional.of(name), place);
      case TagQuestion.Unknown(var answer) -> new Reply.Words(answer);
    };
  }

  private Reply queue(
      Person person, Directory people, Optional<TagName> tag, Optional<WaitingPlace> after) {
    Found found = find(person, people, tag, after);
    String frozen = frozen();
    return found.lines().isEmpty()
        ? new Reply.Words(found.nothing(QueuePage.tagged(tag), after.isPresent()) + frozen)
        : QueuePage.of(found.shown(), tag, (found.beyond() + frozen).strip(), found.more());
  }

  /// Behind what is said; empty where nothing is frozen.
  String frozen() {
    return ledger.freezing().inForce().isEmpty()
        ? ""
        : " 🧊 Something is frozen: what it covers can be decided, and does not run. Write freeze"
            + " to see what.";
  }

  /// What waits for one person, one line more than are shown where there is one more.
  ///
  /// @param all whether everything was looked at
  record Found(List<WaitingLine> lines, boolean all) {
    List<WaitingLine> shown() {
      return lines.stream().limit(MOST_LINES).toList();
    }

    boolean more() {
      return lines.size() > MOST_LINES;
    }

    /// How many there are, as far as was counted.
    String count() {
      return more()
          ? "more than " + MOST_LINES
          : all ? "" + lines.size() : lines.size() + " or more";
    }

    /// Of those that are not shown, or that there are none; may be empty.
    String said() {
      return lines.isEmpty() ? nothing("", false) : beyond();
    }

    private String beyond() {
      return more()
          ? "… and more."
          : all
              ? ""
              : "… and maybe more: Countersign looked at the first "
                  + MOST_LOOKED_AT
                  + " requests that wait for your groups.";
    }

    private String nothing(String tagged, boolean onAnotherPage) {
      if (all) {
        return "Nothing" + (onAnotherPage ? " more" : "") + tagged + " waits for you.";
      }
      return "Nothing waits for you among the first "
          + MOST_LOOKED_AT
          + " requests"
          + tagged
          + " that wait for your groups. Countersign looked no further.";
    }
  }

  /// From the beginning.
  Found find(Person person, Directory people) {
    return find(person, people, Optional.empty(), Optional.empty());
  }

  /// Looks until the lines are full, so that neither votes of the asker nor requests of their own
  /// agents take the places of what they can decide.
  private Found find(
      Person person, Directory people, Optional<TagName> tag, Optional<WaitingPlace> after) {
    Set<GroupName> groups = person.groupsDecidedIn();
    List<WaitingLine> lines = new ArrayList<>();
    Optional<WaitingPlace> last = after;
    int looked = 0;
    int look = FIRST_LOOK;
    while (lines.size() <= MOST_LINES && looked < MOST_LOOKED_AT) {
      List<WaitingLine> page = ledger.waiting(person.id(), groups, tag, last, look);
      page.stream().filter(line -> isFor(line, person, people)).forEach(lines::add);
      if (page.size() < look) {
        return new Found(lines, true);
      }
      last = Optional.of(page.getLast().place());
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

  @Override
  public Reply status(AccountId asker, String id) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(asker);
    if (person.isEmpty()) {
      return new Reply.Words(WhyNot.UNLINKED.said());
    }
    return record(id, person.get(), people)
        .map(record -> standing(record, asker, person.get(), people))
        .orElseGet(() -> new Reply.Words(WhyNot.UNKNOWN_REQUEST));
  }

  /// Empty unless it is the person's business.
  ///
  /// @param id as typed
  private Optional<RequestRecord> record(String id, Person person, Directory people) {
    return ProposalId.parse(id)
        .flatMap(ledger::find)
        .filter(record -> record.concerns(person, people));
  }

  private Reply standing(RequestRecord record, AccountId asker, Person person, Directory people) {
    boolean decided = record.request().state().isDecided();
    String unshown = decided ? "" : QueuePage.unshown(Unshown.of(record.cards()));
    if (!record.isShownTo(person, people)) {
      return new Reply.Words(composer.summary(record) + unshown);
    }
    List<Reply.Spot> spots = decided ? List.of() : spots(record);
    Optional<Reply.Spot> spot =
        spots.stream()
            .filter(each ->
                each.address().surface() == asker.surface()
                    && each.address().tenant().equals(asker.tenant()))
            .findFirst();
    String words =
        decided
            ? ""
            : WhereToDecide.said(record, record.entitlement(person, people), spot, spots) + unshown;
    return new Reply.OfRequest(
        composer.compose(record).withoutButtons(), words, spot, List.of(Commands.queue()));
  }

  /// Where its newest card stands now, in the order in which the places were first asked.
  private static List<Reply.Spot> spots(RequestRecord record) {
    return Placement.of(record.cards()).stream()
        .filter(place -> place.state() == Placement.State.SHOWN)
        .map(Placement::address)
        .flatMap(address ->
            Renderings.latest(record, address)
                .flatMap(PostedCard::messageId)
                .map(message -> new Reply.Spot(address, message))
                .stream())
        .toList();
  }
}
