package dev.countersign.teams.answer;

import dev.countersign.card.Asker;
import dev.countersign.card.ChatProfile;
import dev.countersign.card.RecentlyUsed;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.teams.caller.Sender;
import dev.countersign.teams.connector.ConnectorAnswer;
import dev.countersign.teams.connector.ConnectorClient;
import dev.countersign.teams.connector.ConversationMember;
import dev.countersign.teams.connector.MembersAnswer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether whoever does something is a member of the tenant and of the conversation: guests of
/// either, anonymous people of a meeting and people of other organisations decide nothing and are
/// answered nothing, even where their account is linked. Asked of the connector, for the activity
/// does not say it.
public final class Memberships implements AutoCloseable {
  /// How long an answer holds.
  static final Duration FRESH = Duration.ofMinutes(5);

  /// How long it holds when the connector does not answer.
  static final Duration STALE = Duration.ofHours(1);

  /// How long a connector that did not answer is left alone.
  static final Duration PAUSE = Duration.ofSeconds(30);

  /// How long a press waits for the connector; Teams waits for the press's answer.
  static final Duration PATIENCE = Duration.ofSeconds(4);

  /// People remembered, each in each conversation.
  static final int REMEMBERED = 5_000;

  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final Logger log = LoggerFactory.getLogger(Memberships.class);

  enum Standing {
    MEMBER,
    /// A guest, somebody of another organisation, or nobody of this conversation.
    STRANGER,
    /// The connector does not say; nothing may be decided on that.
    UNKNOWN
  }

  private final ConnectorClient connector;
  private final InstantSource clock;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("teams-member-", 0).factory());
  private final Map<Place, Known> known = new RecentlyUsed<>(REMEMBERED);

  /// The account is part of it: the connector was asked whether these two are one person.
  private record Place(ChatAddress address, Optional<AccountId> account, String member) {}

  /// @param at when the connector said so
  /// @param until when it is asked again
  private record Known(Standing standing, Instant at, Instant until) {}

  public Memberships(ConnectorClient connector, InstantSource clock) {
    this.connector = connector;
    this.clock = clock;
  }

  /// Who asks, as far as Teams says it.
  ///
  /// @param name as the activity has it; may be empty
  /// @param pressed digest over the raw body where a button asks
  Asker asker(Sender sender, AccountId account, String name, Optional<Digest> pressed) {
    return new Asker(
        account,
        sender.inPersonalChat(),
        pressed,
        () ->
            switch (of(sender)) {
              case MEMBER -> new ChatProfile(ChatProfile.Standing.MEMBER, name);
              // Teams calls guests and people of elsewhere alike: no members of the tenant.
              case STRANGER -> new ChatProfile(ChatProfile.Standing.FOREIGN, name);
              case UNKNOWN -> ChatProfile.UNKNOWN;
            });
  }

  Standing of(Sender sender) {
    Instant now = clock.instant();
    Place place = new Place(sender.address(), sender.account(), sender.member());
    Known last = last(place);
    if (last != null && now.isBefore(last.until())) {
      return last.standing();
    }
    Standing asked = await(() -> ask(sender), Standing.UNKNOWN);
    Known next =
        asked == Standing.UNKNOWN ? kept(last, now) : new Known(asked, now, now.plus(FRESH));
    remember(place, next);
    return next.standing();
  }

  /// What was known, for a while longer; nothing may be decided on what nobody said lately.
  private static Known kept(@Nullable Known last, Instant now) {
    return last != null && now.isBefore(last.at().plus(STALE))
        ? new Known(last.standing(), last.at(), now.plus(PAUSE))
        : new Known(Standing.UNKNOWN, Instant.EPOCH, now.plus(PAUSE));
  }

  /// Whether the app is in a conversation, as the connector says now: what an activity says of it
  /// is believed by nobody.
  Presence presence(URI service, String conversation) {
    return await(() -> askPresence(service, conversation), Presence.UNKNOWN);
  }

  enum Presence {
    THERE,
    GONE,
    UNKNOWN
  }

  private Presence askPresence(URI service, String conversation) {
    return switch (connector.members(service.toString(), conversation)) {
      case MembersAnswer.Found _ -> Presence.THERE;
      case ConnectorAnswer.Failed failed
          when failed.status() == NOT_FOUND || failed.status() == FORBIDDEN ->
          Presence.GONE;
      case ConnectorAnswer.Failed failed -> {
        log.warn("teams does not say whether the app is in {}: {}", conversation, failed.code());
        yield Presence.UNKNOWN;
      }
    };
  }

  private <T> T await(Callable<T> ask, T unknown) {
    Future<T> asked = threads.submit(ask);
    try {
      return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      asked.cancel(true);
      return unknown;
    } catch (ExecutionException e) {
      throw new IllegalStateException("asking for a member failed", e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return unknown;
    }
  }

  private Standing ask(Sender sender) {
    return switch (connector.member(
        sender.service().toString(), sender.address().channel(), sender.member())) {
      case MembersAnswer.Found(var members) ->
          members.size() == 1 && isOwn(members.getFirst(), sender)
              ? Standing.MEMBER
              : Standing.STRANGER;
      case ConnectorAnswer.Failed failed when failed.status() == NOT_FOUND -> Standing.STRANGER;
      case ConnectorAnswer.Failed failed -> {
        log.warn("teams member at {}: {}", sender.address(), failed.code());
        yield Standing.UNKNOWN;
      }
    };
  }

  private static boolean isOwn(ConversationMember member, Sender sender) {
    return sender
            .account()
            .filter(account -> account.user().equals(member.aadObjectId()))
            .isPresent()
        && member.isOf(sender.address().tenant());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private synchronized @Nullable Known last(Place place) {
    return known.get(place);
  }

  private synchronized void remember(Place place, Known standing) {
    known.put(place, standing);
  }
}
