package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.CardView;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Input;
import dev.countersign.card.InterventionDesk.Opened;
import dev.countersign.card.InterventionDesk.Sent;
import dev.countersign.drawing.SampleRecords;
import dev.countersign.json.Digest;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.sandbox.slack.OpenedView;
import dev.countersign.sandbox.slack.SlackPress;
import dev.countersign.sandbox.slack.Submission;
import dev.countersign.sandbox.slack.Submission.Outcome;
import dev.countersign.sandbox.slack.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Escalate… and what else a card offers that decides nothing, in Slack.
@ParameterizedClass
@EnumSource(Way.class)
class InterventionTest extends SlackTestCase {
  private static final CardView CARD =
      SampleRecords.pendingCall().offering(List.of(Intervention.ESCALATE));
  private static final Map<String, String> FILLED = Map.of("choice", "legal", "note", "Over it");

  private String card = "";

  InterventionTest(Way way) {
    super(way);
  }

  @BeforeEach
  void postACard() {
    card = post(adapter.channel().render(CARD));
  }

  private SlackPress press() {
    return slack.press(APPROVALS.channel(), card, "escalate", "U0MIRA");
  }

  private OpenedView form() {
    press();
    return slack.modal("U0MIRA").orElseThrow();
  }

  @Test
  void aPressOpensTheFormAndDecidesNothing() {
    assertThat(press().acknowledged()).isTrue();

    Golden.check("form-escalate", slack.modal("U0MIRA").orElseThrow().view());
    assertThat(desk.clicks()).isEmpty();
    assertThat(interventions.sent()).isEmpty();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK);
  }

  @Test
  void whoMayNotIsToldPrivatelyAndSeesNoForm() {
    interventions.opens(new Opened.Not("not_eligible", "You are not in the group."));

    SlackPress press = press();

    assertThat(slack.awaitReply(press, AT_MOST).orElseThrow().text())
        .isEqualTo("You are not in the group.");
    assertThat(slack.openedViews()).isEmpty();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.NOT_ENTITLED);
  }

  @Test
  void aStrangerOfASharedChannelSeesNoForm() {
    slack.press(APPROVALS.channel(), card, "escalate", "U0GUEST");

    assertThat(slack.openedViews()).isEmpty();
    assertThat(interventions.sent()).isEmpty();
  }

  @Test
  void whatIsSentIsHandedToTheDeskExactly() {
    Submission sent = slack.submit("U0MIRA", form(), FILLED);

    assertThat(interventions.sent())
        .containsExactly(
            new Sent(
                Intervention.ESCALATE,
                new AccountId(Surface.SLACK, Workspace.TEAM_ID, "U0MIRA"),
                CARD.reference(),
                Optional.of("legal"),
                Optional.of("Over it"),
                Digest.of(sent.delivery().body()),
                EditDeskDouble.SEAL));
    assertThat(sent.outcome()).isEqualTo(new Outcome.Closed());
    assertThat(desk.clicks()).isEmpty();
  }

  @Test
  void whatCanBeMendedIsSaidInTheFormAndWhatWasWrittenStays() {
    interventions.answers(_ -> new Answer.Mend(Input.NOTE, "Shorter, please."));

    assertThat(slack.submit("U0MIRA", form(), FILLED).outcome())
        .isEqualTo(new Outcome.Errors(Map.of("note", "Shorter, please.")));
    assertThat(slack.modal("U0MIRA")).isPresent();
  }

  @Test
  void whatIsRefusedTakesThePlaceOfTheForm() {
    interventions.answers(_ -> new Answer.Refused("already_decided", "It is decided."));

    assertThat(slack.submit("U0MIRA", form(), FILLED).outcome())
        .isInstanceOf(Outcome.Updated.class);
  }

  @Test
  void aLedgerThatIsAwayLosesNothingThatWasWritten() {
    interventions.answers(_ -> {
      throw new LedgerUnavailableException("down");
    });

    assertThat(slack.submit("U0MIRA", form(), FILLED).outcome())
        .isInstanceOfSatisfying(
            Outcome.Errors.class,
            errors -> assertThat(errors.toString()).contains("send it again in a minute"));
  }
}
