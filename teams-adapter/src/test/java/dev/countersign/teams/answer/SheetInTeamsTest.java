package dev.countersign.teams.answer;

import static dev.countersign.teams.answer.TeamsGate.GUEST;
import static dev.countersign.teams.answer.TeamsGate.MIRA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SheetDouble;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.Reply;
import dev.countersign.card.SheetAnswer;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.sandbox.teams.InvokeResponse;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsUser;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A form that answers a button's question, in Teams: that of a retrospective.
class SheetInTeamsTest {
  private static final Map<String, String> WRITTEN =
      Map.of(
          "sheet_field_justification",
          "Refunds hung for an hour.",
          "sheet_field_impact",
          "One customer.",
          "sheet_field_normal_way",
          "Not at that hour.",
          "sheet_field_changes",
          "A third lead is on call.");

  private final TeamsGate gate = new TeamsGate(1);
  private String alarm = "";

  SheetInTeamsTest() throws Exception {}

  @BeforeEach
  void tellTheAlarm() {
    gate.ask();
    ChatAddress place = new ChatAddress(Surface.TEAMS, gate.teams.tenantId(), gate.channel);
    alarm = ((Sent.Shown) gate.adapter.channel().say(place, SheetDouble.ALARM)).messageId();
  }

  @AfterEach
  void close() {
    gate.close();
  }

  private InvokeResponse press(TeamsUser user) {
    return gate.teams.press(user.id(), gate.channel, alarm, "ask.0", Map.of()).answer();
  }

  /// Teams sends what stands in the card that the presser is shown.
  private InvokeResponse send(Map<String, String> written) {
    press(MIRA);
    return gate.teams
        .press(MIRA.id(), gate.channel, alarm, "sheet_send", Map.copyOf(written))
        .answer();
  }

  private static String drawn(InvokeResponse answer) {
    return CanonicalJson.text(((InvokeResponse.Card) answer).card());
  }

  @Test
  void aPressShowsTheFormToItsPresserAloneAndFilesNothing() {
    String form = TeamsSandbox.text(((InvokeResponse.Card) press(MIRA)).card());
    assertThat(form).contains("File retrospective", "What happened, and why", "[ File it ]");
    assertThat(gate.sheets.sent()).isEmpty();
  }

  @Test
  void whatIsSentIsHandedOverExactlyAndItIsSaidThatItIsRecorded() {
    assertThat(drawn(send(WRITTEN))).contains("Recorded", "It is filed.");
    assertThat(gate.sheets.sent())
        .singleElement()
        .satisfies(sent -> {
          assertThat(sent.rest()).isEqualTo(SheetDouble.REQUEST + " 9.k.seal");
          assertThat(sent.typed())
              .containsEntry("justification", "Refunds hung for an hour.")
              .containsEntry("changes", "A third lead is on call.");
        });
  }

  @Test
  void oneAnswerOfAFewIsChosenAndComesBackAsItReads() {
    gate.sheets.opens(SheetDouble.CHOICE);
    gate.sheets.answers(sent ->
        new SheetAnswer.Mend(SheetDouble.CHOICE.filled(sent.typed()), "note", "Longer, please."));
    assertThat(drawn(press(MIRA)))
        .contains("Input.ChoiceSet", "It did not happen", "Please say whether it happened.");
    assertThat(
            drawn(
                gate.teams
                    .press(
                        MIRA.id(),
                        gate.channel,
                        alarm,
                        "sheet_send",
                        Map.of(
                            "sheet_field_found",
                            "It did not happen",
                            "sheet_field_note",
                            "No entry there"))
                    .answer()))
        .contains("\"value\":\"It did not happen\"");
    assertThat(gate.sheets.sent().getLast().typed())
        .isEqualTo(Map.of("found", "It did not happen", "note", "No entry there"));
  }

  @Test
  void whatCanBeMendedIsSaidInTheFormAndWhatWasWrittenStays() {
    gate.sheets.answers(sent ->
        new SheetAnswer.Mend(
            SheetDouble.SHEET.filled(sent.typed()), "justification", "Longer, please."));
    assertThat(drawn(send(WRITTEN)))
        .contains("Longer, please.", "\"value\":\"Refunds hung for an hour.\"", "sheet_send");
  }

  @Test
  void whatIsRefusedTakesThePlaceOfTheFormWithWhatWasWritten() {
    gate.sheets.answers(_ -> new SheetAnswer.Refused("filed_already", "It has been filed."));
    assertThat(drawn(send(WRITTEN)))
        .contains("Not recorded", "It has been filed.", "Refunds hung for an hour.")
        .doesNotContain("sheet_send");
  }

  @Test
  void aLedgerThatIsAwayLeavesTheFormAsItIs() {
    gate.sheets.answers(_ -> {
      throw new LedgerUnavailableException("down");
    });
    assertThat(send(WRITTEN))
        .isInstanceOfSatisfying(
            InvokeResponse.Message.class,
            message -> assertThat(message.text()).contains("send it again in a minute"));
  }

  @Test
  void whoMayNotIsToldAndSeesNoForm() {
    gate.sheets.opens(new Reply.Words("It is none of yours."));
    assertThat(press(MIRA)).isEqualTo(new InvokeResponse.Message("It is none of yours."));
    assertThat(press(GUEST)).as("a guest of the tenant").isInstanceOf(InvokeResponse.Message.class);
  }

  @Test
  void aClientThatSendsByItselfAndAFormOfAnotherQuestionFileNothing() {
    press(MIRA);
    JsonObject activity =
        gate.teams.activity(MIRA.id(), gate.channel, alarm, "sheet_send", Map.copyOf(WRITTEN));
    JsonObject value = activity.object("value");
    assertThat(
            gate.teams
                .invoke(activity.with("value", value.with("trigger", Json.of("automatic"))))
                .answer())
        .isInstanceOf(InvokeResponse.Failed.class);
    JsonObject action = value.object("action");
    for (String question : new String[] {"queue", "break-glass end prop_1 x", ""}) {
      JsonObject data = action.object("data").with("q", Json.of(question));
      assertThat(
              gate.teams
                  .invoke(activity.with("value", value.with("action", action.with("data", data))))
                  .answer()
                  .toString())
          .doesNotContain("It is filed.");
    }
    assertThat(gate.sheets.sent()).isEmpty();
  }
}
