package dev.countersign.teams.channel;

import dev.countersign.card.CardView;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatProfile;
import dev.countersign.card.Conversation;
import dev.countersign.card.Deciders;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Reply;
import dev.countersign.card.Ring;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.request.Decision;
import dev.countersign.teams.caller.Sender;
import dev.countersign.teams.card.AdaptiveCardRenderer;
import dev.countersign.teams.card.AdaptiveCards;
import dev.countersign.teams.card.MentionEntities;
import dev.countersign.teams.card.MentionEntities.Named;
import dev.countersign.teams.card.ReminderCard;
import dev.countersign.teams.card.ReplyCard;
import dev.countersign.teams.connector.CardActivity;
import dev.countersign.teams.connector.ConnectorAnswer;
import dev.countersign.teams.connector.ConnectorClient;
import dev.countersign.teams.connector.ConnectorErrors;
import dev.countersign.teams.connector.ConversationAnswer;
import dev.countersign.teams.connector.ConversationMember;
import dev.countersign.teams.connector.MembersAnswer;
import dev.countersign.teams.connector.NewConversation;
import dev.countersign.teams.settings.TeamsSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cards in the channels and chats of one tenant.
///
/// What is posted is the card for everybody: it decides nothing. Its buttons are in the card that
/// each person who may decide is shown alone, by [dev.countersign.teams.answer.InvokeHandler]; the
/// tokens that the core mints for a message therefore stay here.
public final class TeamsChannel implements ChatChannel {
  private static final String GONE = "conversation_gone";
  private static final String ASKED = "Asked: ";
  private static final ChatProfile MEMBER = new ChatProfile(ChatProfile.Standing.MEMBER, "");
  private static final ChatProfile FOREIGN = new ChatProfile(ChatProfile.Standing.FOREIGN, "");
  private static final String THREAD = ";messageid=";
  private static final Set<String> CHANNEL_ENDINGS = Set.of("@thread.tacv2", "@thread.skype");
  private static final Logger log = LoggerFactory.getLogger(TeamsChannel.class);

  private final TeamsSettings settings;
  private final ConnectorClient connector;
  private final ConnectorErrors errors;
  private final ConversationServices services;
  private final Rosters rosters;
  private final Deciders deciders;
  private final AdaptiveCardRenderer renderer = new AdaptiveCardRenderer();

  public TeamsChannel(
      TeamsSettings settings,
      ConnectorClient connector,
      ConnectorErrors errors,
      ConversationServices services,
      Rosters rosters,
      Deciders deciders) {
    this.settings = settings;
    this.connector = connector;
    this.errors = errors;
    this.services = services;
    this.rosters = rosters;
    this.deciders = deciders;
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
    Optional<URI> service = services.service(own(to));
    if (service.isEmpty()) {
      return new Sent.Refused(Obstacle.PLACE, GONE);
    }
    JsonObject named = naming(card.body(), service.get(), to, ring);
    JsonObject activity = CardActivity.of(forEverybody(named, card, service.get(), to));
    return told("post", to, send(service.get().toString(), to, ringing(activity, to, ring)));
  }

  /// The card with the names of those who are to notice it; in a chat of one's own no name is
  /// needed.
  private JsonObject naming(JsonObject card, URI service, ChatAddress at, Ring ring) {
    return isPersonal(at) ? card : MentionEntities.below(card, ASKED, named(service, at, ring));
  }

  private static JsonObject ringing(JsonObject activity, ChatAddress at, Ring ring) {
    return isPersonal(at) && !ring.isQuiet() ? CardActivity.alerting(activity) : activity;
  }

  private List<Named> named(URI service, ChatAddress at, Ring ring) {
    return ring.people().stream()
        .flatMap(human ->
            rosters
                .members(
                    service,
                    at,
                    human.accounts().stream()
                        .filter(account -> account.surface() == Surface.TEAMS)
                        .toList())
                .stream()
                .map(mri -> new Named(mri, human.name())))
        .toList();
  }

  private Sent send(String service, ChatAddress to, JsonObject activity) {
    // A new message in a channel starts a thread, which is a conversation of its own.
    if (isChannel(to)) {
      JsonObject thread =
          NewConversation.inChannel(settings.botId(), to.channel(), settings.tenantId(), activity);
      return switch (connector.createConversation(service, thread)) {
        case ConversationAnswer.Opened opened -> named(opened.activityId());
        case ConnectorAnswer.Failed failed -> errors.sent(failed);
      };
    }
    return sent(connector.send(service, to.channel(), activity));
  }

  @Override
  public Sent update(
      ChatAddress at, String messageId, RenderedCard card, Map<Decision, String> tokens) {
    Optional<URI> service = services.service(own(at));
    if (service.isEmpty()) {
      return new Sent.Refused(Obstacle.PLACE, GONE);
    }
    JsonObject activity =
        CardActivity.of(forEverybody(card.body(), card, service.get(), at))
            .with("id", Json.of(messageId));
    Sent sent =
        switch (connector.update(service.get().toString(), at.channel(), messageId, activity)) {
          case ConnectorAnswer.Done _ -> new Sent.Shown(messageId);
          case ConnectorAnswer.Failed failed -> errors.sent(failed);
        };
    return told("update", at, sent);
  }

  /// In a channel below the card, in a chat after it.
  @Override
  public Sent reply(ChatAddress at, String messageId, String words) {
    Optional<URI> service = services.service(own(at));
    if (service.isEmpty()) {
      return new Sent.Refused(Obstacle.PLACE, GONE);
    }
    return below("reply", at, messageId, service.get(), CardActivity.words(words));
  }

  @Override
  public Sent remind(ChatAddress at, String messageId, String words, Ring ring) {
    Optional<URI> service = services.service(own(at));
    if (service.isEmpty()) {
      return new Sent.Refused(Obstacle.PLACE, GONE);
    }
    JsonObject said = CardActivity.of(ReminderCard.of(words, named(service.get(), at, ring)));
    return below("remind", at, messageId, service.get(), ringing(said, at, ring));
  }

  @Override
  public Sent tell(AccountId to, Reply news) {
    Optional<Conversation> own = services.personal(to);
    if (own.isEmpty()) {
      return new Sent.Refused(Obstacle.PLACE, GONE);
    }
    JsonObject said = CardActivity.alerting(drawn(news));
    ChatAddress at = own(own.get().address());
    return told(
        "tell", at, sent(connector.send(own.get().service().toString(), at.channel(), said)));
  }

  /// As a press in that conversation would be judged; unknown where the person has none, or the
  /// connector does not say.
  @Override
  public ChatProfile profile(AccountId account) {
    return services.personal(account).map(own -> profile(own, account)).orElse(ChatProfile.UNKNOWN);
  }

  private ChatProfile profile(Conversation own, AccountId account) {
    return switch (connector.member(
        own.service().toString(),
        own(own.address()).channel(),
        own.member().orElse(account.user()))) {
      case MembersAnswer.Found(var members) ->
          members.size() == 1 && isOwn(members.getFirst(), account) ? MEMBER : FOREIGN;
      case ConnectorAnswer.Failed failed -> {
        log.warn("teams member at {}: {}", own.address(), failed.code());
        yield ChatProfile.UNKNOWN;
      }
    };
  }

  private boolean isOwn(ConversationMember member, AccountId account) {
    return member.aadObjectId().equals(account.user()) && member.isOf(settings.tenantId());
  }

  @Override
  public Sent say(ChatAddress to, Reply news) {
    Optional<URI> service = services.service(own(to));
    return service.isEmpty()
        ? new Sent.Refused(Obstacle.PLACE, GONE)
        : told("say", to, send(service.get().toString(), to, drawn(news)));
  }

  private static JsonObject drawn(Reply reply) {
    return ReplyCard.drawn(reply)
        .map(CardActivity::of)
        .orElseGet(() -> CardActivity.words(reply.text()));
  }

  private Sent below(String what, ChatAddress at, String messageId, URI service, JsonObject said) {
    String thread = isChannel(at) ? at.channel() + THREAD + messageId : at.channel();
    return told(
        what, at, sent(connector.sendBelow(service.toString(), at.channel(), thread, said)));
  }

  /// @param body of the card, perhaps with a line more
  private JsonObject forEverybody(JsonObject body, RenderedCard card, URI service, ChatAddress at) {
    if (card.asks().isEmpty()) {
      return AdaptiveCards.base(body, List.of());
    }
    List<AccountId> asked =
        deciders.of(AdaptiveCards.request(card.body()), Surface.TEAMS, AdaptiveCards.MAX_REFRESHED);
    return AdaptiveCards.base(body, rosters.members(service, at, asked));
  }

  private Sent sent(ConnectorAnswer answer) {
    return switch (answer) {
      case ConnectorAnswer.Done(String id) -> named(id);
      case ConnectorAnswer.Failed failed -> errors.sent(failed);
    };
  }

  /// Without its name nobody could decide on it or update it; so it counts as not sent.
  private Sent named(String id) {
    return Sender.isId(id)
        ? new Sent.Shown(id)
        : errors.sent(new ConnectorAnswer.Failed(0, "malformed_answer"));
  }

  private static Sent told(String what, ChatAddress where, Sent sent) {
    boolean quiet =
        sent instanceof Sent.Shown || (sent instanceof Sent.Later later && later.isOwnPace());
    if (!quiet) {
      log.warn("teams {} at {}: {}", what, where, sent);
    }
    return sent;
  }

  /// Teams names conversations of several people `19:…`.
  private static boolean isPersonal(ChatAddress address) {
    return !address.channel().startsWith("19:");
  }

  private static boolean isChannel(ChatAddress address) {
    return CHANNEL_ENDINGS.stream().anyMatch(address.channel()::endsWith);
  }

  private ChatAddress own(ChatAddress address) {
    if (address.surface() != Surface.TEAMS || !address.tenant().equals(settings.tenantId())) {
      throw new IllegalArgumentException("not in this tenant: " + address);
    }
    return address;
  }
}
