package dev.countersign.bench;

import dev.countersign.card.CardView;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.RenderedCard;
import dev.countersign.people.ChatAddress;
import dev.countersign.request.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// A chat that draws cards as a real one does, takes no time to show them, and keeps what a person
/// would need to approve.
final class InstantChat implements ChatChannel {
  private static final long MICROS = 1_000_000;

  private final ChatChannel drawing;
  private final AtomicLong messages = new AtomicLong(MICROS);
  private final ConcurrentLinkedQueue<Posted> posted = new ConcurrentLinkedQueue<>();

  /// A message with an approve button.
  record Posted(ChatAddress address, String messageId, String token) {
    @Override
    public String toString() {
      return "Posted[" + address + " " + messageId + "]";
    }
  }

  InstantChat(ChatChannel drawing) {
    this.drawing = drawing;
  }

  /// Hands over all messages since the last time, oldest first.
  List<Posted> take() {
    List<Posted> taken = new ArrayList<>();
    for (Posted next = posted.poll(); next != null; next = posted.poll()) {
      taken.add(next);
    }
    return taken;
  }

  @Override
  public RenderedCard render(CardView view) {
    return drawing.render(view);
  }

  @Override
  public boolean surelyShowsWhole(CardView plain) {
    return drawing.surelyShowsWhole(plain);
  }

  @Override
  public Sent post(ChatAddress to, RenderedCard card, Map<Decision, String> tokens) {
    long number = messages.incrementAndGet();
    String id = "%d.%06d".formatted(number / MICROS, number % MICROS);
    String token = tokens.get(Decision.APPROVE);
    if (token == null) {
      throw new IllegalStateException("the sample's card cannot be approved");
    }
    posted.add(new Posted(to, id, token));
    return new Sent.Shown(id);
  }

  @Override
  public Sent update(
      ChatAddress at, String messageId, RenderedCard card, Map<Decision, String> tokens) {
    return new Sent.Shown(messageId);
  }

  @Override
  public Sent reply(ChatAddress at, String messageId, String words) {
    return new Sent.Shown(messageId);
  }
}
