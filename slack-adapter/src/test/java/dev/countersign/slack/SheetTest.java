package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SheetDouble;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.Reply;
import dev.countersign.card.SheetAnswer;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.sandbox.slack.OpenedView;
import dev.countersign.sandbox.slack.SlackPress;
import dev.countersign.sandbox.slack.Submission;
import dev.countersign.sandbox.slack.Submission.Outcome;
import dev.countersign.sandbox.slack.Workspace;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A form that answers a button's question, in Slack: that of a retrospective.
@ParameterizedClass
@EnumSource(Way.class)
class SheetTest extends SlackTestCase {
  private static final Map<String, String> WRITTEN =
      Map.of(
          "field_justification",
          "Refunds hung for an hour.",
          "field_impact",
          "One customer.",
          "field_normal_way",
          "Not at that hour.",
          "field_changes",
          "A third lead is on call.");

  private String alarm = "";

  SheetTest(Way way) {
    super(way);
  }

  @BeforeEach
  void tellTheAlarm() {
    alarm = ((Sent.Shown) adapter.channel().say(APPROVALS, SheetDouble.ALARM)).messageId();
  }

  private SlackPress press(String user) {
    return slack.press(APPROVALS.channel(), alarm, "ask.0", user);
  }

  private OpenedView form() {
    press("U0MIRA");
    return slack.modal("U0MIRA").orElseThrow();
  }

  private Outcome sent(Map<String, String> written) {
    return slack.submit("U0MIRA", form(), written).outcome();
  }

  @Test
  void aPressOpensTheFormAndFilesNothing() {
    assertThat(press("U0MIRA").acknowledged()).isTrue();
    Golden.check("form-retrospective", slack.modal("U0MIRA").orElseThrow().view());
    assertThat(sheets.sent()).isEmpty();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK);
  }

  @Test
  void whatIsSentIsHandedOverExactlyAndItIsSaidThatItIsRecorded() {
    Submission sent = slack.submit("U0MIRA", form(), WRITTEN);
    assertThat(sheets.sent())
        .containsExactly(
            new SheetDouble.Sent(
                new AccountId(Surface.SLACK, Workspace.TEAM_ID, "U0MIRA"),
                SheetDouble.REQUEST + " 9.k.seal",
                Map.of(
                    "justification",
                    "Refunds hung for an hour.",
                    "impact",
                    "One customer.",
                    "normal_way",
                    "Not at that hour.",
                    "rollback",
                    "",
                    "changes",
                    "A third lead is on call.")));
    assertThat(sent.outcome())
        .isInstanceOfSatisfying(
            Outcome.Updated.class,
            shown -> assertThat(shown.view().view().toString()).contains("It is filed."));
    assertThat(desk.clicks()).isEmpty();
  }

  @Test
  void oneAnswerOfAFewIsChosenAndComesBackAsItReads() {
    sheets.opens(SheetDouble.CHOICE);
    OpenedView form = form();
    Golden.check("form-unknown", form.view());
    slack.submit(
        "U0MIRA", form, Map.of("field_found", "It did not happen", "field_note", "No entry there"));
    assertThat(sheets.sent().getLast().typed())
        .isEqualTo(Map.of("found", "It did not happen", "note", "No entry there"));

    sheets.opens(SheetDouble.CHOICE.filled(Map.of("found", "It happened", "note", "x")));
    assertThat(form().view().toString()).contains("initial_option");
  }

  @Test
  void whatCanBeMendedIsSaidInTheFormAndWhatWasWrittenStays() {
    sheets.answers(
        _ -> new SheetAnswer.Mend(SheetDouble.SHEET, "justification", "Longer, please."));
    assertThat(sent(WRITTEN))
        .isEqualTo(new Outcome.Errors(Map.of("field_justification", "Longer, please.")));
    assertThat(slack.modal("U0MIRA")).isPresent();
  }

  @Test
  void whatIsRefusedTakesThePlaceOfTheFormWithWhatWasWritten() {
    sheets.answers(_ -> new SheetAnswer.Refused("filed_already", "It has been filed."));
    assertThat(sent(WRITTEN))
        .isInstanceOfSatisfying(
            Outcome.Updated.class,
            shown ->
                assertThat(shown.view().view().toString())
                    .contains("It has been filed.", "Refunds hung for an hour."));
  }

  @Test
  void aLedgerThatIsAwayLosesNothingThatWasWritten() {
    sheets.answers(_ -> {
      throw new LedgerUnavailableException("down");
    });
    assertThat(sent(WRITTEN))
        .isInstanceOfSatisfying(
            Outcome.Errors.class,
            errors -> assertThat(errors.toString()).contains("send it again in a minute"));
  }

  @Test
  void whoMayNotIsToldPrivatelyAndSeesNoForm() {
    sheets.opens(new Reply.Words("It is none of yours."));
    assertThat(slack.awaitReply(press("U0MIRA"), AT_MOST).orElseThrow().text())
        .isEqualTo("It is none of yours.");
    assertThat(slack.openedViews()).isEmpty();
  }

  @Test
  void aStrangerOfASharedChannelSeesNoForm() {
    press("U0GUEST");
    assertThat(slack.openedViews()).isEmpty();
    assertThat(sheets.sent()).isEmpty();
  }
}
