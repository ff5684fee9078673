package dev.countersign.teams.answer;

import dev.countersign.card.Asker;
import dev.countersign.card.ChatProfile;
import dev.countersign.card.RecentlyUsed;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.teams.caller.Sender;
import dev.countersign.teams.connector.ConnectorAnswer;
import dev.countersign.teams.connector.ConnectorClient;
import dev.countersign.teams.connector.ConversationMember;
import dev.countersign.teams.connector.MembersAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
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
  /// @param pressed whether a button asks
  Asker asker(Sender sender, AccountId account, String name, boolean pressed) {
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
    Standing asked = await(sender);
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

  private Standing await(Sender sender) {
    Future<Standing> asked = threads.submit(() -> ask(sender));
    try {
      return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      asked.cancel(true);
      return Standing.UNKNOWN;
    } catch (ExecutionException e) {
      throw new IllegalStateException("asking for a member failed", e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Standing.UNKNOWN;
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
