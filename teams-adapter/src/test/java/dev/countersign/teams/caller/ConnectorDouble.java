package dev.countersign.teams.caller;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.countersign.secret.Secret;
import dev.countersign.teams.settings.TeamsCredential;
import dev.countersign.teams.settings.TeamsSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// Publishes keys as the connector does, on a real socket.
public final class ConnectorDouble implements AutoCloseable {
  public static final String APP = "11111111-2222-4333-8444-555555555555";
  public static final String TENANT = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
  static final String ISSUER = "https://api.botframework.com";
  static final String SERVICE = "https://smba.trafficmanager.net/emea/";
  static final String METADATA = "/v1/.well-known/openidconfiguration";
  static final String KEYS = "/v1/.well-known/keys";

  final WireMockServer server =
      new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());
  private final List<Map<String, Object>> published = new ArrayList<>();

  ConnectorDouble() {
    server.start();
    server.stubFor(get(METADATA).willReturn(okJson(metadata(url(KEYS)))));
  }

  /// Replaces what is published.
  ConnectorDouble publish(SigningKey... keys) {
    published.clear();
    for (SigningKey key : keys) {
      published.add(key.published());
    }
    server.stubFor(get(KEYS).willReturn(okJson(json(Map.of("keys", published)))));
    return this;
  }

  static String metadata(String jwksUri) {
    return json(Map.of("issuer", ISSUER, "jwks_uri", jwksUri));
  }

  static String json(Map<String, ?> document) {
    return JsonMapper.shared().writeValueAsString(document);
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  int fetches() {
    return server.countRequestsMatching(getRequestedFor(urlEqualTo(METADATA)).build()).getCount();
  }

  TeamsSettings settings() {
    return new TeamsSettings(
        APP,
        TENANT,
        Set.of(TENANT),
        new TeamsCredential.ClientSecret(new Secret("a-client-secret-of-tests")),
        URI.create(url(METADATA)),
        ISSUER,
        URI.create("http://127.0.0.1:" + server.port() + "/"),
        Set.of(URI.create("https://smba.trafficmanager.net")),
        URI.create("https://smba.trafficmanager.net/teams/"));
  }

  @Override
  public void close() {
    server.stop();
  }
}
