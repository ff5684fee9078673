package dev.countersign.trial.page;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonShapeException;
import dev.countersign.sandbox.SandboxSecrets;
import dev.countersign.sandbox.wire.HttpCall;
import dev.countersign.sandbox.wire.HttpReply;
import dev.countersign.sandbox.wire.LoopbackServer;
import dev.countersign.trial.page.Troubles.Told;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A trial in a browser: `GET /` is the page, which asks for everything else by itself.
///
/// It listens on the loopback address alone and answers under its own names alone
/// ([LoopbackServer]). Whatever changes something is a POST of JSON from the page itself: with its
/// `Origin`, and with a token that only the page knows. What a visitor presses goes to the gate as
/// the platform's own signed callback, through the sandbox; the page has no other way in.
public final class SandboxPage implements AutoCloseable {
  /// Of the header that each POST carries.
  static final String TOKEN_HEADER = "X-Sandbox-Token";

  /// Characters of a POST.
  private static final int MAX_BODY = 64 * 1024;

  private static final String UNREADABLE = "That is not what the page sends.";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private static final String LICENCE = "/adaptivecards.LICENSE.txt";
  private static final String SCRIPT = "text/javascript";

  private static final Map<String, String> FILES =
      Map.of(
          "/page.css", "text/css",
          "/page.js", SCRIPT,
          "/slack.js", SCRIPT,
          "/teams.js", SCRIPT,
          "/chats.js", SCRIPT,
          "/propose.js", SCRIPT,
          "/evidence.js", SCRIPT,
          "/dom.js", SCRIPT,
          "/tour.js", SCRIPT,
          "/adaptivecards.min.js", SCRIPT);

  private final String token = SandboxSecrets.unguessable();
  private final ShownTrial stage;
  private final Wire wire = new Wire();
  private final ChatsView chats;
  private final Presses presses;
  private final Words words;
  private final Proposals proposals;
  private final Requests requests;
  private final Troubles troubles;
  private final LoopbackServer server;

  private SandboxPage(ShownTrial stage, int port, long first) {
    this.stage = stage;
    chats = new ChatsView(stage);
    presses = new Presses(stage, wire);
    words = new Words(stage, wire);
    proposals = new Proposals(stage, first);
    requests = new Requests(stage);
    troubles = new Troubles(stage, wire, proposals, requests);
    server = LoopbackServer.start(port, this::handle);
  }

  /// @param port 0 for any free one
  /// @param first a number above those that earlier proposals of this folder carried
  public static SandboxPage start(ShownTrial stage, int port, long first) {
    return new SandboxPage(stage, port, first);
  }

  public URI url() {
    return URI.create("http://localhost:" + server.base().getPort() + "/");
  }

  @Override
  public void close() {
    server.close();
  }

  private HttpReply handle(HttpCall call) {
    HttpReply.Answer answer = answer(call);
    Map<String, String> headers = new HashMap<>(answer.headers());
    headers.put("Content-Security-Policy", POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cache-Control", "no-store");
    return new HttpReply.Answer(answer.status(), headers, answer.body());
  }

  private HttpReply.Answer answer(HttpCall call) {
    try {
      return switch (call.method()) {
        case "GET" -> shown(call);
        case "POST" -> done(call);
        default -> refused(405, "GET and POST only.");
      };
    } catch (RefusedException refused) {
      return refused(409, String.valueOf(refused.getMessage()));
    }
  }

  private HttpReply.Answer shown(HttpCall call) {
    String path = call.path();
    if (path.equals("/")) {
      return text("text/html", file("/index.html").replace("{{token}}", token));
    }
    if (path.equals(LICENCE)) {
      return text("text/plain", file(path));
    }
    String type = FILES.get(path);
    if (type != null) {
      return text(type, file(path));
    }
    if (path.equals("/setup")) {
      return HttpReply.json(200, setup());
    }
    if (path.startsWith("/state/")) {
      return HttpReply.json(200, state(path.substring("/state/".length())));
    }
    if (path.startsWith("/verdict/")) {
      return HttpReply.json(200, requests.verdict(path.substring("/verdict/".length())));
    }
    if (path.startsWith("/request/")) {
      return HttpReply.json(200, requests.detail(path.substring("/request/".length())));
    }
    return refused(404, "There is nothing here.");
  }

  private HttpReply.Answer done(HttpCall call) {
    Optional<HttpReply.Answer> foreign = foreign(call);
    if (foreign.isPresent()) {
      return foreign.get();
    }
    try {
      return CanonicalJson.parse(call.body().getBytes(StandardCharsets.UTF_8), MAX_BODY)
              instanceof JsonObject asked
          ? done(call.path(), asked)
          : refused(400, UNREADABLE);
    } catch (JsonRefusedException | JsonShapeException _) {
      return refused(400, UNREADABLE);
    }
  }

  private HttpReply.Answer done(String path, JsonObject asked) {
    return switch (path) {
      case "/press" -> HttpReply.json(200, presses.press(asked));
      case "/submit" -> HttpReply.json(200, presses.submit(asked));
      case "/open" -> HttpReply.json(200, presses.open(asked));
      case "/say" -> HttpReply.json(200, words.say(asked));
      case "/home" -> HttpReply.json(200, words.home(asked));
      case "/draft" -> HttpReply.json(200, proposals.draft(asked.text("example"), filled(asked)));
      case "/propose" ->
          HttpReply.json(200, proposed(proposals.propose(asked.text("example"), filled(asked))));
      case "/trouble" -> HttpReply.json(200, played(Trouble.of(asked.text("trouble"))));
      default -> refused(404, "There is nothing here.");
    };
  }

  /// What another page, or no page, could send.
  private Optional<HttpReply.Answer> foreign(HttpCall call) {
    boolean ours =
        call.header("Origin").isPresent()
            && call.header("Sec-Fetch-Site").map("same-origin"::equals).orElse(true)
            && call.header(TOKEN_HEADER).map(this::isToken).orElse(false);
    if (!ours) {
      return Optional.of(refused(403, "Only the page itself may ask for that; load it anew."));
    }
    return call.mediaType().filter("application/json"::equals).isPresent()
        ? Optional.empty()
        : Optional.of(refused(415, "JSON only."));
  }

  private boolean isToken(String given) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> filled(JsonObject asked) {
    return Presses.texts(asked, "fields");
  }

  private static JsonObject proposed(JsonObject answer) {
    return JsonObject.builder()
        .put("id", answer.optionalText("id").orElse(null))
        .put("status", answer.has("id") ? answer.text("status") : "")
        .put("detail", answer.has("id") ? "" : answer.optionalText("detail").orElse("refused"))
        .build();
  }

  private JsonObject played(Trouble trouble) {
    Told told = troubles.play(trouble);
    return JsonObject.builder()
        .put("id", told.request())
        .put("upshot", told.upshot().word())
        .put("words", told.words())
        .build();
  }

  private JsonObject setup() {
    return JsonObject.builder()
        .put("channel", stage.channelName())
        .put("console", stage.console().toString())
        .put("curl", stage.curl())
        .put("people", JsonArray.of(stage.people(), SandboxPage::described))
        .put("examples", JsonArray.of(stage.examples(), SandboxPage::described))
        .put(
            "troubles",
            JsonArray.of(
                List.of(Trouble.values()),
                one -> JsonObject.builder().put("id", one.id()).put("label", one.label()).build()))
        .build();
  }

  private static JsonObject described(Actor one) {
    return JsonObject.builder()
        .put("id", one.id())
        .put("name", one.name())
        .put("role", one.role())
        .put("slack", one.slack())
        .put("teams", one.teams().id())
        .build();
  }

  private static JsonObject described(Example one) {
    return JsonObject.builder()
        .put("id", one.id())
        .put("label", one.label())
        .put("follows", one.follows())
        .put("fields", JsonArray.of(one.fields(), SandboxPage::described))
        .build();
  }

  private static JsonObject described(FormField one) {
    return JsonObject.builder()
        .put("name", one.name())
        .put("label", one.label())
        .put("kind", one.kind().name().toLowerCase(Locale.ROOT))
        .put("value", one.value())
        .put(
            "choices",
            JsonArray.of(
                one.choices().get(),
                each ->
                    JsonObject.builder()
                        .put("value", each.value())
                        .put("label", each.label())
                        .build()))
        .build();
  }

  /// @param path `PERSON` or `PERSON/REQUEST`
  private JsonObject state(String path) {
    String[] parts = path.split("/", 2);
    Actor who = stage.person(parts[0]);
    Optional<String> only = parts.length == 2 ? Optional.of(parts[1]) : Optional.empty();
    return JsonObject.builder()
        .put("slack", chats.slack(who, only))
        .put("teams", chats.teams(who, only))
        .put("wire", JsonArray.of(wire.latest(), one -> one))
        .put("requests", JsonArray.of(requests.list(chats.headlines()), one -> one))
        .put(
            "crm",
            JsonArray.of(
                stage.targets().crm().get(),
                one ->
                    JsonObject.builder()
                        .put("id", one.id())
                        .put("name", one.name())
                        .put("note", one.note())
                        .put("terms", one.terms())
                        .build()))
        .build();
  }

  private static String file(String path) {
    try (InputStream in = SandboxPage.class.getResourceAsStream(path.substring(1))) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpReply.Answer text(String type, String body) {
    return new HttpReply.Answer(200, Map.of("Content-Type", type + "; charset=utf-8"), body);
  }

  private static HttpReply.Answer refused(int status, String words) {
    return HttpReply.json(status, JsonObject.builder().put("error", words).build());
  }
}
