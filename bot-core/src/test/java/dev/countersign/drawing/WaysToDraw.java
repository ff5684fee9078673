package dev.countersign.drawing;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Every way by which a package draws something for a chat, as `Class.method`: what answers with
/// JSON or with something that is made of it. A test that names them all fails when one is added.
public final class WaysToDraw {
  private static final String JSON = "dev.countersign.json.Json";
  private static final String CARD = "dev.countersign.card.RenderedCard";

  private WaysToDraw() {}

  /// @param inside a class of the package; its main classes are read, not its tests
  /// @param drawings other types of that package that hold a drawing
  public static SortedSet<String> of(Class<?> inside, Class<?>... drawings) {
    List<String> kinds =
        Stream.concat(Stream.of(JSON, CARD), Stream.of(drawings).map(Class::getName)).toList();
    var ways = new TreeSet<String>();
    for (Class<?> each : classes(inside)) {
      for (Method method : each.getDeclaredMethods()) {
        String answer = method.getGenericReturnType().getTypeName();
        if (!Modifier.isPrivate(method.getModifiers())
            && !method.isSynthetic()
            && !isComponent(method)
            && kinds.stream().anyMatch(answer::contains)) {
          ways.add(
              each.getName().substring(each.getPackageName().length() + 1)
                  + "."
                  + method.getName());
        }
      }
    }
    return ways;
  }

  private static boolean isComponent(Method method) {
    RecordComponent[] components = method.getDeclaringClass().getRecordComponents();
    return components != null
        && Stream.of(components).anyMatch(one -> one.getAccessor().equals(method));
  }

  private static List<Class<?>> classes(Class<?> inside) {
    try {
      Path root = Path.of(inside.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path folder = root.resolve(inside.getPackageName().replace('.', '/'));
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
            .<Class<?>>map(name -> loaded(inside, name.substring(0, name.length() - 6)))
            .toList();
      }
    } catch (IOException | URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Class<?> loaded(Class<?> inside, String name) {
    try {
      return Class.forName(inside.getPackageName() + "." + name, false, inside.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
