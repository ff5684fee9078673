package dev.countersign.teams.caller;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.countersign.teams.caller.ConnectorDouble.KEYS;
import static dev.countersign.teams.caller.ConnectorDouble.METADATA;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.countersign.SettableClock;
import dev.countersign.teams.caller.KeyAnswer.Known;
import dev.countersign.teams.caller.KeyAnswer.Unavailable;
import dev.countersign.teams.caller.KeyAnswer.Unknown;
import dev.countersign.teams.caller.KeySetSource.Fetched;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorKeysTest {
  private static final SigningKey NEXT = SigningKey.of("key-2", "msteams");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T15:00:00Z"));
  private final ConnectorDouble connector = new ConnectorDouble().publish(CallCase.KEY);
  private final KeySetSource source =
      new KeySetSource(URI.create(connector.url(METADATA)), ConnectorDouble.ISSUER, PATIENCE);
  private final ConnectorKeys keys = new ConnectorKeys(source, clock);

  @AfterEach
  void stop() {
    keys.close();
    connector.close();
  }

  @Test
  void aPublishedKeyIsKnownWithItsEndorsements() {
    assertThat(keys.find("key-1"))
        .isInstanceOfSatisfying(
            Known.class,
            known -> {
              assertThat(known.key().key()).isEqualTo(CallCase.KEY.pair().getPublic());
              assertThat(known.key().endorsements()).containsExactlyInAnyOrder("msteams", "skype");
            });
  }

  @Test
  void keysAreFetchedOnceAnHour() {
    keys.find("key-1");
    clock.advance(ConnectorKeys.FRESH.minusSeconds(1));
    keys.find("key-1");
    assertThat(connector.fetches()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(1));
    keys.find("key-1");
    assertThat(connector.fetches()).isEqualTo(2);
  }

  @Test
  void aNewKeyIsFoundAndAWithdrawnOneForgotten() {
    keys.find("key-1");
    connector.publish(NEXT);
    clock.advance(ConnectorKeys.PAUSE);
    assertThat(keys.find("key-2")).isInstanceOf(Known.class);
    assertThat(keys.find("key-1")).isEqualTo(new Unknown());
  }

  @Test
  void inventedKeysCostOneFetchAMinute() {
    for (int i = 0; i < 50; i++) {
      assertThat(keys.find("invented-" + i)).isEqualTo(new Unknown());
    }
    assertThat(connector.fetches()).isEqualTo(1);
    clock.advance(ConnectorKeys.PAUSE.minusSeconds(1));
    keys.find("invented");
    assertThat(connector.fetches()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(1));
    keys.find("invented");
    keys.find("invented");
    assertThat(connector.fetches()).isEqualTo(2);
  }

  @Test
  void manyAtOnceShareOneFetch() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<KeyAnswer> find = () -> keys.find("key-1");
      List<Future<KeyAnswer>> answers = threads.invokeAll(Collections.nCopies(32, find));
      for (Future<KeyAnswer> answer : answers) {
        assertThat(answer.get()).isInstanceOf(Known.class);
      }
    }
    assertThat(connector.fetches()).isEqualTo(1);
  }

  @Test
  void anOutageIsRiddenOutForADay() {
    keys.find("key-1");
    connector.server.stubFor(get(METADATA).willReturn(serverError()));
    clock.advance(ConnectorKeys.MAX_AGE.minusSeconds(1));
    assertThat(keys.find("key-1")).isInstanceOf(Known.class);
    assertThat(keys.find("key-9")).isEqualTo(new Unavailable());
    clock.advance(Duration.ofSeconds(1));
    assertThat(keys.find("key-1")).isEqualTo(new Unavailable());
  }

  @Test
  void duringAnOutageWeAskSeldom() {
    connector.server.stubFor(get(METADATA).willReturn(serverError()));
    for (int i = 0; i < 20; i++) {
      assertThat(keys.find("key-1")).isEqualTo(new Unavailable());
    }
    assertThat(connector.fetches()).isEqualTo(1);
    clock.advance(ConnectorKeys.FAILURE_PAUSE);
    connector.server.stubFor(
        get(METADATA).willReturn(okJson(ConnectorDouble.metadata(connector.url(KEYS)))));
    assertThat(keys.find("key-1")).isInstanceOf(Known.class);
    assertThat(connector.fetches()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionThatBreaksIsAnOutage(Fault fault) {
    connector.server.stubFor(get(KEYS).willReturn(aResponse().withFault(fault)));
    assertFailed("unreachable");
  }

  @Test
  void aRedirectIsNotFollowed() {
    connector.server.stubFor(get("/elsewhere").willReturn(okJson("{}")));
    connector.server.stubFor(get(KEYS).willReturn(temporaryRedirect(connector.url("/elsewhere"))));
    assertFailed("unreachable");
    connector.server.verify(0, getRequestedFor(urlEqualTo("/elsewhere")));
  }

  @Test
  void aSlowAnswerIsGivenUp() {
    whenKeys(aResponse().withStatus(200).withFixedDelay(5_000));
    assertGivenUp();
  }

  @Test
  void anAnswerThatTricklesIsGivenUp() {
    whenKeys(okJson(keySet(List.of(CallCase.KEY.published()))).withChunkedDribbleDelay(20, 10_000));
    assertGivenUp();
  }

  @Test
  void anOversizedAnswerIsNotRead() {
    whenKeys(okJson(" ".repeat(KeySetReader.MAX_BYTES + 1)));
    assertFailed("unreachable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "not json",
        "{\"keys\":{}}",
        "{\"keys\":[]}",
        "{\"keys\":[1,null,\"x\",{}]}",
        "{\"keys\":[],\"keys\":[]}"
      })
  void aMalformedKeySetIsNone(String body) {
    whenKeys(okJson(body));
    assertFailed("keys_malformed");
  }

  @Test
  void metadataIsOfOurIssuerAndKeysAreAtTheSameOrigin() {
    whenMetadata(
        "{\"issuer\":\"https://evil.example\",\"jwks_uri\":\"" + connector.url(KEYS) + "\"}");
    assertFailed("metadata_malformed");
    whenMetadata("{}");
    assertFailed("metadata_malformed");
    whenMetadata(ConnectorDouble.metadata("https://evil.example/keys"));
    assertFailed("keys_elsewhere");
    whenMetadata(
        ConnectorDouble.metadata(connector.url("").replace("127.0.0.1", "localhost") + KEYS));
    assertFailed("keys_elsewhere");
    whenMetadata(ConnectorDouble.metadata(connector.url("") + "0" + KEYS));
    assertFailed("keys_elsewhere");
  }

  @Test
  void twoKeysOfOneNameAreAmbiguous() {
    whenKeys(okJson(keySet(List.of(CallCase.KEY.published(), CallCase.STRANGER.published()))));
    assertFailed("keys_malformed");
  }

  @Test
  void onlyKeysThatCanVerifyRs256AreKept() {
    Map<String, Object> small =
        new SigningKey("small", SigningKey.generate(1_024), List.of("msteams")).published();
    whenKeys(
        okJson(
            keySet(
                List.of(
                    changed("enc", "use", "enc"),
                    changed("ps", "alg", "PS256"),
                    changed("ec", "kty", "EC"),
                    changed("broken", "n", "***"),
                    changed("fine", "alg", "RS256"),
                    small))));
    assertThat(source.fetch())
        .isInstanceOfSatisfying(
            Fetched.Keys.class, found -> assertThat(found.byId()).containsOnlyKeys("fine"));
  }

  private static Map<String, Object> changed(String id, String member, Object value) {
    Map<String, Object> key = new HashMap<>(CallCase.KEY.named(id).published());
    key.put(member, value);
    return key;
  }

  private static String keySet(List<Map<String, Object>> entries) {
    return ConnectorDouble.json(Map.of("keys", entries));
  }

  private void whenKeys(ResponseDefinitionBuilder answer) {
    connector.server.stubFor(get(KEYS).willReturn(answer));
  }

  private void whenMetadata(String body) {
    connector.server.stubFor(get(METADATA).willReturn(okJson(body)));
  }

  private void assertGivenUp() {
    URI metadata = URI.create(connector.url(METADATA));
    try (var impatient =
        new KeySetSource(metadata, ConnectorDouble.ISSUER, Duration.ofMillis(300))) {
      assertThat(impatient.fetch()).isEqualTo(new Fetched.Failed("too_slow"));
    }
  }

  private void assertFailed(String code) {
    assertThat(source.fetch()).isEqualTo(new Fetched.Failed(code));
  }
}
