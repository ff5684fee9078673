package dev.countersign.sandbox.teams;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.HttpReply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Who is in a conversation, and what a team is made of
/// (learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context).
final class RosterMethods {
  static final int DEFAULT_PAGE = 200;
  static final int SMALLEST_PAGE = 50;
  static final int LARGEST_PAGE = 500;

  private final Tenant tenant;

  RosterMethods(Tenant tenant) {
    this.tenant = tenant;
  }

  HttpReply members(ConnectorRequest call) {
    return HttpReply.json(
        200, JsonArray.of(tenant.members(visible(call.conversation())), RosterMethods::described));
  }

  HttpReply member(ConnectorRequest call) {
    TeamsConversation where = visible(call.conversation());
    return tenant
        .userByAnyId(call.requiredItem())
        .filter(user -> where.has(user.id()))
        .map(user -> HttpReply.json(200, described(user)))
        .orElseThrow(() ->
            new ConnectorError(
                404, "MemberNotFoundInConversation", "The member is not in the conversation."));
  }

  /// Page sizes outside of the documented range are brought into it.
  HttpReply pagedMembers(ConnectorRequest call) {
    List<TeamsUser> all = tenant.members(visible(call.conversation()));
    int size =
        Math.clamp(
            number(call.query().getOrDefault("pageSize", Integer.toString(DEFAULT_PAGE))),
            SMALLEST_PAGE,
            LARGEST_PAGE);
    int from =
        Optional.ofNullable(call.query().get("continuationToken"))
            .map(RosterMethods::position)
            .orElse(0);
    if (from < 0 || from > all.size()) {
      throw ConnectorError.badArgument("The continuation token is not valid.");
    }
    int to = Math.min(from + size, all.size());
    JsonObject page =
        JsonObject.builder()
            .put("continuationToken", to < all.size() ? token(to) : null)
            .put("members", JsonArray.of(all.subList(from, to), RosterMethods::described))
            .build();
    return HttpReply.json(200, page);
  }

  HttpReply team(ConnectorRequest call) {
    TeamsTeam team = knownTeam(call.conversation());
    JsonObject details =
        JsonObject.builder()
            .put("id", team.id())
            .put("name", team.name())
            .put("aadGroupId", team.aadGroupId())
            .put("type", "standard")
            .put("tenantId", Tenant.TENANT_ID)
            .put("channelCount", tenant.channels(team.id()).size())
            .put("memberCount", team.members().size())
            .build();
    return HttpReply.json(200, details);
  }

  /// The General channel has no name, as its name depends on the reader's language.
  HttpReply channels(ConnectorRequest call) {
    TeamsTeam team = knownTeam(call.conversation());
    JsonArray channels =
        JsonArray.of(
            tenant.channels(team.id()),
            channel ->
                JsonObject.builder()
                    .put("id", channel.id())
                    .put("name", channel.id().equals(team.id()) ? null : channel.name())
                    .put("type", "standard")
                    .build());
    return HttpReply.json(200, JsonObject.builder().put("conversations", channels).build());
  }

  private TeamsConversation visible(String id) {
    TeamsConversation where = tenant.conversation(id).orElseThrow(ConnectorError::noConversation);
    if (!where.installed()) {
      throw ConnectorError.notInRoster();
    }
    return where;
  }

  private TeamsTeam knownTeam(String id) {
    TeamsTeam team = tenant.team(id).orElseThrow(ConnectorError::noConversation);
    if (tenant.channels(id).stream().noneMatch(TeamsConversation::installed)) {
      throw ConnectorError.notInRoster();
    }
    return team;
  }

  private static JsonObject described(TeamsUser user) {
    String name = user.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", ".");
    String address = name + "@sandbox.example";
    boolean named = user.kind() != TeamsUser.Kind.ANONYMOUS;
    return JsonObject.builder()
        .put("id", user.id())
        .put("name", user.name())
        .put("aadObjectId", user.aadObjectId().orElse(null))
        .put("objectId", user.aadObjectId().orElse(null))
        .put("email", named ? address : null)
        .put(
            "userPrincipalName",
            !named
                ? null
                : user.kind().isInvited()
                    ? name + "_elsewhere.example#EXT#@sandbox.example"
                    : address)
        .put("tenantId", user.tenantId().orElse(null))
        .put("userRole", user.kind().role())
        .build();
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw ConnectorError.badArgument("pageSize is not a number.");
    }
  }

  private static String token(int position) {
    byte[] text = Integer.toString(position).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  private static int position(String token) {
    try {
      byte[] text = Base64.getUrlDecoder().decode(token);
      return Integer.parseInt(new String(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return -1;
    }
  }
}
