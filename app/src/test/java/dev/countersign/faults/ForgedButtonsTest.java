package dev.countersign.faults;

import static dev.countersign.faults.BothChats.JON;
import static dev.countersign.faults.BothChats.LENA;
import static dev.countersign.faults.BothChats.NOOR;
import static dev.countersign.faults.BothChats.PATIENCE;
import static dev.countersign.faults.BothChats.SANA;
import static dev.countersign.faults.BothChats.SLACK_CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.sandbox.slack.Ephemeral;
import dev.countersign.sandbox.slack.OpenedView;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.sandbox.teams.InvokeResponse;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsPress;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.token.ButtonSeals;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Whoever holds the app's own token posts buttons that do something else than they say, or the
/// values of real ones, to people who may do it. On a real server and a real Postgres between both
/// emulated chats.
@Timeout(300)
class ForgedButtonsTest {
  private static final Pattern CODE = Pattern.compile("[2-9A-Z]{4}-[2-9A-Z]{4}");
  private static final String NOT_OURS = "not one that Countersign made";
  private static final String NOT_SHOWN = "not one that Countersign showed you";

  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private BothChats gate;
  private String own;

  @BeforeEach
  void start() throws Exception {
    gate = new BothChats(database, folder);
    gate.teams.installFor(NOOR.id());
    own = gate.teams.personalChat(NOOR);
  }

  @AfterEach
  void stop() {
    gate.close();
  }

  @Test
  void inSlackAPressOnOneChangesNothingAndIsToldAndNoted() throws Exception {
    String id = decided();
    linkInSlack();
    String links = gate.links();

    for (String question : new String[] {"batch", "extend " + id, "problem " + id + " I lied"}) {
      assertThat(pressedInSlack(LENA, "ask.0", question)).as(question).contains(NOT_OURS);
    }
    assertThat(gate.audited(id, "problem_reported")).isZero();
    assertThat(gate.audited(id, "click_refused")).as("extend and problem").isEqualTo(2);

    for (String seal : new String[] {"", " 9999999999.k1.mac", " " + sealShownTo("U0SANA")}) {
      shownInSlack(LENA, "ask.0", "unlink teams" + seal);
      assertThat(gate.links()).as(seal).isEqualTo(links);
    }
    muteIsOnlyOffered("mute");
    muteIsOnlyOffered("mute 9999999999.k1.mac");

    OpenedView list = gate.slack.modal(LENA).orElseThrow();
    assertThat(list.rendered()).as("and is shown what it would do").contains("[ Unlink it ]");

    gate.slack.press(list, "Unlink it");
    assertThat(gate.links()).isEmpty();
    assertThat(gate.damages()).isEmpty();
  }

  private void muteIsOnlyOffered(String question) throws Exception {
    gate.slack.press(SLACK_CHANNEL, forged("ask.0", question), "ask.0", SANA);
    assertThat(
            gate.slack.awaitModal(SANA, view -> view.rendered().contains("want quiet"), PATIENCE))
        .isPresent();
    assertThat(database.store().mutes().muted()).isEmpty();
  }

  @Test
  void inSlackAFormThatTheGateDidNotShowIsNotTaken() {
    String id = decided();
    PostedMessage card = gate.inSlack(id, BothChats.ended("Executed"));
    gate.slack.press(SLACK_CHANNEL, card.ts(), "problem", LENA);
    OpenedView form = gate.slack.awaitModal(LENA, _ -> true, PATIENCE).orElseThrow();
    JsonObject sent = gate.slack.submission(form, Map.of("note", "I lied"));
    JsonObject view = sent.object("view");
    JsonObject metadata =
        (JsonObject)
            CanonicalJson.parse(view.text("private_metadata").getBytes(StandardCharsets.UTF_8));
    JsonObject forged = metadata.with("seal", Json.of("9999999999.k1.mac"));

    gate.slack.submitAs(
        form,
        sent.with("view", view.with("private_metadata", Json.of(CanonicalJson.text(forged)))));

    assertThat(gate.slack.modal(LENA).orElseThrow().rendered()).contains(NOT_SHOWN);
    assertThat(gate.audited(id, "problem_reported")).isZero();
    assertThat(gate.audited(id, "click_refused")).isEqualTo(1);

    gate.slack.submitAs(form, sent);
    gate.slack.submitAs(form, sent);
    assertThat(gate.audited(id, "problem_reported")).as("sent twice").isEqualTo(1);
  }

  @Test
  void inTeamsAPressOnOneChangesNothingAndIsToldAndNoted() {
    String id = gate.propose(700);
    JsonObject card =
        gate.teams.activity(
            JON.id(), BothChats.CHANNEL, gate.keptInTeams(id).id(), "view", Map.of());
    decide(id);

    for (String question : new String[] {"batch", "extend " + id, "problem " + id + " I lied"}) {
      assertThat(pressedInTeams(card, "ask_on", JsonObject.builder().put("q", question).build()))
          .as(question)
          .contains(NOT_OURS);
    }
    assertThat(gate.audited(id, "click_refused")).as("extend and problem").isEqualTo(2);

    JsonObject form = JsonObject.builder().put("req", id).put("problem_note", "I lied").build();
    for (String seal : new String[] {"", "9999999999.k1.mac"}) {
      assertThat(pressedInTeams(card, "problem_send", form.with("t", Json.of(seal))))
          .contains(NOT_SHOWN);
    }
    assertThat(gate.audited(id, "problem_reported")).isZero();
    assertThat(gate.audited(id, "click_refused")).as("and the form, once").isEqualTo(3);
    assertThat(gate.damages()).isEmpty();
  }

  private String decided() {
    String id = gate.propose(700);
    decide(id);
    return id;
  }

  private void decide(String id) {
    gate.approveInSlack(LENA, id);
    gate.approveInTeams(JON, id);
    gate.inTeams(id, BothChats.ended("Executed"));
  }

  private void linkInSlack() {
    gate.teams.say(NOOR.id(), own, "link");
    PostedActivity told =
        gate.teams
            .awaitMessage(
                own,
                one -> one.author().equals(gate.teams.botId()) && one.text().contains("code is"),
                PATIENCE)
            .orElseThrow();
    Matcher code = CODE.matcher(told.text());
    assertThat(code.find()).isTrue();
    Ephemeral question =
        gate.slack
            .command(SLACK_CHANNEL, LENA, "/countersign", "link " + code.group())
            .reply()
            .orElseThrow();
    gate.slack.awaitReply(gate.slack.press(question, "Link it to me"), PATIENCE);
    assertThat(gate.links()).startsWith("lena teams:");
  }

  /// A seal of the gate's for the same button, shown to another account.
  private String sealShownTo(String user) {
    return new ButtonSeals(gate.startup.keys().evidence(), InstantSource.system())
        .of(
            new ButtonSeals.Meant(
                "unlink",
                gate.links().substring("lena ".length()),
                new AccountId(Surface.SLACK, Workspace.TEAM_ID, user)),
            Duration.ofHours(1));
  }

  private String pressedInSlack(String user, String button, String value) throws Exception {
    String ts = forged(button, value);
    return gate.slack
        .awaitReply(gate.slack.press(SLACK_CHANNEL, ts, button, user), PATIENCE)
        .orElseThrow()
        .rendered();
  }

  private void shownInSlack(String user, String button, String value) throws Exception {
    gate.slack.press(SLACK_CHANNEL, forged(button, value), button, user);
    gate.slack.awaitModal(user, view -> view.rendered().contains("you linked"), PATIENCE);
  }

  /// A message that whoever has stolen the bot's token posts.
  private String forged(String button, String value) throws Exception {
    String blocks =
        """
        [{"type":"actions","elements":[{"type":"button","action_id":"%s","value":"%s",
          "text":{"type":"plain_text","text":"Lunch?"}}]}]
        """
            .formatted(button, value);
    String form =
        "channel="
            + SLACK_CHANNEL
            + "&text=Lunch&blocks="
            + URLEncoder.encode(blocks, StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gate.slack.apiUrl() + "chat.postMessage"))
            .header("Authorization", "Bearer " + gate.slack.botToken())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      byte[] answer = http.send(request, BodyHandlers.ofByteArray()).body();
      return ((JsonObject) CanonicalJson.parse(answer)).text("ts");
    }
  }

  /// A card's button that says something else, pressed by Jon.
  ///
  /// @param pressed as it would come of a button of the gate's
  private String pressedInTeams(JsonObject pressed, String verb, JsonObject data) {
    JsonObject action = pressed.object("value").object("action");
    TeamsPress press =
        gate.teams.invoke(
            pressed.with(
                "value",
                pressed
                    .object("value")
                    .with("trigger", Json.of("manual"))
                    .with("action", action.with("verb", Json.of(verb)).with("data", data))));
    return switch (press.answer()) {
      case InvokeResponse.Message(String text) -> text;
      case InvokeResponse.Card(JsonObject shown) -> TeamsSandbox.text(shown);
      case InvokeResponse other -> other.toString();
    };
  }
}
