package dev.countersign.sandbox.teams;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// A team with its channels. Everyone in the team is in every channel; the app is in all of them or
/// in none.
///
/// @param id the id of the General channel, as Teams names teams
public record TeamsTeam(
    String id,
    String aadGroupId,
    String name,
    Set<String> members,
    List<TeamsConversation> channels) {

  public TeamsTeam {
    members = Set.copyOf(members);
    channels = List.copyOf(channels);
  }

  /// A team with the app installed, the General channel and others.
  public static TeamsTeam of(String name, List<TeamsUser> people, String... channels) {
    Set<String> ids = TeamsConversation.ids(people.toArray(TeamsUser[]::new));
    String id = channelId(name);
    List<TeamsConversation> all =
        Stream.concat(Stream.of("General"), Stream.of(channels))
            .map(channel ->
                new TeamsConversation(
                    channel.equals("General") ? id : channelId(name + "-" + channel),
                    TeamsConversation.Kind.CHANNEL,
                    channel,
                    Optional.of(id),
                    ids,
                    true))
            .toList();
    String group = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    return new TeamsTeam(id, group, name, ids, all);
  }

  /// The id of a channel of this team.
  ///
  /// @throws IllegalArgumentException when the team has no such channel
  public String channel(String channelName) {
    return channels.stream()
        .filter(channel -> channel.name().equals(channelName))
        .map(TeamsConversation::id)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no channel " + channelName));
  }

  private static String channelId(String name) {
    return "19:" + name + "@thread.tacv2";
  }
}
