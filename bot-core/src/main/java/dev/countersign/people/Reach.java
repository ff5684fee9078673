package dev.countersign.people;

import dev.countersign.policy.GroupName;
import java.util.Optional;
import java.util.Set;

/// Where groups are asked, and what is seen there: what [Electorate] has to know beside who there
/// is.
public interface Reach {

  /// Whether the group is asked in a place where this account can press.
  boolean asks(GroupName group, AccountId account);

  /// On which chats the group is asked.
  Set<Surface> chats(GroupName group);

  /// Whether this chat shows the whole action, at every vote that is still to come: what is cut
  /// nobody can approve.
  boolean showsWhole(Surface chat);

  /// On which chats groups could be asked.
  Set<Surface> connected();

  /// Why the group could be asked nowhere, as the end of a sentence; empty when it can be asked
  /// somewhere.
  Optional<String> whyNowhere(GroupName group);
}
