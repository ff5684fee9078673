package dev.countersign.app.config;

import dev.countersign.secret.ConfidentialAddress;
import dev.countersign.teams.settings.TeamsCloud;
import dev.countersign.teams.settings.TeamsCredential;
import dev.countersign.teams.settings.TeamsSettings;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads what one bot in one Teams tenant needs. Ids of Entra are taken in any case and kept in
/// lower case; addresses are those of the cloud unless set otherwise.
final class TeamsConfig {
  private static final int MOST_TENANTS = 20;
  private static final int MOST_ORIGINS = 10;
  private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final String SANDBOX = "A sandbox's address; profile production does not take it.";

  private final SettingsSection teams;
  private final Profile profile;

  TeamsConfig(SettingsSection teams, Profile profile) {
    this.teams = teams;
    this.profile = profile;
  }

  /// Empty when anything is wrong, all of which is reported.
  Optional<TeamsSettings> read() {
    String app =
        teams.required("app_id", TeamsConfig::guid, "The Application (client) ID, a GUID.");
    String home =
        teams.required("tenant_id", TeamsConfig::guid, "The Directory (tenant) ID, a GUID.");
    Set<String> tenants =
        teams.texts(
            "tenants", MOST_TENANTS, TeamsConfig::guid, "Ids of tenants, GUIDs.", Set.of(home));
    TeamsCloud cloud = teams.choice("cloud", TeamsCloud.class, TeamsCloud.PUBLIC);
    Optional<TeamsCredential> credential = new TeamsSignIn(teams, app).read();
    URI metadata = teams.uri("openid_metadata", cloud.openIdMetadata());
    String issuer = teams.text("token_issuer", cloud.tokenIssuer());
    URI login = teams.uri("login_base", cloud.loginBase());
    Set<URI> origins = teams.uris("service_origins", Set.of(cloud.serviceOrigin()), MOST_ORIGINS);
    URI cold = teams.uri("cold_service", cloud.coldService());
    boolean soundMetadata = address("openid_metadata", metadata, false);
    boolean soundLogin = address("login_base", login, true);
    boolean soundOrigins = origins(origins);
    boolean soundCold = address("cold_service", cold, true);
    boolean sound =
        soundMetadata && soundLogin && soundOrigins && soundCold && isAtOne(cold, origins);
    boolean fitting = profile != Profile.PRODUCTION || isNoSandbox(credential);
    teams.close();
    if (!sound || !fitting || app.isEmpty() || home.isEmpty()) {
      return Optional.empty();
    }
    try {
      return credential.map(signIn ->
          new TeamsSettings(
              app, home, with(tenants, home), signIn, metadata, issuer, login, origins, cold));
    } catch (IllegalArgumentException e) {
      teams.problem("cold_service", "The addresses do not go together: " + e.getMessage() + ".");
      return Optional.empty();
    }
  }

  private static String guid(String text) {
    String id = text.toLowerCase(Locale.ROOT);
    if (!GUID.matcher(id).matches()) {
      throw new IllegalArgumentException("not a GUID");
    }
    return id;
  }

  private static Set<String> with(Set<String> tenants, String home) {
    Set<String> all = new HashSet<>(tenants);
    all.add(home);
    return all;
  }

  private boolean address(String name, URI uri, boolean isFolder) {
    boolean ends = !isFolder || uri.getPath().endsWith("/");
    return isTrue(
            ConfidentialAddress.is(uri) && ends,
            name,
            "An https address, or http on the loopback one"
                + (isFolder ? ", ending in a slash." : "."))
        && isTrue(!isForbidden(uri), name, SANDBOX);
  }

  private boolean origins(Set<URI> origins) {
    return isTrue(
            !origins.isEmpty()
                && origins.stream()
                    .allMatch(uri -> ConfidentialAddress.is(uri) && uri.getRawPath().isEmpty()),
            "service_origins",
            "Origins without a path: https, or http on the loopback address.")
        && isTrue(origins.stream().noneMatch(this::isForbidden), "service_origins", SANDBOX);
  }

  private boolean isAtOne(URI cold, Set<URI> origins) {
    return isTrue(
        origins.stream().anyMatch(origin -> cold.toString().startsWith(origin + "/")),
        "cold_service",
        "An address at one of service_origins.");
  }

  private boolean isForbidden(URI uri) {
    return profile == Profile.PRODUCTION && ConfidentialAddress.isLoopback(uri);
  }

  private boolean isNoSandbox(Optional<TeamsCredential> credential) {
    return isTrue(
        !(credential.isPresent()
            && credential.get() instanceof TeamsCredential.ClientSecret(var secret)
            && SandboxSecret.is(secret.reveal())),
        "client_secret",
        "A sandbox's secret; profile production does not take it.");
  }

  private boolean isTrue(boolean holds, String name, String otherwise) {
    if (!holds) {
      teams.problem(name, otherwise);
    }
    return holds;
  }
}
