package dev.countersign.slack;

import dev.countersign.json.CanonicalJson;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Where Slack posts interactions and slash commands. Verification is part of it, so that it cannot
/// be mounted without.
///
/// Whatever Slack can send is answered 200: Slack shows any other answer as a failure of the app.
@SuppressWarnings("serial") // servlets are serialisable by ancestry only
final class SlackServlet extends HttpServlet {
  private static final String JSON = "application/json;charset=utf-8";
  private static final String TEXT = "text/plain;charset=utf-8";

  private final SlackVerificationFilter verification;
  private final Callbacks callbacks;

  SlackServlet(SlackVerificationFilter verification, Callbacks callbacks) {
    this.verification = verification;
    this.callbacks = callbacks;
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
    switch (callbacks.take(SlackCallback.of(request.text()), request.digest())) {
      case CallbackAnswer.Nothing _ -> {}
      case CallbackAnswer.Structure(var json) -> write(response, JSON, CanonicalJson.text(json));
      case CallbackAnswer.Words(String text) -> write(response, TEXT, text);
      case CallbackAnswer.NoCallback _ -> {
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        write(response, TEXT, "not an interaction payload");
      }
    }
  }

  private static void write(HttpServletResponse response, String type, String body)
      throws IOException {
    response.setContentType(type);
    response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
  }
}
