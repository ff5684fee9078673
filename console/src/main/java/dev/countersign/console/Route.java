package dev.countersign.console;

import dev.countersign.people.ConsoleRole;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// One line of the table of pages.
///
/// @param path from the first slash on; with one at its end for all pages below it
/// @param readers who sees it: whoever has one of these roles. Everybody else gets 403, since what
///   pages there are is no secret; what a page says of one request is its own affair
/// @param entry how the navigation calls it; empty for pages that do not stand there
record Route(String path, Set<ConsoleRole> readers, String entry, Page page) {
  Route {
    readers = Collections.unmodifiableSet(EnumSet.copyOf(readers));
  }

  /// A page that everybody has who is signed in.
  static Route of(String path, Page page) {
    return new Route(path, EnumSet.allOf(ConsoleRole.class), "", page);
  }

  /// The same page, for these roles alone.
  Route onlyFor(ConsoleRole first, ConsoleRole... others) {
    return new Route(path, EnumSet.of(first, others), entry, page);
  }

  /// The same page, with a place in the navigation.
  Route inNavigation(String words) {
    return new Route(path, readers, words, page);
  }

  boolean isFor(Visitor visitor) {
    return visitor.roles().stream().anyMatch(readers::contains);
  }

  boolean leadsBelow() {
    return path.length() > 1 && path.endsWith("/");
  }

  /// As servlets are mapped: the root alone is the empty text.
  String mapping() {
    return path.equals("/") ? "" : leadsBelow() ? path + "*" : path;
  }
}
