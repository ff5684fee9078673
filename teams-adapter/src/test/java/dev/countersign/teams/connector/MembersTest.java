package dev.countersign.teams.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest extends ConnectorTestCase {
  private static final String PATH =
      "/emea/v3/conversations/19%3Aapprovals%40thread.tacv2/pagedmembers";
  private static final ConversationMember MIRA =
      new ConversationMember(
          "29:mira", "aaaaaaaa-0000-4000-8000-00000000d001", TENANT, "user", false);

  @Test
  void aMemberIsAskedForByName() {
    answers(
        json(
            200,
            """
            {"id": "29:mira", "aadObjectId": "AAAAAAAA-0000-4000-8000-00000000D001",
             "tenantId": "%s", "userRole": "user", "name": "Mira", "email": "mira@example.com"}\
            """
                .formatted(TENANT)));
    assertThat(client.member(serviceUrl(), CHANNEL, "29:mira"))
        .isEqualTo(new MembersAnswer.Found(List.of(MIRA)));
    assertThat(only(CONNECTOR).getUrl())
        .isEqualTo("/emea/v3/conversations/19%3Aapprovals%40thread.tacv2/members/29%3Amira");
    assertThat(only(CONNECTOR).getHeader("Authorization")).isEqualTo("Bearer " + TOKEN);
  }

  @Test
  void aStrangerIsNoMember() {
    answers(error(404, "MemberNotFoundInConversation"));
    assertThat(client.member(serviceUrl(), CHANNEL, "29:eve"))
        .isEqualTo(new ConnectorAnswer.Failed(404, "MemberNotFoundInConversation"));
  }

  @Test
  void whoHasNoIdIsNoMember() {
    answers(json(200, "{\"name\":\"Mira\"}"));
    assertThat(client.member(serviceUrl(), CHANNEL, "29:mira"))
        .isEqualTo(new ConnectorAnswer.Failed(200, "malformed_answer"));
  }

  @Test
  void allPagesAreRead() {
    CONNECTOR.stubFor(
        get(urlPathEqualTo(PATH))
            .withQueryParam("pageSize", equalTo("100"))
            .withQueryParam("continuationToken", absent())
            .willReturn(
                json(
                    200,
                    "{\"members\":[{\"id\":\"29:a\"},{\"id\":\"29:b\",\"objectId\":\"X\"}],"
                        + "\"continuationToken\":\"a+b&c= d\"}")));
    CONNECTOR.stubFor(
        get(urlPathEqualTo(PATH))
            .withQueryParam("continuationToken", equalTo("a+b&c= d"))
            .willReturn(json(200, "{\"members\":[{\"id\":\"29:c\"}],\"continuationToken\":null}")));
    assertThat(client.members(serviceUrl(), CHANNEL))
        .isEqualTo(
            new MembersAnswer.Found(
                List.of(
                    new ConversationMember("29:a", "", "", "", false),
                    new ConversationMember("29:b", "x", "", "", false),
                    new ConversationMember("29:c", "", "", "", false))));
  }

  @Test
  void aFailureOnALaterPageIsAFailureOfAll() {
    CONNECTOR.stubFor(
        get(urlPathEqualTo(PATH))
            .withQueryParam("continuationToken", absent())
            .willReturn(json(200, "{\"members\":[],\"continuationToken\":\"2\"}")));
    CONNECTOR.stubFor(
        get(urlPathEqualTo(PATH))
            .withQueryParam("continuationToken", equalTo("2"))
            .willReturn(error(502, "ServiceError")));
    assertThat(client.members(serviceUrl(), CHANNEL))
        .isEqualTo(new ConnectorAnswer.Failed(502, "ServiceError"));
  }

  @Test
  void pagesWithoutEndAreNotReadWithoutEnd() {
    answers(json(200, "{\"members\":[{\"id\":\"29:a\"}],\"continuationToken\":\"again\"}"));
    // Each reading is a tenth of a second later, so that the budget lets all pages through.
    var ticks = new AtomicInteger();
    InstantSource ticking = () -> NOW.plusMillis(100L * ticks.getAndIncrement());
    try (var patient =
        new ConnectorClient(
            tokens, ConnectorTestCase::allowed, new ThrottleBudget(ticking), ticking)) {
      assertThat(patient.members(serviceUrl(), CHANNEL))
          .isEqualTo(new ConnectorAnswer.Failed(0, "too_many_members"));
    }
    assertThat(received(CONNECTOR)).hasSize(MemberPages.MAX_PAGES);
  }

  @Test
  void slowPagesEndInTime() {
    answers(json(200, "{\"members\":[],\"continuationToken\":\"again\"}"));
    var ticks = new AtomicInteger();
    InstantSource slow =
        () -> NOW.plus(Duration.ofSeconds(2).multipliedBy(ticks.getAndIncrement()));
    try (var patient =
        new ConnectorClient(tokens, ConnectorTestCase::allowed, new ThrottleBudget(slow), slow)) {
      assertThat(patient.members(serviceUrl(), CHANNEL))
          .isEqualTo(new ConnectorAnswer.Failed(0, "timeout"));
    }
    assertThat(received(CONNECTOR)).hasSizeLessThan(MemberPages.MAX_PAGES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"members\":{}}",
        "{\"members\":[1]}",
        "{\"members\":[{\"name\":\"x\"}]}"
      })
  void halfAListIsNoList(String body) {
    answers(json(200, body));
    assertThat(client.members(serviceUrl(), CHANNEL))
        .isEqualTo(new ConnectorAnswer.Failed(200, "malformed_answer"));
  }

  @Test
  void aFullPageFitsIntoOneAnswer() {
    String member =
        """
        {"id": "29:%s", "aadObjectId": "AAAAAAAA-0000-4000-8000-00000000D001", "tenantId": "%s",
         "objectId": "AAAAAAAA-0000-4000-8000-00000000D001", "userRole": "user", "role": "user",
         "name": "%s", "givenName": "%s", "surname": "%s", "email": "%s", "userPrincipalName": "%s"}\
        """
            .formatted(
                "x".repeat(100),
                TENANT,
                "n".repeat(256),
                "g".repeat(64),
                "s".repeat(64),
                "e".repeat(250),
                "u".repeat(250));
    String page =
        Stream.generate(() -> member)
            .limit(100)
            .collect(Collectors.joining(",", "{\"members\":[", "]}"));
    answers(json(200, page));
    assertThat(client.members(serviceUrl(), CHANNEL))
        .isInstanceOfSatisfying(
            MembersAnswer.Found.class, found -> assertThat(found.members()).hasSize(100));
  }
}
