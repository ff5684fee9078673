package dev.countersign.sandbox.slack;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.SlackUser.Flag;
import dev.countersign.sandbox.slack.WorkspaceChannel.Sharing;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who is calling, who somebody is, who is in a group, what a channel is: `auth.test`,
/// `users.info`, `usergroups.users.list`, `conversations.info`.
final class DirectoryMethods {
  private final Workspace workspace;

  DirectoryMethods(Workspace workspace) {
    this.workspace = workspace;
  }

  Map<String, ApiMethod> byName() {
    return Map.of(
        "auth.test", this::authTest,
        "users.info", this::usersInfo,
        "usergroups.users.list", this::groupMembers,
        "conversations.info", this::conversationsInfo);
  }

  private JsonObject authTest(Arguments arguments) {
    return JsonObject.builder()
        .put("ok", true)
        .put("url", "https://" + Workspace.TEAM_DOMAIN + ".slack.com/")
        .put("team", Workspace.TEAM_DOMAIN)
        .put("team_id", Workspace.TEAM_ID)
        .put("user", Workspace.BOT_NAME)
        .put("user_id", Workspace.BOT_USER_ID)
        .put("bot_id", Workspace.BOT_ID)
        .put("is_enterprise_install", workspace.isOfOrganisation())
        .build();
  }

  private JsonObject usersInfo(Arguments arguments) {
    SlackUser user =
        workspace
            .user(arguments.required("user"))
            .orElseThrow(() -> new ApiError("user_not_found"));
    var described =
        JsonObject.builder()
            .put("id", user.id())
            .put("team_id", user.teamId())
            .put("name", user.name())
            .put("real_name", user.name())
            .put("profile", JsonObject.builder().put("real_name", user.name()).build());
    for (Flag flag : Flag.values()) {
      described.put(flag.name().toLowerCase(Locale.ROOT), user.is(flag));
    }
    return JsonObject.builder().put("ok", true).put("user", described.build()).build();
  }

  private JsonObject groupMembers(Arguments arguments) {
    Set<String> members =
        Optional.ofNullable(workspace.groups().get(arguments.required("usergroup")))
            .orElseThrow(() -> new ApiError("no_such_subteam"));
    return JsonObject.builder()
        .put("ok", true)
        .put("users", JsonArray.ofStrings(members.stream().sorted().toList()))
        .build();
  }

  private JsonObject conversationsInfo(Arguments arguments) {
    WorkspaceChannel channel =
        workspace
            .channelForApp(arguments.required("channel"))
            .orElseThrow(() -> new ApiError("channel_not_found"));
    boolean isOrgShared = channel.sharing() == Sharing.ORGANISATION;
    JsonObject described =
        JsonObject.builder()
            .put("id", channel.id())
            .put("name", channel.name())
            .put("name_normalized", channel.name())
            .put("is_channel", !channel.isDirect())
            .put("is_group", false)
            .put("is_im", channel.isDirect())
            .put("is_mpim", false)
            .put("is_private", channel.isPrivate())
            .put("is_archived", channel.isArchived())
            .put("is_member", channel.has(Workspace.BOT_USER_ID))
            .put("is_shared", channel.sharing() == Sharing.OUTSIDE || isOrgShared)
            .put("is_ext_shared", channel.sharing() == Sharing.OUTSIDE)
            .put("is_pending_ext_shared", channel.sharing() == Sharing.PENDING)
            .put("is_org_shared", isOrgShared)
            .put("context_team_id", Workspace.TEAM_ID)
            .put("num_members", channel.members().size())
            .build();
    return JsonObject.builder().put("ok", true).put("channel", described).build();
  }
}
