package dev.countersign.courier;

import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.Reply;
import dev.countersign.drawing.PlacesPage;
import dev.countersign.ledger.PlaceAlerts;
import dev.countersign.ledger.PlaceAlerts.Alert;
import dev.countersign.ledger.PlaceAlerts.Message;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the operators, in a channel of theirs, which places take no cards and which do again: each
/// place once for what its platform says, and once when it is mended; several in one message. Where
/// one chat does not take it, the channel in the other does.
///
/// A replica that is lost between sending and noting tells it twice.
public final class PlaceNews {
  /// Places in one message.
  static final int MOST_PLACES = 20;

  /// Messages of all replicas together. What comes beyond waits, and is told in one.
  static final int MOST_IN_AN_HOUR = 6;

  private static final Logger log = LoggerFactory.getLogger(PlaceNews.class);

  private final PlaceAlerts alerts;
  private final Map<Surface, ChatChannel> chats;
  private final Map<Surface, ChatAddress> channels;

  /// @param channels of the operators, at most one in each chat; empty where nobody is told
  public PlaceNews(
      PlaceAlerts alerts, Map<Surface, ChatChannel> chats, Map<Surface, ChatAddress> channels) {
    this.alerts = alerts;
    this.chats = Map.copyOf(chats);
    this.channels = Map.copyOf(channels);
  }

  public void tell() {
    if (channels.isEmpty()) {
      return;
    }
    alerts.look();
    alerts.take(MOST_PLACES, MOST_IN_AN_HOUR).ifPresent(this::tell);
  }

  private void tell(Message message) {
    List<Alert> due = message.alerts();
    Reply.Listing news = PlacesPage.of(due);
    for (ChatAddress channel : inOrder(due)) {
      ChatChannel chat = chats.get(channel.surface());
      if (chat != null && chat.say(channel, news) instanceof Sent.Shown) {
        alerts.told(message);
        return;
      }
    }
    alerts.notTold(message);
    log.error("no operator could be told of {} places whose standing changed", due.size());
  }

  /// A place is called otherwise now; told once, by whichever replica heard of it.
  public void moved(ChatAddress from, ChatAddress to) {
    Reply.Listing news = PlacesPage.moved(from, to);
    for (ChatAddress channel : inOrder(List.of(new Alert(from, false, "", Instant.EPOCH)))) {
      ChatChannel chat = chats.get(channel.surface());
      if (chat != null && chat.say(channel, news) instanceof Sent.Shown) {
        return;
      }
    }
    log.warn("no operator could be told that {} is called {} now", from, to);
  }

  /// First where nothing is known against the chat.
  private List<ChatAddress> inOrder(List<Alert> due) {
    List<ChatAddress> order = new ArrayList<>(channels.values());
    order.sort(
        Comparator.comparing((ChatAddress channel) -> isIn(channel.surface(), due))
            .thenComparing(ChatAddress::surface));
    return order;
  }

  private static boolean isIn(Surface chat, List<Alert> due) {
    return due.stream().anyMatch(each -> !each.mended() && each.place().surface() == chat);
  }
}
