package dev.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.CardView;
import dev.countersign.drawing.CardComposer;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces.Offer;
import dev.countersign.policy.Finding;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Refused;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a deployment offers is a value: one more surface in it, and what was refused for the lack
/// of it is asked.
class AnotherSurfaceTest {
  private static final String ISSUER = "https://login.example";
  private static final String STRICT =
      TestGate.ONE_LEAD.replace("\"sla\"", "\"chat_approve\":false,\"sla\"");
  private static final String STRICT_TWO = STRICT.replace("\"approvals\":1", "\"approvals\":2");

  /// Lena can also log in; otto, who owns the agent, too.
  private static final String PEOPLE =
      linked(linked(TestGate.PEOPLE, "ULENA", ISSUER), "UOTTO", ISSUER);

  @Test
  void whereOneOffersTheStrongerCheckWhatNeedsItIsAsked() {
    TestGate gate = console(new Offer(ISSUER, true, true), STRICT, PEOPLE);
    ProposalId id = gate.ask();

    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.chat.only().card().asks())
        .as("no press in a chat approves, so none is offered")
        .containsExactlyInAnyOrder(Decision.REJECT, Decision.RETURN);
    assertThat(gate.chat.only().card().body().text("sections"))
        .contains("Approving this takes a passkey, on its page in the console.");
    CardComposer composer = new CardComposer(gate.directory, Optional.of(TestGate.CONSOLE));
    assertThat(composer.compose(gate.record(id)).way().map(CardView.Way::page))
        .contains(TestGate.CONSOLE.of(id));
  }

  @Test
  void whereNoneOffersItTheRulingSaysSo() {
    for (TestGate gate :
        new TestGate[] {
          TestGate.inMemory(STRICT), console(new Offer(ISSUER, true, false), STRICT, PEOPLE)
        }) {
      ProposalId id = gate.propose();

      assertThat(gate.state(id)).isInstanceOf(Refused.class);
      assertThat(why(gate, id))
          .isEqualTo(
              Finding.of(
                  "chat_approve",
                  "nobody_can_decide",
                  "approving needs a stronger check than a chat click, and this deployment offers"
                      + " none"));
    }
  }

  /// Three leads beside the owner, and one of them can log in.
  @Test
  void onlyWhoCanPassTheStrongerCheckIsCountedWhereItIsNeeded() {
    TestGate gate = console(new Offer(ISSUER, true, true), STRICT_TWO, PEOPLE);
    ProposalId id = gate.propose();

    assertThat(gate.state(id)).isInstanceOf(Refused.class);
    assertThat(why(gate, id))
        .isEqualTo(
            Finding.of(
                "support-leads",
                "nobody_can_decide",
                "Stage 1 (support-leads) needs 2 approvals; of its 4 members 1 could give one: 2"
                    + " have no account where approving has the stronger check; 1 is excluded as"
                    + " the agent's owner, whom it acts for or whom the action is for. Link an"
                    + " account on the console for 1 more person."));
    TestGate both =
        console(new Offer(ISSUER, true, true), STRICT_TWO, linked(PEOPLE, "UMARC", ISSUER));
    assertThat(both.state(both.propose())).isInstanceOf(Pending.class);
  }

  @Test
  void anAccountOfAnotherIssuerPassesNoCheck() {
    TestGate gate =
        console(
            new Offer(ISSUER, true, true),
            STRICT,
            linked(TestGate.PEOPLE, "ULENA", "https://other.example"));
    ProposalId id = gate.propose();

    assertThat(gate.state(id)).isInstanceOf(Refused.class);
    assertThat(why(gate, id).because()).contains("none could give one");
  }

  @Test
  void whatChatsShowCutIsAskedWhereAnotherSurfaceShowsItInFull() {
    TestGate gate = console(new Offer(ISSUER, true, false), TestGate.ONE_LEAD, PEOPLE);
    gate.chat.shortenEverything();
    assertThat(gate.state(gate.propose())).isInstanceOf(Pending.class);

    TestGate cutting = console(new Offer(ISSUER, false, true), TestGate.ONE_LEAD, PEOPLE);
    cutting.chat.shortenEverything();
    ProposalId id = cutting.propose();
    assertThat(cutting.state(id)).isInstanceOf(Refused.class);
    assertThat(why(cutting, id).because())
        .contains("3 would see the action cut (Slack or the console)");
  }

  /// Nobody comes to a page by themselves for what nobody tells them of.
  @Test
  void aGroupThatIsAskedNowhereIsNotAskedOnAPageEither() {
    TestGate gate =
        console(
            new Offer(ISSUER, true, true),
            TestGate.ONE_LEAD.replace("support-leads", "nowhere"),
            PEOPLE);
    ProposalId id = gate.propose();

    assertThat(gate.state(id)).isInstanceOf(Refused.class);
    assertThat(why(gate, id).because())
        .isEqualTo("Nobody could be asked: the group has no channel on a connected chat.");
  }

  private static TestGate console(Offer offer, String policy, String people) {
    return TestGate.with(Map.of(Surface.CONSOLE, offer), policy, people);
  }

  private static String linked(String people, String slackUser, String issuer) {
    String account = "\"user\":\"" + slackUser + "\"}";
    assertThat(people).contains(account);
    return people.replace(
        account, account + ",\"oidc\":{\"iss\":\"" + issuer + "\",\"sub\":\"" + slackUser + "\"}");
  }

  private static Finding why(TestGate gate, ProposalId id) {
    return gate.record(id).ruling().findings().getLast();
  }
}
