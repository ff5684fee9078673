package dev.countersign.teams.settings;

import java.net.URI;

/// Where Teams lives for one kind of customer; the clouds share nothing but the first two their
/// identity (TeamsServiceEndpoints of the Agents SDK, how-to-deploy-gov-cloud-high of Azure Bot
/// Service). The scope of a token to send with is the issuer followed by `/.default`.
public enum TeamsCloud {
  PUBLIC("smba.trafficmanager.net", "botframework.com", "login.botframework.com", "com"),
  GCC("smba.infra.gcc.teams.microsoft.com", "botframework.com", "login.botframework.com", "com"),
  GCC_HIGH(
      "smba.infra.gov.teams.microsoft.us", "botframework.us", "login.botframework.azure.us", "us"),
  DOD("smba.infra.dod.teams.microsoft.us", "botframework.us", "login.botframework.azure.us", "us");

  private final String service;
  private final String framework;
  private final String keys;
  private final String loginEnding;

  TeamsCloud(String service, String framework, String keys, String loginEnding) {
    this.service = service;
    this.framework = framework;
    this.keys = keys;
    this.loginEnding = loginEnding;
  }

  /// The `iss` of a token that the connector signs.
  public String tokenIssuer() {
    return "https://api." + framework;
  }

  /// Names the address of the connector's keys.
  public URI openIdMetadata() {
    return URI.create("https://" + keys + "/v1/.well-known/openidconfiguration");
  }

  /// Where the bot asks for tokens of its own.
  public URI loginBase() {
    return URI.create("https://login.microsoftonline." + loginEnding + "/");
  }

  /// Scheme and host of every service URL of this cloud.
  public URI serviceOrigin() {
    return URI.create("https://" + service);
  }

  /// Where a first message goes, before the tenant's own service URL is known.
  public URI coldService() {
    return URI.create("https://" + service + "/teams/");
  }
}
