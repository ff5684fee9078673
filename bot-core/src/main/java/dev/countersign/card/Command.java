package dev.countersign.card;

import dev.countersign.json.WireName;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a person can ask the gate in a chat: the one list. What a chat offers in its manifest are
/// these and no others, and [Commands] answers each.
public enum Command {
  HOME("What waits for you, and what you decided lately", ""),
  QUEUE("Requests that wait for a decision", "[tag]"),
  BATCH("One card for alike requests that wait for you", ""),
  STATUS("How a request stands", "<id>"),
  RECENT("What you decided, and what came of it", ""),
  EXTEND("More time to decide, where the policy lets you", "<id>"),
  PROBLEM("A decision was wrong", "<id> <what is wrong>"),
  UNKNOWN("Actions of which nobody knows whether they happened", ""),
  LINK("The same person in another chat", "[code]"),
  UNLINK("An account that you linked counts no more", ""),
  MUTE("Quiet for 12 hours: no list of what waits, and reminders of what is critical alone", ""),
  UNMUTE("Digests and reminders again", ""),
  FREEZE("Nothing is granted or executed: the kill switch", "[on <scope> <why>|off <scope>]"),
  BREAK_GLASS("Emergency use only: stand in for a quorum, with your passkey", "<id> <why>"),
  HELP("What you can ask here", "");

  /// What a button of the gate's asks, or can be asked of it without a change: of some more is
  /// wanted, which [LinkDesk], [MuteDesk] and [FreezeDesk] check. The others are for whoever writes
  /// them.
  private static final Set<Command> OF_BUTTONS =
      EnumSet.of(
          HOME,
          QUEUE,
          STATUS,
          RECENT,
          UNKNOWN,
          LINK,
          UNLINK,
          MUTE,
          UNMUTE,
          FREEZE,
          BREAK_GLASS,
          HELP);

  /// What is not in a list that a chat keeps short: `help` tells it.
  private static final Set<Command> UNLISTED =
      EnumSet.of(UNKNOWN, MUTE, UNMUTE, FREEZE, BREAK_GLASS);

  /// What has a name of its own in a chat that lets an app have several: for emergencies, so that
  /// nobody has to look for it then.
  private static final Set<Command> OF_THEIR_OWN = EnumSet.of(FREEZE, BREAK_GLASS);

  private final String purpose;
  private final String arguments;

  /// @param arguments what is written behind the word, with a name in `<>` for each, in `[]` where
  ///   it may be left out; may be empty
  Command(String purpose, String arguments) {
    this.purpose = purpose;
    this.arguments = arguments;
  }

  /// How to write each of them, in one line: the hint of a chat where one writes.
  public static String hint() {
    return Arrays.stream(values()).map(Command::usage).collect(Collectors.joining(" | "));
  }

  /// Whether a button may ask it: whoever holds the app's token can post a button with any words.
  public boolean isOfButtons() {
    return OF_BUTTONS.contains(this);
  }

  /// Whether a chat offers it where its list takes ten and no more, as that of Teams does.
  public boolean isListed() {
    return !UNLISTED.contains(this);
  }

  /// What a chat calls so itself, by [#ownName]; empty for any other name.
  public static Optional<Command> ofOwnName(String name) {
    return OF_THEIR_OWN.stream().filter(command -> command.ownName().equals(name)).findFirst();
  }

  /// Those that have a name of their own, in their order here.
  public static Set<Command> ofTheirOwn() {
    return Collections.unmodifiableSet(OF_THEIR_OWN);
  }

  /// How a chat calls it that lets an app have several commands, such as `/freeze`.
  public String ownName() {
    return "/" + word();
  }

  /// The word itself, in lower case.
  public String word() {
    return WireName.of(this).replace('_', '-');
  }

  /// The word and what belongs to it.
  public String usage() {
    return arguments.isEmpty() ? word() : word() + " " + arguments;
  }

  /// What it is for, alone.
  public String purpose() {
    return purpose;
  }

  /// What it is for and, where the word alone is not enough, how to write it.
  public String description() {
    return arguments.isEmpty() ? purpose : purpose + ": " + usage();
  }
}
