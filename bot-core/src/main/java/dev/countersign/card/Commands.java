package dev.countersign.card;

import dev.countersign.json.WireName;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.policy.TagName;
import dev.countersign.proposal.ProposalId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger log = LoggerFactory.getLogger(Commands.class);
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /// Behind `queue` and its tag, and behind `recent`: the page goes on behind the request that is
  /// named next.
  private static final String AFTER = "after";

  /// Behind `link` and its code, in the button that makes the link.
  private static final String CONFIRM = "confirm";

  /// Behind `freeze`, for lifting one.
  private static final String OFF = "off";

  private static final String NO_COMMAND = "Countersign does not know this command. ";
  private static final String HELP =
      "You can ask:\n"
          + Arrays.stream(Command.values())
              .map(command -> command.word() + " · " + command.description())
              .collect(Collectors.joining("\n"));

  private final QueueDesk queue;
  private final HomeDesk homes;
  private final BatchDesk batches;
  private final DeadlineDesk deadlines;
  private final ProblemDesk problems;
  private final LinkDesk links;
  private final MuteDesk mutes;
  private final FreezeDesk freezes;
  private final GlassCommandDesk glass;
  private final UnknownCommandDesk unknown;
  private final ForgedDesk forged;

  public Commands(ChatDesks desks) {
    this(
        desks.questions().queue(),
        desks.questions().homes(),
        desks.questions().batches(),
        desks.questions().deadlines(),
        desks.questions().problems(),
        desks.questions().links(),
        desks.questions().mutes(),
        desks.deployment().freezes(),
        desks.deployment().glass(),
        desks.deployment().unknown(),
        desks.cards().forged());
  }

  Commands(
      QueueDesk queue,
      HomeDesk homes,
      BatchDesk batches,
      DeadlineDesk deadlines,
      ProblemDesk problems,
      LinkDesk links,
      MuteDesk mutes,
      FreezeDesk freezes,
      GlassCommandDesk glass,
      UnknownCommandDesk unknown,
      ForgedDesk forged) {
    this.queue = queue;
    this.homes = homes;
    this.batches = batches;
    this.deadlines = deadlines;
    this.problems = problems;
    this.links = links;
    this.mutes = mutes;
    this.freezes = freezes;
    this.glass = glass;
    this.unknown = unknown;
    this.forged = forged;
  }

  /// For the asker alone.
  ///
  /// @param written a command and what belongs to it, with a slash in front of it or without; what
  ///   the chat itself puts around it, such as a mention of the bot, is taken away; or what a
  ///   button asks ([Reply.Ask])
  public Reply answer(Asker by, String written) {
    String[] words = words(written);
    String first = words[0].toLowerCase(Locale.ROOT);
    Optional<Command> command =
        Arrays.stream(Command.values()).filter(one -> one.word().equals(first)).findFirst();
    if (command.isEmpty()) {
      return help(first.isEmpty() ? "" : NO_COMMAND);
    }
    return whyNot(command.get(), by)
        .or(() -> forged(command.get(), by, words))
        .<Reply>map(Reply.Words::new)
        .orElseGet(() -> answer(command.get(), by, words));
  }

  /// A button that asks what no button of the gate's asks is none of them.
  private Optional<String> forged(Command command, Asker by, String[] words) {
    if (by.pressed().isEmpty() || isOurs(command, words)) {
      return Optional.empty();
    }
    log.warn("{} pressed a button that is none of ours: {}", by, command.word());
    forged.note(by.account(), command.word(), part(words, 1), by.pressed().get());
    return Optional.of(WhyNot.NOT_OURS.saidToThePresser());
  }

  private static boolean isOurs(Command command, String[] words) {
    return command.isOfButtons()
        && switch (command) {
          case LINK -> !part(words, 1).isEmpty();
          case FREEZE -> part(words, 1).equals(OFF) && BLANKS.matcher(part(words, 2)).find();
          case BREAK_GLASS ->
              (part(words, 1).equals(GlassCommandDesk.END) || isFiling(words))
                  && BLANKS.matcher(part(words, 2)).find();
          default -> true;
        };
  }

  private static boolean isFiling(String[] words) {
    return part(words, 1).equals(GlassCommandDesk.FILE);
  }

  /// Takes a form that answered somebody's question, see [Reply.Sheet].
  ///
  /// @param by who sent it, with the callback that brought it
  /// @param question as the form had it
  /// @param typed by name of the field; names that it does not have are left out of account
  public SheetAnswer send(Asker by, String question, Map<String, String> typed) {
    String[] words = words(question);
    boolean isSaying =
        words[0].equals(Command.UNKNOWN.word()) && part(words, 1).equals(UnknownCommandDesk.SAY);
    if (!isSaying && !(words[0].equals(Command.BREAK_GLASS.word()) && isFiling(words))) {
      log.warn("{} sent a form that is none of ours", by);
      return new SheetAnswer.Refused("not_ours", WhyNot.NOT_OURS.saidToThePresser());
    }
    Optional<String> no = whyNot(isSaying ? Command.UNKNOWN : Command.BREAK_GLASS, by);
    if (no.isEmpty()) {
      return isSaying
          ? unknown.say(by, part(words, 2), typed)
          : glass.file(by, part(words, 2), typed);
    }
    return no.get().equals(WhyNot.unconfirmed(by.account().surface()))
        ? new SheetAnswer.Unavailable(no.get())
        : new SheetAnswer.Refused("not_a_member", no.get());
  }

  /// The one place of the rule that nobody but members of the organisation is answered, linked or
  /// not; codes of links have more to say of why, and help says nothing of anybody.
  private static Optional<String> whyNot(Command command, Asker by) {
    if (command == Command.HELP || command == Command.LINK) {
      return Optional.empty();
    }
    ChatProfile profile = by.profile().get();
    if (profile.mayAsk()) {
      return Optional.empty();
    }
    log.warn("{} is not answered to {}: {}", command.word(), by, profile);
    return Optional.of(
        profile.standing() == ChatProfile.Standing.UNKNOWN
            ? WhyNot.unconfirmed(by.account().surface())
            : WhyNot.OUTSIDER.said());
  }

  private Reply answer(Command command, Asker by, String[] words) {
    AccountId asker = by.account();
    return switch (command) {
      case HOME -> homes.home(asker);
      case QUEUE -> queue(asker, part(words, 1), part(words, 2));
      case BATCH -> new Reply.Words(batches.gather(asker));
      case STATUS -> queue.status(asker, part(words, 1));
      case RECENT -> homes.recent(asker, part(words, 1).equals(AFTER) ? part(words, 2) : "");
      case EXTEND -> new Reply.Words(deadlines.extend(asker, part(words, 1)));
      case PROBLEM -> new Reply.Words(problems.report(asker, part(words, 1), part(words, 2)));
      case UNKNOWN -> unknown(by, part(words, 1), part(words, 2));
      case LINK -> link(by, part(words, 1), part(words, 2));
      case UNLINK -> links.unlink(by, part(words, 1), part(words, 2));
      case MUTE -> mutes.mute(by, part(words, 1));
      case UNMUTE -> mutes.unmute(by, part(words, 1));
      case FREEZE -> freezes.freeze(by, part(words, 1), part(words, 2));
      case BREAK_GLASS -> glass.breakGlass(by, part(words, 1), part(words, 2));
      case HELP -> help();
    };
  }

  /// What one can ask.
  public static Reply help() {
    return help("");
  }

  /// What a button asks for all that waits.
  public static Reply.Ask queue() {
    return new Reply.Ask("What waits for me", Command.QUEUE.word());
  }

  /// What a button asks for the next page of the queue.
  ///
  /// @param tag empty for all
  public static Reply.Ask more(Optional<TagName> tag, ProposalId last) {
    String of = tag.map(name -> name + " ").orElse("");
    return new Reply.Ask("More", Command.QUEUE.word() + " " + of + AFTER + " " + last);
  }

  /// What a button asks for all that its presser decided.
  public static Reply.Ask recent() {
    return new Reply.Ask("What I decided", Command.RECENT.word());
  }

  /// What a button asks for the next page of what its presser decided.
  public static Reply.Ask moreDecided(ProposalId last) {
    return new Reply.Ask("More", Command.RECENT.word() + " " + AFTER + " " + last);
  }

  /// What a button asks for all of which nobody knows whether it happened.
  public static Reply.Ask unknown() {
    return new Reply.Ask("Outcome unknown", Command.UNKNOWN.word());
  }

  /// What a button asks for the next page of them.
  public static Reply.Ask moreUnknown(ProposalId last) {
    return new Reply.Ask("More", Command.UNKNOWN.word() + " " + AFTER + " " + last);
  }

  /// What the button asks that opens the form to say what happened; beside a line of a list there
  /// is no room on a phone for more words.
  public static Reply.Ask sayWhatHappened(ProposalId request) {
    return new Reply.Ask(
        "Settle…", Command.UNKNOWN.word() + " " + UnknownCommandDesk.SAY + " " + request);
  }

  /// What that form answers.
  ///
  /// @param seal see [UnknownCommandDesk#say]
  public static String saying(ProposalId request, String seal) {
    return sayWhatHappened(request).question() + " " + seal;
  }

  /// What a button asks to see one request.
  public static Reply.Ask review(ProposalId request) {
    return new Reply.Ask("Review", Command.STATUS.word() + " " + request);
  }

  /// What the button asks that makes a link, for the one to whom the code was shown.
  ///
  /// @param code which its presser typed
  /// @param agreement see [LinkDesk#confirm]
  public static Reply.Ask confirm(String code, String agreement) {
    return new Reply.Ask(
        "Link it to me", Command.LINK.word() + " " + code + " " + CONFIRM + " " + agreement);
  }

  /// What the button asks that takes a link back.
  ///
  /// @param agreement see [LinkDesk#unlink]
  public static Reply.Ask unlink(Surface chat, String agreement) {
    return new Reply.Ask(
        "Unlink it", Command.UNLINK.word() + " " + WireName.of(chat) + " " + agreement);
  }

  /// What the button asks that keeps digests and reminders from its presser.
  ///
  /// @param agreement see [MuteDesk#mute]
  public static Reply.Ask mute(String agreement) {
    return new Reply.Ask("Mute for 12 hours", Command.MUTE.word() + " " + agreement);
  }

  /// What the button asks that ends it.
  ///
  /// @param agreement see [MuteDesk#unmute]
  public static Reply.Ask unmute(String agreement) {
    return new Reply.Ask("Unmute", Command.UNMUTE.word() + " " + agreement);
  }

  /// What the button asks that is its presser's word for lifting a freeze.
  ///
  /// @param freeze its number
  /// @param agreement see [FreezeDesk#freeze]
  public static Reply.Ask lift(int freeze, String agreement) {
    return new Reply.Ask(
        "Lift freeze " + freeze,
        Command.FREEZE.word() + " " + OFF + " " + freeze + " " + agreement);
  }

  /// What the button asks that ends a use of break-glass.
  ///
  /// @param agreement see [GlassCommandDesk#breakGlass]
  public static Reply.Ask endGlass(ProposalId request, String agreement) {
    return new Reply.Ask(
        "End it now",
        Command.BREAK_GLASS.word() + " " + GlassCommandDesk.END + " " + request + " " + agreement);
  }

  /// What the button asks that opens the form of a retrospective.
  ///
  /// @param agreement see [GlassCommandDesk#breakGlass]
  public static Reply.Ask fileRetrospective(ProposalId request, String agreement) {
    return new Reply.Ask("File retrospective", filing(request, agreement));
  }

  /// What the form of a retrospective answers.
  ///
  /// @param agreement see [GlassCommandDesk#file]
  public static String filing(ProposalId request, String agreement) {
    return Command.BREAK_GLASS.word()
        + " "
        + GlassCommandDesk.FILE
        + " "
        + request
        + " "
        + agreement;
  }

  /// Words alone confirm nothing, whoever was made to write them: a button does, which stands below
  /// what it confirms.
  private Reply link(Asker asker, String code, String rest) {
    return code.isEmpty()
        ? links.code(asker)
        : links.confirm(asker, code, asker.pressed().isPresent() ? agreement(rest) : "");
  }

  private static String agreement(String rest) {
    return rest.startsWith(CONFIRM + " ") ? rest.substring(CONFIRM.length() + 1) : "";
  }

  private Reply unknown(Asker asker, String second, String rest) {
    return second.equals(UnknownCommandDesk.SAY)
        ? unknown.form(asker, rest)
        : unknown.list(asker, second.equals(AFTER) ? rest : "");
  }

  private Reply queue(AccountId asker, String second, String rest) {
    if (second.equals(AFTER)) {
      return queue.queue(asker, "", rest);
    }
    String[] behind = BLANKS.split(rest, PARTS);
    return queue.queue(asker, second, behind[0].equals(AFTER) ? part(behind, 1) : "");
  }

  /// @param before what is said first; may be empty
  private static Reply help(String before) {
    List<Reply.Part> parts = new ArrayList<>();
    if (!before.isEmpty()) {
      parts.add(new Reply.Part.Lines(List.of(List.of(Run.words(before.strip())))));
    }
    parts.add(
        new Reply.Part.Lines(
            Arrays.stream(Command.values())
                .map(command ->
                    List.of(Run.strong(command.usage()), Run.words("  ·  " + command.purpose())))
                .toList()));
    parts.add(new Reply.Part.Asks(List.of(queue())));
    return new Reply.Listing("You can ask", before + HELP, parts);
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
