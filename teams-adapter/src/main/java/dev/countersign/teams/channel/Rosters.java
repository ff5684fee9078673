package dev.countersign.teams.channel;

import dev.countersign.card.RecentlyUsed;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.teams.connector.ConnectorAnswer;
import dev.countersign.teams.connector.ConnectorClient;
import dev.countersign.teams.connector.ConversationMember;
import dev.countersign.teams.connector.MembersAnswer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a chat calls its members, asked for now and then. Nothing is decided by it: it only says
/// whose client shows buttons by itself; without it everybody asks for them with one press more.
public final class Rosters {
  static final Duration TRUSTED = Duration.ofMinutes(5);

  /// How long a chat that did not answer is left alone.
  static final Duration PAUSE = Duration.ofSeconds(30);

  /// Conversations remembered; the one not asked for the longest is forgotten first.
  static final int REMEMBERED = 500;

  private static final Logger log = LoggerFactory.getLogger(Rosters.class);

  private final ConnectorClient connector;
  private final InstantSource clock;
  private final Map<ChatAddress, Roster> rosters = new RecentlyUsed<>(REMEMBERED);

  /// @param members the chat's name of each, by Entra object id
  private record Roster(Map<String, String> members, Instant until) {}

  public Rosters(ConnectorClient connector, InstantSource clock) {
    this.connector = connector;
    this.clock = clock;
  }

  /// What the chat calls these people, in their order, without those who are not there.
  List<String> members(URI service, ChatAddress at, List<AccountId> people) {
    if (people.isEmpty()) {
      return List.of();
    }
    Map<String, String> members = roster(service, at).members();
    return people.stream()
        .filter(account -> account.tenant().equals(at.tenant()))
        .map(account -> members.get(account.user()))
        .filter(Objects::nonNull)
        .toList();
  }

  private Roster roster(URI service, ChatAddress at) {
    Instant now = clock.instant();
    Roster known = known(at);
    if (known != null && now.isBefore(known.until())) {
      return known;
    }
    Roster fresh =
        switch (connector.members(service.toString(), at.channel())) {
          case MembersAnswer.Found(List<ConversationMember> found) ->
              new Roster(people(found, at), now.plus(TRUSTED));
          case ConnectorAnswer.Failed failed -> {
            log.warn("teams members at {}: {}", at, failed.code());
            yield new Roster(known == null ? Map.of() : known.members(), now.plus(PAUSE));
          }
        };
    remember(at, fresh);
    return fresh;
  }

  private synchronized @Nullable Roster known(ChatAddress at) {
    return rosters.get(at);
  }

  private synchronized void remember(ChatAddress at, Roster roster) {
    rosters.put(at, roster);
  }

  private static Map<String, String> people(List<ConversationMember> members, ChatAddress at) {
    return members.stream()
        .filter(member -> member.isOf(at.tenant()))
        .collect(
            Collectors.toMap(
                ConversationMember::aadObjectId, ConversationMember::id, (first, _) -> first));
  }
}
