package dev.countersign.app.config;

import dev.countersign.app.config.Configuration.Setting;
import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Where values come from: the environment first, then the file. Collects what is wrong with
/// either.
final class Sources {
  static final String PREFIX = "COUNTERSIGN_";

  private static final int LONGEST_COMPARED = 80;

  /// Read by the launcher or the command line, not here.
  private static final Set<String> OTHERS =
      Set.of(
          "COUNTERSIGN_CONFIG",
          "COUNTERSIGN_JAVA_OPTS",
          "COUNTERSIGN_JDK_FOLDERS",
          "COUNTERSIGN_START_CACHE");

  /// What Kubernetes puts into every container beside a Service called `countersign…`.
  private static final Pattern SERVICE_LINK =
      Pattern.compile("COUNTERSIGN_(?:.*_)?(?:SERVICE_HOST|SERVICE_PORT(?:_.*)?|PORT_[0-9]+_.*)");

  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(?:tcp|udp|sctp)://.*");

  private final Optional<YamlDocument> file;
  private final Map<String, String> environment;
  private final Path base;
  private final List<FileProblem> problems = new ArrayList<>();
  private final List<Setting> settings = new ArrayList<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  /// @param base what relative paths count from
  Sources(Optional<YamlDocument> file, Map<String, String> environment, Path base) {
    this.file = file;
    this.environment = Map.copyOf(environment);
    this.base = base;
  }

  static String variable(String key) {
    return PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  static String pointer(String key) {
    return key.isEmpty() ? "" : "/" + key.replace('.', '/');
  }

  JsonObject root() {
    return file.map(YamlDocument::root).orElse(JsonObject.EMPTY);
  }

  Path base() {
    return base;
  }

  Optional<Given> fromEnvironment(String key) {
    String variable = variable(key);
    asked.add(variable);
    Optional<Given> given =
        Optional.ofNullable(environment.get(variable))
            .map(text -> new Given(Json.of(text), true, variable));
    given.ifPresent(_ -> variables.put(key, variable));
    return given;
  }

  Given fromFile(String key, Json value) {
    return new Given(
        value,
        false,
        file.map(yaml -> yaml.name() + ":" + yaml.line(pointer(key))).orElse("the file"));
  }

  boolean anyVariable(String section) {
    return environment.keySet().stream().anyMatch(name -> name.startsWith(variable(section) + "_"));
  }

  void effective(String key, String shown, String origin) {
    settings.add(new Setting(key, shown, origin));
  }

  void problem(String key, String detail) {
    String variable = variables.get(key);
    problems.add(
        variable != null
            ? FileProblem.of(variable, detail)
            : file.map(yaml -> yaml.problem(pointer(key), detail))
                .orElseGet(() -> FileProblem.of(variable(key), detail)));
  }

  /// Everything that is wrong, variables that mean nothing included.
  List<FileProblem> problems() {
    var all = new ArrayList<>(problems);
    environment.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(PREFIX))
        .filter(entry -> !asked.contains(entry.getKey()) && !OTHERS.contains(entry.getKey()))
        .filter(entry -> !SERVICE_LINK.matcher(entry.getKey()).matches())
        .filter(entry -> !SERVICE_ADDRESS.matcher(entry.getValue()).matches())
        .map(Map.Entry::getKey)
        .sorted()
        .forEach(name ->
            all.add(
                FileProblem.of(
                    name,
                    "There is no such setting%s."
                        .formatted(
                            nearest(name).map(meant -> ", the nearest is " + meant).orElse("")))));
    return all;
  }

  /// Compared without what all variables begin with.
  private Optional<String> nearest(String variable) {
    return variable.length() > LONGEST_COMPARED
        ? Optional.empty()
        : NearestName.of(
                variable.substring(PREFIX.length()),
                asked.stream().map(name -> name.substring(PREFIX.length())).toList())
            .map(PREFIX::concat);
  }

  List<Setting> settings() {
    return settings;
  }
}
