package dev.countersign;

import dev.countersign.card.Button;
import dev.countersign.card.CardView;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Run;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.people.ChatAddress;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A chat that keeps what it is shown, and fails when a test tells it to.
public final class RecordingChat implements ChatChannel {

  /// @param tokens of the buttons as they are now
  public record Message(
      ChatAddress address, String id, RenderedCard card, Map<Decision, String> tokens) {}

  private final Map<String, Message> messages = new LinkedHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final Deque<Sent> failures = new ArrayDeque<>();
  private final List<String> replies = new ArrayList<>();
  private final List<String> reminders = new ArrayList<>();
  private final Deque<Sent> replyFailures = new ArrayDeque<>();
  private final Deque<Sent> broken = new ArrayDeque<>();
  private boolean shortens;
  private int room = Integer.MAX_VALUE;
  private boolean appliesBeforeFailing;
  private Runnable beforeAnswering = () -> {};

  public synchronized void fail(Sent failure) {
    failures.add(failure);
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
            .build(),
        !cut,
        buttons.stream().map(Button::decision).collect(Collectors.toSet()));
  }

  @Override
  public synchronized Sent post(ChatAddress to, RenderedCard card, Map<Decision, String> tokens) {
    return show("post", to, "m" + (messages.size() + 1), card, tokens);
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
  public synchronized Sent remind(
      ChatAddress at, String messageId, String words, List<Run.Human> whom) {
    calls.add("remind");
    Sent failure = replyFailures.poll();
    if (failure == null) {
      reminders.add(
          messageId + ": " + whom.stream().map(Run.Human::name).collect(Collectors.joining(", ")));
      replies.add(messageId + ": " + words);
    }
    return failure == null ? new Sent.Shown("r" + replies.size()) : failure;
  }

  private Sent show(
      String call, ChatAddress at, String id, RenderedCard card, Map<Decision, String> tokens) {
    calls.add(call);
    Sent failure = broken.isEmpty() ? failures.poll() : broken.peek();
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
