package dev.countersign.decision;

import dev.countersign.card.Asker;
import dev.countersign.card.Commands;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Input;
import dev.countersign.card.InterventionDesk.Opened;
import dev.countersign.card.InterventionForm;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Field;
import dev.countersign.card.Reply.Sheet;
import dev.countersign.card.SheetAnswer;
import dev.countersign.card.UnknownCommandDesk;
import dev.countersign.card.WhyNot;
import dev.countersign.drawing.UnknownPage;
import dev.countersign.drawing.UnknownPage.Item;
import dev.countersign.json.Digest;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.ProposalId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Lists in chats what nobody knows the end of, and takes what a person found: with the form of the
/// card, sealed for the one who was shown it, and by the same desk.
public final class UnknownSheets implements UnknownCommandDesk {
  /// Rows of one answer; a phone shows about as many.
  static final int MOST_LINES = 10;

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final String FOUND = "found";
  private static final String NOTE = "note";
  private static final String AS_YOUR_WORD =
      "It stands as your word, and the agent reads it. Nothing is sent because of it.";

  private final UnknownQueue queue;
  private final InterventionDesk interventions;
  private final Directory directory;

  /// @param interventions the desk that takes it from a card, too
  public UnknownSheets(UnknownQueue queue, InterventionDesk interventions, Directory directory) {
    this.queue = queue;
    this.interventions = interventions;
    this.directory = directory;
  }

  private Reply forPerson(Asker asker, Directory people, Function<Person, Reply> answer) {
    return people
        .byAccount(asker.account())
        .map(answer)
        .orElseGet(() -> new Reply.Words(WhyNot.UNLINKED.said()));
  }

  @Override
  public Reply list(Asker asker, String after) {
    Directory people = directory.asOfNow();
    return forPerson(asker, people, person -> list(person, people, after));
  }

  private Reply list(Person person, Directory people, String after) {
    UnknownQueue.Page page = queue.page(person, people, after, MOST_LINES);
    if (!page.items().isEmpty()) {
      return UnknownPage.of(page.items(), page.next());
    }
    String none = "There is none of which nobody knows whether it happened, that you may see";
    return page.next()
        .<Reply>map(last ->
            new Reply.Listing(
                "Outcome unknown",
                none + ", on this page.",
                List.of(
                    new Reply.Part.Note(none + ", on this page."),
                    new Reply.Part.Asks(List.of(Commands.moreUnknown(last))))))
        .orElseGet(() -> new Reply.Words(none + "."));
  }

  @Override
  public Reply form(Asker asker, String id) {
    Directory people = directory.asOfNow();
    return forPerson(asker, people, person -> form(asker, person, people, id));
  }

  private Reply form(Asker asker, Person person, Directory people, String id) {
    Optional<ProposalId> request = ProposalId.parse(BLANKS.split(id.strip(), 2)[0]);
    Optional<Item> item = request.flatMap(each -> queue.one(each, person, people));
    if (item.isEmpty()) {
      return new Reply.Words(
          "There is nothing to say of it: there is no such request that you may see, or what became"
              + " of it is known. Write status and its id to see how it stands.");
    }
    if (!item.get().whyNot().isEmpty()) {
      return new Reply.Words(item.get().whyNot());
    }
    if (asker.pressed().isEmpty()) {
      return UnknownPage.of(item.get()); // its button opens the form
    }
    return queue
        .form(item.get().record(), asker.account(), person, people)
        .<Reply>map(form -> sheet(form, request.get()))
        .orElseGet(() -> new Reply.Words(item.get().whyNot()));
  }

  private static Sheet sheet(Opened.Form opened, ProposalId request) {
    InterventionForm form = opened.form();
    InterventionForm.Choice choice = form.choice().orElseThrow();
    InterventionForm.Note note = form.note();
    return new Sheet(
        form.title(),
        form.about(),
        List.of(
            Field.oneOf(FOUND, choice.label(), choice.values(), choice.missing()),
            new Field(NOTE, note.label(), note.required(), note.longest(), note.missing(), "")),
        AS_YOUR_WORD,
        form.send(),
        Commands.saying(request, opened.seal()));
  }

  @Override
  public SheetAnswer say(Asker asker, String rest, Map<String, String> typed) {
    String[] words = BLANKS.split(rest.strip(), 2);
    Answer answer =
        interventions.send(
            new InterventionDesk.Sent(
                Intervention.RECONCILE,
                asker.account(),
                words[0],
                filled(typed, FOUND),
                filled(typed, NOTE),
                asker.pressed().orElseGet(() -> Digest.of(rest.getBytes(StandardCharsets.UTF_8))),
                words.length > 1 ? words[1] : ""));
    return switch (answer) {
      case Answer.Done(var said) -> new SheetAnswer.Done(said);
      case Answer.Refused(var code, var said) -> new SheetAnswer.Refused(code, said);
      case Answer.Unavailable(var said) -> new SheetAnswer.Unavailable(said);
      case Answer.Mend(var at, var said) -> mend(asker, words[0], at, said, typed);
    };
  }

  private static Optional<String> filled(Map<String, String> typed, String field) {
    return Optional.ofNullable(typed.get(field)).filter(text -> !text.isEmpty());
  }

  /// The form anew, as it may have lapsed meanwhile, with what was written.
  private SheetAnswer mend(
      Asker asker, String id, Input at, String said, Map<String, String> typed) {
    Directory people = directory.asOfNow();
    Optional<ProposalId> request = ProposalId.parse(id);
    return people
        .byAccount(asker.account())
        .flatMap(person ->
            request
                .flatMap(each -> queue.one(each, person, people))
                .flatMap(item -> queue.form(item.record(), asker.account(), person, people)))
        .<SheetAnswer>map(form ->
            new SheetAnswer.Mend(
                sheet(form, request.orElseThrow()).filled(typed),
                at == Input.CHOICE ? FOUND : NOTE,
                said))
        .orElseGet(() -> new SheetAnswer.Refused("not_so", said));
  }
}
