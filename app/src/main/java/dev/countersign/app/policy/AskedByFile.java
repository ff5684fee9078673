package dev.countersign.app.policy;

import dev.countersign.people.Absence;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.people.Reach;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where people are asked as far as the files of policy and people tell. On which chats the gate
/// runs is in another file, and who has the app in none: each place counts. How much of an action a
/// chat shows is known with the action only.
///
/// @param version what a deployment of this version can have
/// @param chatApprove whether a chat click may approve
public record AskedByFile(Directory directory, Surfaces version, boolean chatApprove)
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

  /// Where nothing offers the stronger check, that alone is the problem, and told as such. Nothing
  /// is ever cut here.
  @Override
  public String mostShown() {
    return "";
  }

  @Override
  public boolean checksEnough(Surface surface) {
    return chatApprove || !version.offerStrongerCheck() || version.offerStrongerCheck(surface);
  }

  /// A message without attachments asks nobody to open any.
  @Override
  public boolean opens(Surface surface) {
    return true;
  }

  /// Whoever is away comes back.
  @Override
  public Optional<Absence> away(Person person) {
    return Optional.empty();
  }

  @Override
  public List<PersonId> instead(Person away) {
    return List.of();
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
