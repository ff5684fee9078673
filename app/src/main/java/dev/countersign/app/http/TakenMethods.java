package dev.countersign.app.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/// Refuses a method that a mount does not take, and says which it does. A servlet by itself names
/// none, and answers one that it has never heard of, such as `PATCH`, with 501: as if the gate had
/// failed.
public final class TakenMethods extends HttpFilter {
  private final transient List<String> taken;

  public TakenMethods(String... taken) {
    this.taken = List.of(taken);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (taken.contains(request.getMethod())) {
      chain.doFilter(request, response);
    } else {
      StrictRequests.refuse(response, Problems.methodNotAllowed(String.join(", ", taken)));
    }
  }
}
