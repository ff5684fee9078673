package dev.countersign.app;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// A source file, parsed and never compiled.
final class Source extends SimpleJavaFileObject {
  private final String text;

  Source(String name, String text) {
    super(Path.of(name + ".java").toUri(), Kind.SOURCE);
    this.text = text;
  }

  /// Where a module has what it ships.
  static Path main(String module) {
    return Path.of("..", module, "src", "main", "java");
  }

  /// Where a module has its tests.
  static Path test(String module) {
    return Path.of("..", module, "src", "test", "java");
  }

  /// What stands in a folder and below it.
  static Stream<Source> under(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .sorted()
          .map(Source::of)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Source of(Path file) {
    try {
      String name = Objects.toString(file.getFileName());
      return new Source(name.replace(".java", ""), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<? extends CompilationUnitTree> parse(List<Source> sources) {
    var task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler().getTask(null, null, null, null, null, sources);
    try {
      return StreamSupport.stream(task.parse().spliterator(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return text;
  }
}
