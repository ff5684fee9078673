package dev.countersign.courier;

import dev.countersign.card.Chapter.Block;
import dev.countersign.card.SearchDesk;
import dev.countersign.drawing.FoundLine;
import dev.countersign.drawing.FoundLine.Shown;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.RequestSearch;
import dev.countersign.ledger.SearchTerms;
import dev.countersign.people.AccountId;
import dev.countersign.people.ConsoleRole;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.ProposalId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks for requests for one person: whatever has the words, and of it only what they may see, by
/// words that they are shown. How many others there are is said by nothing that it answers.
public final class Searches implements SearchDesk {
  /// Requests of one answer.
  static final int MOST = 25;

  /// Of what has the words, how many are looked at.
  static final int LOOKED_AT = 200;

  private static final int PAGE = 50;

  /// Wherever it stands, such as in a link.
  private static final Pattern ID = Pattern.compile("prop_[0-9A-HJKMNP-TV-Z]{26}");

  static final String NOTE =
      "Looked at are the newest "
          + LOOKED_AT
          + " that have all of it, and at most "
          + MOST
          + " of those that you may see are shown. Another word finds older ones.";

  static final String TOO_SHORT = "Type at least two letters or digits of one word.";

  static final String TOO_LONG =
      "Type at most " + SearchTerms.LONGEST + " characters, so nothing was looked for.";

  static final String GIVEN_UP =
      "This takes too long to look for. Add another word, or look by the id.";

  private final RequestSearch search;
  private final Ledger ledger;
  private final Directory directory;

  public Searches(RequestSearch search, Ledger ledger, Directory directory) {
    this.search = search;
    this.ledger = ledger;
    this.directory = directory;
  }

  @Override
  public Found search(AccountId reader, String typed) {
    if (typed.isBlank()) {
      return new Found.Nothing();
    }
    if (typed.length() > SearchTerms.LONGEST) {
      return new Found.Unread(TOO_LONG);
    }
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(reader);
    if (person.isEmpty()) {
      return new Found.Requests(List.of(), NOTE);
    }
    Matcher id = ID.matcher(typed);
    if (id.find()) {
      return new Found.Requests(
          found(id.group())
              .flatMap(record ->
                  shown(record, person.get(), people).map(shown -> FoundLine.row(record, shown)))
              .stream()
              .toList(),
          NOTE);
    }
    SearchTerms terms = SearchTerms.of(typed);
    return terms.all().isEmpty()
        ? new Found.Unread(TOO_SHORT)
        : byWords(terms, person.get(), people);
  }

  private Found byWords(SearchTerms terms, Person person, Directory people) {
    List<Block.Row> rows = new ArrayList<>();
    Optional<ProposalId> before = Optional.empty();
    for (int looked = 0; looked < LOOKED_AT; looked += PAGE) {
      Optional<RequestSearch.Page> page = search.page(terms, before, PAGE);
      if (page.isEmpty()) {
        return new Found.GivenUp(GIVEN_UP);
      }
      for (RequestRecord record : page.get().records()) {
        shown(record, person, people)
            .filter(shown -> terms.areIn(FoundLine.words(record, shown, people)))
            .ifPresent(shown -> rows.add(FoundLine.row(record, shown)));
      }
      before = page.get().last();
      if (rows.size() >= MOST || before.isEmpty()) {
        break;
      }
    }
    return new Found.Requests(rows.stream().limit(MOST).toList(), NOTE);
  }

  /// What does not read is left out here; whoever opens it hears so.
  private Optional<RequestRecord> found(String id) {
    try {
      return ProposalId.parse(id).flatMap(ledger::find);
    } catch (DamagedRecordException e) {
      return Optional.empty();
    }
  }

  /// By the rule of its own page, and of a queue that has it by a role.
  private static Optional<Shown> shown(RequestRecord record, Person person, Directory people) {
    return switch (Reviews.sight(record, person, people)) {
      case NOTHING -> Optional.empty();
      case READING, AUDITING -> Optional.of(Shown.READ);
      case STANDING ->
          Optional.of(
              people.consoleRoles(person).stream().anyMatch(ConsoleRole::seesWhatWaits)
                      && !record.conflicted(people).contains(person.id())
                  ? Shown.LISTED
                  : Shown.STANDING);
    };
  }
}
