package dev.countersign.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.http.Impairment;
import dev.countersign.app.metrics.ChatMetrics;
import dev.countersign.card.ChatStanding;
import dev.countersign.people.Surface;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatWatchTest {
  private ChatStanding slack = new ChatStanding.Known();
  private ChatStanding teams = new ChatStanding.Known();
  private boolean broken;

  private final ChatWatch watch =
      new ChatWatch(
          Map.of(
              Surface.SLACK,
              () -> {
                if (broken) {
                  throw new IllegalStateException("xoxb-secret");
                }
                return slack;
              },
              Surface.TEAMS,
              () -> teams));

  @Test
  void chatsThatTakeTheGateAreNotNamed() {
    assertThat(watch.down()).as("never asked").isEmpty();
    watch.look();
    assertThat(watch.down()).isEmpty();
  }

  @Test
  void theChatThatIsDownIsNamedWithTheReasonUntilItIsBack() {
    slack = new ChatStanding.Away("http_503");
    watch.look();
    assertThat(watch.down()).containsExactly(new Impairment("slack", "http_503"));
    teams = new ChatStanding.Refused("invalid_client");
    watch.look();
    assertThat(watch.down())
        .containsExactly(
            new Impairment("slack", "http_503"), new Impairment("teams", "invalid_client"));
    slack = new ChatStanding.Known();
    watch.look();
    assertThat(watch.down()).containsExactly(new Impairment("teams", "invalid_client"));
  }

  @Test
  void aChatThatBreaksIsDownAndKeepsNoOtherFromBeingAsked() {
    broken = true;
    teams = new ChatStanding.Away("http_500");
    watch.look();
    assertThat(watch.down())
        .isEqualTo(
            List.of(new Impairment("slack", "no_answer"), new Impairment("teams", "http_500")));
  }

  @Test
  void onlyAWordIsShownOfWhatAPlatformSays() {
    slack = new ChatStanding.Refused("Bearer xoxb-1-2-3");
    watch.look();
    assertThat(watch.down()).containsExactly(new Impairment("slack", "other"));
  }

  @Test
  void theGaugesAreThereFromTheStart() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ChatMetrics.register(registry, List.of(Surface.SLACK, Surface.TEAMS), watch::isDown);
    assertThat(registry.scrape().lines())
        .contains(
            "countersign_chat_down{surface=\"slack\"} 0.0",
            "countersign_chat_down{surface=\"teams\"} 0.0");
    teams = new ChatStanding.Away("http_503");
    watch.look();
    assertThat(registry.scrape().lines())
        .contains(
            "countersign_chat_down{surface=\"slack\"} 0.0",
            "countersign_chat_down{surface=\"teams\"} 1.0");
  }
}
