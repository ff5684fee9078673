package dev.countersign.app;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A jar on the class path of this test.
record ClassPathJar(String fileName) {
  private static final Pattern VERSION = Pattern.compile("-(\\d.*)\\.jar$");

  /// A time stamp is what a snapshot has for a version in a repository.
  private static final Pattern PRE_RELEASE =
      Pattern.compile(
          "(?i)(?:[-._]|(?<=\\d))(?:(?:alpha|beta|rc|cr|ea|pre|preview|milestone|snapshot)(?![a-z])|m\\d)"
              + "|-\\d{8}\\.\\d{6}-\\d+");

  /// Everything but our own modules.
  static Stream<ClassPathJar> libraries() {
    return Stream.of(classPath().split(Pattern.quote(File.pathSeparator)))
        .map(Path::of)
        .filter(path -> path.getFileName().toString().endsWith(".jar"))
        .filter(path -> !isOurs(path))
        .map(path -> new ClassPathJar(path.getFileName().toString()));
  }

  /// Surefire may start the tests from a jar that only points to the others.
  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static boolean isOurs(Path jar) {
    return Optional.ofNullable(jar.getParent())
        .map(folder -> folder.endsWith("target") || folder.toString().contains("countersign"))
        .orElse(false);
  }

  boolean isPreRelease() {
    return PRE_RELEASE.matcher(version()).find();
  }

  private String version() {
    return VERSION
        .matcher(fileName)
        .results()
        .findFirst()
        .map((MatchResult found) -> found.group(1))
        .orElse("");
  }
}
