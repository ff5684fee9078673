package dev.countersign.card;

import dev.countersign.people.AccountId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Answers what a person asks in words, alike in every chat. How a chat carries the words, and who
/// it says sent them, is its adapter's; so is asking [AskLimit] first.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public final class Commands {
  /// Characters of what was written that are looked at.
  public static final int LONGEST = 1_000;

  /// To whoever asks more often than [AskLimit] takes, once.
  public static final String TOO_MANY =
      "That is more than Countersign answers in a minute, so nothing came of this one. Please wait"
          + " a minute; the buttons on the cards work all the same.";

  /// A command, what it is about, and the rest as it was written.
  private static final int PARTS = 3;

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final String UNKNOWN = "Countersign does not know this command. ";
  private static final String HELP =
      "You can ask:\n"
          + Arrays.stream(Command.values())
              .map(command -> command.word() + " · " + command.description())
              .collect(Collectors.joining("\n"));

  private final QueueDesk queue;
  private final BatchDesk batches;
  private final DeadlineDesk deadlines;
  private final ProblemDesk problems;

  public Commands(ChatDesks desks) {
    this(desks.queue(), desks.batches(), desks.deadlines(), desks.problems());
  }

  Commands(QueueDesk queue, BatchDesk batches, DeadlineDesk deadlines, ProblemDesk problems) {
    this.queue = queue;
    this.batches = batches;
    this.deadlines = deadlines;
    this.problems = problems;
  }

  /// For the asker alone.
  ///
  /// @param written a command and what belongs to it, with a slash in front of it or without; what
  ///   the chat itself puts around it, such as a mention of the bot, is taken away
  public String answer(AccountId asker, String written) {
    String[] words = words(written);
    String first = words[0].toLowerCase(Locale.ROOT);
    Optional<Command> command =
        Arrays.stream(Command.values()).filter(one -> one.word().equals(first)).findFirst();
    if (command.isEmpty()) {
      return first.isEmpty() ? HELP : UNKNOWN + HELP;
    }
    return switch (command.get()) {
      case QUEUE -> queue.queue(asker, part(words, 1));
      case BATCH -> batches.gather(asker);
      case STATUS -> queue.status(asker, part(words, 1));
      case EXTEND -> deadlines.extend(asker, part(words, 1));
      case PROBLEM -> problems.report(asker, part(words, 1), part(words, 2));
      case HELP -> HELP;
    };
  }

  private static String part(String[] words, int index) {
    return index < words.length ? words[index] : "";
  }

  /// At least one word, which may be empty.
  private static String[] words(String written) {
    String text = written.substring(0, Math.min(written.length(), LONGEST)).strip();
    return BLANKS.split(text.startsWith("/") ? text.substring(1) : text, PARTS);
  }
}
