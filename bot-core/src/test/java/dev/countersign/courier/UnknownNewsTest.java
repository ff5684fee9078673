package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.decision.Unasked;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.RememberedUnknownAlerts;
import dev.countersign.ledger.UnknownAlerts;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Those who run the gate read in one channel of Slack, and in some tests in one of Teams.
class UnknownNewsTest {
  private static final ChatAddress THERE = TestGate.ALARMS;
  private static final ChatAddress TEAMS =
      new ChatAddress(Surface.TEAMS, TestGate.TENANT, "19:alarms@thread.tacv2");

  private final Unasked unasked = new Unasked();
  private final TestGate gate = unasked.gate;
  private final UnknownAlerts alerts =
      new RememberedUnknownAlerts(gate.clock, ((InMemoryLedger) gate.ledger)::unknown);
  private Map<Surface, ChatAddress> channels = Map.of(Surface.SLACK, THERE);

  private UnknownNews replica() {
    return new UnknownNews(
        alerts,
        gate.ledger,
        Map.of(Surface.SLACK, gate.chat, Surface.TEAMS, gate.chat),
        channels,
        Optional.of(TestGate.CONSOLE));
  }

  /// By two replicas, each twice.
  private List<String> toldAfter(Duration wait) {
    gate.clock.advance(wait);
    int before = gate.chat.told().size();
    UnknownNews one = replica();
    UnknownNews other = replica();
    one.tell();
    other.tell();
    one.tell();
    other.tell();
    return gate.chat.told().subList(before, gate.chat.told().size());
  }

  private void settle(ProposalId id) {
    Reply.Sheet sheet = (Reply.Sheet) unasked.sheets.form(Unasked.pressing("UPIA"), id.value());
    unasked.sheets.say(
        Unasked.pressing("UPIA"),
        sheet.question().substring("unknown say ".length()),
        Map.of("found", "It happened", "note", "It stands there"));
  }

  @Test
  void whatNobodyWasAskedAboutIsToldAtOnceThenEverMoreSeldomUntilItIsSaid() {
    ProposalId id = unasked.unknown();
    assertThat(toldAfter(Duration.ZERO))
        .singleElement()
        .asString()
        .startsWith(THERE + ": ")
        .contains("nobody was asked");
    assertThat(toldAfter(Duration.ofMinutes(59))).isEmpty();
    assertThat(toldAfter(Duration.ofMinutes(1))).hasSize(1);
    assertThat(toldAfter(Duration.ofHours(7).minusSeconds(1))).isEmpty();
    assertThat(toldAfter(Duration.ofSeconds(1))).hasSize(1);
    int more = 0;
    for (int days = 0; days < 30; days++) {
      more += toldAfter(Duration.ofDays(1)).size();
    }
    assertThat(more).as("after 1, 3, 7, 14, 21 and 28 days").isEqualTo(6);
    assertThat(toldAfter(Duration.ofDays(300))).as("once, not for each week").hasSize(1);
    settle(id);
    assertThat(toldAfter(Duration.ofDays(30))).isEmpty();
  }

  @Test
  void whatWasAskedAboutHasACardBelowWhichPeopleAreReminded() {
    unasked.asked();
    assertThat(toldAfter(Duration.ofDays(30))).isEmpty();
  }

  @Test
  void whatIsKnownByThenIsNotTold() {
    settle(unasked.unknown());
    assertThat(toldAfter(Duration.ZERO)).isEmpty();
  }

  @Test
  void anOutageOfATargetIsOneMessageAndTheNextComesAfterTenMinutes() {
    for (int nth = 0; nth < 30; nth++) {
      unasked.unknown();
    }
    assertThat(toldAfter(Duration.ZERO)).hasSize(1);
    Reply.Listing news = (Reply.Listing) gate.chat.news().getLast();
    assertThat(news.parts().stream().filter(Part.Row.class::isInstance)).hasSize(10);
    assertThat(news.text()).contains("20 more");
    unasked.unknown();
    assertThat(toldAfter(Duration.ofMinutes(9))).isEmpty();
    assertThat(toldAfter(Duration.ofMinutes(1))).hasSize(1);
  }

  @Test
  void eachChatIsToldByItselfAndOneThatIsDownOnceItIsBack() {
    channels = Map.of(Surface.SLACK, THERE, Surface.TEAMS, TEAMS);
    unasked.unknown();
    gate.chat.failReplies(new Sent.Later(Duration.ofSeconds(1), "down"));
    assertThat(toldAfter(Duration.ZERO)).hasSize(1);
    assertThat(toldAfter(Duration.ofMinutes(9))).isEmpty();
    assertThat(toldAfter(Duration.ofMinutes(1))).as("the other chat").hasSize(1);
    assertThat(toldAfter(Duration.ofMinutes(10))).isEmpty();
  }

  @Test
  void withoutAChannelNobodyIsTold() {
    channels = Map.of();
    unasked.unknown();
    assertThat(toldAfter(Duration.ofDays(1))).isEmpty();
  }

  @Test
  void itLeadsToTheListAndSaysNothingOfWhatItIsAbout() {
    unasked.unknown();
    toldAfter(Duration.ZERO);
    Reply.Listing news = (Reply.Listing) gate.chat.news().getLast();
    assertThat(news.parts())
        .contains(
            new Part.Asks(List.of(new Reply.Ask("Outcome unknown", "unknown"))),
            new Part.Leads("Open the page", TestGate.CONSOLE.unknown()));
    assertThat(news.toString()).doesNotContain("ch_");
  }
}
