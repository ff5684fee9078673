package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What comes of it when a chat tells something of a place: the place is asked, and nothing else.
class PlaceLooksTest {
  private static final ChatAddress LEADS = new ChatAddress(Surface.SLACK, TestGate.TEAM, "C01");
  private static final ChatAddress NEW = new ChatAddress(Surface.SLACK, TestGate.TEAM, "C0NEW");

  private final TestGate gate = TestGate.inMemory();
  private final List<String> moved = new ArrayList<>();
  private final PlaceLooks looks =
      new PlaceLooks(
          gate.deliveries, gate.directory, gate.clock, (from, to) -> moved.add(from + " is " + to));

  @Test
  void aClosedPlaceIsFoundAtOnceAndNotByItsNextCard() {
    ProposalId id = gate.ask();
    gate.chat.fail(new Sent.Refused(Obstacle.PLACE, "is_archived"));
    looks.told(LEADS);
    gate.showCards();

    assertThat(failure(id)).contains("is_archived");
  }

  @Test
  void anUntrueTellingShowsTheCardOnceMoreAndChangesNothing() {
    ProposalId id = gate.ask();
    String before = gate.record(id).cards().toString();
    looks.told(LEADS);
    gate.showCards();

    assertThat(gate.chat.calls()).containsExactly("post", "update");
    assertThat(gate.chat.only().tokens()).isNotEmpty();
    assertThat(failure(id)).isEmpty();
    assertThat(gate.record(id).cards()).hasSize(1);
    assertThat(before).contains(gate.chat.only().id());
    gate.showCards();
    assertThat(gate.chat.calls()).as("no more than once").hasSize(2);
  }

  @Test
  void aPlaceThatIsMendedShowsWhatWaitsAtOnce() {
    gate.chat.fail(new Sent.Refused(Obstacle.PLACE, "is_archived"));
    gate.chat.fail(new Sent.Refused(Obstacle.PLACE, "is_archived"));
    gate.propose();
    gate.propose();
    gate.showCards();
    assertThat(gate.chat.messages()).isEmpty();

    looks.told(LEADS);
    gate.showCards();

    assertThat(gate.chat.messages()).hasSize(2);
  }

  @Test
  void oneOfManyCardsIsShownOnceMore() {
    IntStream.range(0, 5).forEach(_ -> gate.ask());
    looks.told(LEADS);
    gate.showCards();

    assertThat(gate.chat.calls().stream().filter("update"::equals)).hasSize(1);
  }

  @Test
  void aChatThatIsToldOfAsAWholeHasEachOfItsPlacesLookedAt() {
    gate.ask();
    looks.told(Surface.TEAMS, TestGate.TENANT);
    gate.showCards();
    assertThat(gate.chat.calls()).as("another chat").containsExactly("post");

    looks.told(Surface.SLACK, TestGate.TEAM);
    gate.showCards();
    assertThat(gate.chat.calls()).containsExactly("post", "update");
  }

  /// Whoever tells without end spends no more of what the chat allows.
  @Test
  void howeverOftenItIsToldThereAreFewLooks() {
    gate.ask();
    looks.told(LEADS);
    looks.told(LEADS);
    gate.showCards();
    assertThat(gate.chat.calls()).hasSize(2);

    IntStream.range(0, 2 * PlaceLooks.MOST_IN_A_MINUTE)
        .forEach(
            number -> looks.told(new ChatAddress(Surface.SLACK, TestGate.TEAM, "C0X" + number)));
    gate.clock.advance(PlaceLooks.SAME_PLACE);
    looks.told(LEADS);
    gate.showCards();
    assertThat(gate.chat.calls()).as("no look is left in this minute").hasSize(2);

    gate.clock.advance(Duration.ofMinutes(1));
    looks.told(LEADS);
    gate.showCards();
    assertThat(gate.chat.calls()).hasSize(3);
  }

  @Test
  void anotherIdOfAPlaceIsToldOperatorsAndNothingGoesThere() {
    ProposalId id = gate.ask();
    looks.moved(LEADS, NEW);
    looks.moved(LEADS, NEW);
    looks.moved(new ChatAddress(Surface.SLACK, TestGate.TEAM, "C0NOBODYS"), NEW);
    gate.showCards();

    assertThat(moved).containsExactly(LEADS + " is " + NEW);
    assertThat(gate.record(id).cards())
        .allSatisfy(card -> assertThat(card.address()).isEqualTo(LEADS));
    assertThat(gate.chat.messages())
        .allSatisfy(message -> assertThat(message.address()).isEqualTo(LEADS));
  }

  private String failure(ProposalId id) {
    return gate.record(id).cards().getLast().failure().map(Object::toString).orElse("");
  }
}
