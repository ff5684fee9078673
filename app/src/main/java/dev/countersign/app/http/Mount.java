package dev.countersign.app.http;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.util.List;

/// Somebody else's servlet on the same server, for instance the one that takes a chat's callbacks.
///
/// @param path a servlet mapping such as `/slack/events` or `/slack/*`
/// @param filters run for this path only, in order
public record Mount(String path, Servlet servlet, List<Filter> filters) {
  public Mount {
    filters = List.copyOf(filters);
  }
}
