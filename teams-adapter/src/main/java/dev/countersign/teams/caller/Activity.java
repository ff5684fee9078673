package dev.countersign.teams.caller;

import dev.countersign.teams.settings.TeamsSettings;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What an activity says, as far as we listen; nothing of it is true before
/// [ConnectorTokenVerifier] has said so. What is absent is `null`. Prints its type and nothing
/// else.
///
/// @param type `message`, `invoke`, `conversationUpdate`, `installationUpdate`, …
/// @param name which `invoke` or `event` it is
/// @param action `add` or `remove` of an `installationUpdate`
/// @param value of an `invoke`, or of a message that a pressed `Action.Submit` makes
/// @param replyToId the activity that carried the card
public record Activity(
    @Nullable String type,
    @Nullable String id,
    @Nullable String name,
    @Nullable String action,
    @Nullable String channelId,
    @Nullable String serviceUrl,
    @Nullable String timestamp,
    @Nullable Account from,
    @Nullable Recipient recipient,
    @Nullable Conversation conversation,
    @Nullable ChannelData channelData,
    @Nullable String text,
    @Nullable String replyToId,
    @Nullable List<JsonNode> entities,
    @Nullable JsonNode value,
    @Nullable List<Account> membersAdded,
    @Nullable List<Account> membersRemoved) {
  /// In characters, of each id, name and URL; the longest of Teams are below 300.
  static final int MAX_ID = 1_000;

  /// Mentions that are looked at; more than anybody writes.
  static final int MAX_MENTIONS = 20;

  private static final Pattern TYPE = Pattern.compile("[A-Za-z]{1,40}");

  public Activity {
    requireShort(type, id, name, action, channelId, serviceUrl, timestamp, replyToId);
    entities = entities == null ? List.of() : List.copyOf(entities);
    membersAdded = membersAdded == null ? List.of() : List.copyOf(membersAdded);
    membersRemoved = membersRemoved == null ? List.of() : List.copyOf(membersRemoved);
  }

  /// Whether it is of this type, and so named.
  public boolean isInvoke(String wanted) {
    return "invoke".equals(type) && wanted.equals(name);
  }

  /// When the channel sent it, if it says so legibly.
  Optional<Instant> sentAt() {
    try {
      return Optional.ofNullable(timestamp).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /// The people and bots that the text mentions, in its order.
  public List<Mention> mentions() {
    return entities == null
        ? List.of()
        : entities.stream().flatMap(Mention::of).limit(MAX_MENTIONS).toList();
  }

  @Override
  public String toString() {
    boolean printable = type != null && TYPE.matcher(type).matches();
    return "Activity[" + (printable ? type : "") + "]";
  }

  private static void requireShort(@Nullable String... texts) {
    for (String text : texts) {
      if (text != null && text.length() > MAX_ID) {
        throw new IllegalArgumentException("an id is no longer than " + MAX_ID);
      }
    }
  }

  /// A person, or a bot.
  ///
  /// @param id of this person for this bot, `29:…`; a bot's is `28:<app id>`
  /// @param aadObjectId of the person in Entra; absent for bots and anonymous guests
  public record Account(@Nullable String id, @Nullable String aadObjectId, @Nullable String name) {
    public Account {
      requireShort(id, aadObjectId, name);
    }

    /// In lower case, as accounts are kept here; empty when it is no GUID.
    Optional<String> person() {
      return TeamsSettings.guid(aadObjectId);
    }

    @Override
    public String toString() {
      return "Account[]";
    }
  }

  /// @param isTargeted the message, a slash command for one, is seen by sender and bot alone
  record Recipient(@Nullable String id, @Nullable Boolean isTargeted) {
    Recipient {
      requireShort(id);
    }

    boolean targeted() {
      return Boolean.TRUE.equals(isTargeted);
    }
  }

  /// @param id of a channel's thread: `19:…@thread.tacv2;messageid=…`
  /// @param conversationType `personal`, `groupChat` or `channel`
  public record Conversation(
      @Nullable String id,
      @Nullable String conversationType,
      @Nullable String tenantId,
      @Nullable Boolean isGroup,
      @Nullable String name) {
    private static final String THREAD = ";messageid=";

    public Conversation {
      requireShort(id, conversationType, tenantId, name);
    }

    /// The id without the thread in it.
    Optional<String> place() {
      return Optional.ofNullable(id)
          .map(text -> text.contains(THREAD) ? text.substring(0, text.indexOf(THREAD)) : text)
          .filter(text -> !text.isEmpty());
    }
  }

  /// What Teams adds of its own (learn.microsoft.com, "Conversation events in your Teams bot").
  ///
  /// @param eventType of a `conversationUpdate`: `channelRenamed`, `teamMemberRemoved`, …
  public record ChannelData(
      @Nullable Named tenant,
      @Nullable Named team,
      @Nullable Named channel,
      @Nullable String eventType,
      @Nullable Settings settings) {
    public ChannelData {
      requireShort(eventType);
    }
  }

  /// @param selectedChannel where the one who installed the app wants to have it
  record Settings(@Nullable Named selectedChannel) {}

  public record Named(@Nullable String id, @Nullable String name) {
    public Named {
      requireShort(id, name);
    }
  }

  /// @param id as [Account#id]
  /// @param text the mention as it stands in the activity's text, `<at>…</at>`
  public record Mention(String id, String text) {
    private static Stream<Mention> of(JsonNode entity) {
      JsonNode id = entity.path("mentioned").path("id");
      JsonNode text = entity.path("text");
      boolean mention = "mention".equals(entity.path("type").asString(""));
      // Nothing at all stands everywhere in a text: whoever takes it out would make the text grow.
      return mention && id.isString() && text.isString() && !text.asString().isEmpty()
          ? Stream.of(new Mention(id.asString(), text.asString()))
          : Stream.empty();
    }
  }
}
