package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.AskLimit;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.CallbackMetrics.PrivateReply;
import dev.countersign.card.HomeDesk;
import dev.countersign.card.Reply;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.people.AccountId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.OpenedView;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people see who open the app's own page.
@ParameterizedClass
@EnumSource(Way.class)
class AppHomeTest extends SlackTestCase {
  private final TestGate gate;

  AppHomeTest(Way way) {
    super(way);
    gate = TestGate.behind(adapter.channel(), Workspace.TEAM_ID);
  }

  @BeforeEach
  void connect() {
    for (String user : List.of("ULENA", "UMARC", "UPIA", "URHEA")) {
      slack.workspace().put(SlackUser.member(user, user.substring(1)));
    }
    slack.workspace().put(WorkspaceChannel.open("C01", "leads", "ULENA", "UMARC", "UPIA", "URHEA"));
    queue.is(gate.queue);
    homes.is(gate.homes);
    desk.is(gate.desk);
  }

  @Test
  void whoOpensItSeesWhatWaitsForThemAndReviewShowsAllOfIt() {
    ProposalId id = gate.ask();

    OpenedView home = opened("ULENA");

    assertThat(home.rendered())
        .contains("Your approvals")
        .contains("Needs you\n  1")
        .contains("Waiting on others\n  0")
        .contains("HIGH RISK")
        .contains("#" + id.value().substring(id.value().length() - 6))
        .contains("[ Review ]");
    assertThat(CanonicalJson.text(home.view()))
        .as("nothing in it decides")
        .doesNotContain("\"approve\"", "\"reject\"", "mrkdwn");

    slack.press(home, "ask.0");

    assertThat(slack.modal("ULENA").orElseThrow().rendered()).contains(id.value());
    assertThat(gate.record(id).request().votes()).isEmpty();
    assertThat(desk.flawed()).isEmpty();
  }

  @Test
  void whatWaitsForOthersAloneIsNotThere() {
    ProposalId id = gate.ask();

    assertThat(opened("UPIA").rendered())
        .as("of another group")
        .contains("Nothing waits for you.")
        .doesNotContain(id.value().substring(id.value().length() - 6));
    assertThat(opened("URHEA").rendered())
        .as("for whom the agent acts")
        .contains("Nothing waits for you.");
  }

  @Test
  void whoIsNoPersonReadsHowToGetIn() {
    gate.ask();

    OpenedView home = opened("U0MIRA");

    assertThat(home.rendered())
        .contains("not linked to a person")
        .contains("administrator")
        .doesNotContain("Review", "RISK");
  }

  @Test
  void onceTheyDecidedTheirPageSaysSoAndNobodyElsesIsTouched() {
    ProposalId id = gate.ask();
    opened("ULENA");
    opened("UMARC");

    pressOnItsCard("ULENA", Decision.APPROVE);

    assertThat(drawn("ULENA", 2).rendered())
        .contains("Needs you\n  0")
        .contains("You decided lately")
        .contains("you approved at")
        .contains("#" + id.value().substring(id.value().length() - 6));
    assertThat(slack.homes("UMARC")).hasSize(1);
  }

  @Test
  void whoseDecisionDidNotCountHasTheirPageAsItWas() {
    gate.ask();
    opened("UPIA");

    pressOnItsCard("UPIA", Decision.APPROVE);
    opened("UMARC");

    assertThat(slack.homes("UPIA")).hasSize(1);
  }

  @Test
  void whoNeverOpenedTheirPageGetsNone() {
    gate.ask();

    pressOnItsCard("ULENA", Decision.APPROVE);
    opened("UMARC");

    assertThat(slack.homes("ULENA")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"api_app_id,A0FOREIGN", "team_id,T0FOREIGN"})
  void whatIsNotOfOurAppInOurWorkspaceIsNotAnswered(String member, String value) {
    slack.deliverEvent(slack.homeOpened("ULENA", "home").with(member, Json.of(value)));

    assertThat(metrics.callbacks()).containsExactly(CallbackResult.REFUSED);
    assertThat(homes.looked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<@ULENA>", "ulena", "U LENA"})
  void whatNamesNobodyIsNotAnswered(String user) {
    JsonObject event = slack.homeOpened("ULENA", "home");

    slack.deliverEvent(event.with("event", event.object("event").with("user", Json.of(user))));

    assertThat(metrics.callbacks()).containsExactly(CallbackResult.MALFORMED);
    assertThat(homes.looked()).isEmpty();
  }

  @Test
  void anotherTabOfTheAppIsNoneThatItDraws() {
    slack.openHome("ULENA", "messages");

    assertThat(metrics.callbacks()).containsExactly(CallbackResult.NO_EFFECT);
    assertThat(homes.looked()).isEmpty();
  }

  @Test
  void oneWhoOpensItTooOftenIsNotAnsweredBeforeTheMinuteIsOver() {
    for (int i = 0; i < AskLimit.MOST; i++) {
      slack.openHome("ULENA", "home");
    }
    slack.openHome("ULENA", "home");
    assertThat(metrics.callbacks()).endsWith(CallbackResult.REFUSED);

    slack.openHome("UMARC", "home");
    assertThat(metrics.callbacks()).endsWith(CallbackResult.OK);

    clock.advance(AskLimit.SPAN);
    slack.openHome("ULENA", "home");
    assertThat(metrics.callbacks()).endsWith(CallbackResult.OK);
  }

  @Test
  void howeverOftenItIsWantedOneDrawingIsUnderWayAndOneMoreFollows() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger drawn = new AtomicInteger();
    homes.is(
        new HomeDesk() {
          @Override
          public Reply home(AccountId asker) {
            int number = drawn.incrementAndGet();
            first.countDown();
            try {
              go.await();
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
            return new Reply.Words("drawing " + number);
          }

          @Override
          public Reply recent(AccountId asker, String after) {
            throw new AssertionError("nobody asks that");
          }
        });

    slack.openHome("ULENA", "home");
    first.await();
    for (int i = 0; i < 10; i++) {
      slack.openHome("ULENA", "home");
    }
    go.countDown();

    assertThat(drawn("ULENA", 2).rendered()).contains("drawing 2");
    opened("UMARC");
    assertThat(drawn).hasValue(3);
  }

  @Test
  void aPageThatAnotherReplicaDrewMeanwhileIsReadAgainAndDrawn() throws Exception {
    opened("ULENA");
    ProposalId id = gate.ask();
    JsonObject seen = slack.homeOpened("ULENA", "home");
    opened("ULENA");
    assertThat(metrics.await(PrivateReply.SHOWN, 2, AT_MOST)).as("its hash is known").isTrue();
    int looked = homes.looked().size();

    slack.deliverEvent(seen); // names the hash of what stood there before

    assertThat(drawn("ULENA", 3).rendered())
        .contains("#" + id.value().substring(id.value().length() - 6));
    assertThat(homes.looked()).hasSize(looked + 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ratelimited", "service_unavailable", "hash_conflict"})
  void whatPassesIsTriedAgain(String error) {
    slack.fail("views.publish", new Fault.Answer(error), 2);

    opened("ULENA");

    assertThat(homes.looked()).hasSize(3);
  }

  @Test
  void howLongSlackAsksToWaitIsWaited() {
    slack.fail("views.publish", new Fault.RateLimited(Duration.ofSeconds(1)), 1);

    assertThat(opened("ULENA").rendered()).contains("Nothing waits for you.");
  }

  @Test
  void whatDoesNotPassIsLeftAsItWas() throws Exception {
    gate.ask();
    slack.fail("views.publish", new Fault.Answer("not_enabled"), 1);
    slack.openHome("ULENA", "home");
    assertThat(metrics.await(PrivateReply.LOST, 1, AT_MOST)).isTrue();

    pressOnItsCard("ULENA", Decision.APPROVE);
    opened("UMARC");

    assertThat(slack.homes("ULENA")).as("not before it is opened again").isEmpty();
  }

  @Test
  void aSlackThatDoesNotAnswerKeepsNoEventAndNoPressWaiting() {
    gate.ask();
    slack.fail("views.publish", new Fault.Hang(), 1);
    slack.openHome("ULENA", "home");

    pressOnItsCard("ULENA", Decision.APPROVE);

    assertThat(opened("UMARC").rendered()).contains("Needs you");
    assertThat(metrics.callbacks()).doesNotContain(CallbackResult.LATE);
  }

  @Test
  void aLedgerThatDoesNotAnswerTakesNothingFromAPageThatStands() throws Exception {
    OpenedView standing = opened("ULENA");
    homes.is(unavailable());

    slack.openHome("ULENA", "home");
    assertThat(metrics.await(PrivateReply.LOST, 1, AT_MOST)).isTrue();
    assertThat(slack.homes("ULENA")).containsExactly(standing);

    assertThat(opened("UMARC").rendered()).as("a first page").contains("cannot look this up");
  }

  @Test
  void aSlackThatDoesNotSayWhoAsksTakesNothingFromAPageThatStands() throws Exception {
    OpenedView standing = opened("ULENA");
    clock.advance(Accounts.TRUSTED);
    slack.fail("users.info", new Fault.Status(503), 2);

    slack.openHome("ULENA", "home");
    assertThat(metrics.await(PrivateReply.LOST, 1, AT_MOST)).isTrue();
    assertThat(slack.homes("ULENA")).containsExactly(standing);

    assertThat(opened("UMARC").rendered()).as("a first page").contains("did not confirm");
  }

  private static HomeDesk unavailable() {
    return new HomeDesk() {
      @Override
      public Reply home(AccountId asker) {
        throw new LedgerUnavailableException("the ledger is away", new IllegalStateException());
      }

      @Override
      public Reply recent(AccountId asker, String after) {
        throw new LedgerUnavailableException("the ledger is away", new IllegalStateException());
      }
    };
  }

  private OpenedView opened(String user) {
    int before = slack.homes(user).size();
    assertThat(slack.openHome(user, "home").status()).isEqualTo(200);
    return drawn(user, before + 1);
  }

  /// @param times how often the page was drawn by then
  private OpenedView drawn(String user, int times) {
    assertThat(slack.awaitHomes(user, times, AT_MOST)).isTrue();
    return slack.homes(user).getLast();
  }

  private void pressOnItsCard(String user, Decision decision) {
    var card = slack.messages("C01").getLast();
    slack.press("C01", card.ts(), decision == Decision.APPROVE ? "approve" : "reject", user);
  }
}
