package dev.countersign.teams.answer;

import dev.countersign.card.Conversation;
import dev.countersign.card.Conversation.Kind;
import dev.countersign.card.Conversations;
import dev.countersign.card.PlaceDesk;
import dev.countersign.card.RecentlyUsed;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.teams.answer.Memberships.Presence;
import dev.countersign.teams.answer.Memberships.Standing;
import dev.countersign.teams.caller.Activity;
import dev.countersign.teams.caller.CallerVerdict.Genuine;
import dev.countersign.teams.caller.Sender;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what Teams tells of conversations: where their service is, what they are called, and
/// whether the app is still in them. The chat with one person is believed when the connector names
/// that person as its member: cards with the whole action go there, and what arrives could have
/// been sent with somebody else's bearer
/// (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events).
public final class ConversationHandler {
  /// How long what was told is not written down once more.
  static final Duration KNOWN = Duration.ofHours(1);

  /// Conversations remembered here so as not to write them down at every activity.
  static final int REMEMBERED = 2_000;

  private static final String WELCOME =
      "Countersign asks you here when an agent wants to do something that needs your approval.\n"
          + "Write help to see what you can ask.";

  private static final Logger log = LoggerFactory.getLogger(ConversationHandler.class);

  private final String botId;
  private final Conversations conversations;
  private final Memberships memberships;
  private final Replies replies;
  private final PlaceDesk places;
  private final InstantSource clock;
  private final Map<ChatAddress, Conversation> told = new RecentlyUsed<>(REMEMBERED);

  public ConversationHandler(
      String botId,
      Conversations conversations,
      Memberships memberships,
      Replies replies,
      PlaceDesk places,
      InstantSource clock) {
    this.botId = botId;
    this.conversations = conversations;
    this.memberships = memberships;
    this.replies = replies;
    this.places = places;
    this.clock = clock;
  }

  /// Any genuine activity shows that the conversation is there, and where.
  void met(Genuine genuine) {
    Optional<Sender> sender = Sender.of(genuine);
    sender
        .flatMap(by -> conversation(genuine, by, true))
        .filter(this::isNews)
        .filter(_ -> standing(sender) == Standing.MEMBER)
        .ifPresent(this::remember);
  }

  /// `installationUpdate`: the app was added, or removed.
  ///
  /// @return whether it is taken; if not, Teams should tell it again
  boolean installed(Genuine genuine) {
    String action = genuine.activity().action();
    boolean added = action != null && action.startsWith("add");
    if (!added) {
      return gone(genuine);
    }
    Standing standing = standing(Sender.of(genuine));
    if (standing == Standing.MEMBER) {
      seen(genuine, true);
      welcome(genuine);
    }
    return standing != Standing.UNKNOWN;
  }

  /// The app is said to be gone; it is where the connector does not know it there any more.
  private boolean gone(Genuine genuine) {
    Optional<Sender> sender = Sender.of(genuine);
    if (sender.isEmpty()) {
      return true;
    }
    ChatAddress place = sender.get().address();
    return switch (memberships.presence(genuine.service(), place.channel())) {
      case GONE -> seen(genuine, false);
      case THERE -> {
        log.warn("the app is said to be gone from {}, and is there", place);
        yield true;
      }
      case UNKNOWN -> false;
    };
  }

  /// `conversationUpdate`: the bot came or went, a channel was renamed, deleted or restored.
  ///
  /// @return whether it is taken; if not, Teams should tell it again
  boolean updated(Genuine genuine) {
    Activity activity = genuine.activity();
    if (names(activity.membersRemoved())) {
      return gone(genuine);
    }
    Activity.ChannelData data = activity.channelData();
    String event = data == null || data.eventType() == null ? "" : data.eventType();
    return switch (event) {
      case "channelDeleted", "channelRenamed", "channelCreated", "channelRestored" ->
          channel(genuine);
      case "teamDeleted", "teamHardDeleted" -> gone(genuine);
      default -> {
        Standing standing = standing(Sender.of(genuine));
        if (standing == Standing.MEMBER) {
          boolean ofPlace = names(activity.membersAdded()) || event.startsWith("team");
          seen(genuine, true, ofPlace);
        }
        yield standing != Standing.UNKNOWN;
      }
    };
  }

  /// Of a chat with one person; everybody may tell of a place that many read.
  private Standing standing(Optional<Sender> sender) {
    return sender.filter(Sender::inPersonalChat).map(memberships::of).orElse(Standing.MEMBER);
  }

  private boolean names(@Nullable List<Activity.Account> members) {
    return members != null && members.stream().anyMatch(member -> botId.equals(member.id()));
  }

  private void welcome(Genuine genuine) {
    Sender.of(genuine).filter(Sender::inPersonalChat).ifPresent(to -> replies.tell(to, WELCOME));
  }

  /// An event of a channel is told in the team's own conversation: the channel is named apart. What
  /// became of it the connector says.
  private boolean channel(Genuine genuine) {
    Activity.ChannelData data = genuine.activity().channelData();
    Activity.Named channel = data == null ? null : data.channel();
    if (channel == null || channel.id() == null || !Sender.isId(channel.id())) {
      return true;
    }
    Presence presence = memberships.presence(genuine.service(), channel.id());
    if (presence != Presence.UNKNOWN) {
      rememberEvent(
          new Conversation(
              new ChatAddress(Surface.TEAMS, genuine.tenant(), channel.id()),
              Kind.CHANNEL,
              Optional.ofNullable(channel.name()),
              genuine.service(),
              Optional.empty(),
              Optional.empty(),
              presence == Presence.THERE,
              clock.instant()));
    }
    return presence != Presence.UNKNOWN;
  }

  private boolean seen(Genuine genuine, boolean present) {
    return seen(genuine, present, true);
  }

  /// Told by an event, which is written down always: another process may have written since.
  ///
  /// @param ofPlace whether the event is about the place, and not about the people in it
  private boolean seen(Genuine genuine, boolean present, boolean ofPlace) {
    Sender.of(genuine)
        .flatMap(sender -> conversation(genuine, sender, present))
        .ifPresent(conversation -> {
          if (ofPlace) {
            rememberEvent(conversation);
          } else {
            remember(conversation);
          }
        });
    return true;
  }

  private Optional<Conversation> conversation(Genuine genuine, Sender sender, boolean present) {
    Activity.Conversation place = genuine.activity().conversation();
    String type = place == null || place.conversationType() == null ? "" : place.conversationType();
    Optional<AccountId> person = type.equals("personal") ? sender.account() : Optional.empty();
    return kind(type)
        .filter(kind -> kind != Kind.PERSONAL || person.isPresent())
        .map(kind ->
            new Conversation(
                sender.address(),
                kind,
                Optional.empty(),
                sender.service(),
                person,
                person.map(_ -> sender.member()),
                present,
                clock.instant()));
  }

  private static Optional<Kind> kind(String type) {
    return switch (type) {
      case "personal" -> Optional.of(Kind.PERSONAL);
      case "groupChat" -> Optional.of(Kind.GROUP);
      case "channel" -> Optional.of(Kind.CHANNEL);
      default -> Optional.empty();
    };
  }

  /// A card there finds out what is to be shown.
  private void rememberEvent(Conversation conversation) {
    remember(conversation);
    places.told(conversation.address());
  }

  private void remember(Conversation conversation) {
    conversations.remember(conversation);
    synchronized (told) {
      told.put(conversation.address(), conversation);
    }
  }

  private boolean isNews(Conversation conversation) {
    synchronized (told) {
      Conversation last = told.get(conversation.address());
      return last == null
          || last.present() != conversation.present()
          || !last.service().equals(conversation.service())
          || isOld(last, conversation.at());
    }
  }

  private static boolean isOld(Conversation last, Instant now) {
    return !now.isBefore(last.at().plus(KNOWN));
  }
}
