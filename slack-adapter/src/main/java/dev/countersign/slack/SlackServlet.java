package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.people.Surface;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where Slack posts interactions and slash commands. Verification is part of it, so that it cannot
/// be mounted without.
///
/// Whatever Slack can send is answered 200, and whoever did something is told what became of it:
/// Slack shows any other answer as a failure of the app. No library reads the payloads: one that
/// cannot makes an exception of it, or a log line with the payload in it.
@SuppressWarnings("serial") // servlets are serialisable by ancestry only
final class SlackServlet extends HttpServlet {
  private static final Logger log = LoggerFactory.getLogger(SlackServlet.class);
  private static final String JSON = "application/json;charset=utf-8";
  private static final String TEXT = "text/plain;charset=utf-8";

  private final SlackVerificationFilter verification;
  private final PressHandler presses;
  private final SubmissionHandler submissions;
  private final CommandHandler commands;
  private final UntakenNotice notice;
  private final CallbackMetrics metrics;

  SlackServlet(
      SlackVerificationFilter verification,
      PressHandler presses,
      SubmissionHandler submissions,
      CommandHandler commands,
      UntakenNotice notice,
      CallbackMetrics metrics) {
    this.verification = verification;
    this.presses = presses;
    this.submissions = submissions;
    this.commands = commands;
    this.notice = notice;
    this.metrics = metrics;
  }

  /// Slack looks now and then whether the certificate of a command's address is good, unsigned, and
  /// wants nothing but a 200 (docs.slack.dev/interactivity/implementing-slash-commands).
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String query = request.getQueryString() == null ? "" : request.getQueryString();
    if (!Arrays.asList(query.split("&", -1)).contains("ssl_check=1")) {
      super.doGet(request, response);
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    verification.doFilter(
        request,
        response,
        (signed, answer) -> take((SignedRequest) signed, (HttpServletResponse) answer));
  }

  private void take(SignedRequest request, HttpServletResponse response) throws IOException {
    long start = System.nanoTime();
    switch (SlackCallback.of(request.text())) {
      case SlackCallback.Pressed(Payload payload) -> presses.handle(payload, request.digest());
      case SlackCallback.Submitted(Payload payload) ->
          write(response, JSON, CanonicalJson.text(submissions.handle(payload, request.digest())));
      case SlackCallback.Challenge(String words) -> {
        write(response, TEXT, words);
        metrics.callback(Surface.SLACK, CallbackResult.NO_EFFECT, since(start));
      }
      case SlackCallback.Menu _ -> {
        JsonArray none = new JsonArray(List.<Json>of());
        write(
            response, JSON, CanonicalJson.text(JsonObject.builder().put("options", none).build()));
        metrics.callback(Surface.SLACK, CallbackResult.NO_EFFECT, since(start));
      }
      case SlackCallback.Command(SlackForm form) ->
          write(response, JSON, CanonicalJson.text(commands.handle(form).answer().build()));
      case SlackCallback.Untaken(Payload payload) -> {
        notice.tell(payload);
        noEffect("untaken", start);
      }
      case SlackCallback.Quiet _ -> noEffect("quiet", start);
      case SlackCallback.Malformed(boolean isPayload) -> {
        if (!isPayload) {
          response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
          write(response, TEXT, "not an interaction payload");
        }
        metrics.callback(Surface.SLACK, CallbackResult.MALFORMED, since(start));
        log.warn("slack callback refused: malformed");
      }
    }
  }

  private void noEffect(String kind, long start) {
    log.info("slack callback without effect: {}", kind);
    metrics.callback(Surface.SLACK, CallbackResult.NO_EFFECT, since(start));
  }

  private static void write(HttpServletResponse response, String type, String body)
      throws IOException {
    response.setContentType(type);
    response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
