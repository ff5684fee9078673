package dev.countersign.drawing;

import dev.countersign.card.CardView;
import dev.countersign.card.ConsoleAddress;
import dev.countersign.card.FormTopic;
import dev.countersign.card.Reply;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.card.Tone;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.WaitingLine;
import dev.countersign.people.Directory;
import dev.countersign.policy.ChatMask;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Pending;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes the neutral card of a request from what is committed, and from nothing else.
public final class CardComposer {
  private final Directory directory;
  private final Optional<ConsoleAddress> console;
  private final PageCounts pageCounts = new PageCounts();

  /// Of a deployment without a console.
  public CardComposer(Directory directory) {
    this(directory, Optional.empty());
  }

  /// @param console where an action is decided that is too long for the details of a chat
  public CardComposer(Directory directory, Optional<ConsoleAddress> console) {
    this.directory = directory;
    this.console = console;
  }

  public CardView compose(RequestRecord record) {
    int pages = pageCounts.of(record);
    CardView card = MaskedCard.of(drawn(record).withDetails(pages), record);
    CardView whole = page(record).filter(_ -> pages == 0).map(card::withConsole).orElse(card);
    CardView leading = page(record).map(page -> leading(whole, record, page)).orElse(whole);
    return GlassLine.of(record, () -> record.people(directory))
        .or(() -> FrozenLine.of(record))
        .map(leading::below)
        .orElse(leading);
  }

  /// What its page is for first, as long as it waits.
  private static CardView leading(CardView card, RequestRecord record, URI page) {
    if (!(record.request().state() instanceof Pending)) {
      return card;
    }
    if (!record.ruling().chatApprove()) {
      return card.approvedOn(page);
    }
    return record.ruling().circumstances().attachmentsHeld() ? card.openedOn(page) : card;
  }

  private Optional<URI> page(RequestRecord record) {
    return console.map(address -> address.of(record.request().id()));
  }

  /// The summary that the card has, without its pages.
  public String summary(RequestRecord record) {
    return drawn(record).summary();
  }

  /// How a request ended, for the person for whom its agent acts.
  public Reply.Listing outcomeForRequester(RequestRecord record) {
    return SettledCard.outcome(
        record, record.people(directory), "You are told because the agent acts for you.");
  }

  /// The same, for a channel in which ends are told.
  public Reply.Listing outcomeForChannel(RequestRecord record) {
    return SettledCard.outcome(
        record, record.people(directory), "This channel is told how requests end.");
  }

  private CardView drawn(RequestRecord record) {
    // One reading: a card names all its people as they are in one import.
    Directory people = record.people(directory);
    return record.request().state() instanceof Pending
        ? PendingCard.of(record, person -> Mentions.of(person, people))
        : SettledCard.of(record, people);
  }

  /// The summary that the card of a pending request has, without the record.
  public static String summary(WaitingLine waiting) {
    return PendingCard.summary(
        waiting.risk(),
        Wording.object(waiting.outline(), waiting.deed()) + DeedObject.behind(waiting.object()),
        CardFrame.name(waiting.id(), waiting.revision()),
        waiting.deadline());
  }

  /// How lists name a request: what its cards say of its id at first sight.
  public static String shortName(ProposalId request) {
    return CardFrame.shortName(request);
  }

  /// What a form about a request says that it is about. Of what the ruling keeps out of sight in
  /// chats it says the deed alone.
  ///
  /// @param whole whether its reader may read what the card shows, see [RequestRecord#isShownTo]
  public static FormTopic topic(RequestRecord record, boolean whole) {
    return new FormTopic(
        List.of(
            Wording.of(record).object()
                + "  ·  "
                + Wording.risk(record.ruling().risk().assessed())
                + "  ·  "
                + CardFrame.shortName(record)),
        whole && record.ruling().chatMask() == ChatMask.NONE
            ? DecisiveFacts.object(record).orElseGet(() -> deed(record))
            : List.of());
  }

  private static List<Run> deed(RequestRecord record) {
    List<Run> line = new ArrayList<>(List.of(Run.words("It would ")));
    line.addAll(Deed.of(record.proposal().action()));
    return line;
  }

  /// A deadline in words, as summaries of cards have it.
  public static String deadline(Instant at) {
    return Wording.UTC_MINUTE.format(at);
  }

  /// What is left of a copy that nobody decides on.
  public CardView pointer(RequestRecord record) {
    String object = Wording.of(record).object();
    return CardFrame.view(
        record,
        Tone.NEUTRAL,
        "Not kept up to date: " + object,
        "Not kept up to date: " + object + " (" + CardFrame.name(record) + ")",
        List.of(new Section.Lines(List.of(List.of(Run.words(pointing(record)))))),
        List.of(),
        CardFrame.name(record));
  }

  /// The same in words, for below the copy.
  public static String pointing(RequestRecord record) {
    return "This is a second copy of a card, and nobody decides on it. The newest card of "
        + CardFrame.name(record)
        + " in this conversation shows how it stands.";
  }

  /// In words below the card of a pending request, for those who have not decided.
  ///
  /// @param summary of the card
  public static String reminder(String summary) {
    return "Reminder: this waits for a decision. " + summary;
  }

  /// In words below the card of a pending request, for those who are asked since it stands there.
  ///
  /// @param summary of the card
  public static String calling(String summary) {
    return "This waits for your decision now. " + summary;
  }

  /// In words below the card of an action of which nobody knows whether it happened.
  ///
  /// @param summary of the card
  public static String unknown(String summary) {
    return "Reminder: nobody knows whether this happened. Please look in the target system, and say"
        + " what you found with the button of the card. "
        + summary;
  }

  /// In words below a message that cannot be changed itself.
  ///
  /// @param summary of what it would show
  public static String unchangeable(String summary) {
    return "The card above cannot be changed any more, and its buttons decide nothing. " + summary;
  }
}
