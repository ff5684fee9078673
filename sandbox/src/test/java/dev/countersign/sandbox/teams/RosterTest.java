package dev.countersign.sandbox.teams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RosterTest extends TeamsTestCase {
  private static final int MANY = 130;
  private static final List<TeamsUser> CROWD =
      IntStream.range(0, MANY).mapToObj(i -> TeamsUser.member("Crowd" + i)).toList();
  private static final TeamsConversation CROWDED =
      TeamsConversation.groupChat("crowded", CROWD.toArray(TeamsUser[]::new));

  @Override
  TeamsSandbox.Builder tenant() {
    TeamsSandbox.Builder builder = super.tenant().chat(CROWDED);
    CROWD.forEach(builder::user);
    return builder;
  }

  @Test
  void membersSayWhoTheyAre() throws Exception {
    List<JsonObject> members =
        ((JsonArray) client.get(members(CHAT.id())).any())
            .items().stream().map(JsonObject.class::cast).toList();
    assertThat(members)
        .extracting(one -> one.text("name"))
        .containsExactlyInAnyOrder("Mira", "Jon", "Stella", "Anon");
    assertThat(members)
        .extracting(one -> one.text("userRole"))
        .containsExactlyInAnyOrder("user", "user", "user", "anonymous");
  }

  @ParameterizedTest
  @CsvSource({"Mira, user", "Gus, guest"})
  void oneMemberIsFoundByEitherId(String name, String role) throws Exception {
    TeamsUser user =
        List.of(MIRA, GUEST).stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    JsonObject byMri = client.get(members(CHANNEL) + "/" + escaped(user.id())).json();
    JsonObject byObject =
        client.get(members(CHANNEL) + "/" + user.aadObjectId().orElseThrow()).json();
    assertThat(byMri).isEqualTo(byObject);
    assertThat(byMri.text("aadObjectId")).isEqualTo(user.aadObjectId().orElseThrow());
    assertThat(byMri.text("tenantId")).isEqualTo(teams.tenantId());
    assertThat(byMri.text("userRole")).isEqualTo(role);
  }

  @Test
  void someoneWithoutAnAccountHasNoObjectId() throws Exception {
    JsonObject anonymous = client.get(members(CHAT.id()) + "/" + escaped(NOBODY.id())).json();
    assertThat(anonymous.has("aadObjectId")).isFalse();
    assertThat(anonymous.has("tenantId")).isFalse();
    JsonObject stranger = client.get(members(CHAT.id()) + "/" + escaped(STRANGER.id())).json();
    assertThat(stranger.text("tenantId")).isEqualTo(teams.otherTenantId());
  }

  @Test
  void someoneElseIsNoMember() throws Exception {
    assertThat(client.get(members(CHANNEL) + "/" + escaped(OUTSIDER.id())).code())
        .isEqualTo("404 MemberNotFoundInConversation");
    assertThat(client.get(members(BARE.id())).code()).isEqualTo("403 BotNotInConversationRoster");
    assertThat(client.get(members("19:nowhere")).code()).isEqualTo("404 ConversationNotFound");
  }

  @Test
  void pagesHoldFiftyAtLeastAndEnd() throws Exception {
    var seen = new ArrayList<String>();
    String path = "v3/conversations/" + escaped(CROWDED.id()) + "/pagedmembers?pageSize=10";
    String next = path;
    int pages = 0;
    while (!next.isEmpty()) {
      JsonObject page = client.get(next).json();
      seen.addAll(page.objects("members", member -> member.text("id")));
      next =
          page.optionalText("continuationToken")
              .map(token -> path + "&continuationToken=" + token)
              .orElse("");
      pages++;
    }
    assertThat(pages).isEqualTo(3);
    assertThat(seen).hasSize(MANY).doesNotHaveDuplicates();
    assertThat(client.get(path + "&continuationToken=%21").code()).isEqualTo("400 BadArgument");
  }

  @Test
  void aTeamNamesItsChannelsButNotTheGeneralOne() throws Exception {
    JsonObject team = client.get("v3/teams/" + escaped(TEAM.id())).json();
    assertThat(team.text("name")).isEqualTo("Support");
    assertThat(team.number("channelCount")).isEqualTo(2);
    assertThat(team.number("memberCount")).isEqualTo(3);
    JsonObject channels = client.get("v3/teams/" + escaped(TEAM.id()) + "/conversations").json();
    assertThat(channels.objects("conversations", one -> one.optionalText("name").orElse("-")))
        .containsExactly("-", "approvals");
    assertThat(client.get("v3/teams/19%3Ax").code()).isEqualTo("404 ConversationNotFound");
  }

  private static String members(String conversation) {
    return "v3/conversations/" + escaped(conversation) + "/members";
  }

  private static String escaped(String id) {
    return ConnectorClient.escaped(id);
  }
}
