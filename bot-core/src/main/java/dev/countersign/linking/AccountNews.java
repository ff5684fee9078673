package dev.countersign.linking;

import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.Reply;
import dev.countersign.drawing.PasskeyPage;
import dev.countersign.ledger.AccountNotices;
import dev.countersign.ledger.AccountNotices.Notice;
import dev.countersign.ledger.AccountNotices.Told;
import dev.countersign.people.Surface;
import dev.countersign.token.ButtonSeals;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells each account of a person that one more was linked, and what was done with a passkey of
/// theirs, at least once: whoever did it in a stolen account cannot keep it from the others.
public final class AccountNews {
  /// Notices of one run.
  static final int MOST = 20;

  private static final Logger log = LoggerFactory.getLogger(AccountNews.class);

  private final AccountNotices notices;
  private final Map<Surface, ChatChannel> channels;
  private final LinkAgreements agreements;

  /// @param seals for the button that takes the link back
  public AccountNews(
      AccountNotices notices, Map<Surface, ChatChannel> channels, ButtonSeals seals) {
    this.agreements = new LinkAgreements(seals);
    this.notices = notices;
    this.channels = Map.copyOf(channels);
  }

  public void tell() {
    notices.take(MOST).forEach(this::tell);
  }

  private void tell(Notice notice) {
    ChatChannel channel = channels.get(notice.to().surface());
    Sent sent =
        channel == null
            ? new Sent.Refused(ChatChannel.Obstacle.PLACE, "chat_not_connected")
            : channel.tell(notice.to(), words(notice));
    switch (sent) {
      case Sent.Shown _ -> notices.done(notice);
      case Sent.Later(_, String code, _) -> untold(notice, code);
      case Sent.Refused(_, String code) -> untold(notice, code);
    }
  }

  private Reply words(Notice notice) {
    return switch (notice.told()) {
      case Told.Linked linked -> LinkWords.news(notice, linked, agreements);
      case Told.OfPasskey(var step) -> PasskeyPage.toPerson(step, notice.at());
    };
  }

  /// A refusal may be mended as well, and this is worth telling late.
  private void untold(Notice notice, String code) {
    if (notice.isLast()) {
      log.error("{} was never told of entry {}: {}", notice.to(), notice.entry(), code);
      notices.done(notice);
    } else {
      log.warn("{} is not told yet of entry {}: {}", notice.to(), notice.entry(), code);
    }
  }
}
