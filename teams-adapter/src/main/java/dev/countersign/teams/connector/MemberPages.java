package dev.countersign.teams.connector;

import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Collects the pages of a conversation's members.
final class MemberPages {
  /// Members in one page, few enough for one answer within [BoundedHttp#MAX_BODY].
  static final int PAGE_SIZE = 100;

  /// So 2,500 members; who is in a bigger conversation is not asked here.
  static final int MAX_PAGES = 25;

  /// No further page is asked for when the earlier ones took this long.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int LONGEST_CONTINUATION = 4_096;

  /// @param next absent after the last page
  private record Page(List<ConversationMember> members, @Nullable String next) {}

  private final ConnectorCalls calls;
  private final InstantSource clock;

  MemberPages(ConnectorCalls calls, InstantSource clock) {
    this.calls = calls;
    this.clock = clock;
  }

  MembersAnswer all(String serviceUrl, String conversationId) {
    Instant end = clock.instant().plus(PATIENCE);
    var found = new ArrayList<ConversationMember>();
    String next = null;
    for (int count = 0; count < MAX_PAGES; count++) {
      if (!clock.instant().isBefore(end)) {
        return new ConnectorAnswer.Failed(0, "timeout");
      }
      switch (calls.exchange(call(serviceUrl, conversationId, next))) {
        case ConnectorAnswer.Failed failed -> {
          return failed;
        }
        case HttpAnswer.Answered answered -> {
          Optional<Page> page = page(answered);
          if (page.isEmpty()) {
            return ConnectorReader.malformed(answered);
          }
          found.addAll(page.get().members());
          next = page.get().next();
        }
      }
      if (next == null) {
        return new MembersAnswer.Found(found);
      }
    }
    return new ConnectorAnswer.Failed(0, "too_many_members");
  }

  private static ConnectorCall call(
      String serviceUrl, String conversationId, @Nullable String next) {
    return ConnectorCall.members(
        serviceUrl,
        conversationId,
        ConnectorPath.conversation(conversationId, "pagedmembers")
            .with("pageSize", Integer.toString(PAGE_SIZE))
            .with("continuationToken", next));
  }

  private static Optional<Page> page(HttpAnswer.Answered answered) {
    return ConnectorReader.document(answered)
        .flatMap(document ->
            ConnectorReader.members(document)
                .map(members -> new Page(members, next(document)))
                .filter(
                    page -> page.next() == null || page.next().length() <= LONGEST_CONTINUATION));
  }

  private static @Nullable String next(JsonObject document) {
    return document.get("continuationToken") instanceof JsonString(String next) && !next.isEmpty()
        ? next
        : null;
  }
}
