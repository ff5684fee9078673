package dev.countersign.teams.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BoundedBodyTest {
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final BoundedBody body = new BoundedBody(4);

  private void receive(int... sizes) {
    body.onSubscribe(
        new Subscription() {
          @Override
          public void request(long count) {}

          @Override
          public void cancel() {
            cancelled.set(true);
          }
        });
    for (int size : sizes) {
      body.onNext(List.of(ByteBuffer.wrap(new byte[size])));
    }
  }

  @Test
  void aBodyOfExactlyTheLimitIsWhole() {
    receive(3, 1);
    body.onComplete();
    assertThat(body.getBody().toCompletableFuture().join())
        .hasValueSatisfying(bytes -> assertThat(bytes).hasSize(4));
    assertThat(cancelled).isFalse();
  }

  @Test
  void aLongerBodyIsCutOffAtOnce() {
    receive(3, 2);
    assertThat(body.getBody().toCompletableFuture()).isCompletedWithValueMatching(b -> b.isEmpty());
    assertThat(cancelled).isTrue();
  }
}
