package dev.countersign.drawing;

import dev.countersign.card.Button;
import dev.countersign.card.Button.Confirm;
import dev.countersign.card.Button.Look;
import dev.countersign.card.CardView;
import dev.countersign.card.Forms;
import dev.countersign.card.PostedCard;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.card.TickList;
import dev.countersign.card.Tone;
import dev.countersign.json.Digest;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Directory;
import dev.countersign.proposal.Outline;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.BatchId;
import dev.countersign.request.Decision;
import dev.countersign.token.DecisionClaims;
import dev.countersign.token.DecisionClaims.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The card of a batch: what each of its requests is in one row, then what is the same of all, and
/// boxes for those that can still be decided.
///
/// It asks once. As soon as one of them was decided on it, or none can be any more, it has no
/// buttons and says what became of each; whatever was left out is decided on its own card.
public final class BatchCard {
  private final BatchId batch;
  private final List<RequestRecord> list;
  private final Directory people;
  private final boolean asks;

  private BatchCard(BatchId batch, List<RequestRecord> list, Directory people) {
    this.batch = batch;
    this.list = list;
    this.people = people;
    this.asks = list.stream().noneMatch(this::isDecidedHere);
  }

  /// @param list at least one, all alike when they were gathered, in the order of their ids
  /// @param directory names people as they are now
  public static CardView of(BatchId batch, List<RequestRecord> list, Directory directory) {
    return new BatchCard(batch, List.copyOf(list), directory.asOfNow()).view();
  }

  private CardView view() {
    List<RequestRecord> open = list.stream().filter(this::isOpen).toList();
    RequestRecord first = list.getFirst();
    Function<PersonId, Run> naming = person -> Mentions.of(person, people);
    CommonParts parts =
        CommonParts.of(list.stream().map(record -> PendingCard.inBatch(record, naming)).toList());
    List<Section> sections = new ArrayList<>();
    sections.add(Section.Lines.of(open.isEmpty() ? ended() : asked(open)));
    sections.add(new Section.Bullets(title(open), rows(parts)));
    sections.addAll(parts.common());
    String heading = heading(first);
    return new CardView(
            first.request().id(),
            first.request().revision(),
            list.stream().mapToInt(record -> record.request().version()).sum(),
            Tone.NEUTRAL,
            "🗂️ " + heading,
            summary(first, heading, open),
            sections,
            open.isEmpty() ? List.of() : List.of(approve(open), reject()),
            batch
                + "  ·  "
                + PendingCard.rules(first)
                + "  ·  "
                + list.size()
                + " separate records, their list "
                + listed().abbreviated())
        .with(new TickList(batch, open.stream().map(this::box).toList()));
  }

  /// The deed where it is one for all of them, else what kind of deed it is.
  private String heading(RequestRecord first) {
    Set<String> objects = objects();
    String object =
        objects.size() == 1
            ? objects.iterator().next()
            : Wording.object(
                Outline.of(first.proposal().action(), first.proposal().context()),
                Optional.empty());
    return list.size() + " alike: " + object;
  }

  private Set<String> objects() {
    return list.stream().map(record -> Wording.of(record).object()).collect(Collectors.toSet());
  }

  private String summary(RequestRecord first, String heading, List<RequestRecord> open) {
    return open.isEmpty()
        ? heading + " (" + batch + "). Nothing is decided here any more"
        : Wording.risk(first.ruling().risk().assessed())
            + ": "
            + heading
            + " ("
            + batch
            + "). Decide by "
            + Wording.UTC_MINUTE.format(deadline(open));
  }

  private List<Run> asked(List<RequestRecord> open) {
    RequestRecord first = list.getFirst();
    List<Run> line = new ArrayList<>();
    line.add(Run.strong(Wording.risk(first.ruling().risk().assessed())));
    line.add(Run.words("  ·  ⏳ decide by "));
    line.add(new Run.Moment(deadline(open)));
    boolean together =
        open.stream().map(record -> record.request().deadline()).distinct().count() == 1;
    if (!together) {
      line.add(Run.words(", the first of them"));
    }
    if (first.proposal().context().blockingCustomer()) {
      line.add(Run.words("  ·  each blocks a customer, says the agent"));
    }
    return line;
  }

  private List<Run> ended() {
    List<Run> line = new ArrayList<>();
    line.add(Run.strong("Nothing is decided on this card any more."));
    long left = list.stream().filter(Alike::isDecidable).count();
    if (left > 0) {
      line.add(
          Run.words(
              left == 1
                  ? " One still waits, and is decided on its own card."
                  : " " + left + " still wait, and are decided on their own cards."));
    }
    return line;
  }

  private String title(List<RequestRecord> open) {
    return open.isEmpty()
        ? "What became of each"
        : "Each is decided, recorded and executed by itself";
  }

  private List<List<Run>> rows(CommonParts parts) {
    List<List<Run>> rows = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      RequestRecord record = list.get(i);
      List<Run> row = new ArrayList<>();
      String standing = standing(record);
      row.add(Run.strong(label(record) + (standing.isEmpty() ? "" : "  ·  " + standing)));
      for (List<Run> piece : parts.apart().get(i)) {
        row.add(Run.words("  ·  "));
        row.addAll(piece);
      }
      rows.add(row);
    }
    return rows;
  }

  /// Empty for one that waits and is what the heading says of all.
  private String standing(RequestRecord record) {
    String object = Wording.of(record).object();
    if (isOpen(record)) {
      return objects().size() == 1 ? "" : object;
    }
    if (Alike.isDecidable(record)) {
      return "⏳ Left out here, waits on its own card: " + object;
    }
    return record.request().state().isDecided()
        ? SettledCard.of(record, people).heading()
        : "⌛ The time to decide is over: " + object;
  }

  private TickList.Box box(RequestRecord record) {
    return new TickList.Box(record.request().id().value(), label(record));
  }

  private String label(RequestRecord record) {
    return (list.indexOf(record) + 1) + " · " + CardFrame.shortName(record);
  }

  private boolean isOpen(RequestRecord record) {
    return asks && Alike.isDecidable(record);
  }

  /// A vote names the rendering that it was cast on.
  private boolean isDecidedHere(RequestRecord record) {
    Set<Digest> shown =
        record.batched().stream()
            .filter(card -> card.batch().filter(batch::equals).isPresent())
            .map(PostedCard::digest)
            .collect(Collectors.toSet());
    return record.request().votes().stream().anyMatch(vote -> shown.contains(vote.card()));
  }

  private static Instant deadline(List<RequestRecord> open) {
    return open.stream()
        .map(record -> record.request().deadline())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Button approve(List<RequestRecord> open) {
    String label = "Approve ticked";
    String irreversible =
        open.stream()
            .map(PendingCard::irreversibly)
            .filter(words -> !words.isEmpty())
            .findFirst()
            .orElse("");
    return new Button(
        Decision.APPROVE,
        label,
        Look.PRIMARY,
        Optional.of(
            new Confirm(
                label + "?",
                "Each ticked request is approved and executed by itself, exactly as shown. Unticked"
                    + " ones wait on their own cards."
                    + irreversible,
                label,
                "Go back")),
        Optional.empty());
  }

  private static Button reject() {
    return new Button(
        Decision.REJECT,
        "Reject ticked…",
        Look.DANGER,
        Optional.empty(),
        Forms.of(Decision.REJECT));
  }

  private Digest listed() {
    return DecisionClaims.overList(items(list));
  }

  /// The requests of a list as its buttons name them.
  public static List<Item> items(List<RequestRecord> list) {
    return list.stream().map(RequestRecord::request).map(BatchCard::item).toList();
  }

  private static Item item(ApprovalRequest request) {
    return new Item(request.id(), request.revision(), request.action());
  }
}
