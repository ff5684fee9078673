package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.json.WireName;
import dev.countersign.people.Surface;
import dev.countersign.slack.SlackSignature.Reason;
import dev.countersign.slack.SlackSignature.Verdict;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets only what Slack signed pass, as a [SignedRequest], and tells everyone else nothing.
///
/// The same signed bytes a second time are answered 200 and go no further. Slack documents no
/// retries of interactions, so a second copy comes from a proxy that repeated the request or from
/// somebody who recorded it; for the first, "done" is true, and the second learns nothing and moves
/// nothing. A copy that reaches another process, or this one after a restart, passes, and moves
/// nothing either: one vote per person and revision is the ledger's rule. When the first copy
/// failed, it is forgotten, so that a proxy's repetition can succeed.
final class SlackVerificationFilter implements Filter {
  /// Bytes of the largest body taken. A view has up to 250 KB, and up to three times as many when
  /// it is percent-encoded.
  static final int MAX_BODY = 1024 * 1024;

  private static final Logger log = LoggerFactory.getLogger(SlackVerificationFilter.class);

  private final SlackSignature signature;
  private final CallbackMetrics metrics;
  private final SeenSignatures seen = new SeenSignatures();

  SlackVerificationFilter(SlackSignature signature, CallbackMetrics metrics) {
    this.signature = signature;
    this.metrics = metrics;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    doFilter((HttpServletRequest) request, (HttpServletResponse) response, chain);
  }

  private void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
    long start = System.nanoTime();
    if (body.length > MAX_BODY) {
      refuse(response, 413, "too_large", CallbackResult.TOO_LARGE, start);
      return;
    }
    switch (signature.check(
        headers(request, SlackSignature.TIMESTAMP_HEADER),
        headers(request, SlackSignature.SIGNATURE_HEADER),
        body)) {
      case Verdict.Refused(Reason reason) ->
          refuse(response, 401, WireName.of(reason), result(reason), start);
      case Verdict.Genuine(String mac, _) when !seen.add(mac) -> {
        log.warn("slack callback without effect: replay");
        metrics.callback(Surface.SLACK, CallbackResult.REPLAY, since(start));
      }
      case Verdict.Genuine(String mac, _) ->
          pass(mac, new SignedRequest(request, body), response, next);
    }
  }

  private void pass(
      String mac, SignedRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    boolean answered = false;
    try {
      next.doFilter(request, response);
      answered = response.getStatus() < 500;
    } finally {
      if (!answered) {
        seen.forget(mac);
      }
    }
  }

  private void refuse(
      HttpServletResponse response, int status, String code, CallbackResult result, long start) {
    log.warn("slack callback refused: {}", code);
    response.setStatus(status);
    metrics.callback(Surface.SLACK, result, since(start));
  }

  private static CallbackResult result(Reason reason) {
    return switch (reason) {
      case STALE, FROM_THE_FUTURE -> CallbackResult.STALE;
      case MISSING_HEADER,
          REPEATED_HEADER,
          MALFORMED_TIMESTAMP,
          MALFORMED_SIGNATURE,
          BAD_SIGNATURE ->
          CallbackResult.BAD_SIGNATURE;
    };
  }

  private static List<String> headers(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name));
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
