package dev.countersign.executors.teams;

import dev.countersign.executors.connection.TeamsConnection;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.http.ClientCredentials;
import dev.countersign.executors.http.HostQuestion;
import dev.countersign.executors.sending.SetupFindings;
import org.apache.hc.core5.http.ClassicHttpRequest;

/// Whether the app gets a token, which changes nothing.
///
/// Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
public final class TeamsQuestion implements HostQuestion {
  static final String SCOPE = "https://api.botframework.com/.default";

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
    if (status == 200 && ClientCredentials.isToken(body)) {
      findings.good("token", "of app " + connection.appId());
    } else {
      findings.bad(
          "token",
          "none: status " + status,
          "Look at tenant, app_id and credential: they are of one app, whose secret is in force.");
    }
  }
}
