package dev.countersign.faults;

import dev.countersign.app.CountersignServer;
import io.javalin.Javalin;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;

/// A place where a running gate can be knocked at, as its own servers have it registered. They are
/// looked for in the gate's objects, so that nobody has to tell a test of a new one.
///
/// @param path a route of the API with its parameters in braces, or a mapping of a servlet
record OpenDoor(int port, String path) {
  private static final String OURS = "dev.countersign.app.";

  /// Every door of every server, each once.
  static List<OpenDoor> of(CountersignServer gate) {
    return servers(gate).stream().flatMap(OpenDoor::of).distinct().toList();
  }

  private static Stream<OpenDoor> of(Javalin server) {
    Stream<String> routes =
        server.unsafe.internalRouter.allHttpHandlers().stream()
            .filter(one -> one.endpoint.method.isHttpMethod())
            .map(one -> one.endpoint.path);
    Stream<String> sockets =
        server.unsafe.internalRouter.allWsHandlers().stream().map(one -> one.getPath());
    Stream<String> servlets =
        server.jettyServer().server().getDescendants(ServletContextHandler.class).stream()
            .flatMap(context -> Arrays.stream(context.getServletHandler().getServletMappings()))
            .flatMap(mapping -> Arrays.stream(mapping.getPathSpecs()));
    return Stream.of(routes, sockets, servlets)
        .flatMap(paths -> paths)
        .map(path -> new OpenDoor(server.port(), path));
  }

  private static List<Javalin> servers(Object gate) {
    List<Javalin> found = new ArrayList<>();
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>(List.of(gate));
    while (!open.isEmpty()) {
      Object next = open.pop();
      if (!seen.add(next)) {
        continue;
      }
      switch (next) {
        case Javalin server -> found.add(server);
        case Optional<?> some -> some.ifPresent(open::push);
        case Collection<?> some -> some.stream().filter(Objects::nonNull).forEach(open::push);
        case Object ours when isOurs(ours) -> held(ours).forEach(open::push);
        default -> {}
      }
    }
    return found;
  }

  private static boolean isOurs(Object object) {
    return object.getClass().getName().startsWith(OURS) && !object.getClass().isHidden();
  }

  private static List<Object> held(Object ours) {
    List<Object> held = new ArrayList<>();
    try {
      for (Field field : ours.getClass().getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          Optional.ofNullable(field.get(ours)).ifPresent(held::add);
        }
      }
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
    return held;
  }
}
