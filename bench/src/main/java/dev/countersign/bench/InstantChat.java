package dev.countersign.bench;

import dev.countersign.card.CardView;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatProfile;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Reply;
import dev.countersign.card.Ring;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A chat that draws cards as a real one does, takes no time to show them, and keeps what a person
/// would need to approve.
final class InstantChat implements ChatChannel {
  private static final long MICROS = 1_000_000;

  /// Where a token's claims name its request.
  private static final String REQUEST = "\"req\":\"";

  private final ChatChannel drawing;
  private final AtomicLong messages = new AtomicLong(MICROS);
  private volatile Consumer<Posted> shown = _ -> {};

  /// A message with an approve button.
  record Posted(ProposalId request, ChatAddress address, String messageId, String token) {
    @Override
    public String toString() {
      return "Posted[" + request + " " + address + " " + messageId + "]";
    }
  }

  InstantChat(ChatChannel drawing) {
    this.drawing = drawing;
  }

  /// Who looks at the chat from now on.
  void show(Consumer<Posted> to) {
    shown = to;
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
  public Sent post(ChatAddress to, RenderedCard card, Map<Decision, String> tokens, Ring ring) {
    long number = messages.incrementAndGet();
    String id = "%d.%06d".formatted(number / MICROS, number % MICROS);
    String token = tokens.get(Decision.APPROVE);
    if (token == null) {
      throw new IllegalStateException("the sample's card cannot be approved");
    }
    shown.accept(new Posted(request(token), to, id, token));
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

  @Override
  public Sent remind(ChatAddress at, String messageId, String words, Ring ring) {
    return new Sent.Shown(messageId);
  }

  @Override
  public Sent tell(AccountId to, Reply news) {
    return new Sent.Shown("0.0");
  }

  @Override
  public ChatProfile profile(AccountId account) {
    return ChatProfile.UNASKED;
  }

  @Override
  public Sent say(ChatAddress to, Reply news) {
    return new Sent.Shown("0.0");
  }

  /// What the button itself says, since a chat is told no request.
  private static ProposalId request(String token) {
    String claimed = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
    String claims = new String(Base64.getUrlDecoder().decode(claimed), StandardCharsets.UTF_8);
    int from = claims.indexOf(REQUEST) + REQUEST.length();
    return new ProposalId(claims.substring(from, claims.indexOf('"', from)));
  }
}
