package dev.countersign.teams.settings;

import dev.countersign.secret.ConfidentialAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One bot, registered for one tenant.
///
/// @param appId "Application (client) ID" of the registration: a GUID in lower case
/// @param tenantId the home tenant, a GUID in lower case: the only one in which cards are posted
/// @param tenants whose callers are heard, [#tenantId] among them
/// @param credential what the bot signs in with
/// @param openIdMetadata names the address of the connector's keys
/// @param tokenIssuer the `iss` of a connector's token, compared to the letter
/// @param loginBase where the bot asks for tokens, ending in `/`
/// @param serviceOrigins scheme, host and port that may get the bot's bearer; Teams names them in
///   every activity, so they are input
/// @param coldService where a first message goes when no activity has named a service yet, at one
///   of [#serviceOrigins], ending in `/`
public record TeamsSettings(
    String appId,
    String tenantId,
    Set<String> tenants,
    TeamsCredential credential,
    URI openIdMetadata,
    String tokenIssuer,
    URI loginBase,
    Set<URI> serviceOrigins,
    URI coldService) {
  private static final Pattern GUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  public TeamsSettings {
    require(isGuid(appId), "appId is a GUID in lower case");
    require(isGuid(tenantId), "tenantId is a GUID in lower case");
    require(tenants.stream().allMatch(TeamsSettings::isGuid), "tenants are GUIDs in lower case");
    require(tenants.contains(tenantId), "tenants contains tenantId");
    require(!tokenIssuer.isBlank(), "tokenIssuer is not empty");
    ConfidentialAddress.require("openIdMetadata", openIdMetadata);
    ConfidentialAddress.require("loginBase", loginBase);
    require(loginBase.getPath().endsWith("/"), "loginBase ends with a slash");
    require(!serviceOrigins.isEmpty(), "serviceOrigins has at least one origin");
    for (URI origin : serviceOrigins) {
      ConfidentialAddress.require("serviceOrigins", origin);
      require(origin.getRawPath().isEmpty(), "an origin has no path");
    }
    require(
        new ServiceUrls(serviceOrigins)
            .allow(coldService.toString())
            .filter(coldService::equals)
            .isPresent(),
        "coldService is at one of serviceOrigins and ends with a slash");
    tenants = Set.copyOf(tenants);
    serviceOrigins = Set.copyOf(serviceOrigins);
  }

  /// The settings of a bot that hears its home tenant alone.
  public static TeamsSettings of(
      TeamsCloud cloud, String appId, String tenantId, TeamsCredential credential) {
    return new TeamsSettings(
        appId,
        tenantId,
        Set.of(tenantId),
        credential,
        cloud.openIdMetadata(),
        cloud.tokenIssuer(),
        cloud.loginBase(),
        Set.of(cloud.serviceOrigin()),
        cloud.coldService());
  }

  /// What Teams calls the bot.
  public String botId() {
    return "28:" + appId;
  }

  /// An id of Entra as it is kept here, in lower case; empty when it is no GUID.
  public static Optional<String> guid(@Nullable String text) {
    return Optional.ofNullable(text)
        .map(id -> id.toLowerCase(Locale.ROOT))
        .filter(TeamsSettings::isGuid);
  }

  private static boolean isGuid(String text) {
    return GUID.matcher(text).matches();
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
