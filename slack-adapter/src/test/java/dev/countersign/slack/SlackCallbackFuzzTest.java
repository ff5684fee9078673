package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.countersign.card.CardView;
import dev.countersign.card.Click;
import dev.countersign.card.DetailsDesk;
import dev.countersign.card.Reply;
import dev.countersign.json.Digest;
import dev.countersign.secret.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class SlackCallbackFuzzTest {
  private static final String TEAM = "T0SAMPLE";
  private static final SlackSettings SETTINGS =
      SlackSettings.of(
          new SlackSettings.Entrance.Requests(new Secret("signing-secret")),
          new Secret("bot-token"),
          TEAM,
          "A0SAMPLE");
  private static final PressReader PRESSES = new PressReader(SETTINGS);
  private static final CommandReader COMMANDS = new CommandReader(SETTINGS);
  private static final SubmissionReader SUBMISSIONS = new SubmissionReader(SETTINGS);

  private static final String PRESS =
      """
      {"type":"block_actions","api_app_id":"A0SAMPLE","is_enterprise_install":false,
       "team":{"id":"T0SAMPLE"},"user":{"id":"U0MIRA","team_id":"T0SAMPLE"},
       "channel":{"id":"C0APPROVALS"},"trigger_id":"1.2.abc",
       "response_url":"https://hooks.slack.com/actions/T0SAMPLE/1/abc",
       "container":{"type":"message","message_ts":"1700000000.000100","channel_id":"C0APPROVALS",
        "is_ephemeral":false},
       "actions":[{"type":"button","action_id":"approve","value":"a.b.c"}]}\
      """;
  private static final String SUBMISSION =
      """
      {"type":"view_submission","api_app_id":"A0SAMPLE","is_enterprise_install":false,
       "team":{"id":"T0SAMPLE"},"user":{"id":"U0MIRA","team_id":"T0SAMPLE"},
       "view":{"type":"modal","callback_id":"reject","app_id":"A0SAMPLE",
        "app_installed_team_id":"T0SAMPLE",
        "private_metadata":"{\\"channel\\":\\"C0APPROVALS\\",\\"message\\":\\"1700000000.000100\\",\\"token\\":\\"a.b.c\\"}",
        "state":{"values":{"reason":{"reason":{"selected_option":{"value":"wrong_content"}}},
         "note":{"note":{"value":"a note"}}}}}}\
      """;

  static Stream<byte[]> bodies() {
    return Stream.of(
            PRESS,
            PRESS.replace("approve", "reject"),
            PRESS.replace("approve", "reject").replace("a.b.c", "a.\\u0000"),
            PRESS.replace("approve", "reject").replace("a.b.c", "a.\\ud83d"),
            SUBMISSION,
            form(PRESS),
            form(SUBMISSION),
            form(PRESS) + "&" + form(PRESS),
            "{\"type\":\"url_verification\",\"challenge\":\"words\"}",
            "{\"type\":\"shortcut\",\"user\":{\"id\":\"U0MIRA\"},\"response_url\":\"https://[\"}",
            "ssl_check=1&token=x",
            "command=%2Fcountersign&text=queue",
            "command=%2Fcountersign&text=queue&user_id=U0MIRA&team_id=T0SAMPLE&api_app_id=A0SAMPLE",
            "payload=%",
            "&&==")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("bodies")
  @FuzzTest
  void aBodyIsReadAsSomethingAndAFlawlessPressIsWhollyOurs(byte[] body) {
    Digest digest = Digest.of(body);
    switch (SlackCallback.of(new String(body, StandardCharsets.UTF_8))) {
      case SlackCallback.Pressed(Payload payload) -> {
        switch (PRESSES.read(payload, digest)) {
          case PressReading.Pressed(Click click, _) -> assertOurs(click);
          case PressReading.Asking asking -> {
            assertThat(FormOrigin.parse(asking.origin().metadata())).contains(asking.origin());
            assertThat(asking.toString()).doesNotContain(" " + asking.origin().token() + " ");
          }
          case PressReading.Editing editing -> {
            assertThat(CardView.isReference(editing.press().reference())).isTrue();
            assertThat(editing.press().account().tenant()).isEqualTo(TEAM);
          }
          case PressReading.Asked asked -> {
            assertThat(Reply.Ask.isQuestion(asked.question())).isTrue();
            assertThat(asked.asker().tenant()).isEqualTo(TEAM);
          }
          case PressReading.Followed _, PressReading.Nameless _ -> {}
          case PressReading.Paging paging -> assertOurs(paging.look());
          case PressReading.Turning turning -> assertOurs(turning.look());
          case PressReading.Deciding(Click click, _, _) -> {
            assertThat(click.flaw()).isEmpty();
            assertOurs(click);
          }
          case PressReading.Intervening press -> {
            assertThat(CardView.isReference(press.press().reference())).isTrue();
            assertThat(press.press().account().tenant()).isEqualTo(TEAM);
          }
        }
      }
      case SlackCallback.Submitted(Payload payload) -> {
        if (SUBMISSIONS.read(payload, digest)
            instanceof SubmissionReading.Submitted(Click click, var form, _)) {
          assertOurs(click);
          assertThat(form.isPresent()).isEqualTo(click.flaw().isEmpty());
        }
      }
      case SlackCallback.Untaken(Payload payload) ->
          PRESSES
              .replyTo(payload)
              .ifPresent(reply -> assertThat(SlackIds.isId(reply.user())).isTrue());
      case SlackCallback.Challenge(String words) ->
          assertThat(words).hasSizeLessThanOrEqualTo(SlackCallback.MAX_CHALLENGE);
      case SlackCallback.Command(SlackForm form) -> {
        if (COMMANDS.read(form) instanceof CommandReading.Asked asked) {
          assertThat(asked.asker().tenant()).isEqualTo(TEAM);
          assertThat(SlackIds.isId(asked.asker().user())).isTrue();
        }
      }
      case SlackCallback.Event _,
          SlackCallback.Menu _,
          SlackCallback.Quiet _,
          SlackCallback.Malformed _ -> {}
    }
  }

  private static void assertOurs(DetailsDesk.Look look) {
    assertThat(CardView.isReference(look.reference())).isTrue();
    assertThat(look.viewer().tenant()).isEqualTo(TEAM);
    assertThat(look.address().tenant()).isEqualTo(TEAM);
    assertThat(SlackIds.isId(look.address().channel())).isTrue();
    assertThat(SlackIds.isMessage(look.messageId())).isTrue();
  }

  private static void assertOurs(Click click) {
    assertThat(click.token()).hasSizeLessThanOrEqualTo(ActionsBlock.VALUE);
    if (click.flaw().isEmpty()) {
      assertThat(click.named()).isPresent();
      assertThat(click.account().tenant()).isEqualTo(TEAM);
      assertThat(click.address().tenant()).isEqualTo(TEAM);
      assertThat(SlackIds.isId(click.address().channel())).isTrue();
      assertThat(SlackIds.isMessage(click.messageId())).isTrue();
    }
  }

  private static String form(String json) {
    return "payload=" + URLEncoder.encode(json, StandardCharsets.UTF_8);
  }
}
