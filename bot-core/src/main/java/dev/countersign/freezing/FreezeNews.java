package dev.countersign.freezing;

import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.ledger.FreezeNotices;
import dev.countersign.ledger.FreezeNotices.Notice;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells operators, in a channel of theirs in each chat, that something was frozen and that it was
/// lifted. Each chat is told by itself: one that is down is told once it is back.
///
/// A replica that is lost between sending and noting tells it twice.
public final class FreezeNews {
  /// Notices of one run.
  static final int MOST = 20;

  private static final Logger log = LoggerFactory.getLogger(FreezeNews.class);

  private final FreezeNotices notices;
  private final Map<Surface, ChatChannel> chats;
  private final Map<Surface, ChatAddress> channels;

  /// @param channels of the operators, at most one in each chat; a chat without one is told nothing
  public FreezeNews(
      FreezeNotices notices, Map<Surface, ChatChannel> chats, Map<Surface, ChatAddress> channels) {
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
    switch (chat.say(channel, FreezeWords.news(notice))) {
      case Sent.Shown _ -> notices.done(notice);
      case Sent.Later(_, String code, _) -> untold(notice, code);
      case Sent.Refused(_, String code) -> untold(notice, code);
    }
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
