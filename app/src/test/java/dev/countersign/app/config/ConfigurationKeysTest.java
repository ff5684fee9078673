package dev.countersign.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.countersign.app.config.Configuration.Setting;
import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.FileReading;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// No key of `countersign.yaml` is read without effect: another value is another configuration, or
/// is refused. And `docs/operations.md` names each of them, with its default.
class ConfigurationKeysTest {
  private static final String GUID = "1d4f7c1e-0a5b-4c0e-9b57-2f6a3c8e9d10";
  private static final String OTHER_GUID = "8f0b6d52-3c1e-4a77-9d0e-5b2f7a1c4e36";

  /// Every key that a deployment may set at once: key, value, another value.
  private static final String TABLE =
      """
      profile                            | sandbox                       | production
      issuer                             | gate-7                        | gate-8
      environment                        | dev                           | test
      internal_domains                   | [example.com]                 | [example.org]
      server.host                        | 0.0.0.0                       | 127.0.0.2
      server.port                        | 1                             | 11
      server.chat_port                   | 2                             | 12
      server.management_host             | 0.0.0.0                       | 127.0.0.2
      server.management_port             | 3                             | 13
      server.public_url                  | https://gate.example          | https://other.example
      server.lame_duck                   | 7s                            | 8s
      http.agent_burst                   | 5                             | 6
      http.agent_per_second              | 2                             | 3
      database.url                       | jdbc:postgresql://db/gate     | jdbc:postgresql://other/gate
      database.user                      | app                           | app2
      database.password                  | one                           | one2
      database.import_user               | importer                      | importer2
      database.import_password           | two                           | two2
      database.admin_user                | root                          | root2
      database.admin_password            | three                         | three2
      database.decision_connections      | 3                             | 13
      database.agent_connections         | 4                             | 14
      database.worker_connections        | 5                             | 15
      database.acquire_timeout           | 300ms                         | 301ms
      database.lock_timeout              | 400ms                         | 401ms
      database.statement_timeout         | 500ms                         | 501ms
      files.policy                       | p.yaml                        | p2.yaml
      files.people                       | q.yaml                        | q2.yaml
      files.connections                  | c.yaml                        | c2.yaml
      files.keys                         | k.json                        | k2.json
      files.programs                     | p                             | p2
      files.outcomes                     | o                             | o2
      people.import_on_start             | false                         | true
      deploy.loosening_needs_two         | false                         | true
      deploy.watch                       | false                         | true
      proposals.open_per_agent           | 7                             | 8
      proposals.open_per_channel         | 9                             | 10
      proposals.asked_per_agent          | 11                            | 12
      proposals.asked_per_channel        | 13                            | 14
      proposals.asked_window             | 30m                           | 20m
      proposals.least_time_to_decide     | 2m                            | 3m
      slack.mode                         | http                          | socket
      slack.signing_secret               | sandbox-secret                | sandbox-secret2
      slack.bot_token                    | xoxb-sandbox-token            | xoxb-sandbox-token2
      slack.team_id                      | T2                            | T3
      slack.app_id                       | A2                            | A3
      slack.api_base                     | http://127.0.0.1:9/api/       | http://127.0.0.1:8/api/
      slack.reply_origins                | ["http://127.0.0.1:9"]        | ["http://127.0.0.1:8"]
      slack.shared_channels              | [C0ONE]                       | [C0ONE, C0TWO]
      teams.app_id                       | %1$s                          | %2$s
      teams.tenant_id                    | %1$s                          | %2$s
      teams.tenants                      | [%1$s]                        | [%2$s]
      teams.cloud                        | public                        | gcc
      teams.client_secret                | sandbox-secret-of-a-bot       | sandbox-secret-of-a-bot2
      teams.openid_metadata              | https://one.example/openid    | https://two.example/openid
      teams.token_issuer                 | https://one.example           | https://two.example
      teams.login_base                   | https://one.example/          | https://two.example/
      teams.service_origins              | ["https://one.example"]       | ["https://one.example", "https://two.example"]
      teams.cold_service                 | https://one.example/teams/    | https://one.example/other/
      console.address                    | https://approve.example       | https://other.example
      console.issuer                     | https://login.example         | https://login.example/other
      console.client_id                  | gate                          | gate2
      console.client_secret              | sandbox-client-secret         | sandbox-client-secret2
      console.passkey_cooling            | 24h                           | 25h
      workers.cards.in_flight            | 6                             | 7
      workers.cards.lease                | 2s                            | 3s
      workers.cards.unreached_after      | 20m                           | 21m
      workers.executions.in_flight       | 7                             | 8
      workers.executions.lease           | 3s                            | 4s
      workers.poll_interval              | 20ms                          | 21ms
      workers.expiry_interval            | 30ms                          | 31ms
      workers.drain_timeout              | 1m                            | 2m
      notices.outcomes.requester         | true                          | false
      notices.outcomes.slack_channel     | C0ENDS                        | C0OTHER
      notices.outcomes.teams_channel     | 19:ends@thread.tacv2          | 19:other@thread.tacv2
      notices.alerts.slack_channel       | C0OPS                         | C0OTHER
      notices.alerts.teams_channel       | 19:ops@thread.tacv2           | 19:other@thread.tacv2
      break_glass.retrospective_days     | 2                             | 4
      break_glass.most_in_30_days        | 1                             | 2
      break_glass.start_after            | 5s                            | 15s
      notices.digest.from                | 3                             | 4
      notices.digest.period              | 45m                           | 46m
      """
          .formatted(GUID, OTHER_GUID);

  /// What goes in place of `slack.signing_secret` where the mode is socket.
  private static final String APP_TOKEN = "slack.app_token";

  /// What goes in place of `teams.client_secret`.
  private static final Set<String> SIGN_INS =
      Set.of(
          "teams.certificate_file",
          "teams.private_key_file",
          "teams.managed_identity",
          "teams.managed_identity_endpoint",
          "teams.managed_identity_header");

  private static final Set<String> ADDRESSES =
      Set.of(
          "teams.openid_metadata",
          "teams.token_issuer",
          "teams.login_base",
          "teams.service_origins",
          "teams.cold_service");

  /// Those of which the value may lie in a file, named by the key and `_file`.
  private static final Set<String> SECRETS =
      Set.of(
          "database.password",
          "database.import_password",
          "database.admin_password",
          "slack.signing_secret",
          "slack.bot_token",
          APP_TOKEN,
          "teams.client_secret",
          "teams.managed_identity_header",
          "console.client_secret");

  private static final String MANUAL = "../docs/operations.md";
  private static final String CLIENT_SECRET = "teams.client_secret";
  private static final Pattern NAMES = Pattern.compile("here are (.*)\\.$");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @TempDir private Path folder;
  private final Map<String, String> whole = new LinkedHashMap<>();

  record Row(String key, String value, String other) {}

  @BeforeEach
  void setAll() {
    rows().forEach(row -> whole.put(row.key(), row.value()));
  }

  static Stream<Row> rows() {
    return TABLE
        .lines()
        .map(line -> line.split("\\|"))
        .map(cells -> new Row(cells[0].strip(), cells[1].strip(), cells[2].strip()));
  }

  static Stream<String> secrets() {
    return SECRETS.stream().sorted();
  }

  private static Set<String> keys() {
    return Stream.of(rows().map(Row::key), SIGN_INS.stream(), Stream.of(APP_TOKEN))
        .flatMap(keys -> keys)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theTableNamesEveryKeyThatTheReaderKnows() throws IOException {
    Map<String, Set<String>> sections = new TreeMap<>();
    for (String key : keys()) {
      for (String path = key; !path.isEmpty(); path = above(path)) {
        sections.computeIfAbsent(above(path), _ -> new TreeSet<>()).add(last(path));
      }
    }
    for (String key : SECRETS) {
      sections.computeIfAbsent(above(key), _ -> new TreeSet<>()).add(last(key) + "_file");
    }
    for (Map.Entry<String, Set<String>> section : sections.entrySet()) {
      assertThat(known(section.getKey())).as(section.getKey()).isEqualTo(section.getValue());
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void anotherValueIsAnotherConfiguration(Row row) throws IOException {
    if (row.key().equals("teams.cloud")) {
      // It says where everything is that has no address of its own.
      ADDRESSES.forEach(whole::remove);
    }
    Object before = outcome(whole);
    assertThat(before).isInstanceOf(Configuration.class);
    whole.put(row.key(), row.other());
    assertThat(outcome(whole)).isNotEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void aSecretInAFileIsTheSameAndAnotherIsAnother(String key) throws IOException {
    if (key.equals(APP_TOKEN)) {
      whole.remove("slack.signing_secret");
      whole.put("slack.mode", "socket");
      whole.put(key, "xapp-sandbox-token");
    } else if (!whole.containsKey(key)) {
      whole.remove(CLIENT_SECRET);
      whole.put("teams.managed_identity", "true");
      whole.put(key, "a-header");
    }
    Object before = outcome(whole);
    assertThat(before).isInstanceOf(Configuration.class);
    Path file = Files.writeString(folder.resolve("secret"), whole.remove(key) + "\n");
    whole.put(key + "_file", "secret");
    assertThat(outcome(whole)).isEqualTo(before);
    Files.writeString(file, "quite-another-secret\n");
    assertThat(outcome(whole)).isNotEqualTo(before);
  }

  @Test
  void everyOtherWayToSignInHasItsEffect() throws Exception {
    TestPem bot = TestPem.make(folder, "bot");
    TestPem other = TestPem.make(folder, "other");
    whole.remove(CLIENT_SECRET);
    assertEffect("teams.managed_identity", "true", "false");
    whole.put("teams.managed_identity", "true");
    assertEffect(
        "teams.managed_identity_endpoint",
        "http://127.0.0.1:41/msi/token",
        "http://127.0.0.1:42/msi/token");
    assertEffect("teams.managed_identity_header", "a-header", "another-header");
    whole.remove("teams.managed_identity");
    whole.put("teams.private_key_file", bot.key().toString());
    assertEffect(
        "teams.certificate_file", bot.certificate().toString(), other.certificate().toString());
    whole.remove("teams.private_key_file");
    whole.put("teams.certificate_file", bot.certificate().toString());
    assertEffect("teams.private_key_file", bot.key().toString(), other.key().toString());
  }

  private void assertEffect(String key, String value, String other) throws IOException {
    Map<String, String> set = new LinkedHashMap<>(whole);
    set.put(key, value);
    Object before = outcome(set);
    assertThat(before).as(key).isInstanceOf(Configuration.class);
    set.put(key, other);
    assertThat(outcome(set)).as(key).isNotEqualTo(before);
  }

  @Test
  void everyKeyThatIsSetIsShownByConfigPrint() throws IOException {
    assertThat(read(whole).settings().stream().map(Setting::key)).containsAll(whole.keySet());
  }

  /// A value that reaches a record and that nothing asks for would be read without effect all the
  /// same.
  @Test
  void everyValueIsAskedForByTheGate() {
    JavaClasses modules =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("test-classes"))
            .importPackages("dev.countersign.app");
    Set<String> unasked = new TreeSet<>();
    for (JavaClass type : modules) {
      if (type.getPackageName().equals(Configuration.class.getPackageName())
          && type.isRecord()
          && !type.reflect().equals(Given.class)) {
        for (RecordComponent part : type.reflect().getRecordComponents()) {
          if (!isAsked(type, part.getName())) {
            unasked.add(type.getSimpleName() + "." + part.getName());
          }
        }
      }
    }
    assertThat(modules.contain(Configuration.class)).isTrue();
    assertThat(unasked).isEmpty();
  }

  /// By its accessor from elsewhere, or by a method of the record that is more than the accessor.
  private static boolean isAsked(JavaClass type, String part) {
    Stream<? extends JavaAccess<?>> accesses =
        Stream.concat(
            type.getMethod(part).getAccessesToSelf().stream(),
            type.getField(part).getAccessesToSelf().stream());
    return accesses
        .map(JavaAccess::getOrigin)
        .anyMatch(origin -> !origin.getOwner().equals(type) || isMore(origin, part));
  }

  private static boolean isMore(JavaCodeUnit origin, String part) {
    return !origin.isConstructor() && !origin.getName().equals(part);
  }

  @Test
  void theManualNamesEveryKeyAndNoOther() throws IOException {
    assertThat(manual().keySet()).isEqualTo(keys());
  }

  /// As the value itself, or as the key that it follows.
  @Test
  void theManualGivesEveryDefaultWithItsUnit() throws IOException {
    Map<String, String> manual = manual();
    Map<String, String> least = new LinkedHashMap<>();
    rows()
        .filter(row ->
            Set.of(
                    "database.url",
                    "database.password",
                    "slack.signing_secret",
                    "slack.bot_token",
                    "slack.team_id",
                    "slack.app_id",
                    "teams.app_id",
                    "teams.tenant_id")
                .contains(row.key()))
        .forEach(row -> least.put(row.key(), row.value().replace("sandbox", "real")));
    least.put("teams.managed_identity", "true");
    List<Setting> settings = read(least).settings();
    Set<String> given = least.keySet();
    for (Setting setting : settings) {
      if (!given.contains(setting.key())) {
        assertThat(setting.origin()).isEqualTo("default");
        assertThat(isDefault(manual.getOrDefault(setting.key(), ""), setting.shown()))
            .as("%s: %s, not %s", setting.key(), setting.shown(), manual.get(setting.key()))
            .isTrue();
      }
    }
    Set<String> shown = settings.stream().map(Setting::key).collect(Collectors.toSet());
    keys().stream()
        .filter(key -> !shown.contains(key) || (given.contains(key) && !key.contains("identity")))
        .forEach(key ->
            assertThat(manual.get(key)).as(key).containsPattern("required|none|exactly one"));
  }

  private static boolean isDefault(String cell, String shown) {
    String bare = shown.replaceAll("[\\[\\]]", "");
    return CODE.matcher(cell)
            .results()
            .map(word -> word.group(1))
            .anyMatch(word -> word.equals(bare) || keys().contains(word))
        || (bare.isEmpty() && cell.contains("none"));
  }

  /// Key → what the manual says of its default. A name without a section is of the section before
  /// it, and a row with several keys and as many defaults gives one to each.
  private static Map<String, String> manual() throws IOException {
    String text = Files.readString(Path.of(MANUAL));
    String settings = text.substring(text.indexOf("\n## Settings\n") + 1);
    Map<String, String> manual = new TreeMap<>();
    settings
        .substring(0, settings.indexOf("\n## "))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|"))
        .forEach(cells -> {
          List<String> keys = named(cells[1]);
          List<String> defaults = Arrays.stream(cells[2].split(", ")).toList();
          for (int nth = 0; nth < keys.size(); nth++) {
            boolean each = keys.size() == defaults.size();
            assertThat(manual.put(keys.get(nth), each ? defaults.get(nth) : cells[2]))
                .as("twice in the manual: " + keys.get(nth))
                .isNull();
          }
        });
    return manual;
  }

  private static List<String> named(String cell) {
    Map<String, String> names = new LinkedHashMap<>();
    String section = "";
    for (String name : CODE.matcher(cell).results().map(word -> word.group(1)).toList()) {
      section = name.contains(".") || section.isEmpty() ? above(name) : section;
      names.put(name.contains(".") || section.isEmpty() ? name : section + "." + name, "");
    }
    return List.copyOf(names.keySet());
  }

  private static String above(String key) {
    return key.contains(".") ? key.substring(0, key.lastIndexOf('.')) : "";
  }

  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  /// What a refusal of an unknown key says that there is.
  private Set<String> known(String section) throws IOException {
    Map<String, String> with = new LinkedHashMap<>(whole);
    with.put(section.isEmpty() ? "qqqqqq" : section + ".qqqqqq", "1");
    List<FileProblem> problems = reading(with).problems();
    assertThat(problems).as(section).hasSize(1);
    Matcher names = NAMES.matcher(problems.getFirst().toString());
    assertThat(names.find()).isTrue();
    return new TreeSet<>(Set.of(names.group(1).split(", ")));
  }

  /// The configuration apart from where each value came from, or why there is none.
  private Object outcome(Map<String, String> values) throws IOException {
    return switch (reading(values)) {
      case FileReading.Unreadable<Configuration>(var problems) -> problems;
      case FileReading.Read<Configuration>(var read) ->
          new Configuration(
              read.profile(),
              read.issuer(),
              read.environment(),
              read.server(),
              read.http(),
              read.database(),
              read.files(),
              read.slack(),
              read.teams(),
              read.console(),
              read.internalDomains(),
              read.people(),
              read.deploy(),
              read.proposals(),
              read.workers(),
              read.notices(),
              read.breakGlass(),
              List.of());
    };
  }

  private Configuration read(Map<String, String> values) throws IOException {
    return switch (reading(values)) {
      case FileReading.Read<Configuration>(var read) -> read;
      case FileReading.Unreadable<Configuration>(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private FileReading<Configuration> reading(Map<String, String> values) throws IOException {
    Path file = Files.writeString(folder.resolve("countersign.yaml"), yaml(values, ""));
    return ConfigurationReader.read(file, Map.of());
  }

  /// One section as a flow mapping, its own sections in it.
  private static String yaml(Map<String, String> values, String section) {
    String prefix = section.isEmpty() ? "" : section + ".";
    return values.keySet().stream()
        .filter(key -> key.startsWith(prefix))
        .map(key -> key.substring(prefix.length()).split("\\.", 2)[0])
        .distinct()
        .sorted(Comparator.naturalOrder())
        .map(name -> {
          String value = values.get(prefix + name);
          return name + ": " + (value == null ? yaml(values, prefix + name) : scalar(value));
        })
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String scalar(String value) {
    return value.startsWith("[") || value.matches("[0-9]+|true|false") ? value : '"' + value + '"';
  }
}
