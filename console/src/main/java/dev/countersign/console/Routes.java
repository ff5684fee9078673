package dev.countersign.console;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The table of pages, in the order of the navigation. Each subject has its lines in a file of its
/// own; [Console] puts them together.
record Routes(List<Route> table) {
  Routes {
    table = List.copyOf(table);
    Set<String> paths = new HashSet<>();
    for (Route route : table) {
      if (!paths.add(route.path())) {
        throw new IllegalArgumentException("two pages at " + route.path());
      }
    }
  }

  /// The page at a path: that of its own before one for all below.
  Optional<Route> find(String path) {
    return table.stream()
        .filter(route -> route.path().equals(path) && !route.leadsBelow())
        .findFirst()
        .or(() ->
            table.stream()
                .filter(route -> route.leadsBelow() && path.startsWith(route.path()))
                .findFirst());
  }

  /// What the navigation of this visitor has.
  List<Route> entries(Visitor visitor) {
    return table.stream()
        .filter(route -> !route.entry().isEmpty() && route.isFor(visitor))
        .toList();
  }
}
