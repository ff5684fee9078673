package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.countersign.TestGate;
import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.execution.Outcome;
import dev.countersign.json.Digest;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.OutcomeNotices;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// Who is told how a request ended without having asked, what, and how often.
class OutcomeNewsTest {
  private static final ChatAddress CHANNEL =
      new ChatAddress(Surface.SLACK, TestGate.TEAM, "C0OUTCOMES");
  private static final OutcomeNotices REQUESTER = new OutcomeNotices(true, Map.of());
  private static final OutcomeNotices IN_CHANNEL =
      new OutcomeNotices(false, Map.of(Surface.SLACK, CHANNEL));
  private static final String RHEA = "slack:T01:URHEA";

  private static TestGate gate(OutcomeNotices notices) {
    return TestGate.inBothChats(TestGate.ONE_LEAD, TestGate.PEOPLE, notices);
  }

  private final TestGate gate = gate(REQUESTER);

  static Stream<Arguments> ends() {
    return Stream.of(
        end("✅ Executed: Call billing", (gate, _) -> approve(gate)),
        end(
            "❌ Failed, nothing was executed: Call billing",
            (gate, _) -> {
              gate.executor.answer(_ -> new Outcome.Failed("connect_failed", 0));
              approve(gate);
            }),
        end(
            "❓ Outcome unknown, may have been executed: Call billing",
            (gate, _) -> {
              gate.executor.answer(_ -> new Outcome.Unknown("timeout", 0));
              approve(gate);
            }),
        end(
            "🚫 Rejected, not executed: Call billing",
            (gate, _) -> gate.press("ULENA", Decision.REJECT)),
        end(
            "📝 Changes requested, not executed: Call billing",
            (gate, _) -> gate.press("ULENA", Decision.RETURN)),
        end(
            "⌛ Expired, not executed: Call billing",
            (gate, _) -> {
              gate.clock.advance(Duration.ofHours(5));
              gate.due.run();
            }),
        end(
            "↩️ Withdrawn, not executed: Call billing",
            (gate, id) ->
                assertThat(gate.withdrawals.withdraw(gate.agent().id(), id)).isNotNull()));
  }

  private static Arguments end(String said, BiConsumer<TestGate, ProposalId> how) {
    return Arguments.of(said, how);
  }

  private static void approve(TestGate gate) {
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();
  }

  @ParameterizedTest
  @MethodSource("ends")
  void thePersonForWhomTheAgentActsIsToldOnce(String said, BiConsumer<TestGate, ProposalId> how) {
    ProposalId id = gate.ask();
    gate.work(DeliveryKind.TELL);
    assertThat(gate.chat.told()).as("while it is open").isEmpty();

    how.accept(gate, id);
    gate.work(DeliveryKind.TELL);
    gate.clock.advance(Duration.ofDays(2));
    gate.due.run();
    gate.work(DeliveryKind.TELL);

    assertThat(gate.chat.told()).containsExactly(RHEA + ": " + said + " (" + id + " rev 1)");
  }

  @Test
  void whatIsNotForThisGateToExecuteIsToldAsThat() {
    gate.propose(TestGate.body("{\"anew\":true,\"dry_run\":true}"));
    gate.showCards();
    approve(gate);
    gate.work(DeliveryKind.TELL);

    assertThat(gate.chat.told())
        .singleElement()
        .asString()
        .startsWith(RHEA + ": ✅ Approved, not executed here: Dry run: Call billing");
  }

  @Test
  void anUnknownEndThatIsFoundOutLaterIsToldAsItsOwn() {
    gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    Delivery slow = gate.deliveries.claim(DeliveryKind.EXECUTE, 1, LEASE).getFirst();
    gate.executor.answer(_ -> {
      gate.clock.advance(LEASE.plusSeconds(1));
      gate.execute();
      gate.work(DeliveryKind.TELL);
      return new Outcome.Succeeded(200, Digest.of("sent"), Digest.of("answer"));
    });
    gate.runner.run(slow);
    gate.work(DeliveryKind.TELL);

    assertThat(gate.chat.told()).hasSize(2);
    assertThat(gate.chat.told().getFirst()).contains("❓ Outcome unknown");
    assertThat(gate.chat.told().getLast()).contains("✅ Executed");
  }

  private static final Duration LEASE = Duration.ofMinutes(1);

  @Test
  void anEndThatHasPassedBeforeItCouldBeToldIsNotToldAnyMore() {
    gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    Delivery slow = gate.deliveries.claim(DeliveryKind.EXECUTE, 1, LEASE).getFirst();
    gate.executor.answer(_ -> {
      gate.clock.advance(LEASE.plusSeconds(1));
      gate.execute();
      return new Outcome.Succeeded(200, Digest.of("sent"), Digest.of("answer"));
    });
    gate.runner.run(slow);
    gate.work(DeliveryKind.TELL);

    assertThat(gate.chat.told()).singleElement().asString().contains("✅ Executed");
  }

  @Test
  void whoeverWasNotAskedReadsNeitherNotesNorTheActionAndNobodyIsNotifiedBesides() {
    gate.ask();
    gate.press("ULENA", Decision.RETURN);
    gate.work(DeliveryKind.TELL);

    Reply.Listing news = (Reply.Listing) gate.chat.news().getFirst();
    List<Run> runs =
        news.parts().stream()
            .filter(Part.Lines.class::isInstance)
            .flatMap(part -> ((Part.Lines) part).lines().stream())
            .flatMap(List::stream)
            .toList();
    assertThat(runs.toString())
        .contains("Lena Lead", "Rhea Requester", "support-bot")
        .contains("There is a note with it, which the agent can read.")
        .doesNotContain("Half of it");
    assertThat(runs)
        .as("a mention in a new message would make a phone ring")
        .allSatisfy(run -> {
          if (run instanceof Run.Human(var _, var accounts)) {
            assertThat(accounts).isEmpty();
          }
        });
    assertThat(news.parts()).noneMatch(Part.Asks.class::isInstance);
  }

  @Test
  void aChannelIsToldWhoeverTheAgentActsFor() {
    TestGate gate = gate(IN_CHANNEL);
    gate.ask();
    approve(gate);
    gate.work(DeliveryKind.TELL);

    assertThat(gate.chat.told())
        .singleElement()
        .asString()
        .startsWith(CHANNEL + ": ✅ Executed: Call billing");
  }

  @Test
  void withoutASettingNobodyIsTold() {
    TestGate gate = gate(OutcomeNotices.NONE);
    gate.ask();
    approve(gate);

    assertThat(gate.deliveries.claim(DeliveryKind.TELL, 9, LEASE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"refuse", "allow"})
  void whatNobodyWasAskedAboutIsNotTold(String ruling) {
    TestGate gate =
        TestGate.inBothChats(
            "{\"version\":1,\"rules\":[{\"id\":\"all\",\"when\":\"action.class == 'api_call'\",\"gate\":\""
                + ruling
                + "\"}]}",
            TestGate.PEOPLE,
            new OutcomeNotices(true, IN_CHANNEL.channels()));
    gate.propose();
    gate.execute();

    assertThat(gate.executor.sent()).hasSize(ruling.equals("allow") ? 1 : 0);
    assertThat(gate.deliveries.claim(DeliveryKind.TELL, 9, LEASE)).isEmpty();
  }

  @Test
  void whereTheChatDoesNotAnswerItIsTriedUntilItDoesAndNotLongerThanADay() {
    gate.ask();
    approve(gate);
    for (int tries = 0; tries < 100; tries++) {
      gate.chat.failReplies(new Sent.Later(Duration.ofSeconds(1), "unreachable"));
      gate.work(DeliveryKind.TELL);
      gate.clock.advance(Pauses.LONGEST);
    }
    assertThat(gate.chat.told()).isEmpty();
    while (gate.chat.told().isEmpty()) {
      gate.work(DeliveryKind.TELL);
      gate.clock.advance(Pauses.LONGEST);
    }

    gate.ask();
    approve(gate);
    gate.clock.advance(OutcomeNews.LONGEST);
    gate.work(DeliveryKind.TELL);
    gate.clock.advance(OutcomeNews.LONGEST);
    gate.work(DeliveryKind.TELL);
    assertThat(gate.chat.told()).hasSize(1);
    assertThat(gate.deliveries.claim(DeliveryKind.TELL, 9, LEASE)).isEmpty();
  }

  @Test
  void whoNeverTakesItIsWarnedOfAtTheFirstTryAndAtTheEndAlone() {
    gate.ask();
    approve(gate);
    Logger logger = (Logger) LoggerFactory.getLogger(OutcomeNews.class);
    Level level = logger.getLevel();
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
    try {
      for (int tries = 0; tries < 100; tries++) {
        gate.chat.failReplies(new Sent.Refused(Obstacle.PLACE, "cannot_dm"));
        gate.work(DeliveryKind.TELL);
        gate.clock.advance(RefusedCards.PAUSES.getLast());
      }
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(level);
    }

    List<Level> levels = lines.list.stream().map(ILoggingEvent::getLevel).toList();
    assertThat(levels).hasSizeGreaterThan(50).startsWith(Level.WARN).endsWith(Level.WARN);
    assertThat(levels.subList(1, levels.size() - 1)).containsOnly(Level.INFO);
  }

  @Test
  void ofTwoReplicasOneTellsAndTheOtherTakesOverWhenItIsLost() {
    gate.ask();
    approve(gate);
    assertThat(gate.deliveries.claim(DeliveryKind.TELL, 9, LEASE)).hasSize(1);
    gate.work(DeliveryKind.TELL);
    assertThat(gate.chat.told()).as("it is with the other").isEmpty();

    gate.clock.advance(LEASE.plusSeconds(1));
    gate.work(DeliveryKind.TELL);
    gate.work(DeliveryKind.TELL);

    assertThat(gate.chat.told()).hasSize(1);
  }

  @Test
  void whoHasNoConversationInOneChatIsToldInTheOther() {
    TestGate gate =
        TestGate.inBothChats(
            TestGate.ONE_LEAD,
            TestGate.PEOPLE.replace(
                "{\"slack\":{\"team\":\"T01\",\"user\":\"URHEA\"}}",
                "{\"slack\":{\"team\":\"T01\",\"user\":\"URHEA\"},\"teams\":{\"tenant\":\""
                    + TestGate.TENANT
                    + "\",\"aad_object_id\":\"5f1d3c88-0000-4000-8000-0000000000aa\"}}"),
            REQUESTER);
    gate.ask();
    approve(gate);
    gate.chat.failReplies(new Sent.Refused(Obstacle.PLACE, "messages_tab_disabled"));
    gate.work(DeliveryKind.TELL);

    assertThat(gate.chat.told()).singleElement().asString().startsWith("teams:");
  }

  @Test
  void whoIsInNoChatIsNotTold() {
    TestGate gate =
        TestGate.inBothChats(
            TestGate.ONE_LEAD,
            TestGate.PEOPLE.replace("{\"slack\":{\"team\":\"T01\",\"user\":\"URHEA\"}}", "{}"),
            REQUESTER);
    gate.ask();
    approve(gate);
    gate.work(DeliveryKind.TELL);

    assertThat(gate.chat.told()).isEmpty();
    assertThat(gate.deliveries.claim(DeliveryKind.TELL, 9, LEASE)).isEmpty();
  }

  @Test
  void aRowThatNamesAnEndThatIsNotSaysNothing() {
    ProposalId id = gate.ask();
    Delivery forged =
        new Delivery(id, DeliveryKind.TELL, "requester executed", 1, 1, new java.util.UUID(1, 1));
    gate.outcomes.deliver(forged);

    assertThat(gate.chat.told()).isEmpty();
  }

  @Test
  void aRowForTheRequesterTellsNobodyWhereTheSettingsDoNot() {
    TestGate gate = gate(IN_CHANNEL);
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.REJECT);
    gate.outcomes.deliver(
        new Delivery(id, DeliveryKind.TELL, "requester rejected", 1, 1, new java.util.UUID(1, 1)));

    assertThat(gate.chat.told()).isEmpty();
  }

  @Test
  void aRevisionThatTookItsPlaceIsNoEnd() {
    ProposalId first = gate.ask();
    Optional<ProposalId> next =
        Optional.of(gate.propose(TestGate.body("{\"supersedes\":\"" + first + "\"}")));
    gate.work(DeliveryKind.TELL);

    assertThat(next).isPresent();
    assertThat(gate.chat.told()).isEmpty();
  }
}
