package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.app.http.ApiFixture.Answer;
import dev.countersign.app.http.ApiFixture.Options;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.TargetLook;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordImage;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.Decision;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
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

  private static String changed(ApiFixture api) {
    api.gate.policy.set(TestGate.policy(TestGate.ONE_LEAD.replace("api_call", "record_change")));
    ProposalId id = api.gate.propose(SampleProposals.billingTermsBody());
    RecordChange change = (RecordChange) api.gate.record(id).proposal().action().changes();
    var held = new TreeMap<String, Json>();
    change.fields().forEach(field -> held.put(field.path(), Json.of("held")));
    api.gate.executor.answer(
        _ -> new Outcome.RecordChanged(new RecordImage(held, Optional.empty())));
    api.gate.showCards();
    api.gate.press("ULENA", Decision.APPROVE);
    api.gate.execute();
    return id.value();
  }

  @Test
  void nothingIsDoneWhileAChangedRecordMayStillBeAskedAboutAnew() {
    try (ApiFixture api = new ApiFixture(untilSignalled())) {
      String id = changed(api);
      Answer between = api.get("/v1/proposals/" + id);
      assertThat(between.json().bool("done")).isFalse();
      assertThat(between.json().object("execution").text("status")).isEqualTo("failed");
      String tag = between.header("ETag").orElseThrow();

      CompletableFuture<Answer> poll =
          api.sendAsync(api.request("/v1/proposals/" + id).header("Prefer", "wait=30"));
      CompletableFuture<Answer> tagged = api.sendAsync(poll(api, id, tag, 30));
      api.standing.acquireUninterruptibly(2);
      api.gate.work(DeliveryKind.ASK_ANEW);

      for (Answer answer : List.of(poll.join(), tagged.join())) {
        assertThat(answer.json().bool("done")).isTrue();
        assertThat(answer.json().text("superseded_by")).startsWith("prop_");
      }
    }
  }

  @Test
  void whatIsNotAskedAnewInTheEndIsDoneWithAnotherTag() {
    try (ApiFixture api = new ApiFixture()) {
      String id = changed(api);
      Answer between = api.get("/v1/proposals/" + id);
      api.gate.policy.set(TestGate.policy("{\"version\":1,\"rules\":[]}"));
      api.gate.work(DeliveryKind.ASK_ANEW);

      Answer after = api.get("/v1/proposals/" + id);

      assertThat(between.json().bool("done")).isFalse();
      assertThat(after.json().bool("done")).isTrue();
      assertThat(after.json().get("superseded_by")).isEqualTo(JsonNull.NULL);
      assertThat(after.header("ETag")).isNotEqualTo(between.header("ETag"));
      assertThat(between.header("ETag").orElseThrow()).endsWith("-open\"");
    }
  }

  @Test
  void nothingIsDoneBeforeTheTargetIsReadBack() {
    try (ApiFixture api = new ApiFixture()) {
      api.gate.executor.show(_ -> new TargetLook.Differs(List.of()));
      String id = api.gate.ask().value();
      api.gate.press("ULENA", Decision.APPROVE);
      api.gate.execute();
      assertThat(api.get("/v1/proposals/" + id).json().bool("done")).isFalse();
      assertThat(
              api.get("/v1/proposals")
                  .json()
                  .objects("items", each -> each)
                  .getFirst()
                  .bool("done"))
          .as("also in a list")
          .isFalse();

      api.gate.work(DeliveryKind.READ_BACK);

      JsonObject after = api.get("/v1/proposals/" + id).json();
      assertThat(after.bool("done")).isTrue();
      assertThat(after.text("outcome")).isEqualTo("unknown");
      assertThat(after.text("reason")).contains("read_back_differs");
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
