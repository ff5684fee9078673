package dev.countersign.teams.connector;

import dev.countersign.secret.Secret;
import dev.countersign.teams.settings.TeamsCredential;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Makes the one request that yields a token, by the kind of credential.
public final class TokenRequests {
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final TeamsCredential credential;
  private final String appId;
  private final URI tokenEndpoint;
  private final String resource;

  /// @param loginBase ends in `/`
  /// @param resource whom the token is for: `https://api.botframework.com` in the public cloud
  public TokenRequests(
      TeamsCredential credential, String appId, String tenantId, URI loginBase, String resource) {
    this.credential = credential;
    this.appId = appId;
    this.resource = resource;
    tokenEndpoint = URI.create(loginBase + tenantId + "/oauth2/v2.0/token");
  }

  /// Whether the answer comes from the platform that we run on.
  boolean stayHere() {
    return credential instanceof TeamsCredential.ManagedIdentity;
  }

  HttpRequest next(Instant now) {
    return switch (credential) {
      case TeamsCredential.ClientSecret(Secret secret) ->
          form(Map.of("client_secret", secret.reveal()));
      case TeamsCredential.Certificate certificate ->
          form(
              Map.of(
                  "client_assertion_type",
                  ASSERTION_TYPE,
                  "client_assertion",
                  ClientAssertion.sign(certificate, appId, tokenEndpoint, now)));
      case TeamsCredential.ManagedIdentity identity -> identity(identity);
    };
  }

  /// Client credentials grant
  /// (learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow).
  private HttpRequest form(Map<String, String> proof) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("grant_type", "client_credentials");
    fields.put("client_id", appId);
    fields.put("scope", resource + "/.default");
    fields.putAll(proof);
    return HttpRequest.newBuilder(tokenEndpoint)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(encoded(fields), StandardCharsets.UTF_8))
        .build();
  }

  /// Virtual machines
  /// (learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token),
  /// App Service (learn.microsoft.com/azure/app-service/overview-managed-identity).
  private HttpRequest identity(TeamsCredential.ManagedIdentity identity) {
    Secret header = identity.header();
    var query = new LinkedHashMap<String, String>();
    query.put("api-version", header == null ? "2018-02-01" : "2019-08-01");
    query.put("resource", resource);
    query.put("client_id", identity.clientId());
    var request =
        HttpRequest.newBuilder(URI.create(identity.endpoint() + "?" + encoded(query)))
            .header("Metadata", "true")
            .header("Accept", "application/json");
    return (header == null ? request : request.header("X-IDENTITY-HEADER", header.reveal()))
        .GET()
        .build();
  }

  private static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field ->
            field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
