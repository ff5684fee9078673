package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// No two files need each other, not even inside a package: what stands below can be read without
/// what stands above. A file is a class with all that is nested in it.
final class CirclesTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.countersign");

  @Test
  void noTwoFilesNeedEachOther() {
    assertThat(circles(needs(CORE)))
        .as(
            "let the lower file know nothing of the upper one: move the constant or the nested type"
                + " down, or hand in what it asks for")
        .isEmpty();
  }

  @Test
  void aCircleIsFoundHoweverLongItIs() {
    Map<String, Set<String>> needs =
        Map.of("A", Set.of("B"), "B", Set.of("C"), "C", Set.of("A", "D"), "D", Set.of());

    assertThat(circles(needs)).containsExactly(List.of("A", "B", "C"));
  }

  /// Which file needs which others, without what a sealed family must say about itself: its head
  /// names the members that it permits, and they name their head.
  private static Map<String, Set<String>> needs(JavaClasses classes) {
    Map<String, Set<String>> needs = new TreeMap<>();
    for (JavaClass type : classes) {
      for (Dependency use : type.getDirectDependenciesFromSelf()) {
        JavaClass from = file(type);
        JavaClass to = file(use.getTargetClass().getBaseComponentType());
        if (!from.equals(to) && classes.contain(to.getName()) && !isHeadOf(from, to)) {
          needs.computeIfAbsent(from.getName(), _ -> new TreeSet<>()).add(to.getName());
        }
      }
    }
    return needs;
  }

  private static JavaClass file(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer;
  }

  /// Whether `head` is sealed and permits `member`.
  private static boolean isHeadOf(JavaClass head, JavaClass member) {
    Class<?>[] permitted = head.reflect().getPermittedSubclasses();
    return permitted != null && Stream.of(permitted).anyMatch(type -> member.isEquivalentTo(type));
  }

  /// The strongly connected parts of more than one file, each in the order of its names.
  private static List<List<String>> circles(Map<String, Set<String>> needs) {
    List<List<String>> circles = new ArrayList<>();
    Map<String, Set<String>> reached = new LinkedHashMap<>();
    needs.keySet().forEach(file -> reached.put(file, reached(file, needs)));
    Map<String, List<String>> byFirst = new HashMap<>();
    for (String file : new TreeSet<>(needs.keySet())) {
      List<String> mutual =
          reached.getOrDefault(file, Set.of()).stream()
              .filter(other -> reached.getOrDefault(other, Set.of()).contains(file))
              .sorted()
              .toList();
      if (mutual.size() > 1 && byFirst.putIfAbsent(mutual.getFirst(), mutual) == null) {
        circles.add(mutual);
      }
    }
    return circles;
  }

  private static Set<String> reached(String from, Map<String, Set<String>> needs) {
    Set<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(needs.getOrDefault(from, Set.of()));
    while (!open.isEmpty()) {
      String file = open.pop();
      if (reached.add(file)) {
        open.addAll(needs.getOrDefault(file, Set.of()));
      }
    }
    return reached;
  }
}
