package dev.countersign.card;

import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import dev.countersign.policy.GroupName;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Where a group is asked: its channels on those chats that this deployment is connected to, and
/// the personal chats of its members when it is asked there too, and of those who stand in for
/// members who are away. Whoever is asked may also decide on the pages that this deployment has.
public final class CardRouting {
  /// Personal chats that one group is asked in: each is a message of its own, and one more at every
  /// change of the request.
  static final int MOST_PERSONAL = 50;

  private final Directory directory;
  private final Surfaces surfaces;
  private final Conversations conversations;

  /// @param conversations tells who has the app
  public CardRouting(Directory directory, Surfaces surfaces, Conversations conversations) {
    this.directory = directory;
    this.surfaces = surfaces;
    this.conversations = conversations;
  }

  /// Empty when the group is unknown, or has no channel on a connected chat and no member who has
  /// the app where members are asked directly: then nobody could be asked.
  ///
  /// Personal chats are those of the first [#MOST_PERSONAL] who may decide and have the app, by
  /// their ids.
  ///
  /// @param now at which it is asked who is away
  public Set<ChatAddress> of(GroupName name, Instant now) {
    return places(name, now).addresses();
  }

  /// The same, with whom each place is for.
  public Places places(GroupName name, Instant now) {
    Set<ChatAddress> channels = new LinkedHashSet<>();
    Map<AccountId, ChatAddress> personal = new LinkedHashMap<>();
    directory
        .group(name)
        .ifPresent(group -> {
          for (Surface surface : Surface.values()) {
            channel(group, surface).ifPresent(channels::add);
          }
          personal(group, now)
              .forEach(chat ->
                  chat.person().ifPresent(account -> personal.put(account, chat.address())));
        });
    return new Places(channels, personal, surfaces);
  }

  /// What this deployment has.
  public Surfaces surfaces() {
    return surfaces;
  }

  /// Where one group is asked.
  ///
  /// @param channels open to everybody of the workspace or tenant
  /// @param personal the chats that one person each can read
  /// @param deployment whose pages are open to whoever is asked in one of these
  public record Places(
      Set<ChatAddress> channels, Map<AccountId, ChatAddress> personal, Surfaces deployment) {

    public Set<ChatAddress> addresses() {
      Set<ChatAddress> all = new LinkedHashSet<>(channels);
      all.addAll(personal.values());
      return all;
    }

    /// Where people of the group decide; nowhere when it is asked nowhere.
    public Set<Surface> surfaces() {
      Set<Surface> all = EnumSet.noneOf(Surface.class);
      addresses().forEach(address -> all.add(address.surface()));
      if (!all.isEmpty()) {
        all.addAll(deployment.pages());
      }
      return all;
    }

    /// A press counts only from an account of the very workspace or tenant that the card is in, and
    /// nobody presses in somebody else's personal chat.
    public boolean reach(AccountId account) {
      return personal.containsKey(account)
          || (!account.surface().isChat()
              && surfaces().contains(account.surface())
              && deployment.know(account))
          || channels.stream()
              .anyMatch(channel ->
                  channel.surface() == account.surface()
                      && channel.tenant().equals(account.tenant()));
    }
  }

  /// The same chats, with the groups of another directory.
  public CardRouting by(Directory other) {
    return new CardRouting(other, surfaces, conversations);
  }

  /// Whether members of this group are asked in personal chats of a connected chat, as far as they
  /// have the app.
  public boolean asksDirectly(GroupName name) {
    return directory
        .group(name)
        .filter(group -> surfaces.connected().stream().anyMatch(group::asksDirectly))
        .isPresent();
  }

  private Optional<ChatAddress> channel(Group group, Surface surface) {
    return surfaces
        .tenant(surface)
        .flatMap(
            tenant -> group.channel(surface).map(name -> new ChatAddress(surface, tenant, name)));
  }

  private List<Conversation> personal(Group group, Instant now) {
    if (surfaces.connected().stream().noneMatch(group::asksDirectly)) {
      return List.of();
    }
    List<AccountId> accounts =
        directory.deciders(group.name(), now).stream()
            .limit(Directory.MOST_MEMBERS)
            .flatMap(person -> accounts(person, group))
            .toList();
    return accounts.isEmpty() ? List.of() : conversations.personal(accounts, MOST_PERSONAL);
  }

  private Stream<AccountId> accounts(Person person, Group group) {
    return person.accounts().stream()
        .filter(account -> group.asksDirectly(account.surface()) && surfaces.know(account))
        .sorted(Comparator.comparing(AccountId::surface).thenComparing(AccountId::user));
  }
}
