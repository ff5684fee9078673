package dev.countersign.people;

import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A set of people who may decide, and where they are asked: on no surface that is not among the
/// places.
///
/// @param calendar when it works; without one it always does
/// @param onCall of its members only
/// @param mayFreeze whether each of them may freeze what is granted and executed, and two of them
///   together may lift it
/// @param mayConfirmPasskeys whether each of them may confirm and remove passkeys of other people
/// @param mayBreakGlass whether each of them may use break-glass, see [GlassHolders]
/// @param consoleRole which pages of the console its members see beside their own; never
///   [ConsoleRole#REVIEWER], which everybody is
public record Group(
    GroupName name,
    Set<PersonId> members,
    Map<Surface, Place> places,
    Optional<WorkingCalendar> calendar,
    Optional<OnCall> onCall,
    boolean mayFreeze,
    boolean mayConfirmPasskeys,
    boolean mayBreakGlass,
    Optional<ConsoleRole> consoleRole) {
  public Group {
    members = Set.copyOf(members);
    places = Map.copyOf(places);
    places.forEach(Group::requirePossible);
    if (!members.containsAll(onCall.map(OnCall::people).orElse(List.of()))) {
      throw new IllegalArgumentException("somebody is on call who is no member");
    }
    if (consoleRole.filter(ConsoleRole.REVIEWER::equals).isPresent()) {
      throw new IllegalArgumentException("everybody is a reviewer");
    }
  }

  /// A group that may not use break-glass and gives no role.
  public Group(
      GroupName name,
      Set<PersonId> members,
      Map<Surface, Place> places,
      Optional<WorkingCalendar> calendar,
      Optional<OnCall> onCall,
      boolean mayFreeze,
      boolean mayConfirmPasskeys) {
    this(
        name,
        members,
        places,
        calendar,
        onCall,
        mayFreeze,
        mayConfirmPasskeys,
        false,
        Optional.empty());
  }

  /// A group that may confirm no passkeys, either.
  public Group(
      GroupName name,
      Set<PersonId> members,
      Map<Surface, Place> places,
      Optional<WorkingCalendar> calendar,
      Optional<OnCall> onCall,
      boolean mayFreeze) {
    this(name, members, places, calendar, onCall, mayFreeze, false);
  }

  /// A group that may not freeze either.
  public Group(
      GroupName name,
      Set<PersonId> members,
      Map<Surface, Place> places,
      Optional<WorkingCalendar> calendar,
      Optional<OnCall> onCall) {
    this(name, members, places, calendar, onCall, false);
  }

  /// A group that always works and has nobody on call.
  public Group(GroupName name, Set<PersonId> members, Map<Surface, Place> places) {
    this(name, members, places, Optional.empty(), Optional.empty());
  }

  /// Where a group is asked on one surface: in one way at least.
  ///
  /// @param direct whether members are asked in their personal chats
  /// @param calledAs the platform's own id of the group, named in the channel in place of each
  ///   member
  public record Place(Optional<String> channel, boolean direct, Optional<String> calledAs) {
    public Place {
      if (channel.isEmpty() && !direct) {
        throw new IllegalArgumentException("a place without a channel and without members");
      }
      if (channel.isEmpty() && calledAs.isPresent()) {
        throw new IllegalArgumentException("a group is called in its channel");
      }
    }

    public Place(Optional<String> channel, boolean direct) {
      this(channel, direct, Optional.empty());
    }

    /// The same place, where the group is called by this name.
    public Place calling(String group) {
      return new Place(channel, direct, Optional.of(group));
    }

    public static Place in(String channel) {
      return new Place(Optional.of(channel), false);
    }

    public static Place directly() {
      return new Place(Optional.empty(), true);
    }

    /// Beside the channel also in personal chats.
    public Place andDirectly() {
      return new Place(channel, true, calledAs);
    }
  }

  private static void requirePossible(Surface surface, Place place) {
    if ((place.channel().isPresent() && !surface.asksInChannels())
        || (place.calledAs().isPresent() && !surface.callsGroups())
        || (place.direct() && !surface.asksDirectly())) {
      throw new IllegalArgumentException("a place in which this surface asks nobody");
    }
  }

  public Optional<String> channel(Surface surface) {
    return Optional.ofNullable(places.get(surface)).flatMap(Place::channel);
  }

  /// What the platform calls the group; empty where members are named one by one.
  public Optional<String> calledAs(Surface surface) {
    return Optional.ofNullable(places.get(surface)).flatMap(Place::calledAs);
  }

  /// Who of the members is on call; empty where there is no rotation, and before it begins.
  public Optional<PersonId> onCallAt(Instant now) {
    return onCall.flatMap(rotation -> rotation.at(now)).map(OnCall.Turn::person);
  }

  /// Whether members are asked in their personal chats on this surface.
  public boolean asksDirectly(Surface surface) {
    return Optional.ofNullable(places.get(surface)).filter(Place::direct).isPresent();
  }
}
