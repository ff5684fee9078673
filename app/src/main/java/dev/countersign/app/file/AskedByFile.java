package dev.countersign.app.file;

import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Reach;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import dev.countersign.policy.GroupName;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// On which chats the gate runs is in another file, and who has the app in none: each place counts.
/// How much of an action a chat shows is known with the action only.
public record AskedByFile(boolean chatApprove, Directory directory, Surfaces version)
    implements Reach {

  @Override
  public boolean asks(GroupName group, AccountId account) {
    return surfaces(group).contains(account.surface());
  }

  @Override
  public Set<Surface> surfaces(GroupName name) {
    Set<Surface> all = EnumSet.noneOf(Surface.class);
    directory.group(name).ifPresent(group -> all.addAll(group.places().keySet()));
    if (!all.isEmpty()) {
      all.addAll(version.pages());
    }
    return all;
  }

  @Override
  public boolean showsWhole(Surface surface) {
    return surface.isChat() || version.showInFull(surface);
  }

  /// Where nothing offers the stronger check, that alone is the problem, and told as such.
  @Override
  public boolean checksEnough(Surface surface) {
    return chatApprove || !version.offerStrongerCheck() || version.offerStrongerCheck(surface);
  }

  @Override
  public Set<Surface> connected() {
    return version.connected();
  }

  @Override
  public Optional<String> whyNowhere(GroupName group) {
    return surfaces(group).isEmpty()
        ? Optional.of("the group has no channel and is not asked directly")
        : Optional.empty();
  }
}
