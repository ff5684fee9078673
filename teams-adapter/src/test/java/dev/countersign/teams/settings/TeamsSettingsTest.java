package dev.countersign.teams.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.secret.Secret;
import dev.countersign.teams.caller.ConnectorDouble;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TeamsSettingsTest {
  private static final String APP = ConnectorDouble.APP;
  private static final String TENANT = ConnectorDouble.TENANT;
  private static final TeamsCredential CREDENTIAL =
      new TeamsCredential.ClientSecret(new Secret("a-client-secret-of-tests"));

  @ParameterizedTest
  @EnumSource
  void eachCloudHasItsDefaults(TeamsCloud cloud) {
    TeamsSettings settings = TeamsSettings.of(cloud, APP, TENANT, CREDENTIAL);
    assertThat(settings.tenants()).containsExactly(TENANT);
    assertThat(settings.openIdMetadata().getScheme()).isEqualTo("https");
    assertThat(settings.toString()).doesNotContain("a-client-secret-of-tests");
  }

  @Test
  void thePublicCloudIsTheDocumentedOne() {
    TeamsSettings settings = TeamsSettings.of(TeamsCloud.PUBLIC, APP, TENANT, CREDENTIAL);
    assertThat(settings.openIdMetadata())
        .hasToString("https://login.botframework.com/v1/.well-known/openidconfiguration");
    assertThat(settings.tokenIssuer()).isEqualTo("https://api.botframework.com");
    assertThat(settings.loginBase()).hasToString("https://login.microsoftonline.com/");
    assertThat(settings.coldService()).hasToString("https://smba.trafficmanager.net/teams/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "app",
        "11111111-2222-4333-8444-55555555555",
        "11111111222243338444555555555555"
      })
  void idsAreGuids(String id) {
    assertRefused(
        id,
        TENANT,
        Set.of(TENANT),
        "https://login.botframework.com/x",
        "https://smba.trafficmanager.net");
    assertRefused(
        APP, id, Set.of(id), "https://login.botframework.com/x", "https://smba.trafficmanager.net");
    assertRefused(
        APP,
        TENANT,
        Set.of(TENANT, id),
        "https://login.botframework.com/x",
        "https://smba.trafficmanager.net");
  }

  @Test
  void idsAreInLowerCaseAndTheHomeTenantIsHeard() {
    String capitals = TENANT.toUpperCase(Locale.ROOT);
    assertRefused(
        APP,
        capitals,
        Set.of(capitals),
        "https://login.botframework.com/x",
        "https://smba.trafficmanager.net");
    assertRefused(
        APP,
        TENANT,
        Set.of(APP),
        "https://login.botframework.com/x",
        "https://smba.trafficmanager.net");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.botframework.com/x",
        "https://user@login.botframework.com/x",
        "https://login.botframework.com/x?y",
        "https://login.botframework.com/x#y",
        "file:///etc/passwd",
        "/x"
      })
  void keysComeFromASafePlace(String metadata) {
    assertRefused(APP, TENANT, Set.of(TENANT), metadata, "https://smba.trafficmanager.net");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://smba.trafficmanager.net/",
        "http://smba.trafficmanager.net",
        "https://other.example",
        "https://SMBA.trafficmanager.net"
      })
  void theColdServiceIsAtAnOriginThatIsAllowed(String origin) {
    assertRefused(APP, TENANT, Set.of(TENANT), "https://login.botframework.com/x", origin);
  }

  private static void assertRefused(
      String app, String tenant, Set<String> tenants, String metadata, String origin) {
    assertThatThrownBy(() ->
            new TeamsSettings(
                app,
                tenant,
                tenants,
                CREDENTIAL,
                URI.create(metadata),
                "https://api.botframework.com",
                URI.create("https://login.microsoftonline.com/"),
                Set.of(URI.create(origin)),
                URI.create("https://smba.trafficmanager.net/teams/")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
