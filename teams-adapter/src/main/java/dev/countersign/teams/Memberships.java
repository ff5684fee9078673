package dev.countersign.teams;

import dev.countersign.people.ChatAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether whoever decides is a member of the tenant and of the conversation: guests, anonymous
/// people of a meeting and people of other organisations decide nothing, even where their account is
/// linked. Asked of the connector, for the activity does not say it.
final class Memberships {
  /// How long an answer holds.
  static final Duration FRESH = Duration.ofMinutes(5);

  /// How long it holds when the connector does not answer.
  static final Duration STALE = Duration.ofHours(24);

  /// People remembered, each in each conversation.
  static final int REMEMBERED = 5_000;

  private static final int NOT_FOUND = 404;
  private static final String USER = "user";
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
  private final Map<Place, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Known> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Place(ChatAddress address, String member) {}

  private record Known(Standing standing, Instant at) {}

  Memberships(ConnectorClient connector, InstantSource clock) {
    this.connector = connector;
    this.clock = clock;
  }

  Standing of(Sender sender) {
    Instant now = clock.instant();
    Place place = new Place(sender.address(), sender.member());
    Known last = last(place);
    if (last != null && now.isBefore(last.at().plus(FRESH))) {
      return last.standing();
    }
    Standing asked = ask(sender);
    if (asked == Standing.UNKNOWN) {
      return last != null && now.isBefore(last.at().plus(STALE)) ? last.standing() : asked;
    }
    remember(place, new Known(asked, now));
    return asked;
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
    return sender.account().filter(account -> account.user().equals(member.aadObjectId())).isPresent()
        && (member.tenantId().isEmpty() || member.tenantId().equals(sender.address().tenant()))
        && (member.userRole().isEmpty() || member.userRole().equals(USER));
  }

  private synchronized @Nullable Known last(Place place) {
    return known.get(place);
  }

  private synchronized void remember(Place place, Known standing) {
    known.put(place, standing);
  }
}
