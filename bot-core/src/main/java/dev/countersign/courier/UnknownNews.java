package dev.countersign.courier;

import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.ConsoleAddress;
import dev.countersign.drawing.UnknownPage;
import dev.countersign.drawing.UnknownPage.Item;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.UnknownAlerts;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Execution.Unknown;
import dev.countersign.request.RequestState.Approved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells those who run the gate, in a channel of theirs in each chat, of what nobody knows the end
/// of and nobody was asked about: it has no card below which anybody could be reminded. At once,
/// then as seldom as those below cards, until somebody has said what happened. All that is due
/// there is one message, so an outage of a target is not told call by call.
///
/// A replica that is lost between sending and noting tells it twice.
public final class UnknownNews {
  /// Looked at for one message.
  static final int MOST = 100;

  /// Shown in one message; the others are counted.
  static final int MOST_SHOWN = 10;

  private static final Logger log = LoggerFactory.getLogger(UnknownNews.class);

  private final UnknownAlerts alerts;
  private final Ledger ledger;
  private final Map<Surface, ChatChannel> chats;
  private final Map<Surface, ChatAddress> channels;
  private final Optional<ConsoleAddress> console;

  /// @param channels of those who run the gate, at most one in each chat; empty where nobody is
  ///   told
  /// @param console where the page is on which it is said
  public UnknownNews(
      UnknownAlerts alerts,
      Ledger ledger,
      Map<Surface, ChatChannel> chats,
      Map<Surface, ChatAddress> channels,
      Optional<ConsoleAddress> console) {
    this.alerts = alerts;
    this.ledger = ledger;
    this.chats = Map.copyOf(chats);
    this.channels = Map.copyOf(channels);
    this.console = console;
  }

  public void tell() {
    channels.forEach((surface, channel) -> {
      ChatChannel chat = chats.get(surface);
      if (chat != null) {
        tell(chat, channel);
      }
    });
  }

  private void tell(ChatChannel chat, ChatAddress channel) {
    List<Item> items = new ArrayList<>();
    Map<ProposalId, Instant> next = new HashMap<>();
    for (ProposalId id : alerts.take(channel, MOST)) {
      Optional<Item> item = item(id);
      item.ifPresent(items::add);
      next.put(id, item.map(UnknownNews::next).orElse(UnknownAlerts.NEVER));
    }
    if (!items.isEmpty()) {
      Optional<String> code = say(chat, channel, items);
      if (code.isPresent()) {
        log.warn(
            "{} is not told yet of {} executions whose end nobody knows: {}",
            channel,
            items.size(),
            code.get());
        items.forEach(item -> next.remove(item.record().request().id()));
      }
    }
    if (!next.isEmpty()) {
      alerts.told(channel, next);
    }
  }

  /// @return why it was not shown; empty where it was
  private Optional<String> say(ChatChannel chat, ChatAddress channel, List<Item> items) {
    Sent sent =
        chat.say(
            channel,
            UnknownPage.unasked(
                items.subList(0, Math.min(MOST_SHOWN, items.size())),
                Math.max(0, items.size() - MOST_SHOWN),
                console.map(ConsoleAddress::unknown)));
    return switch (sent) {
      case Sent.Shown _ -> Optional.empty();
      case Sent.Later(_, String code, _) -> Optional.of(code);
      case Sent.Refused(_, String code) -> Optional.of(code);
    };
  }

  /// Empty where somebody was asked, who is reminded below its card, or somebody knows its end.
  private Optional<Item> item(ProposalId id) {
    try {
      return ledger
          .find(id)
          .filter(record -> record.ruling().stages().isEmpty())
          .flatMap(record ->
              record.request().state() instanceof Approved(_, _, Unknown end)
                  ? Optional.of(new Item(record, end, ""))
                  : Optional.empty());
    } catch (DamagedRecordException e) {
      log.error("nobody can be told of {}: {}", id, e.getMessage());
      return Optional.empty();
    }
  }

  private static Instant next(Item item) {
    RequestRecord record = item.record();
    Instant since = item.end().at();
    return since.plus(UnknownReminders.next(Duration.between(since, record.now())));
  }
}
