package dev.countersign.sandbox.slack;

import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.SlackUser.Flag;
import java.util.List;
import java.util.Map;

/// `conversations.open`: the direct conversation of the app with one person. With several people at
/// once Slack opens a group conversation, which is not emulated.
final class DirectMessageMethods {
  private final Workspace workspace;

  DirectMessageMethods(Workspace workspace) {
    this.workspace = workspace;
  }

  Map<String, ApiMethod> byName() {
    return Map.of("conversations.open", this::open);
  }

  private JsonObject open(Arguments arguments) {
    List<String> users =
        List.of(
            arguments
                .text("users")
                .orElseThrow(() -> new ApiError("users_list_not_supplied"))
                .split(",", -1));
    if (users.size() > 1) {
      throw new ApiError("too_many_users");
    }
    SlackUser user =
        workspace.user(users.getFirst()).orElseThrow(() -> new ApiError("user_not_found"));
    if (user.is(Flag.DELETED)) {
      throw new ApiError("user_disabled");
    }
    WorkspaceChannel direct = WorkspaceChannel.direct(user.id());
    boolean stoodOpen = workspace.channel(direct.id()).isPresent();
    if (!stoodOpen) {
      workspace.put(direct);
    }
    var channel = JsonObject.builder().put("id", direct.id());
    if (arguments.flag("return_im")) {
      channel.put("is_im", true).put("user", user.id()).put("is_org_shared", false);
    }
    var answer = JsonObject.builder().put("ok", true);
    if (stoodOpen) {
      answer.put("no_op", true).put("already_open", true);
    }
    return answer.put("channel", channel.build()).build();
  }
}
