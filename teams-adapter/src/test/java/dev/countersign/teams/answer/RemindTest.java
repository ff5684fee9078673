package dev.countersign.teams.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.Ring;
import dev.countersign.card.Run;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsUser;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RemindTest {
  private static final String WORDS = "Reminder: <at>Noor</at> *this* waits.";

  @Test
  void aReminderNamesThoseWhoAreThereAndNothingElseInItIsParsed() throws Exception {
    try (TeamsGate gate = new TeamsGate(1)) {
      gate.ask();

      assertThat(
              remind(
                  gate,
                  List.of(
                      human(gate, TeamsGate.MIRA, "Mira </at><at>Otto</at> **M**"),
                      human(gate, TeamsGate.FOREIGN, "Fay"))))
          .isInstanceOf(Sent.Shown.class);

      PostedActivity said = gate.teams.messages(gate.channel).getLast();
      JsonObject card = said.card().orElseThrow();
      List<JsonObject> body = card.objects("body", one -> one);
      assertThat(body.getFirst().text("text")).isEqualTo("<at>Mira   at  at Otto  at    M</at>");
      assertThat(body.getLast().text("type")).isEqualTo("RichTextBlock");
      assertThat(body.getLast().objects("inlines", run -> run.text("text"))).containsExactly(WORDS);
      assertThat(
              card.object("msteams").objects("entities", one -> one.object("mentioned").text("id")))
          .containsExactly(TeamsGate.MIRA.id());
    }
  }

  @Test
  void aReminderOfNobodyIsWordsAlone() throws Exception {
    try (TeamsGate gate = new TeamsGate(1)) {
      gate.ask();

      assertThat(remind(gate, List.of())).isInstanceOf(Sent.Shown.class);

      JsonObject card = gate.teams.messages(gate.channel).getLast().card().orElseThrow();
      assertThat(card.has("msteams")).isFalse();
      assertThat(card.objects("body", one -> one)).hasSize(1);
    }
  }

  private static Sent remind(TeamsGate gate, List<Run.Human> whom) {
    PostedActivity posted = gate.posted();
    return gate.adapter
        .channel()
        .remind(
            new ChatAddress(Surface.TEAMS, gate.teams.tenantId(), gate.channel),
            posted.id(),
            WORDS,
            Ring.of(whom));
  }

  private static Run.Human human(TeamsGate gate, TeamsUser user, String name) {
    return new Run.Human(
        name,
        Set.of(
            new AccountId(Surface.TEAMS, gate.teams.tenantId(), user.aadObjectId().orElseThrow())));
  }
}
