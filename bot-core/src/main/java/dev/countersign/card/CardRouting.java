package dev.countersign.card;

import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where a group is asked: its channels on those chats that this deployment is connected to.
public final class CardRouting {
  private final Directory directory;
  private final Map<Surface, String> tenants;

  /// @param tenants the workspace or tenant of each connected chat
  public CardRouting(Directory directory, Map<Surface, String> tenants) {
    this.directory = directory;
    this.tenants = Map.copyOf(tenants);
  }

  /// Empty when the group is unknown or has no channel on a connected chat: then nobody could be
  /// asked.
  public Set<ChatAddress> of(GroupName name) {
    Set<ChatAddress> addresses = new LinkedHashSet<>();
    directory
        .group(name)
        .ifPresent(group -> {
          channel(group, Surface.SLACK).ifPresent(addresses::add);
          channel(group, Surface.TEAMS).ifPresent(addresses::add);
        });
    return addresses;
  }

  /// The same chats, with the groups of another directory.
  public CardRouting by(Directory other) {
    return new CardRouting(other, tenants);
  }

  public Set<Surface> surfaces() {
    return tenants.keySet();
  }

  private Optional<ChatAddress> channel(Group group, Surface surface) {
    Optional<String> channel =
        surface == Surface.SLACK ? group.slackChannel() : group.teamsChannel();
    return Optional.ofNullable(tenants.get(surface))
        .flatMap(tenant -> channel.map(name -> new ChatAddress(surface, tenant, name)));
  }
}
