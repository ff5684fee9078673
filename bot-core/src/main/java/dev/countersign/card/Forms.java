package dev.countersign.card;

import dev.countersign.card.Form.Choice;
import dev.countersign.card.Form.Note;
import dev.countersign.request.Decision;
import dev.countersign.request.RejectReason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What every decision asks of its presser, the same on all cards: a chat that hears of a press has
/// the form without the card.
public final class Forms {
  private static final Form REJECT =
      new Form(
          "Reject",
          Arrays.stream(RejectReason.values()).map(r -> new Choice(r, words(r))).toList(),
          new Note("Note for the agent and the record", false, ""),
          "Reject");

  private static final Form RETURN =
      new Form(
          "Request changes",
          List.of(),
          new Note("What should change?", true, "Please say what should change."),
          "Request changes");

  private Forms() {}

  /// Empty where a press alone decides.
  public static Optional<Form> of(Decision decision) {
    return switch (decision) {
      case REJECT -> Optional.of(REJECT);
      case RETURN -> Optional.of(RETURN);
      case APPROVE -> Optional.empty();
    };
  }

  /// How people read a reason.
  public static String words(RejectReason reason) {
    return switch (reason) {
      case WRONG_CONTENT -> "Wrong content or amount";
      case NOT_ENOUGH_CONTEXT -> "Not enough context";
      case AGAINST_POLICY -> "Against policy";
      case NO_LONGER_NEEDED -> "No longer needed";
    };
  }
}
