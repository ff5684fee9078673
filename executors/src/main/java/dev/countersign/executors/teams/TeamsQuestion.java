package dev.countersign.executors.teams;

import dev.countersign.executors.connection.TeamsConnection;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.http.ClientCredentials;
import dev.countersign.executors.http.HostQuestion;
import dev.countersign.executors.sending.SetupFindings;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ClassicHttpRequest;

/// Whether the app gets a token, which changes nothing, and what that lets it do.
///
/// Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
public final class TeamsQuestion implements HostQuestion {
  private static final String CONNECTOR = "https://api.botframework.com";
  static final String SCOPE = CONNECTOR + "/.default";

  private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
  private static final int MOST_NAMED = 20;

  private final TeamsConnection connection;
  private final CredentialResolver credentials;

  private TeamsQuestion(TeamsConnection connection, CredentialResolver credentials) {
    this.connection = connection;
    this.credentials = credentials;
  }

  public static HostQuestion of(TeamsConnection connection, CredentialResolver credentials) {
    return new TeamsQuestion(connection, credentials);
  }

  /// Of the token endpoint.
  static String path(TeamsConnection connection) {
    return "/" + connection.tenant() + "/oauth2/v2.0/token";
  }

  @Override
  public ClassicHttpRequest request() {
    return ClientCredentials.question(
        path(connection),
        connection.appId(),
        SCOPE,
        connection.credential().flatMap(credentials::resolve));
  }

  @Override
  public void answered(int status, byte[] body, String scopes, SetupFindings findings) {
    if (status != 200 || !ClientCredentials.isToken(body)) {
      findings.bad(
          "token",
          "none: status " + status,
          "Look at tenant, app_id and credential: they are of one app, whose secret is in force.");
      return;
    }
    Optional<JsonObject> claims = ClientCredentials.claims(body);
    Optional<String> flaw = claims.flatMap(this::flaw);
    if (flaw.isPresent()) {
      findings.bad("token", flaw.get(), "Look at tenant, app_id and login_url.");
    } else {
      findings.good("token", "of app " + connection.appId());
    }
    claims.ifPresentOrElse(
        it -> roles(it, findings),
        () -> findings.unseen("roles", "the token does not say what it may", ""));
  }

  private Optional<String> flaw(JsonObject claims) {
    if (claims.members().get("aud") instanceof JsonString(String audience)
        && !audience.equals(CONNECTOR)) {
      return Optional.of("not for the connector of Teams");
    }
    return claims.members().get("appid") instanceof JsonString(String app)
            && !app.equalsIgnoreCase(connection.appId())
        ? Optional.of("of another app")
        : Optional.empty();
  }

  /// The connector asks for none: it takes messages of an app that was added to the conversation.
  private static void roles(JsonObject claims, SetupFindings findings) {
    List<String> roles =
        claims.members().get("roles") instanceof JsonArray named
            ? named.items().stream()
                .flatMap(role ->
                    role instanceof JsonString(String name) ? Stream.of(name) : Stream.empty())
                .filter(name -> ROLE.matcher(name).matches())
                .distinct()
                .sorted()
                .toList()
            : List.of();
    if (roles.isEmpty()) {
      findings.good("roles", "none, and none is needed by an app that was added to a conversation");
    } else {
      findings.note(
          "roles",
          "the app may more: "
              + String.join(", ", roles.subList(0, Math.min(roles.size(), MOST_NAMED)))
              + (roles.size() > MOST_NAMED ? " and others" : ""),
          "Posting needs none of them: take them from the app.");
    }
  }
}
