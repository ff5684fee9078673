package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.AskLimit;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.Command;
import dev.countersign.card.Commands;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.slack.CommandRun;
import dev.countersign.sandbox.slack.Ephemeral;
import dev.countersign.sandbox.slack.Ephemeral.Source;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import dev.countersign.sandbox.wire.CallbackDelivery;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people ask by a slash command, and what they and nobody else are answered.
@ParameterizedClass
@EnumSource(Way.class)
class SlashCommandTest extends SlackTestCase {
  private static final String NAME = "/countersign";

  SlashCommandTest(Way way) {
    super(way);
  }

  @Test
  void aQuestionIsAnsweredInTheResponseToItsSenderAlone() {
    queue.answers(() -> "This waits for you:\n• <!channel> & *bold* :tada:");

    CommandRun run = ask("queue");

    assertThat(answer(run.delivery()))
        .isEqualTo(
            object(
                """
                {"response_type": "ephemeral",
                 "text": "This waits for you:\\n• &lt;!channel&gt; &amp; *bold* :tada:",
                 "blocks": [{"type": "section", "text": {"type": "plain_text", "emoji": false,
                   "text": "This waits for you:\\n• <!channel> & *bold* :tada:"}}]}
                """));
    assertThat(queue.asked()).containsExactly("queue of " + Workspace.TEAM_ID + " U0MIRA");
    assertThat(slack.ephemerals(APPROVALS.channel()))
        .extracting(Ephemeral::user)
        .containsExactly("U0MIRA");
    assertThat(slack.messages(APPROVALS.channel())).as("what the others see").isEmpty();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK);
  }

  @Test
  void breakGlassHasACommandOfItsOwnThatIsTheSameAsItsWord() {
    String own =
        said(slack.command(APPROVALS.channel(), "U0MIRA", "/break-glass", "prop_1 nobody answers"));

    assertThat(own).isEqualTo(said(ask("break-glass prop_1 nobody answers")));
    assertThat(own).contains("no break-glass from here");
  }

  @Test
  void freezeHasACommandOfItsOwnThatIsTheSameAsItsWord() {
    for (String written : List.of("on everything it mails nonsense", "off everything", "")) {
      assertThat(said(slack.command(APPROVALS.channel(), "U0MIRA", "/freeze", written)))
          .isEqualTo(said(ask("freeze " + written)));
    }
  }

  @Test
  void everyCommandOfTheListIsKnown() {
    for (Command command : Command.values()) {
      assertThat(said(ask(command.word()))).doesNotContain("does not know");
    }
    assertThat(said(ask("help"))).contains(Command.QUEUE.description());
    assertThat(said(ask(""))).as("nothing but the command's name").startsWith("You can ask:");
  }

  @Test
  void anotherNameThatTheWorkspaceGaveTheCommandIsAnsweredAlike() {
    CommandRun run = slack.command(APPROVALS.channel(), "U0MIRA", "/gate-of-test", "queue");

    assertThat(said(run)).isEqualTo("Nothing waits for you.");
  }

  @Test
  void whatIsNoCommandIsAnsweredWithWhatOneCanAskAndDecidesNothing() {
    CommandRun run = ask("approve prop_01 <@U0MIRA> xyzzy");

    assertThat(said(run)).startsWith("Countersign does not know this command. You can ask:");
    assertThat(answer(run.delivery()).toString()).doesNotContain("prop_01", "U0MIRA", "xyzzy");
    assertThat(desk.clicks()).isEmpty();
    assertThat(desk.flawed()).isEmpty();
    assertThat(queue.asked()).isEmpty();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK);
  }

  @Test
  void aRealGateTellsWhatWaitsAndWhoIsNotLinkedWhatToDo() {
    slack.workspace().put(SlackUser.member("ULENA", "lena"));
    slack.workspace().put(WorkspaceChannel.open("C01", "leads", "ULENA", "U0MIRA"));
    var gate = TestGate.behind(adapter.channel(), Workspace.TEAM_ID);
    queue.is(gate.queue);
    String id = gate.ask().value();

    assertThat(said(slack.command("C01", "ULENA", NAME, "queue")))
        .startsWith("This waits for you:")
        .contains(id);
    assertThat(said(slack.command("C01", "ULENA", NAME, "status " + id))).contains(id);
    assertThat(said(slack.command("C01", "ULENA", NAME, "status <!here>")))
        .contains("knows no such request")
        .doesNotContain("here");
    assertThat(said(slack.command("C01", "U0MIRA", NAME, "queue")))
        .contains("not linked", "ask your administrator");
    assertThat(said(slack.command("C01", "ULENA", NAME, "approve " + id))).doesNotContain(id);
    assertThat(gate.ledger.find(new ProposalId(id)).orElseThrow().request().votes()).isEmpty();
  }

  @Test
  void whoeverAsksWithoutEndIsToldToWaitAndNothingIsLookedUp() {
    slack.workspace().put(SlackUser.member("UJON", "jon"));
    slack.workspace().put(WorkspaceChannel.open("C01", "leads", "UJON"));
    for (int i = 0; i < AskLimit.MOST; i++) {
      ask("queue");
    }

    assertThat(said(ask("queue"))).isEqualTo(Commands.TOO_MANY);
    assertThat(said(ask("queue"))).as("each time").isEqualTo(Commands.TOO_MANY);
    assertThat(queue.asked()).hasSize(AskLimit.MOST);
    assertThat(metrics.callbacks()).filteredOn(CallbackResult.REFUSED::equals).hasSize(2);
    assertThat(said(slack.command("C01", "UJON", NAME, "queue")))
        .as("somebody else")
        .isEqualTo("Nothing waits for you.");

    clock.advance(AskLimit.SPAN);
    assertThat(said(ask("queue"))).isEqualTo("Nothing waits for you.");
  }

  @ParameterizedTest
  @CsvSource({
    "api_app_id,A0FOREIGN",
    "api_app_id,",
    "team_id,T0FOREIGN",
    "team_id,",
    "is_enterprise_install,true",
    "is_enterprise_install,",
    "is_enterprise_install,False"
  })
  void nobodyElsesCommandIsOurs(String field, String value) {
    Map<String, String> form = form("queue");
    form.put(field, value == null ? "" : value);

    CallbackDelivery delivery = slack.command(form);

    assertThat(said(delivery)).contains("only members of the workspace");
    assertThat(queue.asked()).isEmpty();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"api_app_id", "team_id"})
  void whatDoesNotSayWhereItIsFromIsNotOurs(String field) {
    Map<String, String> form = form("queue");
    form.remove(field);

    assertThat(said(slack.command(form))).contains("only members of the workspace");
    assertThat(queue.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "channel_id",
        "channel_name",
        "response_url",
        "trigger_id",
        "token",
        "is_enterprise_install"
      })
  void whatAnAnswerInTheResponseDoesNotNeedMayBeMissingOrEmpty(String field) {
    Map<String, String> form = form("queue");
    if (!field.equals("is_enterprise_install")) {
      form.put(field, "");
      assertThat(said(slack.command(form))).isEqualTo("Nothing waits for you.");
    }

    form.remove(field);

    assertThat(said(slack.command(form))).isEqualTo("Nothing waits for you.");
  }

  @Test
  void ofWhatIsWrittenAtLengthTheBeginningIsReadAndNoneComesBack() {
    CommandRun run = ask("status " + "x".repeat(200_000));

    assertThat(said(run)).isEqualTo("Nothing waits for you.");
    assertThat(queue.asked()).singleElement().asString().hasSizeLessThan(Commands.LONGEST + 100);
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK);
  }

  @Test
  void aLongAnswerIsWholeInAsManySectionsAsSlackTakesItIn() {
    String lines =
        IntStream.range(0, 80)
            .mapToObj(i -> i + " " + "<".repeat(90))
            .collect(Collectors.joining("\n"));
    queue.answers(() -> lines);

    CommandRun run = ask("queue");

    assertThat(run.reply()).as("the sandbox checks Slack's limits").isPresent();
    List<String> sections = sections(answer(run.delivery()));
    assertThat(String.join("", sections)).isEqualTo(lines);
    assertThat(sections)
        .hasSize(3)
        .allSatisfy(one -> assertThat(one).hasSizeLessThanOrEqualTo(PlainText.LONGEST));
    assertThat(sections.subList(0, 2)).allMatch(one -> one.endsWith("\n"));
  }

  @Test
  void anAnswerThatNoMessageHoldsIsCutAndSaysSo() {
    queue.answers(() -> "y".repeat(50_000));

    List<String> sections = sections(answer(ask("queue").delivery()));

    assertThat(String.join("", sections)).hasSize(BlockBudget.MAX_CHARACTERS).endsWith("y…");
  }

  @Test
  void aLedgerThatIsAwayIsSaidSo() {
    queue.answers(() -> {
      throw new LedgerUnavailableException("the database is away");
    });

    CommandRun run = ask("queue");

    assertThat(run.delivery().status()).isEqualTo(200);
    assertThat(said(run))
        .contains("cannot look this up right now", "ask again")
        .doesNotContain("away");
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.UNAVAILABLE);
  }

  @Test
  void whatFailsOtherwiseIsSaidTheSame() {
    queue.answers(() -> {
      throw new IllegalStateException("a fault");
    });

    assertThat(said(ask("queue")))
        .contains("cannot look this up right now")
        .doesNotContain("fault");
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.UNAVAILABLE);
  }

  @Test
  void aSlowAnswerFollowsToTheAskerAlone() {
    var slow = new CountDownLatch(1);
    queue.answers(() -> {
      await(slow);
      return "This waits for you: <@U1>";
    });

    CommandRun run = ask("queue");

    assertThat(run.delivery().acknowledged()).isTrue();
    assertThat(said(run)).contains("takes a while, and follows");
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.LATE);
    slow.countDown();
    Ephemeral told =
        slack
            .awaitEphemeral(
                APPROVALS.channel(), one -> one.source() == Source.RESPONSE_URL, AT_MOST)
            .orElseThrow();
    assertThat(told.user()).isEqualTo("U0MIRA");
    assertThat(told.responseUrl()).contains(run.responseUrl());
    assertThat(told.text()).isEqualTo("This waits for you: &lt;@U1&gt;");
  }

  private CommandRun ask(String text) {
    return slack.command(APPROVALS.channel(), "U0MIRA", NAME, text);
  }

  private Map<String, String> form(String text) {
    return new LinkedHashMap<>(slack.commandForm(APPROVALS.channel(), "U0MIRA", NAME, text));
  }

  private static String said(CommandRun run) {
    assertThat(run.reply()).as("what Slack shows").isPresent();
    return said(run.delivery());
  }

  /// Of an answer in blocks, what it says to clients that draw none.
  private static String said(CallbackDelivery delivery) {
    JsonObject answer = answer(delivery);
    boolean words =
        answer.objects("blocks", block -> block.text("type")).stream().allMatch("section"::equals);
    return words ? String.join("", sections(answer)) : answer.text("text");
  }

  private static List<String> sections(JsonObject answer) {
    return answer.objects("blocks", block -> block.object("text").text("text"));
  }

  /// Of a callback that was acknowledged, to one person alone.
  private static JsonObject answer(CallbackDelivery delivery) {
    assertThat(delivery.status()).isEqualTo(200);
    JsonObject answer = object(body(delivery));
    assertThat(answer.get("response_type")).isEqualTo(Json.of("ephemeral"));
    return answer;
  }

  private static JsonObject object(String json) {
    return (JsonObject) CanonicalJson.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String body(CallbackDelivery delivery) {
    return ((CallbackDelivery.Answer.Answered) delivery.answer()).body();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
