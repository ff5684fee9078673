package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.app.http.ApiFixture.Answer;
import dev.countersign.app.http.ApiFixture.Options;
import dev.countersign.request.Decision;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LongPollTest {

  /// Stands still until signalled, however long that takes: only a signal can end such a wait.
  private static Options untilSignalled() {
    Options options = new Options();
    options.pause = (signal, _) -> signal.acquire();
    return options;
  }

  private static HttpRequest.Builder poll(ApiFixture api, String id, String tag, int seconds) {
    return api.request("/v1/proposals/" + id)
        .header("If-None-Match", tag)
        .header("Prefer", "wait=" + seconds);
  }

  @Test
  void aPollReturnsOnAChange() {
    try (ApiFixture api = new ApiFixture(untilSignalled())) {
      String id = api.gate.ask().value();
      CompletableFuture<Answer> poll = api.sendAsync(poll(api, id, "\"1\"", 30));
      api.standing.acquireUninterruptibly();
      api.gate.press("ULENA", Decision.REJECT);
      Answer answer = poll.join();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().text("status")).isEqualTo("rejected");
      assertThat(answer.header("Preference-Applied")).contains("wait=30");
      assertThat(answer.header("ETag")).contains("\"2\"");
      assertThat(api.changes.waiting()).isZero();
    }
  }

  @Test
  void aPollWithoutAChangeEndsAtItsDeadline() {
    Options options = new Options();
    ApiFixture[] here = new ApiFixture[1];
    options.pause = (_, most) -> here[0].nanos.addAndGet(most);
    try (ApiFixture api = new ApiFixture(options)) {
      here[0] = api;
      String id = api.gate.propose().value();
      Answer answer = api.send(poll(api, id, "\"1\"", 90));
      assertThat(answer.status()).isEqualTo(304);
      assertThat(answer.header("ETag")).contains("\"1\"");
      assertThat(answer.header("Preference-Applied")).contains("wait=55");
      assertThat(api.nanos.get()).isEqualTo(55_000_000_000L);
    }
  }

  @Test
  void withoutAPreferenceNobodyWaits() {
    try (ApiFixture api = new ApiFixture(untilSignalled())) {
      String id = api.gate.propose().value();
      Answer same = api.send(api.request("/v1/proposals/" + id).header("If-None-Match", "W/\"1\""));
      assertThat(same.status()).isEqualTo(304);
      assertThat(same.header("Preference-Applied")).isEmpty();
      Answer other = api.send(api.request("/v1/proposals/" + id).header("If-None-Match", "\"7\""));
      assertThat(other.status()).isEqualTo(200);
    }
  }

  @Test
  void aPostMayWaitForTheOutcome() {
    try (ApiFixture api = new ApiFixture(untilSignalled())) {
      CompletableFuture<Answer> post = api.sendAsync(api.proposing().header("Prefer", "wait=30"));
      api.standing.acquireUninterruptibly();
      api.gate.showCards();
      api.gate.press("ULENA", Decision.APPROVE);
      api.gate.execute();
      Answer answer = post.join();
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.json().text("outcome")).isEqualTo("executed");
      assertThat(answer.json().object("execution").text("status")).isEqualTo("succeeded");
    }
  }

  @Test
  void aTimeOutIsNotARejection() {
    try (ApiFixture api = new ApiFixture()) {
      String id = api.gate.propose().value();
      api.gate.clock.advance(Duration.ofHours(4));
      api.gate.due.run();
      Answer answer = api.get("/v1/proposals/" + id);
      assertThat(answer.json().text("status")).isEqualTo("expired");
      assertThat(answer.json().text("reason")).contains("No human decided");
    }
  }

  @Test
  void drainingEndsEveryWaitWithTheStateAsItIs() {
    try (ApiFixture api = new ApiFixture(untilSignalled())) {
      String id = api.gate.propose(TestGate.body("{\"target_id\":\"other\"}")).value();
      CompletableFuture<Answer> poll = api.sendAsync(poll(api, id, "\"1\"", 30));
      CompletableFuture<Answer> post = api.sendAsync(api.proposing().header("Prefer", "wait=30"));
      api.standing.acquireUninterruptibly(2);
      api.api.drain();
      assertThat(poll.join().status()).isEqualTo(304);
      assertThat(post.join().status()).isEqualTo(202);
      Answer after = api.send(poll(api, id, "\"1\"", 30));
      assertThat(after.status()).isEqualTo(304);
      assertThat(after.header("Preference-Applied")).isEmpty();
    }
  }

  @Test
  void whoFindsNoRoomToWaitIsAnsweredAtOnce() {
    Options options = untilSignalled();
    options.mostWaiters = 1;
    try (ApiFixture api = new ApiFixture(options)) {
      String id = api.gate.propose().value();
      CompletableFuture<Answer> first = api.sendAsync(poll(api, id, "\"1\"", 30));
      api.standing.acquireUninterruptibly();
      Answer second = api.send(poll(api, id, "\"1\"", 30));
      assertThat(second.status()).isEqualTo(304);
      assertThat(second.header("Preference-Applied")).isEmpty();
      api.api.drain();
      assertThat(first.join().status()).isEqualTo(304);
    }
  }
}
