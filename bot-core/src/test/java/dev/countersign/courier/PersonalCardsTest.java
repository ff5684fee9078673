package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat.Message;
import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.PersonalCard;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PersonalCardsTest {
  private static final String TWO_LEADS =
      TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2");

  private final TestGate gate = TestGate.inMemory();

  @Test
  void whoeverMayDecideIsShownButtonsThatDecide() {
    ProposalId id = gate.ask();
    Message posted = gate.chat.only();

    PersonalCard card = show(id, posted, "ULENA").orElseThrow();

    assertThat(card.mayDecide()).isTrue();
    assertThat(card.card().digest()).isEqualTo(posted.card().digest());
    Message seen = new Message(posted.address(), posted.id(), card.card(), card.tokens());
    assertThat(gate.desk.decide(TestGate.click("ULENA", seen, Decision.APPROVE)).kind())
        .isEqualTo(ClickAnswer.Kind.COUNTED);
  }

  @Test
  void theButtonsOfOnePersonsCardAreOfNoUseToAnybodyElse() {
    ProposalId id = gate.ask();
    Message posted = gate.chat.only();
    PersonalCard card = show(id, posted, "ULENA").orElseThrow();
    Message seen = new Message(posted.address(), posted.id(), card.card(), card.tokens());

    ClickAnswer stolen = gate.desk.decide(TestGate.click("UMARC", seen, Decision.APPROVE));

    assertThat(stolen.code()).isEqualTo("other_person");
    assertThat(stolen.text()).contains("somebody else alone");
    assertThat(gate.audit(id)).endsWith("click_refused");
    assertThat(gate.desk.decide(TestGate.click("ULENA", seen, Decision.APPROVE)).kind())
        .isEqualTo(ClickAnswer.Kind.COUNTED);
  }

  @Test
  void whoeverMayNotDecideIsShownTheSameCardWithoutAnyToken() {
    ProposalId id = gate.ask();
    Message posted = gate.chat.only();

    for (String user : new String[] {"UPIA", "UOTTO", "UNOBODY"}) {
      PersonalCard card = show(id, posted, user).orElseThrow();
      assertThat(card.mayDecide()).as(user).isFalse();
      assertThat(card.card().digest()).as(user).isEqualTo(posted.card().digest());
    }
  }

  @Test
  void lookingWritesNothingWhenTheMessageShowsTheCommittedState() {
    ProposalId id = gate.ask();
    int entries = gate.audit(id).size();

    show(id, gate.chat.only(), "ULENA");
    show(id, gate.chat.only(), "UPIA");

    assertThat(gate.audit(id)).hasSize(entries);
  }

  @Test
  void whoeverHasVotedIsShownNoMoreButtons() {
    TestGate two = TestGate.inMemory(TWO_LEADS);
    ProposalId id = two.ask();
    Message posted = two.chat.only();
    two.press("ULENA", Decision.APPROVE);

    assertThat(show(two, id, posted, "ULENA").orElseThrow().mayDecide()).isFalse();
    assertThat(show(two, id, posted, "UMARC").orElseThrow().mayDecide()).isTrue();
  }

  @Test
  void whatIsShownBeforeTheMessageIsUpdatedIsCommittedFirstAndCanBeDecidedOn() {
    TestGate two = TestGate.inMemory(TWO_LEADS);
    ProposalId id = two.ask();
    Message posted = two.chat.only();
    two.press("ULENA", Decision.APPROVE);

    PersonalCard card = show(two, id, posted, "UMARC").orElseThrow();

    assertThat(two.audit(id, EntryType.CARD_UPDATED)).hasSize(1);
    Message seen = new Message(posted.address(), posted.id(), card.card(), card.tokens());
    assertThat(two.desk.decide(TestGate.click("UMARC", seen, Decision.APPROVE)).kind())
        .isEqualTo(ClickAnswer.Kind.COUNTED);
    two.showCards();
    assertThat(two.chat.messages()).as("still one message").hasSize(1);
  }

  @Test
  void aViewOfOnePersonDoesNotKeepTheMessageFromBeingUpdated() {
    TestGate two = TestGate.inMemory(TWO_LEADS);
    ProposalId id = two.ask();
    Message posted = two.chat.only();
    two.press("ULENA", Decision.APPROVE);
    PersonalCard seen = show(two, id, posted, "UMARC").orElseThrow();

    two.showCards();

    assertThat(two.chat.only().card().digest())
        .isEqualTo(seen.card().digest())
        .isNotEqualTo(posted.card().digest());
    int entries = two.audit(id).size();
    show(two, id, posted, "UMARC");
    assertThat(two.audit(id)).as("nothing new to commit").hasSize(entries);
  }

  @Test
  void anotherChannelOrAnotherMessageShowsNothing() {
    ProposalId id = gate.ask();
    Message posted = gate.chat.only();
    var elsewhere = new ChatAddress(Surface.SLACK, TestGate.TEAM, "C99");

    assertThat(gate.personal.show(id.value(), elsewhere, posted.id(), account("ULENA"))).isEmpty();
    assertThat(gate.personal.show(id.value(), posted.address(), "m99", account("ULENA"))).isEmpty();
    for (String other : List.of("prop_01KB000000000000000000000A", "prop_x", "")) {
      assertThat(gate.personal.show(other, posted.address(), posted.id(), account("ULENA")))
          .isEmpty();
      assertThat(gate.deciders.of(other, Surface.SLACK, 9)).isEmpty();
    }
  }

  @Test
  void afterTheDeadlineNobodyIsShownButtons() {
    ProposalId id = gate.ask();
    gate.clock.advance(Duration.ofHours(4));

    assertThat(show(id, gate.chat.only(), "ULENA").orElseThrow().mayDecide()).isFalse();
  }

  @Test
  void askedAreThoseWhoMayDecideAndHaveNotVoted() {
    TestGate two = TestGate.inMemory(TWO_LEADS);
    ProposalId id = two.ask();

    assertThat(two.deciders.of(id.value(), Surface.SLACK, 60))
        .as("the owner of the agent is left out")
        .containsExactly(account("ULENA"), account("UMARC"), account("UNINA"));
    assertThat(two.deciders.of(id.value(), Surface.SLACK, 2)).hasSize(2);
    assertThat(two.deciders.of(id.value(), Surface.TEAMS, 60)).isEmpty();

    two.press("ULENA", Decision.APPROVE);
    assertThat(two.deciders.of(id.value(), Surface.SLACK, 60))
        .containsExactly(account("UMARC"), account("UNINA"));

    two.press("UMARC", Decision.APPROVE);
    assertThat(two.deciders.of(id.value(), Surface.SLACK, 60)).isEmpty();
  }

  private Optional<PersonalCard> show(ProposalId id, Message posted, String user) {
    return show(gate, id, posted, user);
  }

  private static Optional<PersonalCard> show(
      TestGate on, ProposalId id, Message posted, String user) {
    return on.personal.show(id.value(), posted.address(), posted.id(), account(user));
  }

  private static AccountId account(String user) {
    return new AccountId(Surface.SLACK, TestGate.TEAM, user);
  }
}
