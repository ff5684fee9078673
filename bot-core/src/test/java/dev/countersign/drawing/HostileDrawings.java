package dev.countersign.drawing;

import dev.countersign.TestGate;
import dev.countersign.card.CardView;
import dev.countersign.card.Chapter;
import dev.countersign.card.Commands;
import dev.countersign.card.FormTopic;
import dev.countersign.card.Reply;
import dev.countersign.card.VisibleText;
import dev.countersign.catalogue.Decoding.Text;
import dev.countersign.catalogue.Field;
import dev.countersign.catalogue.Headline;
import dev.countersign.catalogue.Operation;
import dev.countersign.freezing.SampleRefusals;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.WireName;
import dev.countersign.ledger.DecidedLine;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.WaitingLine;
import dev.countersign.linking.SampleLinks;
import dev.countersign.people.Directory;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.Outline;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.ProposalReader;
import dev.countersign.proposal.ReadResult;
import dev.countersign.proposal.RevisionOf;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.proposal.UndoOf;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import dev.countersign.request.RejectReason;
import dev.countersign.request.Remarks;
import dev.countersign.request.RequestState;
import dev.countersign.request.Vote;
import dev.countersign.request.Widening;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What the gate draws of proposals that have one text wherever an agent or a target may write any,
/// and of a decision whose note has it: cards that wait and that are over, with and without a
/// catalogue, escalated, revised and gathered on one card, the pages of details, the replies that
/// name requests or accounts, what forms say, and what is said below cards.
///
/// @param cards by what they are, as the others; empty where no proposal may have the text
/// @param replies what names requests or accounts to whoever asks
/// @param saidBelow in messages of their own below the cards: in the gate's own words, in which no
///   chat parses anything, and in which nothing supplied may be
/// @param topics what forms say that they are about
/// @param pages requests as pages draw them
/// @param chapters what pages tell around them
public record HostileDrawings(
    Map<String, CardView> cards,
    Map<String, Reply> replies,
    Map<String, String> saidBelow,
    Map<String, FormTopic> topics,
    Map<String, CardView> pages,
    Map<String, List<Chapter>> chapters) {
  private static final Directory PEOPLE = TestGate.directory();
  private static final CardComposer COMPOSER = new CardComposer(PEOPLE);

  private static final Map<ActionClass, String> CHANGES =
      Map.of(
          ActionClass.MESSAGE,
          """
          {"class":"message","channel":"email","to":[{"address":"a@b.example","name":%1$s}],
           "subject":%1$s,"thread_ref":%1$s,"body":{"media_type":"text/plain","content":%2$s}}
          """,
          ActionClass.RECORD_CHANGE,
          """
          {"class":"record_change","operation":"update","record_type":%1$s,
           "changes":[{"path":"/a","from":%2$s,"to":{"b":%2$s}}]}
          """,
          ActionClass.API_CALL,
          """
          {"class":"api_call","method":"POST","url":"https://a.example/v1/refunds",
           "side_effects":[%1$s],"body":{"media_type":"application/json","json":
            {"charge":%2$s,"amount":4250,"currency":"eur","deep":[{"a":%2$s}]}}}
          """,
          ActionClass.TOOL_CALL,
          """
          {"class":"tool_call","tool":%1$s,"server":%1$s,"arguments":{"a":%2$s},
           "annotations":{"title":%1$s}}
          """);

  private static final Execution.Unknown LOST =
      new Execution.Unknown(
          new GrantId("grt_01JD9Q7Z3M8V5K2N4R6T8W0XYA"),
          new ExecutionId("exe_01JD9Q7Z3M8V5K2N4R6T8W0XYA"),
          "timeout",
          0,
          SampleRecords.DECIDED);

  private static final Operation SHOWING_IT_IN_THE_HEADING =
      new Operation(
          "refund",
          Headline.parse("Refund {charge}"),
          Optional.of("charge"),
          List.of(
              new Field(
                  "charge", "charge", "/body/json/charge", new Text(), Optional.empty(), true)),
          Optional.of(false),
          Optional.empty());

  /// Whether what was drawn has the text in any form in which a chat may draw it: with lines of its
  /// own, on one line, or inside a JSON value; blanks and isolates apart, which chats draw in ways
  /// of their own.
  public static boolean shows(String drawn, String text) {
    String inJson = CanonicalJson.text(Json.of(text));
    String read = solid(drawn);
    return Stream.of(text, inJson.substring(1, inJson.length() - 1))
        .flatMap(each -> Stream.of(VisibleText.of(each), VisibleText.onOneLine(each)))
        .anyMatch(each -> read.contains(solid(each.text())));
  }

  private static String solid(String text) {
    return text.replaceAll("[\\s\u00a0\u2068\u2069]", "");
  }

  /// @param text wherever anybody may supply any
  public static HostileDrawings of(ActionClass actionClass, String text) {
    var drawings =
        new HostileDrawings(
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>());
    batch(actionClass, text)
        .ifPresent(
            list -> drawings.cards.put("batch", BatchCard.of(SampleBatches.BATCH, list, PEOPLE)));
    records(actionClass, text).forEach(drawings::draw);
    broken(actionClass, text)
        .ifPresent(record -> drawings.replies.put("told of break-glass", alarm(record)));
    drawings.topics.forEach(
        (name, topic) -> drawings.replies.put(name + ", asked in a form", sheet(topic, text)));
    if (!text.isBlank()) {
      drawings.replies.putAll(SampleLinks.of(text, text));
      drawings.replies.putAll(SampleRefusals.of(text, text));
    }
    return drawings;
  }

  private static Reply.Sheet sheet(FormTopic topic, String text) {
    return new Reply.Sheet(
        "File retrospective",
        topic,
        List.of(
            Reply.Field.oneOf("found", "What did you find?", List.of("This", "That"), "Choose."),
            new Reply.Field("changes", "What changes?", true, 1_000, "Say it.", text)),
        "It is kept.",
        "File it",
        "break-glass file x");
  }

  private void draw(String name, RequestRecord record) {
    cards.put(name, COMPOSER.compose(record));
    DetailPages pages = DetailPages.of(record, PEOPLE);
    for (int page = 1; page <= pages.count(); page++) {
      cards.put(name + ", page " + page, pages.page(page, true));
    }
    this.pages.put(name + ", read", ReviewCard.reading(record, PEOPLE));
    this.pages.put(name + ", standing", ReviewCard.standing(record, PEOPLE));
    if (record.request().state() instanceof RequestState.Pending) {
      this.pages.put(name + ", decided on", ReviewCard.deciding(record, PEOPLE));
    }
    this.pages.put(name + ", tried", ProspectPage.ruled(record, List.of(), PEOPLE));
    ProspectPage.card(record, PEOPLE)
        .ifPresent(card -> this.pages.put(name + ", tried, as a card", card));
    chapters.put(name, chapters(record));
    chapters.put(
        name + ", unknown",
        List.of(
            new Chapter(
                Chapter.Topic.EXECUTION,
                UnknownLine.headline(record),
                true,
                List.of(new Chapter.Block.Lines(UnknownLine.lines(record, LOST))))));
    reply(name, record);
    String summary = COMPOSER.summary(record);
    saidBelow.put(name + ", reminder", CardComposer.reminder(summary));
    saidBelow.put(name + ", next stage", CardComposer.calling(summary));
    saidBelow.put(name + ", unknown", CardComposer.unknown(summary));
    saidBelow.put(name + ", outcome", CardComposer.unchangeable(summary));
    topics.put(name, CardComposer.topic(record, true));
  }

  /// A revision of itself, with itself as all that was before.
  private static List<Chapter> chapters(RequestRecord record) {
    return ReviewChapters.of(
        record,
        new Surroundings(
            List.of(record),
            Optional.of(record),
            List.of(record),
            List.of(record),
            List.of(),
            true),
        PEOPLE,
        true);
  }

  /// What is compared in the two revisions, each with the other before it.
  public static List<Chapter> comparing(ActionClass actionClass, String text) {
    return draft(Objects.requireNonNull(CHANGES.get(actionClass)), text)
        .map(hostile -> {
          ProposalDraft plain = SampleRecords.draft(actionClass);
          List<Chapter> both = new ArrayList<>();
          both.addAll(comparing(hostile, plain));
          both.addAll(comparing(plain, hostile));
          return both;
        })
        .orElse(List.of());
  }

  private static List<Chapter> comparing(ProposalDraft before, ProposalDraft now) {
    RequestRecord former =
        SampleRecords.record(
            before,
            SampleRecords.asking(SampleRecords.LEADS),
            List.of(),
            new RequestState.Pending());
    return ReviewChapters.of(
        SampleRecords.record(
            now.revising(
                RevisionOf.of(
                    former.request().id(),
                    before.action(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    now.action())),
            SampleRecords.asking(SampleRecords.LEADS),
            List.of(),
            new RequestState.Pending()),
        new Surroundings(List.of(former), Optional.empty(), List.of(), List.of(), List.of(), true),
        PEOPLE,
        true);
  }

  private void reply(String name, RequestRecord record) {
    List<WaitingLine> waiting = List.of(waiting(record));
    List<DecidedLine> decided = List.of(decided(record));
    replies.put(name + ", queued", QueuePage.of(waiting, Optional.empty(), "", false));
    replies.put(
        name + ", in a digest", DigestPage.of(waiting, "1", false, Commands.mute("1.k.mac")));
    replies.put(name + ", decided", DecidedPage.of(decided, false));
    replies.put(
        name + ", at home",
        new HomePage(waiting, "1", "", false, "0", decided, SampleRecords.DECIDED).reply());
    replies.put(
        name + ", asked for",
        new Reply.OfRequest(
            COMPOSER.compose(record).withoutButtons(),
            "You may decide this.",
            Optional.empty(),
            List.of(Commands.queue())));
    List<UnknownPage.Item> unknown = List.of(new UnknownPage.Item(record, LOST, ""));
    replies.put(name + ", of which nobody knows", UnknownPage.of(unknown, Optional.empty()));
    if (record.request().state().isDecided()) {
      replies.put(name + ", told", COMPOSER.outcomeForRequester(record));
    }
  }

  private static Reply alarm(RequestRecord record) {
    return AlarmPage.of(
        record,
        PEOPLE,
        new AlarmPage.Ways(
            Commands.endGlass(SampleRecords.ID, "1.k.mac"),
            Commands.fileRetrospective(SampleRecords.ID, "1.k.mac")));
  }

  private static Map<String, RequestRecord> records(ActionClass actionClass, String text) {
    var records = new LinkedHashMap<String, RequestRecord>();
    draft(Objects.requireNonNull(CHANGES.get(actionClass)), text)
        .ifPresent(draft -> {
          String kind = WireName.of(actionClass);
          records.putAll(revised(kind, draft, SampleRecords.draft(actionClass)));
          records.putAll(records(kind, draft, SampleRecords.asking(SampleRecords.LEADS), text));
          if (actionClass == ActionClass.RECORD_CHANGE) {
            note(text)
                .filter(note -> note.length() <= UndoOf.LONGEST_NOTE)
                .ifPresent(note -> records.put(kind + ", undo", undo(note)));
          }
          if (actionClass == ActionClass.API_CALL) {
            records.putAll(
                records(
                    kind + " in a catalogue",
                    draft,
                    SampleRecords.catalogued(SHOWING_IT_IN_THE_HEADING, SampleRecords.LEADS),
                    text));
          }
        });
    return records;
  }

  /// As somebody used break-glass on it, with the text as their reason where it may be one.
  private static Optional<RequestRecord> broken(ActionClass actionClass, String text) {
    return draft(Objects.requireNonNull(CHANGES.get(actionClass)), text)
        .map(draft ->
            SampleRecords.broken(
                draft,
                SampleRecords.asking(SampleRecords.LEADS),
                "granted",
                BrokenGlass.reason(text).orElse("Nobody else can be reached.")));
  }

  private static Map<String, RequestRecord> records(
      String kind, ProposalDraft draft, SampleRecords.Ruler ruler, String text) {
    var records = new LinkedHashMap<String, RequestRecord>();
    records.put(
        kind + ", waiting",
        SampleRecords.record(draft, ruler, List.of(), new RequestState.Pending()));
    note(text)
        .filter(note -> note.length() <= Widening.LONGEST_NOTE)
        .ifPresent(note ->
            records.put(
                kind + ", escalated",
                SampleRecords.record(
                    draft, ruler, List.of(), SampleRecords.widened(Optional.of(note)))));
    note(text)
        .ifPresent(note -> {
          Vote vote =
              SampleRecords.vote(
                  Decision.REJECT,
                  draft,
                  new Remarks(Optional.of(RejectReason.WRONG_CONTENT), Optional.of(note)));
          records.put(
              kind + ", rejected",
              SampleRecords.record(
                  draft,
                  ruler,
                  List.of(vote),
                  new RequestState.Rejected(SampleRecords.LENA, SampleRecords.DECIDED)));
        });
    return records;
  }

  /// The text came by a revision, and went by one.
  private static Map<String, RequestRecord> revised(
      String kind, ProposalDraft hostile, ProposalDraft plain) {
    return Map.of(
        kind + ", revised", revision(plain, hostile),
        kind + ", revised away", revision(hostile, plain));
  }

  /// Why it should be undone is a person's own text.
  private static RequestRecord undo(String text) {
    ProposalDraft draft = SampleRecords.draft(ActionClass.RECORD_CHANGE);
    return SampleRecords.record(
        draft.undoing(
            new UndoOf(
                SampleRecords.NEXT,
                draft.action().digest(),
                Optional.of(SampleRecords.LENA),
                Optional.of(text))),
        SampleRecords.asking(SampleRecords.LEADS),
        List.of(),
        new RequestState.Pending());
  }

  private static RequestRecord revision(ProposalDraft former, ProposalDraft now) {
    return SampleRecords.record(
        now.revising(
            RevisionOf.of(
                SampleRecords.NEXT,
                former.action(),
                Optional.empty(),
                List.of(SampleRecords.LENA),
                Optional.of(SampleRecords.LENA),
                Optional.empty(),
                now.action())),
        SampleRecords.asking(SampleRecords.LEADS),
        List.of(),
        new RequestState.Pending());
  }

  /// One with the text and one with a little more, so that rows say what differs; empty where the
  /// gate asks about each alone.
  private static Optional<List<RequestRecord>> batch(ActionClass actionClass, String text) {
    List<RequestRecord> list = new ArrayList<>();
    for (String each : List.of(text, text + "x")) {
      draft(Objects.requireNonNull(CHANGES.get(actionClass)), each)
          .map(draft -> SampleBatches.record(list.size() + 1, draft, Optional.empty()))
          .ifPresent(list::add);
    }
    return Optional.of(list)
        .filter(both -> both.size() == 2)
        .filter(both -> both.stream().map(Alike::of).allMatch(Optional::isPresent))
        .filter(both -> both.stream().map(Alike::of).distinct().count() == 1);
  }

  /// Empty where nobody can write such a note.
  private static Optional<String> note(String text) {
    return Optional.of(text).filter(note -> note.length() <= 500 && !note.isBlank());
  }

  /// Everywhere; or in what may have lines alone, where no name may be like that.
  private static Optional<ProposalDraft> draft(String changes, String text) {
    try {
      String prose = CanonicalJson.text(Json.of(text));
      return draft(changes, prose, prose).or(() -> draft(changes, "\"a name\"", prose));
    } catch (JsonRefusedException _) {
      return Optional.empty();
    }
  }

  private static Optional<ProposalDraft> draft(String changes, String name, String prose) {
    String body =
        """
        {"action_type":"a.b","target_system":"billing","target_id":%1$s,"rationale":%2$s,
         "evidence":[{"title":%1$s,"kind":"ticket","excerpt":%2$s}],"proposed_changes":%3$s}
        """
            .formatted(name, prose, changes.formatted(name, prose));
    return ProposalReader.read(body.getBytes(StandardCharsets.UTF_8))
            instanceof ReadResult.Accepted(ProposalDraft draft)
        ? Optional.of(draft)
        : Optional.empty();
  }

  private static WaitingLine waiting(RequestRecord record) {
    return new WaitingLine(
        record.proposal().id(),
        1,
        record.proposal().agent(),
        RiskLevel.HIGH,
        record.request().deadline(),
        Outline.of(record.proposal().action(), record.proposal().context()),
        record.ruling().deed(),
        record.ruling().object(),
        List.of(),
        Set.of(),
        false,
        false,
        List.of());
  }

  private static DecidedLine decided(RequestRecord record) {
    return new DecidedLine(
        record.proposal().id(),
        Decision.REJECT,
        SampleRecords.DECIDED,
        record.request().state(),
        record.request().deadline(),
        Outline.of(record.proposal().action(), record.proposal().context()),
        record.ruling().deed(),
        record.ruling().object());
  }
}
