package dev.countersign.breakglass;

import dev.countersign.card.Asker;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Field;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Reply.Sheet;
import dev.countersign.card.RetrospectiveDesk;
import dev.countersign.card.RetrospectiveDesk.Page;
import dev.countersign.card.RetrospectiveDesk.Told;
import dev.countersign.card.SheetAnswer;
import dev.countersign.card.WhyNot;
import dev.countersign.json.WireName;
import dev.countersign.people.Directory;
import dev.countersign.proposal.ProposalId;
import dev.countersign.refusal.RetrospectiveRefusal;
import dev.countersign.request.RetrospectiveQuestion;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Files retrospectives from chats: with the questions, the rules and the desk of the page. A form
/// is for the one person to whom the gate showed it.
final class RetrospectiveSheets {
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final String HEADING = "📝 Retrospective of break-glass";
  private static final String PRESS =
      "Nothing was filed. Press the button to write it: what you write is asked for then.";
  private static final String NOT_YOURS =
      "Nothing was filed: this form was not shown to you, or a day ago. Please press the button for"
          + " it once more.";

  private final RetrospectiveDesk desk;
  private final Directory directory;
  private final GlassSeals seals;
  private final GlassRule rule;

  RetrospectiveSheets(
      RetrospectiveDesk desk, Directory directory, GlassSeals seals, GlassRule rule) {
    this.desk = desk;
    this.directory = directory;
    this.seals = seals;
    this.rule = rule;
  }

  /// The form, for whoever may file it and pressed a button for it.
  ///
  /// @param rest the request, and what the button carries
  Reply ask(Asker asker, String rest) {
    String[] words = BLANKS.split(rest.strip(), 2);
    Optional<ProposalId> request = ProposalId.parse(words[0]);
    if (request.isEmpty()) {
      return new Reply.Words("Nothing was filed. " + WhyNot.ID);
    }
    Optional<Page> page = desk.look(asker.account(), request.get().value());
    if (page.isEmpty() || !page.get().files()) {
      return new Reply.Words(RetrospectiveWords.refused(against(asker, page)).words());
    }
    if (words.length < 2 || !seals.isFiling(words[1], request.get(), asker, rule.alarms())) {
      return new Reply.Listing(
          HEADING,
          PRESS,
          List.of(
              new Part.Note(PRESS),
              new Part.Asks(List.of(seals.filing(asker.account(), request.get())))));
    }
    return sheet(page.get(), seals.sheet(asker.account(), request.get()));
  }

  private RetrospectiveRefusal against(Asker asker, Optional<Page> page) {
    return page.isPresent()
        ? RetrospectiveRefusal.FILED_ALREADY
        : directory.byAccount(asker.account()).isPresent()
            ? RetrospectiveRefusal.UNKNOWN_RETROSPECTIVE
            : RetrospectiveRefusal.NOT_A_PERSON;
  }

  private static Sheet sheet(Page page, String question) {
    return new Sheet(
        "File retrospective",
        page.topic(),
        Arrays.stream(RetrospectiveQuestion.values()).map(RetrospectiveSheets::field).toList(),
        RetrospectiveDesk.KEPT_IN_RECORD,
        "File it",
        question);
  }

  private static Field field(RetrospectiveQuestion question) {
    return new Field(
        WireName.of(question),
        RetrospectiveDesk.label(question),
        question.isRequired(),
        RetrospectiveQuestion.LONGEST,
        "Please answer in " + RetrospectiveQuestion.SHORTEST + " characters at least.",
        "");
  }

  /// @param rest the request, and what the form carries
  /// @param typed by name of the field
  SheetAnswer file(Asker asker, String rest, Map<String, String> typed) {
    String[] words = BLANKS.split(rest.strip(), 2);
    Optional<ProposalId> request =
        ProposalId.parse(words[0])
            .filter(id -> words.length > 1 && seals.isSheet(words[1], id, asker));
    if (request.isEmpty()) {
      return new SheetAnswer.Refused("not_shown", NOT_YOURS);
    }
    Map<RetrospectiveQuestion, String> answers = answers(typed);
    Told told = desk.file(asker.account(), request.get().value(), answers);
    if (told.done()) {
      return new SheetAnswer.Done(told.words());
    }
    return RetrospectiveFiling.toMend(answers)
        .filter(_ -> told.code().equals(WireName.of(RetrospectiveRefusal.ANSWERS_WANTED)))
        .flatMap(question ->
            desk.look(asker.account(), request.get().value())
                .<SheetAnswer>map(page ->
                    new SheetAnswer.Mend(
                        sheet(page, seals.sheet(asker.account(), request.get())).filled(typed),
                        WireName.of(question),
                        told.words())))
        .orElseGet(() -> new SheetAnswer.Refused(told.code(), told.words()));
  }

  private static Map<RetrospectiveQuestion, String> answers(Map<String, String> typed) {
    Map<RetrospectiveQuestion, String> answers = new EnumMap<>(RetrospectiveQuestion.class);
    for (RetrospectiveQuestion question : RetrospectiveQuestion.values()) {
      answers.put(question, typed.getOrDefault(WireName.of(question), ""));
    }
    return answers;
  }
}
