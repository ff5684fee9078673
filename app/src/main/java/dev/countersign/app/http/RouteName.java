package dev.countersign.app.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// Tells the access log which mount answered.
final class RouteName extends HttpFilter {
  private final String route;

  RouteName(String route) {
    this.route = route;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    request.setAttribute(EdgeFilter.ROUTE, route);
    chain.doFilter(request, response);
  }
}
