package dev.countersign;

import dev.countersign.card.Button;
import dev.countersign.card.CardView;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatProfile;
import dev.countersign.card.Footnotes;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Reply;
import dev.countersign.card.Ring;
import dev.countersign.card.Run;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A chat that keeps what it is shown, and fails when a test tells it to.
public final class RecordingChat implements ChatChannel {

  /// @param tokens of the buttons as they are now
  public record Message(
      ChatAddress address, String id, RenderedCard card, Map<Decision, String> tokens) {}

  private final Map<String, Message> messages = new LinkedHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final Deque<Sent> failures = new ArrayDeque<>();
  private final Map<String, Sent> failuresAt = new HashMap<>();
  private final List<String> replies = new ArrayList<>();
  private final List<String> reminders = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final List<Reply> news = new ArrayList<>();
  private final List<String> rung = new ArrayList<>();
  private final Map<AccountId, ChatProfile.Standing> standings = new HashMap<>();
  private final Deque<Sent> replyFailures = new ArrayDeque<>();
  private final Deque<Sent> broken = new ArrayDeque<>();
  private boolean shortens;
  private int room = Integer.MAX_VALUE;
  private boolean appliesBeforeFailing;
  private Runnable beforeAnswering = () -> {};

  public synchronized void fail(Sent failure) {
    failures.add(failure);
  }

  /// The next call at this channel fails, whatever comes elsewhere meanwhile.
  public synchronized void failAt(String channel, Sent failure) {
    failuresAt.put(channel, failure);
  }

  /// Every call fails like this until [#mend].
  public synchronized void breakDown(Sent failure) {
    broken.add(failure);
  }

  public synchronized void mend() {
    broken.clear();
  }

  /// The next failure shows the message all the same: an effect without an answer.
  public synchronized void applyThenFail() {
    appliesBeforeFailing = true;
    failures.add(new Sent.Later(Duration.ofSeconds(1), "connection_lost"));
  }

  /// Happens while the next call is on its way: its message stands, its answer is still to come.
  public synchronized void onceBeforeAnswering(Runnable meanwhile) {
    beforeAnswering = meanwhile;
  }

  public synchronized void shortenEverything() {
    shortens = true;
  }

  /// Like [#shortenEverything], for cards whose sections are longer than this.
  public synchronized void shortenBeyond(int characters) {
    room = characters;
  }

  public synchronized List<Message> messages() {
    return List.copyOf(messages.values());
  }

  public synchronized Optional<Message> message(String id) {
    return Optional.ofNullable(messages.get(id));
  }

  /// The latest message in a channel.
  public synchronized Message in(String channel) {
    return messages.values().stream()
        .filter(message -> message.address().channel().equals(channel))
        .reduce((_, later) -> later)
        .orElseThrow(() -> new AssertionError("no message in " + channel));
  }

  public synchronized Message only() {
    if (messages.size() != 1) {
      throw new AssertionError("one message expected, there are " + messages.size());
    }
    return messages.values().iterator().next();
  }

  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  @Override
  public synchronized RenderedCard render(CardView view) {
    String sections = view.sections().toString();
    boolean cut = shortens || sections.length() > room;
    List<Button> buttons =
        view.buttons().stream()
            .filter(button -> !cut || button.decision() != Decision.APPROVE)
            .toList();
    return RenderedCard.of(
        JsonObject.builder()
            .put("heading", view.heading())
            .put("summary", view.summary())
            .put("sections", sections)
            .put("buttons", JsonArray.ofStrings(buttons.stream().map(Button::label).toList()))
            .put("footer", view.footer())
            .put(
                "console",
                Footnotes.console(view).map(page -> Json.of(page.toString())).orElse(null))
            .build(),
        !cut,
        buttons.stream().map(Button::decision).collect(Collectors.toSet()));
  }

  @Override
  public synchronized Sent post(
      ChatAddress to, RenderedCard card, Map<Decision, String> tokens, Ring ring) {
    String id = "m" + (messages.size() + 1);
    Sent sent = show("post", to, id, card, tokens);
    if (!ring.isQuiet() && sent instanceof Sent.Shown) {
      rung.add(id + ": " + named(ring));
    }
    return sent;
  }

  private static String named(Ring ring) {
    return Stream.concat(ring.people().stream().map(Run.Human::name), ring.groups().stream())
        .collect(Collectors.joining(", "));
  }

  /// Who was named in posts, as `message: names`.
  public synchronized List<String> rung() {
    return List.copyOf(rung);
  }

  @Override
  public synchronized Sent update(
      ChatAddress at, String messageId, RenderedCard card, Map<Decision, String> tokens) {
    return show("update", at, messageId, card, tokens);
  }

  /// What was said below messages, as `message: words`.
  public synchronized List<String> replies() {
    return List.copyOf(replies);
  }

  /// What stands in the way of the replies to come.
  public synchronized void failReplies(Sent failure) {
    replyFailures.add(failure);
  }

  @Override
  public synchronized Sent reply(ChatAddress at, String messageId, String words) {
    calls.add("reply");
    Sent failure = replyFailures.poll();
    if (failure == null) {
      replies.add(messageId + ": " + words);
    }
    return failure == null ? new Sent.Shown("r" + replies.size()) : failure;
  }

  /// Who was named in reminders, as `message: names`.
  public synchronized List<String> reminders() {
    return List.copyOf(reminders);
  }

  @Override
  public synchronized Sent remind(ChatAddress at, String messageId, String words, Ring ring) {
    calls.add("remind");
    Sent failure = replyFailures.poll();
    if (failure == null) {
      reminders.add(messageId + ": " + named(ring));
      replies.add(messageId + ": " + words);
    }
    return failure == null ? new Sent.Shown("r" + replies.size()) : failure;
  }

  /// What one person or a channel was told, as `account: text` or `address: text`.
  public synchronized List<String> told() {
    return List.copyOf(told);
  }

  /// The same as it was handed over.
  public synchronized List<Reply> news() {
    return List.copyOf(news);
  }

  @Override
  public synchronized Sent tell(AccountId to, Reply news) {
    calls.add("tell");
    Sent failure = replyFailures.poll();
    if (failure != null) {
      return failure;
    }
    told.add(to + ": " + news.text());
    this.news.add(news);
    return new Sent.Shown("m-told-" + told.size());
  }

  /// Whom the chat calls what; a member where a test says nothing.
  public synchronized void call(AccountId account, ChatProfile.Standing standing) {
    standings.put(account, standing);
  }

  @Override
  public synchronized ChatProfile profile(AccountId account) {
    return new ChatProfile(
        standings.getOrDefault(account, ChatProfile.Standing.MEMBER), account.user());
  }

  @Override
  public synchronized Sent say(ChatAddress to, Reply news) {
    calls.add("say");
    Sent failure = replyFailures.poll();
    if (failure != null) {
      return failure;
    }
    told.add(to + ": " + news.text());
    this.news.add(news);
    return new Sent.Shown("m-told-" + told.size());
  }

  private Sent show(
      String call, ChatAddress at, String id, RenderedCard card, Map<Decision, String> tokens) {
    calls.add(call);
    Sent here = failuresAt.remove(at.channel());
    Sent failure = here != null ? here : broken.isEmpty() ? failures.poll() : broken.peek();
    if (failure == null || appliesBeforeFailing) {
      appliesBeforeFailing = false;
      messages.put(id, new Message(at, id, card, Map.copyOf(tokens)));
    }
    Runnable meanwhile = beforeAnswering;
    beforeAnswering = () -> {};
    meanwhile.run();
    return failure == null ? new Sent.Shown(id) : failure;
  }
}
