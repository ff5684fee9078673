package dev.countersign.teams.connector;

import java.util.List;

/// Who is in a conversation; otherwise a [ConnectorAnswer.Failed].
public sealed interface MembersAnswer permits MembersAnswer.Found, ConnectorAnswer.Failed {
  record Found(List<ConversationMember> members) implements MembersAnswer {
    public Found {
      members = List.copyOf(members);
    }
  }
}
