package dev.countersign.slack;

import dev.countersign.card.CardView;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatProfile;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Reply;
import dev.countersign.card.Ring;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cards in the channels of one Slack workspace.
final class SlackChannel implements ChatChannel {
  /// Before the names of those whom a post makes notice it.
  private static final String ASKED = "Asked: ";

  private static final Logger log = LoggerFactory.getLogger(SlackChannel.class);

  private final String teamId;
  private final SlackWebApi api;
  private final Pace pace;
  private final OpenChannels open;
  private final Accounts accounts;
  private final BlockKitRenderer renderer;
  private final ReplyBlocks replies;

  /// @param pace of this workspace
  /// @param open where messages may go
  /// @param accounts what Slack says of people
  SlackChannel(String teamId, SlackWebApi api, Pace pace, OpenChannels open, Accounts accounts) {
    this.teamId = teamId;
    this.api = api;
    this.pace = pace;
    this.open = open;
    this.accounts = accounts;
    renderer = new BlockKitRenderer(teamId);
    replies = new ReplyBlocks(teamId);
  }

  @Override
  public RenderedCard render(CardView view) {
    return renderer.render(view);
  }

  @Override
  public boolean surelyShowsWhole(CardView plain) {
    return renderer.surelyShowsWhole(plain);
  }

  @Override
  public Sent post(ChatAddress to, RenderedCard card, Map<Decision, String> tokens, Ring ring) {
    Called called = Called.of(ring, teamId);
    String text = called.isNobody() ? text(card) : text(card) + " " + called.text();
    List<Json> blocks = new ArrayList<>(blocks(card, tokens).items());
    if (!called.isNobody()) {
      blocks.add(called.line(ASKED, ""));
    }
    String written = written(new JsonArray(blocks));
    return posted("post", to, () -> api.post(channel(to), text, written));
  }

  @Override
  public Sent update(
      ChatAddress at, String messageId, RenderedCard card, Map<Decision, String> tokens) {
    String written = written(blocks(card, tokens));
    return paced(
        Pace.Kind.UPDATE,
        "update",
        at,
        () -> api.update(channel(at), messageId, text(card), written));
  }

  @Override
  public Sent reply(ChatAddress at, String messageId, String words) {
    return posted(
        "reply",
        at,
        () ->
            api.reply(
                channel(at),
                messageId,
                BlockKitRenderer.unparsed(words),
                CanonicalJson.text(PlainText.sections(words))));
  }

  @Override
  public Sent remind(ChatAddress at, String messageId, String words, Ring ring) {
    ReminderMessage reminder = ReminderMessage.of(words, ring, teamId);
    return posted(
        "remind", at, () -> api.reply(channel(at), messageId, reminder.text(), reminder.blocks()));
  }

  /// In the conversation that the person has with the app: Slack takes the person in place of it.
  /// It is no channel, nobody else sees it, and Slack knows none by the person's id; so
  /// [OpenChannels] is not asked.
  @Override
  public Sent tell(AccountId to, Reply news) {
    PrivateMessage message = replies.message(news, Optional.empty());
    return paced(
        Pace.Kind.POST,
        "tell",
        new ChatAddress(to.surface(), to.tenant(), to.user()),
        () -> api.post(to.user(), message.text(), CanonicalJson.text(message.blocks())));
  }

  @Override
  public ChatProfile profile(AccountId account) {
    return accounts.of(account.user(), AccountAsks.Purpose.QUESTION);
  }

  @Override
  public Sent say(ChatAddress to, Reply news) {
    PrivateMessage message = replies.message(news, Optional.empty());
    return posted(
        "say",
        to,
        () -> api.post(channel(to), message.text(), CanonicalJson.text(message.blocks())));
  }

  /// Something new in a channel. What stands there already is brought up to date wherever it
  /// stands.
  private Sent posted(String what, ChatAddress where, Supplier<ApiAnswer> call) {
    Optional<Sent> bar = open.bar(channel(where));
    if (bar.isPresent()) {
      log.warn("slack {} at {}: {}", what, where, bar.get());
      return bar.get();
    }
    return paced(Pace.Kind.POST, what, where, call);
  }

  private Sent paced(Pace.Kind kind, String what, ChatAddress where, Supplier<ApiAnswer> call) {
    String channel = channel(where);
    Duration wait = pace.take(kind, channel);
    if (!wait.isZero()) {
      return new Sent.Later(wait, Sent.Later.OWN_PACE);
    }
    ApiAnswer answer = call.get();
    if (answer instanceof ApiAnswer.Failed failed) {
      failed.retryAfter().ifPresent(time -> pace.rest(kind, channel, ApiErrors.clamped(time)));
    }
    return sent(what, where, answer);
  }

  private static Sent sent(String what, ChatAddress where, ApiAnswer answer) {
    Sent sent =
        switch (answer) {
          // Without its name nobody could decide on it or update it; so it counts as not sent.
          case ApiAnswer.Done(String messageId) when messageId.isEmpty() ->
              ApiErrors.sent(new ApiAnswer.Failed("malformed_answer"));
          case ApiAnswer.Done(String messageId) -> new Sent.Shown(messageId);
          case ApiAnswer.Failed failed -> ApiErrors.sent(failed);
        };
    if (!(sent instanceof Sent.Shown)) {
      log.warn("slack {} at {}: {}", what, where, sent);
    }
    return sent;
  }

  private String channel(ChatAddress address) {
    if (address.surface() != Surface.SLACK || !address.tenant().equals(teamId)) {
      throw new IllegalArgumentException("not in this workspace: " + address);
    }
    return address.channel();
  }

  private static String text(RenderedCard card) {
    return card.body().text("text");
  }

  private static JsonArray blocks(RenderedCard card, Map<Decision, String> tokens) {
    if (!tokens.keySet().equals(card.asks())) {
      throw new IllegalArgumentException(
          "the card asks for tokens of " + card.asks() + ", not of " + tokens.keySet());
    }
    return ActionsBlock.filled(new JsonArray(card.body().items("blocks")), tokens);
  }

  private static String written(JsonArray blocks) {
    return CanonicalJson.text(blocks);
  }
}
