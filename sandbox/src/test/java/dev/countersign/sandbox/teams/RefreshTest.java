package dev.countersign.sandbox.teams;

import static dev.countersign.sandbox.teams.Samples.card;
import static dev.countersign.sandbox.teams.Samples.execute;
import static dev.countersign.sandbox.teams.Samples.json;
import static dev.countersign.sandbox.teams.Samples.message;
import static dev.countersign.sandbox.teams.Samples.refreshing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefreshTest extends TeamsTestCase {
  private final JsonObject base = refreshing(card("base", execute("view", "")), MIRA);
  private final JsonObject own = refreshing(card("own", execute("approve", "t")), MIRA);

  @Test
  void aClientAsksForItsOwnViewByItself() throws Exception {
    String id = posted(base);
    bot.answers(200, BotDouble.card(own));
    TeamsPress refresh = teams.refresh(MIRA.id(), CHANNEL, id).orElseThrow();
    JsonObject value = refresh.activity().object("value");
    assertThat(value.text("trigger")).isEqualTo("automatic");
    assertThat(value.object("action").text("verb")).isEqualTo("view");
    assertThat(TeamsSandbox.text(teams.view(MIRA.id(), CHANNEL, id).orElseThrow())).contains("own");
  }

  @Test
  void onlyNamedPeopleAreRefreshed() throws Exception {
    String id = posted(base);
    assertThat(teams.refresh(JON.id(), CHANNEL, id)).isEmpty();
    assertThat(bot.received()).isEmpty();
  }

  @Test
  void withoutNamesEverybodyIsAndWithAnEmptyListNobody() throws Exception {
    JsonObject action = json("{'action':{'type':'Action.Execute','verb':'view'}}");
    String everybody = posted(card("a").with("refresh", action));
    assertThat(teams.refresh(JON.id(), CHANNEL, everybody)).isPresent();
    String nobody = posted(refreshing(card("a")));
    assertThat(teams.refresh(JON.id(), CHANNEL, nobody)).isEmpty();
    assertThat(
            teams
                .refreshByHand(JON.id(), CHANNEL, nobody)
                .activity()
                .object("value")
                .text("trigger"))
        .isEqualTo("manual");
  }

  @Test
  void aViewIsAskedForAgainWhenItIsOlderThanAMinute() throws Exception {
    String id = posted(base);
    bot.answers(200, BotDouble.card(own));
    assertThat(teams.refresh(MIRA.id(), CHANNEL, id)).isPresent();
    clock.advance(Duration.ofMinutes(1));
    assertThat(teams.refresh(MIRA.id(), CHANNEL, id)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(teams.refresh(MIRA.id(), CHANNEL, id)).isPresent();
  }

  @Test
  void anEditIsAReasonToAskAtOnce() throws Exception {
    String id = posted(base);
    bot.answers(200, BotDouble.card(own));
    teams.refresh(MIRA.id(), CHANNEL, id);
    client.update(CHANNEL, id, message(base));
    assertThat(teams.refresh(MIRA.id(), CHANNEL, id)).isPresent();
  }

  @Test
  void aCardThatDoesNotRefreshIsLeftAlone() throws Exception {
    String id = posted(card("a"));
    assertThat(teams.refresh(MIRA.id(), CHANNEL, id)).isEmpty();
    assertThatThrownBy(() -> teams.refreshByHand(MIRA.id(), CHANNEL, id))
        .isInstanceOf(TeamsPressRefusedException.class)
        .hasMessage("nothing_to_refresh");
  }
}
