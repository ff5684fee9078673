package dev.countersign.sandbox.slack;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.FormEncoding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Calls the sandbox as an app or a curious person does.
final class Client {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newHttpClient();
  private final SlackSandbox slack;

  Client(SlackSandbox slack) {
    this.slack = slack;
  }

  record Reply(int status, String text, Map<String, String> headers) {
    JsonObject json() {
      return (JsonObject) CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    boolean ok() {
      return json().bool("ok");
    }

    String error() {
      return json().text("error");
    }
  }

  /// A Web API call with our token, fields given as name, value, name, value ...
  Reply call(String method, String... fields) throws IOException, InterruptedException {
    return form(method, "Bearer " + slack.botToken(), fields);
  }

  Reply form(String method, String authorization, String... fields)
      throws IOException, InterruptedException {
    var form = new LinkedHashMap<String, String>();
    for (int i = 0; i < fields.length; i += 2) {
      form.put(fields[i], fields[i + 1]);
    }
    return post(
        slack.apiUrl().resolve(method),
        "application/x-www-form-urlencoded",
        FormEncoding.encode(form),
        authorization.isEmpty() ? Map.of() : Map.of("Authorization", authorization));
  }

  Reply json(String method, String body) throws IOException, InterruptedException {
    return post(
        slack.apiUrl().resolve(method),
        "application/json; charset=utf-8",
        body,
        Map.of("Authorization", "Bearer " + slack.botToken()));
  }

  Reply post(URI to, String type, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(to)
            .timeout(PATIENCE)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return send(request);
  }

  Reply get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(slack.baseUrl().resolve(path)).timeout(PATIENCE).GET());
  }

  String post(String channel, String blocks) throws IOException, InterruptedException {
    return call("chat.postMessage", "channel", channel, "text", "card", "blocks", blocks)
        .json()
        .text("ts");
  }

  Reply respond(String responseUrl, String body) throws IOException, InterruptedException {
    return post(URI.create(responseUrl), "application/json", body, Map.of());
  }

  private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    var headers = new LinkedHashMap<String, String>();
    response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
    return new Reply(response.statusCode(), response.body(), headers);
  }
}
