package dev.countersign.app;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// How the packages and files inside an adapter know each other, read from the sources: a constant
/// of another class leaves no trace in a compiled one.
final class AdapterPackagesTest {
  /// The app prints them as they come out of a result, and never says what they are.
  private static final Set<String> READ_WITHOUT_A_NAME =
      Set.of("dev.countersign.executors.connection.ConnectionError");

  private static final String PRODUCT = "dev.countersign.";

  /// The packages of each adapter, lowest first; those of one layer do not know each other. The top
  /// one, where the adapter is put together, has no name of its own.
  static List<Arguments> aPackageKnowsOnlyThoseBelowIt() {
    return List.of(
        Arguments.of(
            "teams-adapter",
            "teams",
            List.of(
                Set.of("settings"),
                Set.of("card", "connector", "caller"),
                Set.of("answer", "channel"),
                Set.of(""))),
        Arguments.of(
            "executors",
            "executors",
            List.of(
                Set.of("wire"),
                Set.of("credential"),
                Set.of("connection"),
                Set.of("sending"),
                Set.of("http", "smtp", "sql", "external"),
                Set.of("chat"),
                Set.of("slack", "teams"),
                Set.of(""))));
  }

  @ParameterizedTest
  @MethodSource
  void aPackageKnowsOnlyThoseBelowIt(String module, String root, List<Set<String>> layers) {
    String top = PRODUCT + root;
    List<String> wrong = new ArrayList<>();
    Source.parse(Source.under(Source.main(module)).toList())
        .forEach(unit -> {
          String own = layer(String.valueOf(unit.getPackageName()), top);
          for (ImportTree used : unit.getImports()) {
            String name = type(used);
            String other = layer(name.replaceFirst("\\.[A-Z].*", ""), top);
            if (name.startsWith(top + ".")
                && !other.equals(own)
                && rank(layers, other) >= rank(layers, own)) {
              wrong.add(unit.getSourceFile().getName() + " imports " + name);
            }
          }
          assertThat(rank(layers, own))
              .as(
                  "a new package of %s gets its place here, and in docs/architecture.md: %s",
                  module, own)
              .isNotNegative();
        });

    assertThat(wrong)
        .as("what comes in is read before it is answered: move what both need down, or pass it in")
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void aPublicTypeIsUsedByAnotherPackage(String module) {
    List<CompilationUnitTree> all =
        Stream.of(Source.main(module), Source.test(module), Source.main("app"), Source.test("app"))
            .flatMap(Source::under)
            .collect(collectingAndThen(toList(), Source::parse))
            .<CompilationUnitTree>map(unit -> unit)
            .toList();
    Set<String> imported = new TreeSet<>();
    all.forEach(unit -> unit.getImports().forEach(one -> imported.add(type(one))));

    Set<String> unused = new TreeSet<>();
    Source.parse(Source.under(Source.main(module)).toList())
        .filter(unit -> type(unit).getModifiers().getFlags().contains(Modifier.PUBLIC))
        .forEach(unit -> unused.add(unit.getPackageName() + "." + name(unit)));
    unused.removeAll(imported);
    unused.removeAll(READ_WITHOUT_A_NAME);

    assertThat(unused).as("public, and used by their own package alone").isEmpty();
  }

  static List<String> aPublicTypeIsUsedByAnotherPackage() {
    return List.of("slack-adapter", "teams-adapter", "executors");
  }

  @ParameterizedTest
  @MethodSource
  void theFilesOfAPackageDoNotGoInCircles(String module) {
    assertThat(circles(Source.under(Source.main(module)).toList()))
        .as(
            "each needs the other: cut them along what they share; a sealed type may permit its"
                + " own")
        .isEmpty();
  }

  static List<String> theFilesOfAPackageDoNotGoInCircles() {
    return List.of("slack-adapter", "teams-adapter", "executors");
  }

  @Test
  void aCircleIsSeenHoweverLongAndThatOfASealedFamilyIsNone() {
    assertThat(
            circles(
                List.of(
                    new Source("A", "class A { B b; }"),
                    new Source("B", "class B { int c = C.ONE; }"),
                    new Source("C", "class C { static final int ONE = 1; A a; }"),
                    new Source("D", "class D { A a; }"),
                    new Source("Family", "sealed interface Family permits Member {}"),
                    new Source("Member", "record Member() implements Family {}"))))
        .containsExactly("A", "B", "C");
  }

  private static String layer(String packageName, String top) {
    return packageName.equals(top) ? "" : packageName.replace(top + ".", "");
  }

  private static int rank(List<Set<String>> layers, String name) {
    return layers.indexOf(
        layers.stream().filter(layer -> layer.contains(name)).findFirst().orElse(Set.of()));
  }

  /// The types that reach themselves by way of others.
  private static Set<String> circles(List<Source> sources) {
    Map<String, Set<String>> uses = new TreeMap<>();
    Source.parse(sources).forEach(unit -> uses.put(name(unit), named(unit)));
    Set<String> circles = new TreeSet<>();
    uses.forEach((type, _) -> {
      Set<String> reached = new TreeSet<>();
      List<String> next = new ArrayList<>(List.of(type));
      while (!next.isEmpty()) {
        uses.getOrDefault(next.removeLast(), Set.of()).stream()
            .filter(reached::add)
            .forEach(next::add);
      }
      if (reached.contains(type)) {
        circles.add(type);
      }
    });
    return circles;
  }

  private static ClassTree type(CompilationUnitTree unit) {
    return (ClassTree) unit.getTypeDecls().getFirst();
  }

  /// The class that an import is about, whatever of it is imported.
  private static String type(ImportTree used) {
    return used.getQualifiedIdentifier().toString().replaceFirst("(\\.[A-Z]\\w*).*", "$1");
  }

  private static String name(CompilationUnitTree unit) {
    return type(unit).getSimpleName().toString();
  }

  private static Set<String> named(CompilationUnitTree unit) {
    Set<String> names = new TreeSet<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree identifier, @Nullable Void nothing) {
        names.add(identifier.getName().toString());
        return null;
      }

      // All of it but what it permits.
      @Override
      public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
        scan(type.getModifiers(), null);
        scan(type.getTypeParameters(), null);
        scan(type.getExtendsClause(), null);
        scan(type.getImplementsClause(), null);
        return scan(type.getMembers(), null);
      }
    }.scan(unit, null);
    names.remove(name(unit));
    return names;
  }
}
