package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.RememberedDigests;
import dev.countersign.TestGate;
import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.ChatProfile.Standing;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.drawing.CardComposer;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.token.ButtonSeals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Who is told without asking what waits for them, when, and where.
class DigestNewsTest {
  private static final AccountId LENA = new AccountId(Surface.SLACK, TestGate.TEAM, "ULENA");
  private static final String IN_TEAMS = "5f1d3c88-0000-4000-8000-0000000000aa";
  private static final AccountId LENA_TOO = new AccountId(Surface.TEAMS, TestGate.TENANT, IN_TEAMS);
  private static final DigestRule FROM_THREE = new DigestRule(3, DigestRule.SHORTEST);

  /// Lena alone decides, and is in both chats; her group works by a calendar, and she is away once.
  private static final String PEOPLE =
      """
      {"people":[
        {"id":"lena","name":"Lena Lead","functions":[],
         "accounts":{"slack":{"team":"T01","user":"ULENA"},"teams":{"tenant":"%s","aad_object_id":"%s"}},
         "away":[{"from":"2026-11-24T08:00:00Z","until":"2026-11-24T09:00:00Z"}]},
        {"id":"reviewer-7","name":"Rhea Requester","functions":[],"accounts":{}},
        {"id":"otto","name":"Otto Owner","functions":[],"accounts":{}}],
       "calendars":{"berlin":{"zone":"Europe/Berlin","days":["mon","tue"],"from":"09:00","to":"18:00"}},
       "groups":{"support-leads":{"members":["lena"],"slack_channel":"C01","calendar":"berlin"}},
       "agents":{"support-bot":{"owner":"otto","key":"ck_test_supportbot1","may_propose":["api_call"]}}}
      """
          .formatted(TestGate.TENANT, IN_TEAMS);

  private final TestGate gate = TestGate.inBothChats(TestGate.ONE_LEAD, PEOPLE);
  private final RecordingChat slack = new RecordingChat();
  private final RecordingChat teams = new RecordingChat();
  private final RememberedDigests digests = new RememberedDigests(gate.ledger::now);
  private final DigestNews news = news(Optional.of(FROM_THREE));

  private DigestNews news(Optional<DigestRule> rule) {
    return new DigestNews(
        gate.ledger,
        digests,
        gate.mutes,
        gate.directory,
        new WaitingQueue(
            gate.ledger, gate.directory, gate.policy::get, new CardComposer(gate.directory)),
        Map.of(Surface.SLACK, slack, Surface.TEAMS, teams),
        Surfaces.ofChats(Map.of(Surface.SLACK, TestGate.TEAM, Surface.TEAMS, TestGate.TENANT)),
        new ButtonSeals(gate.keys.evidence(), gate.ledger::now),
        rule);
  }

  @Test
  void whoeverHasALongQueueIsToldOnceInOneChat() {
    List<ProposalId> ids = waiting(3);

    news.tell();
    news.tell();

    assertThat(slack.told())
        .singleElement()
        .asString()
        .isEqualTo(LENA + ": 📋 3 requests wait for you. 🟠 3 high.");
    assertThat(teams.told()).isEmpty();
    assertThat(reviewed((Reply.Listing) slack.news().getFirst()))
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void noButtonOfADigestDecides() {
    waiting(3);
    news.tell();

    assertThat(asks((Reply.Listing) slack.news().getFirst()))
        .extracting(ask -> ask.question().split(" ", 2)[0])
        .containsExactlyInAnyOrder("status", "status", "status", "queue", "mute");
  }

  @Test
  void aShortQueueIsNotTold() {
    waiting(2);
    news.tell();

    assertThat(slack.told()).isEmpty();

    waiting(1);
    gate.clock.advance(DigestNews.LOOK_AGAIN);
    news.tell();
    assertThat(slack.told()).hasSize(1);
  }

  @Test
  void theNextOneComesNoSoonerThanThePeriodAndOnlyWithSomethingNew() {
    waiting(3);
    news.tell();
    waiting(1);
    gate.clock.advance(DigestRule.SHORTEST.minusSeconds(1));
    news.tell();
    assertThat(slack.told()).hasSize(1);

    gate.clock.advance(Duration.ofSeconds(1));
    news.tell();
    assertThat(slack.told()).hasSize(2);

    gate.clock.advance(DigestRule.SHORTEST);
    news.tell();
    assertThat(slack.told()).as("all of it was told").hasSize(2);
  }

  @Test
  void whatIsDecidedWaitsNoMore() {
    waiting(3);
    gate.press("ULENA", Decision.APPROVE);
    news.tell();

    assertThat(slack.told()).isEmpty();
  }

  @Test
  void withoutTheSettingNobodyIsTold() {
    waiting(3);
    news(Optional.empty()).tell();

    assertThat(slack.told()).isEmpty();
  }

  @Test
  void whoeverIsMutedIsNotToldUntilItIsOver() {
    waiting(3);
    gate.mutes.mute(new PersonId("lena"), Duration.ofHours(1));
    news.tell();
    assertThat(slack.told()).isEmpty();

    gate.clock.advance(Duration.ofHours(1));
    news.tell();
    assertThat(slack.told()).hasSize(1);
  }

  /// A crash behind the turn, too: the turn is taken before anything is sent.
  @Test
  void whereNobodyKnowsWhetherItArrivedThereIsNoSecondOneInThePeriod() {
    waiting(3);
    slack.failReplies(new Sent.Later(Duration.ofSeconds(1), "timeout"));
    news.tell();
    gate.clock.advance(DigestNews.LOOK_AGAIN);
    news.tell();
    assertThat(slack.told()).isEmpty();
    assertThat(teams.told()).isEmpty();

    gate.clock.advance(DigestRule.SHORTEST);
    news.tell();
    assertThat(slack.told()).hasSize(1);
  }

  @Test
  void whatSurelyDidNotGoOutIsTriedAgainSoon() {
    waiting(3);
    slack.failReplies(new Sent.Later(Duration.ofSeconds(1), Sent.Later.OWN_PACE));
    news.tell();
    gate.clock.advance(DigestNews.LOOK_AGAIN);
    news.tell();

    assertThat(slack.told()).hasSize(1);
  }

  @Test
  void whereOneChatRefusesItTheOtherIsTold() {
    waiting(3);
    slack.failReplies(new Sent.Refused(Obstacle.PLACE, "messages_tab_disabled"));
    news.tell();

    assertThat(teams.told()).singleElement().asString().startsWith(LENA_TOO + ": 📋 3 requests");
  }

  @Test
  void whoeverIsNoMemberAnyMoreIsToldNothingThere() {
    waiting(3);
    slack.call(LENA, Standing.GUEST);
    teams.call(LENA_TOO, Standing.UNKNOWN);
    news.tell();

    assertThat(slack.told()).isEmpty();
    assertThat(teams.told()).isEmpty();
  }

  @Test
  void outsideOfTheHoursOfTheirGroupsAndWhileTheyAreAwayNobodyIsTold() {
    waiting(3);
    // Six in the evening in Berlin.
    gate.clock.advance(Duration.ofHours(2));
    news.tell();
    assertThat(slack.told()).isEmpty();

    // The morning after, of which she has the first hour off.
    gate.clock.advance(Duration.ofHours(15));
    waiting(3);
    news.tell();
    assertThat(slack.told()).isEmpty();

    gate.clock.advance(Duration.ofHours(1));
    news.tell();
    assertThat(slack.told()).hasSize(1);
  }

  private List<ProposalId> waiting(int many) {
    return Stream.generate(gate::ask).limit(many).toList();
  }

  private static List<ProposalId> reviewed(Reply.Listing digest) {
    return digest.parts().stream()
        .filter(Part.Row.class::isInstance)
        .map(part -> ((Part.Row) part).ask().orElseThrow().question())
        .map(question -> new ProposalId(question.substring("status ".length())))
        .toList();
  }

  private static List<Reply.Ask> asks(Reply.Listing digest) {
    return digest.parts().stream()
        .flatMap(part ->
            switch (part) {
              case Part.Row row -> row.ask().stream();
              case Part.Asks asks -> asks.asks().stream();
              default -> Stream.<Reply.Ask>empty();
            })
        .toList();
  }
}
