package dev.countersign.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.sandbox.slack.SlackUser.Flag;
import dev.countersign.sandbox.wire.FormEncoding;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandTest extends SlackTestCase {

  @Test
  void aCommandArrivesSignedWithItsFields() {
    CommandRun run = slack.command("C1", "U1", "/countersign", "status prop_1 & more");
    AppDouble.Received received = app.received().getFirst();
    assertThat(run.delivery().acknowledged()).isTrue();
    assertThat(run.reply()).isEmpty();
    assertThat(received.path()).isEqualTo("/commands");
    assertThat(received.signature())
        .isEqualTo(
            RequestSignature.of(slack.signingSecret(), received.timestamp(), received.body()));
    Map<String, String> fields = FormEncoding.decode(received.body());
    assertThat(fields)
        .containsEntry("command", "/countersign")
        .containsEntry("text", "status prop_1 & more")
        .containsEntry("user_id", "U1")
        .containsEntry("channel_id", "C1")
        .containsEntry("team_id", Workspace.TEAM_ID)
        .containsEntry("api_app_id", Workspace.APP_ID)
        .containsEntry("is_enterprise_install", "false")
        .containsKeys("response_url", "trigger_id", "token", "user_name", "channel_name");
  }

  @Test
  void theFormCanBeHadWithoutSendingIt() {
    Map<String, String> form = slack.commandForm("C1", "U1", "/countersign", "queue");
    assertThat(form).containsEntry("command", "/countersign").containsEntry("text", "queue");
    assertThat(app.received()).isEmpty();
  }

  @Test
  void theAnswerIsShownToThePersonAlone() {
    app.answers(200, "{\"response_type\":\"ephemeral\",\"text\":\"2 waiting\"}");
    assertThat(slack.command("C1", "U1", "/countersign", "queue").reply())
        .hasValueSatisfying(reply -> assertThat(reply.text()).isEqualTo("2 waiting"));
    app.answers(200, "plain words");
    slack.command("C1", "U2", "/countersign", "queue");
    assertThat(slack.ephemerals("C1"))
        .extracting(Ephemeral::user, Ephemeral::text)
        .containsExactly(tuple("U1", "2 waiting"), tuple("U2", "plain words"));
  }

  @Test
  void anAnswerThatSlackWouldRefuseIsNotShown() {
    app.answers(200, "{\"blocks\":[{\"type\":\"sparkle\"}]}");
    assertThat(slack.command("C1", "U1", "/countersign", "queue").reply()).isEmpty();
    app.answers(500, "broken");
    CommandRun failed = slack.command("C1", "U1", "/countersign", "queue");
    assertThat(failed.reply()).isEmpty();
    assertThat(failed.delivery().shownToUser()).contains("the app responded with status code 500");
    assertThat(slack.ephemerals("C1")).isEmpty();
  }

  @Test
  void theResponseUrlOfACommandHasNoOriginal() throws Exception {
    CommandRun run = slack.command("C1", "U1", "/countersign", "freeze");
    assertThat(client.respond(run.responseUrl(), "{\"text\":\"frozen\"}").status()).isEqualTo(200);
    assertThat(
            client
                .respond(run.responseUrl(), "{\"replace_original\":true,\"text\":\"a\"}")
                .status())
        .isEqualTo(400);
    assertThat(slack.ephemerals("C1")).hasSize(1);
  }

  @Test
  void strangersHaveNoCommands() {
    slack.workspace().put(SlackUser.member("U7", "guest").with(Flag.IS_STRANGER));
    slack.workspace().put(WorkspaceChannel.open("C1", "approvals").withMembers(Set.of("U7")));
    assertThatThrownBy(() -> slack.command("C1", "U7", "/countersign", ""))
        .isInstanceOf(PressRefusedException.class)
        .hasMessage("not_for_strangers");
  }
}
