package dev.countersign.trial;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Debian's Chromium without a screen, driven by its own driver (W3C WebDriver).
final class Chromium implements AutoCloseable {
  static final Path BROWSER = Path.of("/usr/bin/chromium");
  static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int TRIES = 150;

  private final Process driver;
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;
  private final String session;

  private Chromium(Process driver, URI base, String session) {
    this.driver = driver;
    this.base = base;
    this.session = session;
  }

  static boolean isThere() {
    return Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
  }

  static Chromium start() throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process driver =
        new ProcessBuilder(DRIVER.toString(), "--port=" + port, "--silent")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    URI base = URI.create("http://127.0.0.1:" + port);
    Chromium starting = new Chromium(driver, base, "");
    try {
      await(() -> starting.isReady(), "the driver does not answer");
      JsonObject asked =
          object(
              """
              {"capabilities":{"alwaysMatch":{"browserName":"chrome","goog:loggingPrefs":{"browser":"ALL"},
               "goog:chromeOptions":{"binary":"%s","args":["--headless=new","--no-sandbox",
               "--disable-dev-shm-usage","--disable-gpu"]}}}}
              """
                  .formatted(BROWSER));
      JsonObject opened = (JsonObject) starting.send("POST", "/session", asked);
      return new Chromium(driver, base, opened.text("sessionId"));
    } catch (RuntimeException e) {
      driver.destroyForcibly();
      throw e;
    }
  }

  private boolean isReady() {
    try {
      return ((JsonObject) send("GET", "/status", JsonObject.EMPTY)).bool("ready");
    } catch (IllegalStateException _) {
      return false;
    }
  }

  void open(String address) {
    send("POST", "/url", JsonObject.builder().put("url", address).build());
  }

  /// Opens an address as whoever presses a link of another site does.
  ///
  /// @param other a page of that site
  void follow(String other, String address) {
    open(other);
    run(
        "const link = document.createElement('a'); link.href = arguments[0];"
            + " document.body.append(link); link.click();",
        Json.of(address));
  }

  /// Is signed in nowhere any more that the page now shown belongs to.
  void forget() {
    send("DELETE", "/cookie", JsonObject.EMPTY);
  }

  /// What a function of this body returns, in the browser.
  Json run(String body, Json... arguments) {
    return executed("/execute/sync", body, arguments);
  }

  /// What a function of this body gives to its last argument, in the browser.
  Json runLater(String body, Json... arguments) {
    return executed("/execute/async", body, arguments);
  }

  private Json executed(String how, String body, Json... arguments) {
    return send(
        "POST",
        how,
        JsonObject.builder()
            .put("script", body)
            .put("args", new JsonArray(List.of(arguments)))
            .build());
  }

  /// Presses the return key on a button that the tab key leads to.
  void enterAt(String xpath) {
    awaitTrue("(%s || {tabIndex: -1}).tabIndex >= 0".formatted(node(xpath)));
    try {
      type(xpath, "\uE007");
    } catch (IllegalStateException drawnAnew) {
      if (!String.valueOf(drawnAnew.getMessage()).contains("stale element")) {
        throw drawnAnew;
      }
      type(xpath, "\uE007");
    }
  }

  /// Waits until an expression is true, looking from within the browser.
  void awaitTrue(String expression) {
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
                .formatted(PATIENCE.dividedBy(2).toMillis(), expression));
    if (there instanceof JsonString(String text)) {
      throw new AssertionError("waited in vain for " + expression + ", but there is:\n" + text);
    }
  }

  /// Presses what an XPath names, once it is there; in one step, so that nothing is drawn anew in
  /// between.
  void pressAt(String xpath) {
    awaitTrue("(found => found && (found.click(), true))(%s)".formatted(node(xpath)));
  }

  void type(String xpath, String text) {
    JsonObject found =
        (JsonObject)
            send(
                "POST",
                "/element",
                JsonObject.builder().put("using", "xpath").put("value", xpath).build());
    String id = ((JsonString) found.members().values().iterator().next()).value();
    send("POST", "/element/" + id + "/value", JsonObject.builder().put("text", text).build());
  }

  /// Presses a key, wherever the focus is.
  ///
  /// @param key a character, of the private ones of WebDriver where it writes none
  void key(String key) {
    List<Json> downAndUp =
        List.of(
            JsonObject.builder().put("type", "keyDown").put("value", key).build(),
            JsonObject.builder().put("type", "keyUp").put("value", key).build());
    JsonObject keyboard =
        JsonObject.builder()
            .put("type", "key")
            .put("id", "keyboard")
            .put("actions", new JsonArray(downAndUp))
            .build();
    send(
        "POST",
        "/actions",
        JsonObject.builder().put("actions", new JsonArray(List.of(keyboard))).build());
  }

  private static String node(String xpath) {
    return "document.evaluate("
        + quoted(xpath)
        + ", document, null, XPathResult.FIRST_ORDERED_NODE_TYPE).singleNodeValue";
  }

  /// Presses the first element that this selector finds, once there is one.
  void press(String selector) {
    await(
        () ->
            !script("return String(!!document.querySelector(%s))".formatted(quoted(selector)))
                .equals("false"),
        selector);
    JsonObject found =
        (JsonObject)
            send(
                "POST",
                "/element",
                JsonObject.builder().put("using", "css selector").put("value", selector).build());
    String id = ((JsonString) found.members().values().iterator().next()).value();
    send("POST", "/element/" + id + "/click", JsonObject.EMPTY);
  }

  /// What a script returns, a text; a promise is waited for.
  String script(String script) {
    Json value =
        send(
            "POST",
            "/execute/sync",
            JsonObject.builder()
                .put("script", script)
                .put("args", new JsonArray(List.of()))
                .build());
    return value instanceof JsonString(var text) ? text : String.valueOf(value);
  }

  String text() {
    return script("return document.body.innerText");
  }

  void awaitText(String text) {
    try {
      await(() -> text().contains(text), text);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + ", but there is:\n" + text(), e);
    }
  }

  /// As a screen of that width shows it, in light or dark.
  void look(int width, boolean dark) {
    send(
        "POST",
        "/goog/cdp/execute",
        object(
            """
            {"cmd":"Emulation.setDeviceMetricsOverride",
             "params":{"width":%d,"height":900,"deviceScaleFactor":1,"mobile":false}}
            """
                .formatted(width)));
    send(
        "POST",
        "/goog/cdp/execute",
        object(
            """
            {"cmd":"Emulation.setEmulatedMedia",
             "params":{"features":[{"name":"prefers-color-scheme","value":"%s"}]}}
            """
                .formatted(dark ? "dark" : "light")));
  }

  /// The whole page, as a PNG.
  byte[] picture() {
    return picture(script("return String(document.documentElement.scrollHeight)"));
  }

  /// What is seen of the page before it is scrolled, as a PNG.
  byte[] view() {
    return picture(script("return String(innerHeight)"));
  }

  private byte[] picture(String height) {
    JsonObject taken =
        (JsonObject)
            send(
                "POST",
                "/goog/cdp/execute",
                object(
                    """
                    {"cmd":"Page.captureScreenshot","params":{"captureBeyondViewport":true,
                     "clip":{"x":0,"y":0,"width":%s,"height":%s,"scale":1}}}
                    """
                        .formatted(script("return String(innerWidth)"), height)));
    return Base64.getDecoder().decode(taken.text("data"));
  }

  /// A device of its user that makes passkeys, and verifies its user.
  ///
  /// @return what it is called here
  String device() {
    Json id =
        send(
            "POST",
            "/webauthn/authenticator",
            object(
                """
                {"protocol":"ctap2","transport":"internal","hasResidentKey":true,
                 "hasUserVerification":true,"isUserVerified":true}
                """));
    return ((JsonString) id).value();
  }

  /// Whether the device finds that it is its user from now on.
  void verifies(String device, boolean user) {
    send(
        "POST",
        "/webauthn/authenticator/" + device + "/uv",
        JsonObject.builder().put("isUserVerified", user).build());
  }

  /// What the browser noted: violations of a policy among it.
  String log() {
    return String.valueOf(
        send("POST", "/se/log", JsonObject.builder().put("type", "browser").build()));
  }

  private Json send(String method, String path, JsonObject body) {
    String at = session.isEmpty() ? path : "/session/" + session + path;
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base + at))
              .timeout(PATIENCE)
              .header("Content-Type", "application/json");
      String answer =
          http.send(
                  (method.equals("GET")
                          ? request.GET()
                          : request.method(
                              method, BodyPublishers.ofString(CanonicalJson.text(body))))
                      .build(),
                  BodyHandlers.ofString(StandardCharsets.UTF_8))
              .body();
      JsonObject said = object(answer);
      Json value = said.get("value");
      if (value instanceof JsonObject problem && problem.has("error")) {
        throw new IllegalStateException(problem.text("error") + ": " + problem.text("message"));
      }
      return value == null ? JsonObject.EMPTY : value;
    } catch (IOException e) {
      throw new IllegalStateException("the driver does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void await(BooleanSupplier holds, String what) {
    for (int tries = 0; tries < TRIES; tries++) {
      if (holds.getAsBoolean()) {
        return;
      }
      try {
        new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw new AssertionError("waited in vain for " + what);
  }

  private static String quoted(String text) {
    return CanonicalJson.text(Json.of(text));
  }

  private static JsonObject object(String json) {
    return (JsonObject)
        CanonicalJson.parse(json.getBytes(StandardCharsets.UTF_8), 16 * 1024 * 1024);
  }

  @Override
  public void close() {
    try {
      send("DELETE", "", JsonObject.EMPTY);
    } catch (IllegalStateException _) {
      // It ends with its driver.
    }
    driver.destroy();
    http.close();
  }
}
