package dev.countersign.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The repository as it is checked out: its modules, documents and the types that it declares.
final class Checkout {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern MODULE = Pattern.compile("<module>([\\w-]+)</module>");
  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*//.*$");
  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|interface|record|enum) (?<name>[A-Z]\\w*)");

  private Checkout() {}

  static List<String> modules() {
    return MODULE
        .matcher(read(ROOT.resolve("pom.xml")))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  /// The types of one module, tests and nested ones too: by simple name, the code that they stand
  /// in.
  static Map<String, String> types(String module) {
    Map<String, String> types = new HashMap<>();
    for (Path file : sources(module)) {
      if (file.toString().endsWith(".java")) {
        String code = COMMENT.matcher(read(file)).replaceAll("");
        TYPE.matcher(code)
            .results()
            .forEach(type -> types.merge(type.group("name"), code, String::concat));
      }
    }
    return types;
  }

  /// What a module is made of: code and resources, of the tests too.
  static List<Path> sources(String module) {
    return filesUnder(ROOT.resolve(module).resolve("src"));
  }

  /// Everything that is written for people, but for what was once: the change log.
  static List<Path> documents() {
    List<Path> folders = new ArrayList<>(List.of(ROOT, ROOT.resolve("manifests")));
    modules().stream().map(ROOT::resolve).forEach(folders::add);
    List<Path> documents = new ArrayList<>(filesUnder(ROOT.resolve("docs")));
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        files.forEach(documents::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return documents.stream()
        .filter(file -> file.toString().endsWith(".md"))
        .filter(file -> !file.endsWith("CHANGELOG.md"))
        .sorted()
        .toList();
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> filesUnder(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
