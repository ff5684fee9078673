package dev.countersign.slack;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonParseException;
import com.slack.api.Slack;
import com.slack.api.bolt.App;
import com.slack.api.bolt.AppConfig;
import com.slack.api.bolt.jakarta_servlet.SlackAppServletAdapter;
import com.slack.api.bolt.middleware.builtin.SSLCheck;
import com.slack.api.bolt.request.Request;
import com.slack.api.bolt.request.builtin.BlockActionRequest;
import com.slack.api.bolt.request.builtin.ViewSubmissionRequest;
import com.slack.api.bolt.response.Response;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.slack.SlackMetrics.CallbackResult;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where Slack posts interactions. Verification is part of it, so that it cannot be mounted
/// without; behind it, Bolt reads the payloads.
///
/// Bolt's own signature check is off, because it takes requests from the future and copies; so is
/// its authorisation, which would ask Slack `auth.test` within the three seconds that a click has.
/// Neither is it given the bot token.
@SuppressWarnings("serial") // servlets are serialisable by ancestry only
final class SlackServlet extends HttpServlet {
  private static final Logger log = LoggerFactory.getLogger(SlackServlet.class);
  private static final String CALLBACK = "callback";
  private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);

  private final SlackVerificationFilter verification;
  private final App bolt;
  private final SlackAppServletAdapter adapter;
  private final SlackMetrics metrics;

  SlackServlet(
      SlackVerificationFilter verification,
      PressHandler presses,
      SubmissionHandler submissions,
      Slack slack,
      SlackMetrics metrics) {
    this.verification = verification;
    this.metrics = metrics;
    AppConfig config = config(slack);
    bolt = new App(config, slack, new ArrayList<>(List.of(new SSLCheck(null))));
    bolt.blockAction(ANY, (request, _) -> response(presses, request));
    bolt.viewSubmission(ANY, (request, _) -> response(submissions, request));
    adapter = new SlackAppServletAdapter(config);
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
    switch (CallbackKind.of(request.text())) {
      case PRESS, SUBMISSION -> {
        if (!run(request, response)) {
          refuse(response, start);
        }
      }
      case HANDSHAKE -> {
        if (run(request, response)) {
          metrics.callback(CallbackResult.NO_EFFECT, since(start));
        } else {
          refuse(response, start);
        }
      }
      case OTHER -> {
        log.info("slack callback without effect: not a kind that we take");
        metrics.callback(CallbackResult.NO_EFFECT, since(start));
      }
      case MALFORMED -> refuse(response, start);
    }
  }

  /// False when Bolt could not read it.
  private boolean run(SignedRequest request, HttpServletResponse response) throws IOException {
    try {
      Request<?> read = adapter.buildSlackRequest(request);
      read.getContext().getAdditionalValues().put(CALLBACK, request.digest().value());
      adapter.writeResponse(response, bolt.run(read));
      return true;
    } catch (JsonParseException _) {
      return false;
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Bolt failed", e);
    }
  }

  private static Response response(PressHandler presses, BlockActionRequest request) {
    String callback = requireNonNull(request.getContext().getAdditionalValues().get(CALLBACK));
    return presses.handle(request.getPayload(), new Digest(callback))
        ? Response.ok()
        : Response.error(HttpServletResponse.SC_BAD_REQUEST);
  }

  private static Response response(SubmissionHandler submissions, ViewSubmissionRequest request) {
    String callback = requireNonNull(request.getContext().getAdditionalValues().get(CALLBACK));
    return submissions
        .handle(request.getPayload(), new Digest(callback))
        .map(action ->
            Response.builder()
                .statusCode(HttpServletResponse.SC_OK)
                .contentType("application/json; charset=utf-8")
                .body(CanonicalJson.text(action))
                .build())
        .orElseGet(() -> Response.error(HttpServletResponse.SC_BAD_REQUEST));
  }

  private void refuse(HttpServletResponse response, long start) throws IOException {
    metrics.callback(CallbackResult.MALFORMED, since(start));
    log.warn("slack callback refused: malformed");
    response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
    response.setContentType("text/plain;charset=utf-8");
    response.getWriter().write("not an interaction payload");
  }

  /// Every setting that Bolt would otherwise look for in the environment is set, if only to
  /// nothing.
  private static AppConfig config(Slack slack) {
    AppConfig config =
        AppConfig.builder()
            .slack(slack)
            .singleTeamBotToken(null)
            .signingSecret(null)
            .clientId(null)
            .clientSecret(null)
            .executorServiceProvider(new VirtualThreads())
            .build();
    config.setRequestVerificationEnabled(false);
    return config;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
