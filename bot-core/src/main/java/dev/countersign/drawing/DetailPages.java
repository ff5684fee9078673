package dev.countersign.drawing;

import dev.countersign.card.Button;
import dev.countersign.card.CardView;
import dev.countersign.card.Pagination;
import dev.countersign.card.Run;
import dev.countersign.card.Run.Emphasis;
import dev.countersign.card.Section;
import dev.countersign.card.Tone;
import dev.countersign.json.Digest;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Directory;
import dev.countersign.policy.Finding;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.RequestState.Pending;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The whole of a request's action in pages: all that its card says or would say, with nothing left
/// out, and the ruling's reasons. The same pages for everybody and in every chat, as long as the
/// proposal and its ruling are the same, so that what somebody has opened can be told by number.
public final class DetailPages {
  /// Pages of one action. Nobody reads more than that on a phone with care, and an action that
  /// needs more can be proposed in parts.
  public static final int MOST = 20;

  private static final String WHY = "Why you are asked";

  /// How deep reasons lie in each other, as far as it is drawn; deeper ones stand at that depth.
  private static final int DEEPEST = 4;

  private final RequestRecord record;
  private final List<List<Section>> pages;

  private DetailPages(RequestRecord record, List<List<Section>> pages) {
    this.record = record;
    this.pages = pages;
  }

  /// With everybody named as the directory has them now.
  public static DetailPages of(RequestRecord record, Directory people) {
    return of(record, person -> Mentions.of(person, people));
  }

  /// How many there are, whoever is named on them.
  static int count(RequestRecord record) {
    return unnamed(record).count();
  }

  static DetailPages unnamed(RequestRecord record) {
    return of(record, DetailPages::byId);
  }

  private static Run byId(PersonId person) {
    return new Run.Human(person.value(), Set.of());
  }

  private static DetailPages of(RequestRecord record, Function<PersonId, Run> naming) {
    List<Section> sections = new ArrayList<>(PendingCard.whole(record, naming));
    sections.add(why(record));
    List<List<Section>> pages = Pagination.of(sections, MOST);
    // Indentation gives way before an approval does.
    return new DetailPages(
        record,
        pages.isEmpty()
            ? Pagination.of(sections.stream().map(Section::plainer).toList(), MOST)
            : pages);
  }

  /// From 1 to [#MOST]; 0 where it takes more.
  public int count() {
    return pages.size();
  }

  /// Over what all pages say, in their order and as they are cut.
  ///
  /// People are in it by nothing, and so are moments: neither a new name nor a later deadline makes
  /// another action of it.
  public Digest content() {
    return Digest.of(
        pages.stream()
            .map(page -> page.stream().map(DetailPages::said).collect(Collectors.joining("\u001e")))
            .collect(Collectors.joining("\u001d")));
  }

  private static String said(Section section) {
    return switch (section) {
      case Section.Lines(var lines) -> lines(lines);
      case Section.Bullets(var title, var items) -> title + "\u001f" + lines(items);
      case Section.Quote(var title, var text) -> title + "\u001f" + lines(List.of(text));
      case Section.Verbatim(var title, var text, var _) -> title + "\u001f" + text;
      case Section.Note(var words) -> words;
      case Section.Buttons _ -> "";
      case Section.Explanation(var words) -> said(words);
      case Section.Aid(var words, var _) -> said(words);
    };
  }

  private static String lines(List<List<Run>> lines) {
    return lines.stream()
        .map(line -> line.stream().map(DetailPages::said).collect(Collectors.joining("\u001f")))
        .collect(Collectors.joining("\n"));
  }

  private static String said(Run run) {
    return switch (run) {
      case Run.Words(var text, var _) -> text;
      case Run.Supplied supplied -> supplied.text();
      case Run.Moment _ -> "";
      case Run.Human _ -> "";
    };
  }

  /// Each page as it is asked about, for whoever wants to know whether a chat shows them.
  List<CardView> all() {
    List<CardView> views = new ArrayList<>();
    for (int number = 1; number <= count(); number++) {
      views.add(page(number, number == count()));
    }
    return views;
  }

  /// One page as a card.
  ///
  /// @param number from 1 to [#count]
  /// @param asks whether its viewer may decide on it
  public CardView page(int number, boolean asks) {
    Wording wording = Wording.of(record);
    List<Button> buttons = asks ? PendingCard.buttons(record) : List.of();
    return CardFrame.view(
        record,
        Tone.NEUTRAL,
        wording.icon() + " " + wording.object(),
        "Page " + number + " of " + count() + ": " + wording.object(),
        pages.get(number - 1),
        buttons,
        CardFrame.name(record)
            + "  ·  page "
            + number
            + " of "
            + count()
            + "  ·  "
            + record.request().action().abbreviated());
  }

  /// One page for somebody who decides nothing on it, without what is hidden in chats; with how the
  /// request stands above it, where it waits no more.
  ///
  /// @param people as they are now
  public CardView settled(int number, Directory people) {
    CardView page = page(number, false);
    List<Section> sections = new ArrayList<>();
    if (!(record.request().state() instanceof Pending)) {
      sections.add(
          Section.Lines.of(
              List.of(
                  Run.strong(SettledCard.of(record, people).heading()),
                  Run.words(". Nothing can be decided here any more."))));
    }
    sections.addAll(masked().get(number - 1));
    return CardFrame.view(
        record, page.tone(), page.heading(), page.summary(), sections, List.of(), page.footer());
  }

  /// All pages at once: whether what was found stands anywhere is a question about all of them.
  private List<List<Section>> masked() {
    List<Section> all = MaskedCard.sections(pages.stream().flatMap(List::stream).toList(), record);
    List<List<Section>> masked = new ArrayList<>();
    int from = 0;
    for (List<Section> page : pages) {
      masked.add(all.subList(from, from + page.size()));
      from += page.size();
    }
    return masked;
  }

  /// The findings that led to the ruling, the groups that it asks, and which policy it was.
  static Section why(RequestRecord record) {
    return new Section.Bullets(WHY, reasons(record));
  }

  /// What led to the ruling, a line each.
  static List<List<Run>> reasons(RequestRecord record) {
    List<List<Run>> items = new ArrayList<>();
    record.ruling().findings().forEach(finding -> add(items, finding, 0));
    record
        .ruling()
        .stages()
        .forEach(stage ->
            items.add(List.of(Run.words("Asks for: " + Approvals.requirement(stage) + "."))));
    items.add(
        List.of(
            Run.words("Policy "),
            Run.supplied(record.ruling().policy().value(), Emphasis.CODE),
            Run.words(", action "),
            Run.supplied(record.request().action().value(), Emphasis.CODE)));
    return List.copyOf(items);
  }

  private static void add(List<List<Run>> items, Finding finding, int depth) {
    items.add(
        List.of(
            Run.words("– ".repeat(depth)),
            Run.supplied(finding.subject(), Emphasis.CODE),
            Run.words(" " + finding.result().replace('_', ' ') + ": " + finding.because())));
    finding.parts().forEach(part -> add(items, part, Math.min(DEEPEST, depth + 1)));
  }
}
