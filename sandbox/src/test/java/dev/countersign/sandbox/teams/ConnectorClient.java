package dev.countersign.sandbox.teams;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.FormEncoding;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Calls the sandbox as a bot does.
final class ConnectorClient {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newHttpClient();
  private final TeamsSandbox teams;
  private String token;

  ConnectorClient(TeamsSandbox teams) throws IOException, InterruptedException {
    this.teams = teams;
    token = fetchToken();
  }

  record Reply(int status, String text, Map<String, String> headers) {
    Json any() {
      return CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    JsonObject json() {
      return (JsonObject) any();
    }

    String id() {
      return json().text("id");
    }

    /// The connector's code.
    String code() {
      return status + " " + json().object("error").text("code");
    }

    /// The first of Entra's codes.
    String entra() {
      return status
          + " "
          + json().text("error")
          + " "
          + CanonicalJson.text(json().items("error_codes").getFirst());
    }
  }

  void useToken(String other) {
    token = other;
  }

  String fetchToken() throws IOException, InterruptedException {
    return token(tokenForm()).json().text("access_token");
  }

  Map<String, String> tokenForm() {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", teams.appId());
    form.put("client_secret", teams.clientSecret());
    form.put("scope", "https://api.botframework.com/.default");
    return form;
  }

  Reply token(Map<String, String> form) throws IOException, InterruptedException {
    return token(teams.tenantId(), form);
  }

  Reply token(String tenant, Map<String, String> form) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(teams.loginBase().resolve(tenant + "/oauth2/v2.0/token"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(FormEncoding.encode(form))));
  }

  String post(String conversation, JsonObject card) throws IOException, InterruptedException {
    return send(conversation, Samples.message(card)).id();
  }

  Reply send(String conversation, JsonObject activity) throws IOException, InterruptedException {
    return call("POST", activities(conversation), activity);
  }

  Reply targeted(String conversation, JsonObject activity)
      throws IOException, InterruptedException {
    return call("POST", activities(conversation) + "?isTargetedActivity=true", activity);
  }

  Reply update(String conversation, String id, JsonObject activity)
      throws IOException, InterruptedException {
    return call("PUT", activities(conversation) + "/" + id, activity);
  }

  Reply delete(String conversation, String id) throws IOException, InterruptedException {
    return send(below(activities(conversation) + "/" + id).DELETE());
  }

  Reply create(JsonObject wanted) throws IOException, InterruptedException {
    return call("POST", "v3/conversations", wanted);
  }

  Reply get(String path) throws IOException, InterruptedException {
    return send(below(path).GET());
  }

  Reply get(URI address) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address).timeout(PATIENCE).GET());
  }

  Reply call(String method, String path, JsonObject body) throws IOException, InterruptedException {
    return call(method, path, "application/json; charset=utf-8", CanonicalJson.text(body));
  }

  Reply call(String method, String path, String type, String body)
      throws IOException, InterruptedException {
    return send(
        below(path).header("Content-Type", type).method(method, BodyPublishers.ofString(body)));
  }

  static String activities(String conversation) {
    return "v3/conversations/" + escaped(conversation) + "/activities";
  }

  static String escaped(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder below(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(teams.serviceUrl().resolve(path)).timeout(PATIENCE);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    var headers = new LinkedHashMap<String, String>();
    response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
    return new Reply(response.statusCode(), response.body(), headers);
  }
}
