package dev.countersign.app.http;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The outermost ring around every request of the server, mounts included: headers that always
/// hold, nothing that [StrictRequests] refuses, one line in the access log, one count.
final class EdgeFilter extends HttpFilter {
  /// Request attribute with the route template, set by whoever answers; a mount's is its path.
  static final String ROUTE = EdgeFilter.class.getName() + ".route";

  static final String UNMATCHED = "unmatched";

  private static final Logger log = LoggerFactory.getLogger("dev.countersign.access");

  private final transient HttpMetrics metrics;
  private final transient LongSupplier nanos;

  /// @param nanos a monotonic nanosecond counter
  EdgeFilter(HttpMetrics metrics, LongSupplier nanos) {
    this.metrics = metrics;
    this.nanos = nanos;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long start = nanos.getAsLong();
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
    try {
      Optional<Problem> refusal = StrictRequests.refusal(request);
      if (refusal.isPresent()) {
        StrictRequests.refuse(response, refusal.get());
      } else {
        chain.doFilter(request, response);
      }
    } finally {
      if (request.isAsyncStarted()) {
        request.getAsyncContext().addListener(new AtTheEnd(() -> note(request, response, start)));
      } else {
        note(request, response, start);
      }
      LogFields.clear();
    }
  }

  private void note(HttpServletRequest request, HttpServletResponse response, long start) {
    Duration took = Duration.ofNanos(nanos.getAsLong() - start);
    String route = request.getAttribute(ROUTE) instanceof String known ? known : UNMATCHED;
    metrics.answered(route, response.getStatus(), took);
    log.atInfo()
        .addKeyValue("method", request.getMethod())
        .addKeyValue("route", route)
        .addKeyValue("status", response.getStatus())
        .addKeyValue("millis", took.toMillis())
        .log("{} {} {}", request.getMethod(), route, response.getStatus());
  }

  private record AtTheEnd(Runnable note) implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      note.run();
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
