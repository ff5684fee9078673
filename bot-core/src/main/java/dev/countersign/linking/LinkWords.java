package dev.countersign.linking;

import dev.countersign.card.Commands;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.card.WhyNot;
import dev.countersign.ledger.AccountLinks;
import dev.countersign.ledger.AccountNotices.Notice;
import dev.countersign.ledger.AccountNotices.Told;
import dev.countersign.ledger.LinkCode;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatLink;
import dev.countersign.people.LinkRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What people are told of links. The ids and the name of an account are supplied text.
final class LinkWords {
  private static final long MINUTES = LinkCode.LIFE.toMinutes();
  private static final String MOVE =
      "To move to another account there, unlink the former one first: write unlink. Where it stands"
          + " in people.yaml, your administrator has to change it.";

  private LinkWords() {}

  static Reply code(String code) {
    String words =
        "Your code is "
            + code
            + ", for "
            + MINUTES
            + " minutes. Go to the chat where Countersign knows you already and write: link "
            + code
            + " (behind the slash command, where the chat has one). Show the code to nobody:"
            + " whoever confirms it gets this account as theirs.";
    return new Reply.Words(words);
  }

  /// What somebody confirms, and what it means.
  ///
  /// @param code as it is shown
  /// @param agreement what its button carries
  static Reply question(LinkCode asked, String code, String agreement) {
    String chat = asked.account().surface().label();
    String who = "Somebody with the account below in " + chat + " asks to count as you.";
    List<List<Run>> lines = new ArrayList<>();
    lines.add(List.of(Run.strong(who)));
    lines.addAll(account(asked.account(), asked.name()));
    lines.add(List.of(Run.words("Asked "), new Run.Moment(asked.askedAt())));
    String warning =
        "Link it only if it is yours and you asked for this code yourself, within the last "
            + MINUTES
            + " minutes. Did somebody give you the code? Then do not: they would decide in your"
            + " name.";
    return new Reply.Listing(
        "Is this account yours?",
        who + " " + warning,
        List.of(
            new Part.Lines(lines),
            new Part.Lines(List.of(List.of(Run.strong(warning)))),
            new Part.Asks(List.of(Commands.confirm(code, agreement)))));
  }

  static Reply linked(ChatLink link) {
    return new Reply.Words(
        "Done: your account in "
            + link.account().surface().label()
            + " is linked, and counts as you from now on. You have one vote, by whichever account."
            + " If this was not you, write unlink.");
  }

  static Reply unlinked(ChatLink link) {
    return new Reply.Words(
        "Done: the account in "
            + link.account().surface().label()
            + " counts as you no more. If you had not linked it yourself, tell your administrator:"
            + " somebody had one of your accounts.");
  }

  /// @param shown the account that sees the buttons
  static Reply links(List<ChatLink> links, AccountId shown, LinkAgreements agreements) {
    List<Part> parts = new ArrayList<>();
    for (ChatLink link : links) {
      parts.add(
          new Part.Row(
              "Account in " + link.account().surface().label(),
              List.of(Run.supplied(link.account().user(), Run.Emphasis.CODE)),
              Optional.of(
                  Commands.unlink(link.account().surface(), agreements.toUnlink(link, shown)))));
    }
    return new Reply.Listing(
        "Accounts that you linked", "Accounts that you linked, to unlink them.", parts);
  }

  /// To each account of a person for whom one more was linked.
  static Reply news(Notice notice, Told.Linked linked, LinkAgreements agreements) {
    AccountId account = linked.link().account();
    String chat = account.surface().label();
    String what = "An account in " + chat + " was linked to you, and decides as you.";
    List<List<Run>> lines = new ArrayList<>(account(account, ""));
    lines.add(
        List.of(
            Run.words("Confirmed in " + linked.confirmedBy().surface().label() + " "),
            new Run.Moment(notice.at())));
    String not =
        "Was this not you? Unlink it now, and tell your administrator: somebody has one of your"
            + " accounts.";
    return new Reply.Listing(
        "An account was linked to you",
        what + " " + not,
        List.of(
            new Part.Lines(List.of(List.of(Run.words(what)))),
            new Part.Lines(lines),
            new Part.Lines(List.of(List.of(Run.strong(not)))),
            new Part.Asks(
                List.of(
                    Commands.unlink(
                        account.surface(), agreements.toUnlink(linked.link(), notice.to()))))));
  }

  /// @param name as the chat tells it; may be empty
  private static List<List<Run>> account(AccountId account, String name) {
    List<List<Run>> lines = new ArrayList<>();
    if (!name.isEmpty()) {
      lines.add(
          List.of(
              Run.words("Name "),
              Run.supplied(name, Run.Emphasis.STRONG),
              Run.words(
                  " ("
                      + account.surface().label()
                      + " says so; anybody may call themselves that)")));
    }
    lines.add(List.of(Run.words("Account "), Run.supplied(account.user(), Run.Emphasis.CODE)));
    lines.add(
        List.of(
            Run.words(account.surface().tenantLabel() + " "),
            Run.supplied(account.tenant(), Run.Emphasis.CODE)));
    return lines;
  }

  /// Ends with the stable code, for whoever is asked for help.
  static Reply refused(LinkRefusal why) {
    return new Reply.Words(sentence(why) + " (" + why.code() + ")");
  }

  private static String sentence(LinkRefusal why) {
    return switch (why) {
      case ACCOUNT_TAKEN -> "Nothing was linked: that account belongs to somebody else already.";
      case ALREADY_LINKED ->
          "This account is linked to you already. To link another one, write link in its chat, and"
              + " here link with the code that you get there.";
      case CHAT_TAKEN -> "Nothing was linked: you have another account in that chat. " + MOVE;
      case NOT_A_PERSON -> WhyNot.UNLINKED.said();
      case AWAY ->
          "Nothing was linked: you are away now, by people.yaml. Link it when you are back, or have"
              + " your administrator change that.";
      case CODE_WRONG -> "Nothing was linked: this is no code that Countersign gave out. " + anew();
      case CODE_EXPIRED ->
          "Nothing was linked: this code is older than "
              + MINUTES
              + " minutes, or there is a newer one. "
              + anew();
      case CODE_USED -> "Nothing was linked: this code was used already. " + anew();
      case TOO_MANY_TRIES -> "Nothing was linked: too many codes were tried. " + waiting();
      case TOO_MANY_CODES ->
          "You got " + AccountLinks.MOST_CODES_OF_ONE + " codes a moment ago. " + waiting();
      case ALL_CODES_OUT -> "Too many people ask for codes right now. " + waiting();
      case GUEST -> "Guests link no accounts.";
      case BOT -> "Bots link no accounts.";
      case FOREIGN -> "Only accounts of this organisation are linked.";
      case DEACTIVATED -> "This account is deactivated, and links nothing.";
      case NOT_TOLD ->
          "The chat does not tell Countersign whose account this is, so it gives no code. Please"
              + " try again in a minute, or tell your administrator.";
      case NOT_PRIVATE ->
          "Please write this to Countersign in your own chat with it: here others may read the"
              + " code.";
      case NEEDS_OPERATORS ->
          "Accounts are not linked in chats here: whatever lets more people approve takes two"
              + " operators. Please ask your administrator.";
      case NOT_LINKED ->
          "You linked no account there in a chat. Those in people.yaml are your administrator's to"
              + " change.";
    };
  }

  private static String anew() {
    return "Write link in the other chat for a new one.";
  }

  private static String waiting() {
    return "Please wait " + AccountLinks.SPAN.toMinutes() + " minutes.";
  }
}
