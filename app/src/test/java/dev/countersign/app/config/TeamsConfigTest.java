package dev.countersign.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.config.Configuration.Setting;
import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.FileReading;
import dev.countersign.secret.Secret;
import dev.countersign.teams.settings.TeamsCloud;
import dev.countersign.teams.settings.TeamsCredential.Certificate;
import dev.countersign.teams.settings.TeamsCredential.ClientSecret;
import dev.countersign.teams.settings.TeamsCredential.ManagedIdentity;
import dev.countersign.teams.settings.TeamsSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TeamsConfigTest {
  private static final String APP = "1d4f7c1e-0a5b-4c0e-9b57-2f6a3c8e9d10";
  private static final String TENANT = "8f0b6d52-3c1e-4a77-9d0e-5b2f7a1c4e36";
  private static final String PARTNER = "5e3c1b7a-90d4-4f6b-8a21-c7d2e8f01b93";
  private static final String SECRET = "aBc8Q~not-a-real-secret";

  private static final String LEAST =
      """
      database: {url: "jdbc:postgresql://db/gate", password: hush}
      """;

  private static final String IDS =
      """
      teams:
        app_id: %s
        tenant_id: %s
      """
          .formatted(APP, TENANT);

  private static final String BOT = IDS + "  client_secret: " + SECRET + "\n";

  /// Everything of a sandbox on this machine.
  private static final String SANDBOX =
      IDS
          + """
            client_secret: sandbox-secret-of-a-bot
            openid_metadata: http://127.0.0.1:9/v1/.well-known/openidconfiguration
            token_issuer: https://api.sandbox.example
            login_base: http://127.0.0.1:9/
            service_origins: ["http://127.0.0.1:9"]
            cold_service: http://127.0.0.1:9/teams/
          """;

  @TempDir private Path folder;

  @Test
  void withoutTheSectionThereIsNoBot() throws IOException {
    assertThat(required(reading(LEAST)).teams()).isEmpty();
  }

  @Test
  void whatIsNotSetHasItsDefault() throws IOException {
    assertThat(read(BOT))
        .isEqualTo(
            TeamsSettings.of(TeamsCloud.PUBLIC, APP, TENANT, new ClientSecret(new Secret(SECRET))));
  }

  @Test
  void everyKeyIsRead() throws IOException {
    TeamsSettings read =
        required(reading("profile: sandbox\n" + LEAST + SANDBOX + "  tenants: [" + PARTNER + "]"))
            .teams()
            .orElseThrow();
    URI sandbox = URI.create("http://127.0.0.1:9");
    assertThat(read)
        .isEqualTo(
            new TeamsSettings(
                APP,
                TENANT,
                Set.of(TENANT, PARTNER),
                new ClientSecret(new Secret("sandbox-secret-of-a-bot")),
                URI.create(sandbox + "/v1/.well-known/openidconfiguration"),
                "https://api.sandbox.example",
                URI.create(sandbox + "/"),
                Set.of(sandbox),
                URI.create(sandbox + "/teams/")));
  }

  @Test
  void theEnvironmentMaySayEverything() throws IOException {
    Map<String, String> environment =
        Map.of(
            "COUNTERSIGN_TEAMS_APP_ID",
            APP,
            "COUNTERSIGN_TEAMS_TENANT_ID",
            TENANT,
            "COUNTERSIGN_TEAMS_TENANTS",
            PARTNER + ", " + TENANT,
            "COUNTERSIGN_TEAMS_MANAGED_IDENTITY",
            "true");
    TeamsSettings read = required(reading(LEAST, environment)).teams().orElseThrow();
    assertThat(read.tenants()).containsExactlyInAnyOrder(TENANT, PARTNER);
    assertThat(read.credential()).isEqualTo(new ManagedIdentity(APP));
  }

  @Test
  void idsAreTakenInAnyCaseAndKeptInLowerCase() throws IOException {
    TeamsSettings read =
        read(
            BOT.replace(APP, APP.toUpperCase(Locale.ROOT))
                .replace(TENANT, "8F0B6D52-3c1e-4A77-9d0e-5b2f7a1c4e36"));
    assertThat(read.appId()).isEqualTo(APP);
    assertThat(read.tenantId()).isEqualTo(TENANT);
    assertThat(read.tenants()).containsExactly(TENANT);
  }

  @ParameterizedTest
  @CsvSource({
    "gcc,https://smba.infra.gcc.teams.microsoft.com,https://api.botframework.com",
    "gcc_high,https://smba.infra.gov.teams.microsoft.us,https://api.botframework.us",
    "dod,https://smba.infra.dod.teams.microsoft.us,https://api.botframework.us"
  })
  void eachCloudHasAddressesOfItsOwn(String cloud, URI origin, String issuer) throws IOException {
    TeamsSettings read = read(BOT + "  cloud: " + cloud);
    assertThat(read.serviceOrigins()).containsExactly(origin);
    assertThat(read.tokenIssuer()).isEqualTo(issuer);
  }

  @Test
  void aSecretMayLieInAFile() throws IOException {
    Files.writeString(folder.resolve("teams-secret"), SECRET + "\n");
    assertThat(read(IDS + "  client_secret_file: teams-secret").credential())
        .isEqualTo(new ClientSecret(new Secret(SECRET)));
  }

  @Test
  void aCertificateComesWithItsKey() throws Exception {
    TestPem bot = TestPem.make(folder, "bot");
    TestPem other = TestPem.make(folder, "other");
    assertThat(read(IDS + signIn(bot.certificate(), bot.key())).credential())
        .isInstanceOf(Certificate.class);
    assertThat(problems(IDS + signIn(bot.certificate(), other.key())))
        .singleElement()
        .asString()
        .contains("/teams/private_key_file");
    assertThat(problems(IDS + signIn(bot.key(), bot.certificate()))).hasSize(2);
    assertThat(problems(IDS + "  certificate_file: " + bot.certificate()))
        .singleElement()
        .asString()
        .contains("/teams/private_key_file");
    assertThat(problems(IDS + "  private_key_file: " + bot.key()))
        .singleElement()
        .asString()
        .contains("/teams/certificate_file");
  }

  @Test
  void aFileHoldsExactlyOneCertificateOrKey() throws Exception {
    TestPem bot = TestPem.make(folder, "bot");
    Path twice = folder.resolve("twice.pem");
    String certificate = Files.readString(bot.certificate());
    Files.writeString(twice, certificate + certificate);
    assertThat(problems(IDS + signIn(twice, bot.key()))).hasSize(1);
    Files.writeString(twice, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assertThat(problems(IDS + signIn(twice, bot.key()))).hasSize(1);
    Files.writeString(twice, " ".repeat(Pem.MAX_BYTES) + certificate);
    assertThat(problems(IDS + signIn(twice, bot.key()))).hasSize(1);
    assertThat(problems(IDS + signIn(folder.resolve("nowhere.pem"), bot.key()))).hasSize(1);
  }

  private static String signIn(Path certificate, Path key) {
    return "  certificate_file: " + certificate + "\n  private_key_file: " + key + "\n";
  }

  @Test
  void exactlyOneWayToSignInIsGiven() throws IOException {
    for (String ways :
        List.of(
            "",
            "  managed_identity: false\n",
            "  client_secret: " + SECRET + "\n  managed_identity: true\n")) {
      assertThat(problems(IDS + ways))
          .as(ways)
          .singleElement()
          .asString()
          .contains("/teams", "Exactly one of");
    }
  }

  @Test
  void aManagedIdentityMayBeAskedForElsewhereButNotOpenly() throws IOException {
    String identity = IDS + "  managed_identity: true\n";
    assertThat(
            read(identity
                    + "  managed_identity_endpoint: http://127.0.0.1:41/msi/token\n"
                    + "  managed_identity_header: a-header-of-the-platform\n")
                .credential())
        .isEqualTo(
            new ManagedIdentity(
                APP,
                URI.create("http://127.0.0.1:41/msi/token"),
                new Secret("a-header-of-the-platform")));
    assertThat(problems(identity + "  managed_identity_endpoint: http://identity.example/token"))
        .hasSize(1);
    assertThat(problems(BOT + "  managed_identity_endpoint: http://127.0.0.1:41/msi/token"))
        .singleElement()
        .asString()
        .contains("goes with managed_identity");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() throws IOException {
    assertThat(
            problems(
                """
                teams:
                  app_id: not-a-guid
                  tenants: [contoso.example]
                  client_secret: short
                  cloud: private
                  login_base: https://login.example
                  colour: red
                """))
        .hasSize(7)
        .anyMatch(p -> p.contains("/teams/app_id: "))
        .anyMatch(p -> p.contains("tenant_id: This is required."))
        .anyMatch(p -> p.contains("/teams/tenants: "))
        .anyMatch(p -> p.contains("/teams/client_secret: Not the shape"))
        .anyMatch(p -> p.contains("/teams/cloud: This is public or gcc or gcc_high or dod."))
        .anyMatch(p -> p.contains("/teams/login_base: "))
        .anyMatch(p -> p.contains("/teams/colour: There is no such key"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openid_metadata: http://keys.example/openid",
        "openid_metadata: https://u@keys.example/openid",
        "login_base: http://login.example/",
        "login_base: https://login.example/?x",
        "service_origins: [\"https://smba.example/teams\"]",
        "service_origins: [\"http://smba.example\"]",
        "service_origins: []",
        "cold_service: https://elsewhere.example/teams/",
        "cold_service: https://smba.trafficmanager.net.elsewhere.example/teams/",
        "cold_service: https://smba.trafficmanager.net/teams",
        "cold_service: https://smba.trafficmanager.net/a/../teams/"
      })
  void teamsIsReachedSafelyOrNotAtAll(String setting) throws IOException {
    assertThat(problems(BOT + "  " + setting)).isNotEmpty();
  }

  @Test
  void productionTakesNothingOfASandbox() throws IOException {
    assertThat(problems(SANDBOX))
        .hasSize(5)
        .allMatch(problem -> problem.contains("profile production does not take it"));
    assertThat(reading("profile: sandbox\n" + LEAST + SANDBOX).problems()).isEmpty();
  }

  @Test
  void settingsAreShownWithoutSecrets() throws IOException {
    Configuration read =
        required(
            reading(
                LEAST
                    + IDS
                    + "  managed_identity: true\n  managed_identity_header: a-header-to-hide\n"));
    assertThat(read.settings())
        .extracting(Setting::toString)
        .contains("teams.cloud: public  # default")
        .anyMatch(line -> line.startsWith("teams.managed_identity_header: [REDACTED]"))
        .noneMatch(line -> line.contains("a-header-to-hide"));
    assertThat(read.toString()).doesNotContain("a-header-to-hide");
    Configuration secret = required(reading(LEAST + BOT));
    assertThat(secret.settings()).noneMatch(line -> line.toString().contains(SECRET));
    assertThat(secret.toString()).doesNotContain(SECRET);
  }

  private TeamsSettings read(String teams) throws IOException {
    return required(reading(LEAST + teams)).teams().orElseThrow();
  }

  private List<String> problems(String teams) throws IOException {
    return reading(LEAST + teams).problems().stream().map(FileProblem::toString).toList();
  }

  private static Configuration required(FileReading<Configuration> reading) {
    return switch (reading) {
      case FileReading.Read<Configuration>(var read) -> read;
      case FileReading.Unreadable<Configuration>(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private FileReading<Configuration> reading(String yaml) throws IOException {
    return reading(yaml, Map.of());
  }

  private FileReading<Configuration> reading(String yaml, Map<String, String> environment)
      throws IOException {
    Path file = folder.resolve("countersign.yaml");
    Files.writeString(file, yaml);
    return ConfigurationReader.read(file, environment);
  }
}
