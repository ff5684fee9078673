package dev.countersign.sandbox.teams;

import dev.countersign.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A message with everything it ever said; the last version is the base that people see who have no
/// view of their own. Immutable: a later edit makes another object.
///
/// @param conversation without `;messageid=`
/// @param thread the first message of the channel thread; the message's own id when it starts one
/// @param onlyFor the person who alone sees a targeted message
/// @param views by person, what an invoke answered them since the last edit
public record PostedActivity(
    String conversation,
    String id,
    String author,
    String thread,
    Optional<String> onlyFor,
    Instant at,
    List<JsonObject> versions,
    Map<String, View> views,
    boolean deleted) {

  /// How long a targeted message can be seen.
  static final Duration TARGETED_LIFETIME = Duration.ofHours(24);

  /// A card that one person's client shows in place of the base, since `at`.
  public record View(JsonObject card, Instant at) {}

  public PostedActivity {
    versions = List.copyOf(versions);
    views = Map.copyOf(views);
  }

  /// The activity as last sent.
  public JsonObject current() {
    return versions.getLast();
  }

  public String text() {
    return current().optionalText("text").orElse("");
  }

  /// The base card, when there is one.
  public Optional<JsonObject> card() {
    return Activities.card(current());
  }

  /// What one person's client shows, when it is a card.
  public Optional<JsonObject> cardFor(String userId) {
    return Optional.ofNullable(views.get(userId)).map(View::card).or(this::card);
  }

  boolean isSeenBy(String userId, Instant now) {
    return !deleted
        && onlyFor.map(userId::equals).orElse(true)
        && (onlyFor.isEmpty() || now.isBefore(at.plus(TARGETED_LIFETIME)));
  }

  /// An edit reaches every client: the views are gone.
  PostedActivity edited(JsonObject next) {
    var more = new ArrayList<>(versions);
    more.add(next);
    return new PostedActivity(
        conversation, id, author, thread, onlyFor, at, more, Map.of(), deleted);
  }

  PostedActivity withView(String userId, View view) {
    var more = new HashMap<>(views);
    more.put(userId, view);
    return new PostedActivity(
        conversation, id, author, thread, onlyFor, at, versions, more, deleted);
  }

  PostedActivity erased() {
    return new PostedActivity(
        conversation, id, author, thread, onlyFor, at, versions, Map.of(), true);
  }

  /// Without the activity, whose card holds decision tokens.
  @Override
  public String toString() {
    return "PostedActivity[" + conversation + "/" + id + ", versions=" + versions.size() + "]";
  }
}
