package dev.countersign.freezing;

import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.card.WhyNot;
import dev.countersign.execution.StartCheck;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeActor;
import dev.countersign.freeze.FreezeRefusal;
import dev.countersign.freeze.FreezeRules;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.FreezeTargets;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.WireName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What people are told of freezes. Reasons and names are supplied text.
final class FreezeWords {
  private static final long MINUTES = FreezeRules.LIFT_WITHIN.toMinutes();

  private static final String SCOPES =
      "A scope is "
          + FreezeScope.SPELLING
          + ". A reason has one line of at most "
          + Freeze.LONGEST_REASON
          + " characters; everybody reads it.";

  static final Reply HOW_TO_FREEZE =
      new Reply.Words("Nothing was frozen. Write: freeze on <scope> <why>. " + SCOPES);

  static final String HOW_ON_A_PAGE = "Nothing was frozen. " + SCOPES;

  static final Reply HOW_TO_LIFT =
      new Reply.Words(
          "Nothing was lifted. Write: freeze off <scope>, as freeze alone shows it, and nothing"
              + " behind it. Two people who may freeze have to, and press the button of the"
              + " answer; or one does with a passkey, on the page Freezes of the console.");

  private static final String WHAT_IT_DOES =
      "From now on nothing that it covers is granted or executed, here and outside. People go on"
          + " deciding, and what they approve waits.";

  static final String ON = "Frozen. " + WHAT_IT_DOES;

  static final String ON_ALREADY = "This was frozen already; nothing was changed.";

  private static final String HOW_IT_ENDS =
      "To lift it, two people who may freeze write freeze off and its scope, and press the button"
          + " of the answer, within "
          + MINUTES
          + " minutes of each other.";

  static final String LIFTED =
      "Lifted. What is approved can start again within "
          + StartCheck.WHILE_FROZEN.toSeconds()
          + " seconds, unless something else is frozen, or its time to start is over.";

  private FreezeWords() {}

  static Reply frozen(Freeze freeze) {
    return one("🧊 Frozen", WHAT_IT_DOES + " " + HOW_IT_ENDS, freeze);
  }

  static Reply already(Freeze freeze) {
    return one("🧊 This was frozen already", "Nothing was changed. " + HOW_IT_ENDS, freeze);
  }

  static Reply asked(Freeze freeze) {
    return one(
        "🧊 Still frozen: one of two",
        "Somebody else who may freeze has to write freeze off and its scope, and press, within "
            + MINUTES
            + " minutes.",
        freeze);
  }

  /// @param lift the button that is its presser's word
  static Reply question(Freeze freeze, Reply.Ask lift) {
    String heading = "🧊 Do you want this lifted?";
    String text =
        "Nothing was changed. The button is your word for it, and two people who may freeze have to"
            + " give theirs within "
            + MINUTES
            + " minutes of each other. What is approved runs then.";
    List<Part> parts = new ArrayList<>(part(freeze));
    parts.add(new Part.Note(text));
    parts.add(new Part.Asks(List.of(lift)));
    return new Reply.Listing(heading, heading + " " + text, parts);
  }

  static Reply lifted(Freeze freeze) {
    return one("Lifted", LIFTED.substring("Lifted. ".length()), freeze);
  }

  /// To operators, who did not ask.
  static Reply.Listing begun(Freeze freeze) {
    return told("🧊 Frozen", HOW_IT_ENDS, part(freeze));
  }

  /// The same, when it is over.
  ///
  /// @param by who took the last step to its end
  static Reply.Listing over(Freeze freeze, FreezeActor by, Instant at) {
    List<Part> parts = new ArrayList<>(part(freeze));
    parts.add(
        new Part.Lines(
            List.of(
                List.of(
                    Run.strong("Lifted"),
                    Run.words(" by "),
                    Run.supplied(by.name()),
                    Run.words(by.isOperator() ? ", an operator, " : ", "),
                    new Run.Moment(at)))));
    return told("🧊 Lifted", "What is approved starts again.", parts);
  }

  private static Reply.Listing told(String heading, String text, List<Part> said) {
    List<Part> parts = new ArrayList<>(said);
    parts.add(new Part.Note(text));
    return new Reply.Listing(heading, heading + ". " + text, parts);
  }

  private static Reply one(String heading, String text, Freeze freeze) {
    return told(heading, text, part(freeze));
  }

  static Reply list(Freezing now) {
    if (now.inForce().isEmpty()) {
      return new Reply.Words(
          "Nothing is frozen. Who may freeze writes: freeze on <scope> <why>. " + SCOPES);
    }
    List<Part> parts = new ArrayList<>();
    now.inForce().forEach(freeze -> parts.addAll(part(freeze)));
    parts.add(new Part.Note(HOW_IT_ENDS));
    int many = now.inForce().size();
    String heading = many == 1 ? "🧊 One freeze is on" : "🧊 " + many + " freezes are on";
    return new Reply.Listing(heading, heading + ". " + HOW_IT_ENDS, parts);
  }

  private static List<Part> part(Freeze freeze) {
    List<List<Run>> lines = new ArrayList<>();
    lines.add(
        List.of(
            Run.strong("Frozen: "),
            Run.supplied(freeze.scope().toString(), Run.Emphasis.CODE),
            Run.words(" (number " + freeze.number() + ")")));
    if (!freeze.proven()) {
      lines.add(List.of(Run.words(Freeze.UNPROVEN)));
      return List.of(new Part.Lines(lines));
    }
    lines.add(
        List.of(
            Run.words("By "),
            Run.supplied(freeze.by().name()),
            Run.words(freeze.by().isOperator() ? ", an operator, since " : " since "),
            new Run.Moment(freeze.since())));
    lines.add(List.of(Run.words("Why: "), Run.supplied(freeze.reason())));
    freeze
        .asked()
        .ifPresent(word ->
            lines.add(
                List.of(
                    Run.words("Lifting asked for by "),
                    Run.supplied(word.by().name()),
                    Run.words(", "),
                    new Run.Moment(word.at()))));
    return List.of(new Part.Lines(lines));
  }

  /// Ends with the stable code, for whoever is asked for help.
  static Reply refused(FreezeRefusal why) {
    return new Reply.Words(sentence(why) + " (" + WireName.of(why) + ")");
  }

  /// A scope that names nothing of the connections in force.
  static Reply unknown(FreezeRefusal why, FreezeTargets known) {
    String more =
        why == FreezeRefusal.UNKNOWN_ENVIRONMENT
            ? " They are in: " + known.environmentsSaid() + "."
            : "";
    return new Reply.Words(sentence(why) + more + " (" + WireName.of(why) + ")");
  }

  static String sentence(FreezeRefusal why) {
    return switch (why) {
      case NOT_A_PERSON -> WhyNot.UNLINKED.said();
      case NOBODY_MAY ->
          "Nobody may freeze here yet: a group of people.yaml needs may_freeze: true. Your"
              + " administrator can also run countersign freeze.";
      case NO_RIGHT ->
          "You are in no group that may freeze. Somebody of a group with may_freeze has to, or your"
              + " administrator by countersign freeze.";
      case UNKNOWN_AGENT -> "Nothing was frozen: no agent is called so.";
      case UNKNOWN_CONNECTION -> "Nothing was frozen: no connection is called so.";
      case UNKNOWN_ENVIRONMENT -> "Nothing was frozen: no connection is in this environment.";
      case NOT_ON -> "Nothing was lifted: this is not frozen. Write freeze to see what is.";
      case SAME_PERSON ->
          "You have asked for it already, by this account or another. Somebody else who may freeze"
              + " has to ask for it, too.";
      case NO_PASSKEY ->
          "Nothing was lifted: no passkey of yours that counts proves that you want this freeze"
              + " lifted.";
      case OWNS_THE_AGENT ->
          "You own the agent that is frozen, so two others who may freeze have to lift it.";
    };
  }
}
