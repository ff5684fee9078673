package dev.countersign;

import dev.countersign.card.Asker;
import dev.countersign.card.FormTopic;
import dev.countersign.card.GlassCommandDesk;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Field;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Reply.Sheet;
import dev.countersign.card.RetrospectiveDesk;
import dev.countersign.card.SheetAnswer;
import dev.countersign.json.WireName;
import dev.countersign.people.AccountId;
import dev.countersign.request.RetrospectiveQuestion;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// Answers the button of a retrospective with its form, and what is sent as it is told to.
public final class SheetDouble implements GlassCommandDesk {
  public static final String REQUEST = "prop_01JD9Q7Z3M8V5K2N4R6T8W0XYA";
  private static final String QUESTION = "break-glass file " + REQUEST + " 9.k.seal";

  /// As the gate posts it.
  public static final Reply.Listing ALARM =
      new Reply.Listing(
          "Break-glass was used",
          "Break-glass was used",
          List.of(new Part.Asks(List.of(new Reply.Ask("File retrospective", QUESTION)))));

  public static final Sheet SHEET =
      new Sheet(
          "File retrospective",
          new FormTopic(List.of("Refund EUR 42.50  ·  🔴 HIGH RISK  ·  #8W0XYA"), List.of()),
          Arrays.stream(RetrospectiveQuestion.values())
              .map(question ->
                  new Field(
                      WireName.of(question),
                      RetrospectiveDesk.label(question),
                      question.isRequired(),
                      RetrospectiveQuestion.LONGEST,
                      "Please answer.",
                      ""))
              .toList(),
          RetrospectiveDesk.KEPT_IN_RECORD,
          "File it",
          QUESTION);

  /// With one answer of a few, and one that is written.
  public static final Sheet CHOICE =
      new Sheet(
          "Say what happened",
          SHEET.about(),
          List.of(
              Field.oneOf(
                  "found",
                  "What did you find in the target system?",
                  List.of("It happened", "It did not happen"),
                  "Please say whether it happened."),
              new Field("note", "How do you know?", true, 500, "Please say how you know.", "")),
          "It stands as your word.",
          "Record it",
          QUESTION);

  /// @param rest the request and what the form carried
  public record Sent(AccountId by, String rest, Map<String, String> typed) {}

  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private volatile Function<Sent, SheetAnswer> answer = _ -> new SheetAnswer.Done("It is filed.");
  private volatile Reply opened = SHEET;

  public void opens(Reply reply) {
    opened = reply;
  }

  public void answers(Function<Sent, SheetAnswer> given) {
    answer = given;
  }

  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  @Override
  public Reply breakGlass(Asker asker, String first, String rest) {
    return first.equals(FILE) ? opened : CLOSED.breakGlass(asker, first, rest);
  }

  @Override
  public SheetAnswer file(Asker asker, String rest, Map<String, String> typed) {
    Sent one = new Sent(asker.account(), rest, Map.copyOf(typed));
    sent.add(one);
    return answer.apply(one);
  }
}
