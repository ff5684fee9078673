package dev.countersign.breakglass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.ChatProfile;
import dev.countersign.card.Reply;
import dev.countersign.ledger.RememberedReminders;
import dev.countersign.ledger.Retrospectives.Retrospective;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import dev.countersign.proposal.ProposalId;
import dev.countersign.token.ButtonSeals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// pia used break-glass, lena has to look at it, and security reads in one channel.
class RetrospectiveNewsTest extends GlassTestCase {
  private static final ChatAddress SECURITY = TestGate.ALARMS;

  private final RememberedReminders reminders = new RememberedReminders(gate.clock);
  private final RetrospectiveNews news = news();
  private ProposalId id;
  private Instant due;

  private RetrospectiveNews news() {
    return new RetrospectiveNews(
        gate.retrospectives,
        reminders,
        gate.ledger,
        gate.directory,
        Map.of(Surface.SLACK, gate.chat),
        Surfaces.ofChats(Map.of(Surface.SLACK, TestGate.TEAM)),
        List.of(SECURITY),
        new GlassSeals(new ButtonSeals(gate.keys.evidence(), gate.clock)),
        Optional.of(TestGate.CONSOLE));
  }

  @BeforeEach
  void itWasUsed() {
    id = gate.ask();
    assertThat(use(id).done()).isTrue();
    gate.execute();
    due =
        gate.retrospectives.unclosed(1).stream()
            .map(one -> one.of().due())
            .findFirst()
            .orElseThrow();
  }

  private static AccountId slack(String user) {
    return new AccountId(Surface.SLACK, TestGate.TEAM, user);
  }

  /// At a moment, by two replicas, each twice.
  private List<String> toldAt(Instant at) {
    gate.clock.advance(Duration.between(gate.clock.instant(), at));
    int before = gate.chat.told().size();
    RetrospectiveNews other = news();
    news.tell();
    other.tell();
    news.tell();
    return gate.chat.told().subList(before, gate.chat.told().size());
  }

  @Test
  void itsPeopleAndSecurityAreRemindedOnceADayBeforeFourHoursBeforeAndWhenItIsOverdue() {
    assertThat(toldAt(due.minus(Duration.ofHours(24)).minusMillis(1))).isEmpty();
    assertThat(toldAt(due.minus(Duration.ofHours(24))))
        .satisfiesExactlyInAnyOrder(
            channel -> assertThat(channel).startsWith(SECURITY + ": ").contains("within 24 hours"),
            used -> assertThat(used).startsWith(slack("UPIA") + ": "),
            looks -> assertThat(looks).startsWith(slack("ULENA") + ": "));
    assertThat(toldAt(due.minus(Duration.ofHours(4)).minusMillis(1))).isEmpty();
    assertThat(toldAt(due.minus(Duration.ofHours(4))))
        .hasSize(3)
        .allSatisfy(told -> assertThat(told).contains("within 4 hours"));
    assertThat(toldAt(due.minusMillis(1))).isEmpty();
    assertThat(toldAt(due)).hasSize(3).allSatisfy(told -> assertThat(told).contains("overdue"));
    assertThat(toldAt(due.plus(Duration.ofDays(30)))).isEmpty();
  }

  @Test
  void whatIsFiledIsNotRemindedOf() {
    toldAt(due.minus(Duration.ofHours(24)));
    file(id);
    assertThat(toldAt(due.minus(Duration.ofHours(4)))).isEmpty();
    assertThat(toldAt(due)).isEmpty();
  }

  @Test
  void whatIsFiledAndNotReadByTwoIsRemindedOfADayBeforeAndWhenItIsOverdue() {
    Instant readBy = due; // filed at once, and there is as long to read it
    file(id);
    assertThat(toldAt(readBy.minus(Duration.ofHours(24)).minusMillis(1))).isEmpty();
    assertThat(toldAt(readBy.minus(Duration.ofHours(24))))
        .hasSize(3)
        .allSatisfy(told -> assertThat(told).contains("to be read within 24 hours"));
    assertThat(gate.chat.news().getLast().toString())
        .contains("have to read it", TestGate.CONSOLE.retrospective(id).toString())
        .doesNotContain("File retrospective");
    assertThat(toldAt(readBy.minusMillis(1))).isEmpty();
    assertThat(toldAt(readBy))
        .hasSize(3)
        .allSatisfy(told -> assertThat(told).contains("not read in time"));
    assertThat(toldAt(readBy.plus(Duration.ofDays(30)))).isEmpty();
  }

  @Test
  void whatTwoHaveReadIsNotRemindedOf() {
    file(id);
    close(id);
    assertThat(toldAt(due.plus(Duration.ofDays(30)))).isEmpty();
  }

  @Test
  void whatIsFiledWhileAChatIsDownIsNotRemindedOfOnceItIsBack() {
    down(3);
    assertThat(toldAt(due)).isEmpty();
    file(id);
    assertThat(toldAt(due.plus(Duration.ofHours(1)))).isEmpty();
  }

  @Test
  void aChatThatIsDownIsTriedUntilItTakesItAndNotWithoutEnd() {
    down(3);
    assertThat(toldAt(due)).isEmpty();
    assertThat(toldAt(due.plus(Duration.ofMinutes(1)))).hasSize(3);
    assertThat(toldAt(due.plus(Duration.ofDays(1)))).isEmpty();
  }

  private void down(int calls) {
    for (int call = 0; call < calls; call++) {
      gate.chat.failReplies(new Sent.Later(Duration.ofSeconds(1), "down"));
    }
  }

  @Test
  void ofMomentsThatPassedWhileNoGateRanOnlyTheLastIsTold() {
    assertThat(toldAt(due.plus(Duration.ofDays(3))))
        .hasSize(3)
        .allSatisfy(told -> assertThat(told).contains("overdue"));
  }

  @Test
  void theReminderSaysWhatItIsAboutAndLeadsToItsPage() {
    toldAt(due);
    Reply reminder = gate.chat.news().getFirst();
    assertThat(reminder.toString())
        .contains("Pia Purse", "Lena Lead", "INC-2041", "Until it is filed")
        .contains(TestGate.CONSOLE.retrospective(id).toString());
    assertThat(reminder.text()).doesNotContain("INC-2041");
  }

  @Test
  void whoIsNoMemberAnyMoreIsToldNothingAndTheOthersAre() {
    gate.chat.call(slack("UPIA"), ChatProfile.Standing.GUEST);
    assertThat(toldAt(due))
        .hasSize(2)
        .noneSatisfy(told -> assertThat(told).startsWith(slack("UPIA").toString()));
  }

  @Test
  void aRowOfAUseThatThereIsNotTellsNobodyAnything() {
    ProposalId pending = gate.ask();
    Retrospective real = gate.retrospectives.unclosed(1).getFirst().of();
    gate.retrospectives.pretendOpen(
        new Retrospective(pending, real.actor(), real.owner(), real.at(), real.due()));
    gate.retrospectives.pretendOpen(
        new Retrospective(
            id, real.actor(), real.owner(), real.at(), due.minus(Duration.ofDays(2))));
    assertThat(toldAt(due.minus(Duration.ofDays(2)))).as("due as no record has it").isEmpty();
    file(id);
    close(id);
    assertThat(toldAt(due)).isEmpty();
  }

  @Test
  void overdueKeepsItsPersonFromTheNextUseWhoeverWasReminded() {
    toldAt(due);
    assertThat(page("UPIA", gate.propose()).code()).isEqualTo("open_retrospective");
  }
}
