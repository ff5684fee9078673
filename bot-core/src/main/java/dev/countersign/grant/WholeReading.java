package dev.countersign.grant;

import dev.countersign.audit.Folding.Folded;
import dev.countersign.audit.OpenedPage;
import dev.countersign.audit.ShownCard;
import dev.countersign.json.Digest;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.Decision;
import dev.countersign.request.Vote;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What people have seen of an action, by the entries and by nothing else: on a card that showed it
/// whole, or page by page.
///
/// @param cards every rendering that was about to be shown
/// @param pages what people opened, in order
public record WholeReading(List<ShownCard> cards, List<OpenedPage> pages) {
  /// Of a request about which nobody was asked.
  static final WholeReading NOTHING = new WholeReading(List.of(), List.of());

  public WholeReading {
    cards = List.copyOf(cards);
    pages = List.copyOf(pages);
  }

  public static WholeReading of(Folded folded) {
    return new WholeReading(folded.cards(), folded.pages());
  }

  /// Whether that rendering left anything of its action out. Whichever entry says so: the same bytes
  /// posted once more are cut as they were before.
  public boolean wasCut(Digest card, int revision) {
    return cards.stream()
        .anyMatch(shown ->
            shown.revision() == revision && shown.card().equals(card) && !shown.whole());
  }

  /// The pages that this person has opened of exactly these.
  ///
  /// @param content digest over all of them
  public Set<Integer> opened(PersonId person, int revision, Digest action, Digest content) {
    Set<Integer> opened = new HashSet<>();
    pages.stream()
        .filter(page -> isOf(page, person, revision, action) && page.content().equals(content))
        .forEach(page -> opened.add(page.page()));
    return opened;
  }

  /// Whether entries before that number say that this person opened every page of one and the same
  /// cut into pages.
  boolean hasReadAll(PersonId person, int revision, Digest action, int seq) {
    Map<Digest, Set<Integer>> missing = new HashMap<>();
    for (OpenedPage page : pages) {
      if (page.seq() < seq && isOf(page, person, revision, action)) {
        missing.computeIfAbsent(page.content(), _ -> numbers(page.pages())).remove(page.page());
      }
    }
    return missing.values().stream().anyMatch(Set::isEmpty);
  }

  private static Set<Integer> numbers(int pages) {
    Set<Integer> numbers = new HashSet<>();
    for (int page = 1; page <= pages; page++) {
      numbers.add(page);
    }
    return numbers;
  }

  private static boolean isOf(OpenedPage page, PersonId person, int revision, Digest action) {
    return page.person().equals(person)
        && page.revision() == revision
        && page.action().equals(action);
  }

  /// Whether this vote rests on the whole action. Only approvals have to.
  ///
  /// @param seq the number of the vote's entry
  public boolean admits(Vote vote, int seq) {
    return vote.decision() != Decision.APPROVE
        || !wasCut(vote.card(), vote.revision())
        || hasReadAll(vote.person(), vote.revision(), vote.action(), seq);
  }
}
