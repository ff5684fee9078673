package dev.countersign.freezing;

import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.drawing.PasskeyPage;
import dev.countersign.ledger.OperatorNotices;
import dev.countersign.ledger.OperatorNotices.Notice;
import dev.countersign.ledger.OperatorNotices.Told;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells operators, in a channel of theirs in each chat, that something was frozen, that it was
/// lifted, what was done with passkeys, that there may be two of one, and what was refused that no
/// mistake explains. Each chat is told by itself: one that is down is told once it is back.
///
/// A replica that is lost between sending and noting tells it twice.
public final class OperatorNews {
  /// Notices of one run.
  static final int MOST = 20;

  private static final Logger log = LoggerFactory.getLogger(OperatorNews.class);

  private final OperatorNotices notices;
  private final Map<Surface, ChatChannel> chats;
  private final Map<Surface, ChatAddress> channels;

  /// @param channels of the operators, at most one in each chat; a chat without one is told nothing
  public OperatorNews(
      OperatorNotices notices,
      Map<Surface, ChatChannel> chats,
      Map<Surface, ChatAddress> channels) {
    this.notices = notices;
    this.chats = Map.copyOf(chats);
    this.channels = Map.copyOf(channels);
  }

  public void tell() {
    notices.take(MOST).forEach(this::tell);
  }

  private void tell(Notice notice) {
    ChatChannel chat = chats.get(notice.chat());
    ChatAddress channel = channels.get(notice.chat());
    if (chat == null || channel == null) {
      notices.done(notice);
      return;
    }
    switch (chat.say(channel, words(notice))) {
      case Sent.Shown _ -> notices.done(notice);
      case Sent.Later(_, String code, _) -> untold(notice, code);
      case Sent.Refused(_, String code) -> untold(notice, code);
    }
  }

  private static Reply.Listing words(Notice notice) {
    return switch (notice.told()) {
      case Told.Frozen(var freeze) -> FreezeWords.begun(freeze);
      case Told.Lifted(var freeze, var by) -> FreezeWords.over(freeze, by, notice.at());
      case Told.CountFell(int passkey, var person) -> fell(passkey, person, notice.at());
      case Told.OfPasskey(var step) -> PasskeyPage.toOperators(step, notice.at());
      case Told.Refused(var attempt) -> RefusedWords.of(attempt, notice.at());
    };
  }

  private static Reply.Listing fell(int passkey, PersonId person, Instant at) {
    String heading = "🔑 There may be two of a passkey";
    String todo =
        "What it signed was refused. Ask its person at once, face to face or by a call that you"
            + " made. Unless they can explain it, remove this passkey on the page Passkeys, and let"
            + " them enrol another.";
    return new Reply.Listing(
        heading,
        heading + ". " + todo,
        List.of(
            new Part.Lines(
                List.of(
                    List.of(
                        Run.strong("Passkey " + passkey),
                        Run.words(" of "),
                        Run.supplied(person.value()),
                        Run.words(" counted no more signatures than before, "),
                        new Run.Moment(at)))),
            new Part.Note(todo)));
  }

  private void untold(Notice notice, String code) {
    if (notice.isLast()) {
      log.error("no operator in {} was told of entry {}: {}", notice.chat(), notice.entry(), code);
      notices.done(notice);
    } else {
      log.warn(
          "operators in {} are not told yet of entry {}: {}", notice.chat(), notice.entry(), code);
    }
  }
}
