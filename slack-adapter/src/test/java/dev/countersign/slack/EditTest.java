package dev.countersign.slack;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.EditDesk.About;
import dev.countersign.card.EditDesk.Answer;
import dev.countersign.card.EditDesk.Edit;
import dev.countersign.card.EditDesk.Opened;
import dev.countersign.drawing.SampleRecords;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.sandbox.slack.OpenedView;
import dev.countersign.sandbox.slack.SlackPress;
import dev.countersign.sandbox.slack.Submission;
import dev.countersign.sandbox.slack.Submission.Outcome;
import dev.countersign.sandbox.slack.Workspace;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Edit…: the text of a message in a form, and what is sent with it.
@ParameterizedClass
@EnumSource(Way.class)
class EditTest extends SlackTestCase {
  private static final String TEXT = "Dear Mara,\nwe refund <@U1> EUR 98.50 & more.";
  private static final Map<String, String> FILLED =
      Map.of("subject", "Your broken parcel", "text", TEXT);

  private String card = "";

  EditTest(Way way) {
    super(way);
  }

  @BeforeEach
  void postACard() {
    card = post(adapter.channel().render(SampleRecords.pendingMessage()));
  }

  private SlackPress press() {
    return slack.press(APPROVALS.channel(), card, "edit", "U0MIRA");
  }

  private OpenedView form() {
    press();
    return slack.modal("U0MIRA").orElseThrow();
  }

  private Submission submit() {
    return slack.submit("U0MIRA", form(), FILLED);
  }

  @Test
  void aPressOpensTheTextAndDecidesNothing() {
    assertThat(press().acknowledged()).isTrue();

    Golden.check("form-edit", slack.modal("U0MIRA").orElseThrow().view());
    assertThat(desk.clicks()).isEmpty();
    assertThat(edits.edits()).isEmpty();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK);
  }

  @Test
  void aMessageWithoutASubjectHasNoneInItsForm() {
    edits.opens(new Opened.Text(DeskDouble.TOPIC, Optional.empty(), "Only this."));

    slack.submit("U0MIRA", form(), Map.of("text", TEXT));

    assertThat(edits.edits()).extracting(Edit::subject).containsExactly(Optional.empty());
  }

  @Test
  void whoMayNotEditIsToldPrivatelyAndSeesNoForm() {
    edits.opens(new Opened.Not("not_eligible", "You are not in the group."));

    SlackPress press = press();

    assertThat(slack.awaitReply(press, AT_MOST).orElseThrow().text())
        .isEqualTo("You are not in the group.");
    assertThat(slack.openedViews()).isEmpty();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.NOT_ENTITLED);
  }

  @Test
  void aStrangerOfASharedChannelSeesNoText() {
    SlackPress press = slack.press(APPROVALS.channel(), card, "edit", "U0GUEST");

    assertThat(slack.awaitReply(press, AT_MOST).orElseThrow().text())
        .contains("Refused as outsider");
    assertThat(slack.openedViews()).isEmpty();
  }

  @Test
  void whatIsSentIsHandedToTheDeskExactly() {
    Submission sent = submit();

    assertThat(edits.edits())
        .containsExactly(
            new Edit(
                new AccountId(Surface.SLACK, Workspace.TEAM_ID, "U0MIRA"),
                SampleRecords.pendingMessage().reference(),
                Optional.of("Your broken parcel"),
                TEXT,
                Digest.of(sent.delivery().body()),
                EditDeskDouble.SEAL));
    assertThat(sent.outcome()).isEqualTo(new Outcome.Closed());
    assertThat(desk.clicks()).isEmpty();
  }

  @Test
  void whatIsRefusedIsSaidInTheFormAndTheTextStays() {
    edits.answers(_ -> new Answer.Not("edit_refused", About.NOTHING, "Nobody else could."));
    assertThat(submit().outcome())
        .isEqualTo(new Outcome.Errors(Map.of("text", "Nobody else could.")));

    edits.answers(_ -> new Answer.Not("invalid_text", About.SUBJECT, "One line."));
    assertThat(submit().outcome()).isEqualTo(new Outcome.Errors(Map.of("subject", "One line.")));
    assertThat(slack.modal("U0MIRA")).isPresent();
  }

  @Test
  void aLedgerThatIsAwayLosesNoText() {
    edits.answers(_ -> {
      throw new LedgerUnavailableException("away");
    });

    assertThat(submit().outcome())
        .isInstanceOfSatisfying(
            Outcome.Errors.class,
            errors -> assertThat(errors.toString()).contains("send it again in a minute"));
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK, CallbackResult.UNAVAILABLE);
  }

  @Test
  void nobodyElsesSubmissionEdits() {
    OpenedView form = form();
    for (String metadata :
        new String[] {"", "{}", "{\"channel\":\"C1\",\"request\":\"x\"}", "{\"channel\":1}"}) {
      JsonObject payload = slack.submission(form, FILLED);
      slack.submitAs(
          form,
          payload.with("view", payload.object("view").with("private_metadata", Json.of(metadata))));
      assertThat(edits.edits()).as(metadata).isEmpty();
    }
    slack.submitAs(form, slack.submission(form, FILLED).with("api_app_id", Json.of("A0FOREIGN")));

    assertThat(edits.edits()).isEmpty();
  }
}
