package dev.countersign.trial;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Debian's Chromium without a window, moved by its own driver as w3.org/TR/webdriver2 says. A
/// profile of its own, and nothing is downloaded.
final class Chromium implements AutoCloseable {
  static final Path BROWSER = Path.of("/usr/bin/chromium");
  static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MAX_ANSWER = 16 * 1024 * 1024;
  private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

  private final Process driver;
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI session;

  private Chromium(Process driver, int port) {
    this.driver = driver;
    URI root = URI.create("http://127.0.0.1:" + port + "/session");
    JsonObject started =
        (JsonObject) send("POST", root, JsonObject.builder().put("capabilities", wanted()).build());
    session = URI.create(root + "/" + started.text("sessionId"));
  }

  static boolean isThere() {
    return Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
  }

  static Chromium start() throws IOException {
    Process driver =
        new ProcessBuilder(DRIVER.toString(), "--port=0").redirectErrorStream(true).start();
    BufferedReader said = driver.inputReader(StandardCharsets.UTF_8);
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher port = PORT.matcher(line);
      if (port.find()) {
        return new Chromium(driver, Integer.parseInt(port.group(1)));
      }
    }
    throw new IOException("chromedriver does not start");
  }

  private static JsonObject wanted() {
    List<String> arguments =
        List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking");
    JsonObject options =
        JsonObject.builder()
            .put("binary", BROWSER.toString())
            .put("args", JsonArray.ofStrings(arguments))
            .build();
    return JsonObject.builder()
        .put(
            "alwaysMatch",
            JsonObject.builder()
                .put("goog:chromeOptions", options)
                .put("goog:loggingPrefs", JsonObject.builder().put("browser", "ALL").build())
                .build())
        .build();
  }

  void open(URI page) {
    post("url", JsonObject.builder().put("url", page.toString()).build());
  }

  void size(int width, int height) {
    JsonObject metrics =
        JsonObject.builder()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false)
            .build();
    post(
        "goog/cdp/execute",
        JsonObject.builder()
            .put("cmd", "Emulation.setDeviceMetricsOverride")
            .put("params", metrics)
            .build());
  }

  /// @param script the body of a function
  Json run(String script, Json... arguments) {
    return post(
        "execute/sync",
        JsonObject.builder()
            .put("script", script)
            .put("args", new JsonArray(List.of(arguments)))
            .build());
  }

  /// @param script the body of a function that calls its last argument with what comes out
  Json runLater(String script, Json... arguments) {
    return post(
        "execute/async",
        JsonObject.builder()
            .put("script", script)
            .put("args", new JsonArray(List.of(arguments)))
            .build());
  }

  /// Waits until an expression is true, in the browser.
  void await(String expression) {
    Json there =
        runLater(
            """
            const done = arguments[arguments.length - 1], until = Date.now() + %d;
            (function look() {
              if (%s) { done(true); }
              else if (Date.now() > until) { done(document.body.innerText); }
              else { setTimeout(look, 20); }
            })();
            """
                .formatted(PATIENCE.toMillis(), expression));
    if (there instanceof JsonString(String text)) {
      throw new AssertionError("not " + expression + " within " + PATIENCE + ", but:\n" + text);
    }
  }

  /// Presses what an XPath names, as soon as it is there; in one step, so that nothing is drawn
  /// anew in between.
  void press(String xpath) {
    await("(found => found && (found.click(), true))(%s)".formatted(node(xpath)));
  }

  void type(String xpath, String text) {
    post("element/" + find(xpath) + "/value", JsonObject.builder().put("text", text).build());
  }

  private String find(String xpath) {
    await(node(xpath));
    JsonObject found =
        (JsonObject)
            post(
                "element",
                JsonObject.builder().put("using", "xpath").put("value", xpath).build());
    return found.text(ELEMENT);
  }

  private static String node(String xpath) {
    return "document.evaluate("
        + CanonicalJson.text(Json.of(xpath))
        + ", document, null, XPathResult.FIRST_ORDERED_NODE_TYPE).singleNodeValue";
  }

  /// Everything that the browser logged since the last call.
  List<String> log() {
    JsonArray entries =
        (JsonArray) post("se/log", JsonObject.builder().put("type", "browser").build());
    return entries.items().stream().map(one -> ((JsonObject) one).text("message")).toList();
  }

  void screenshot(Path file) throws IOException {
    if (send("GET", URI.create(session + "/screenshot"), JsonNull.NULL)
        instanceof JsonString(String png)) {
      Files.write(file, Base64.getDecoder().decode(png));
    }
  }

  private Json post(String command, JsonObject body) {
    return send("POST", URI.create(session + "/" + command), body);
  }

  private Json send(String method, URI to, Json body) {
    HttpRequest.BodyPublisher sent =
        body instanceof JsonNull
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(CanonicalJson.text(body));
    HttpRequest request =
        HttpRequest.newBuilder(to)
            .timeout(PATIENCE.plusSeconds(20))
            .header("Content-Type", "application/json")
            .method(method, sent)
            .build();
    try {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      JsonObject document = (JsonObject) CanonicalJson.parse(answer.body(), MAX_ANSWER);
      Json value = document.get("value");
      if (answer.statusCode() != 200) {
        throw new AssertionError(
            value instanceof JsonObject error ? error.text("message") : "no answer");
      }
      return value == null ? JsonNull.NULL : value;
    } catch (IOException e) {
      throw new AssertionError("the browser does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    send("DELETE", session, JsonNull.NULL);
    http.close();
    driver.destroy();
  }
}
