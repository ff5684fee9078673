package dev.countersign.teams.caller;

import dev.countersign.teams.caller.CallerVerdict.Genuine;
import dev.countersign.teams.caller.CallerVerdict.KeysUnavailable;
import dev.countersign.teams.caller.CallerVerdict.Refused;
import dev.countersign.teams.settings.ServiceUrls;
import dev.countersign.teams.settings.TeamsSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Says whether the Bot Connector of Teams vouches for an activity
/// (bot-framework-rest-connector-authentication on learn.microsoft.com, "Step 4: Verify the JWT
/// token"). No other issuer is known here, the Emulator's least of all.
public final class ConnectorTokenVerifier {
  /// The one channel that this adapter speaks.
  static final String CHANNEL = "msteams";

  /// How far the connector's clock may be from ours. At exactly `exp` plus this it is expired.
  static final Duration SKEW = Duration.ofMinutes(5);

  private static final String BEARER = "Bearer ";
  private static final String ALGORITHM = "RS256";

  /// `crit` asks for more than we do, `b64` changes what is signed, `zip` and `enc` what it says.
  private static final List<String> UNEXPECTED = List.of("crit", "b64", "zip", "enc");

  private final ConnectorKeys keys;
  private final ServiceUrls services;
  private final Set<String> tenants;
  private final String issuer;
  private final String appId;
  private final InstantSource clock;

  public ConnectorTokenVerifier(TeamsSettings settings, ConnectorKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
    services = new ServiceUrls(settings.serviceOrigins());
    tenants = settings.tenants();
    issuer = settings.tokenIssuer();
    appId = settings.appId();
  }

  /// Answers [Genuine] only when every line holds; the order is part of the contract.
  ///
  /// 1 one header · 2 Bearer · 3 compact, in one spelling · 4 RS256 · 5 nothing that changes its
  /// meaning · 6 names a key · 7 an activity of Teams · 8 a key of the connector · 9 that may speak
  /// for Teams · 10 signed by it · 11 the connector is the issuer · 12 we are the audience · 13 not
  /// expired · 14 valid already · 15 the activity's service is the token's · 16 and on our list ·
  /// 17 of a tenant on our list
  public CallerVerdict verify(List<String> authorization, Activity activity) {
    if (authorization.isEmpty()) {
      return new Refused(CallerRefusal.NO_AUTHORIZATION); // 1
    }
    if (authorization.size() > 1) {
      return new Refused(CallerRefusal.REPEATED_AUTHORIZATION); // 1
    }
    String header = authorization.getFirst();
    if (!header.startsWith(BEARER)) {
      return new Refused(CallerRefusal.NOT_BEARER); // 2
    }
    Optional<ConnectorToken> parsed = ConnectorToken.parse(header.substring(BEARER.length()));
    if (parsed.isEmpty()) {
      return new Refused(CallerRefusal.MALFORMED_TOKEN); // 3
    }
    ConnectorToken token = parsed.get();
    Optional<CallerRefusal> form = form(token, activity); // 4 to 7
    if (form.isPresent()) {
      return new Refused(form.get());
    }
    return switch (keys.find(token.header("kid").orElseThrow())) {
      case KeyAnswer.Unavailable() -> new KeysUnavailable();
      case KeyAnswer.Unknown() -> new Refused(CallerRefusal.UNKNOWN_KEY); // 8
      case KeyAnswer.Known(ConnectorKey key) ->
          signature(token, key) // 9, 10
              .or(() -> claims(token)) // 11 to 14
              .<CallerVerdict>map(Refused::new)
              .orElseGet(() -> place(token, activity)); // 15 to 17
    };
  }

  private static Optional<CallerRefusal> form(ConnectorToken token, Activity activity) {
    if (!token.header("alg").equals(Optional.of(ALGORITHM))) {
      return Optional.of(CallerRefusal.WRONG_ALGORITHM); // 4
    }
    if (UNEXPECTED.stream().anyMatch(token::hasHeader)) {
      return Optional.of(CallerRefusal.UNEXPECTED_HEADER); // 5
    }
    if (token.header("kid").isEmpty()) {
      return Optional.of(CallerRefusal.NO_KEY_ID); // 6
    }
    if (activity.channelId() == null) {
      return Optional.of(CallerRefusal.NO_CHANNEL); // 7
    }
    return activity.channelId().equals(CHANNEL)
        ? Optional.empty()
        : Optional.of(CallerRefusal.OTHER_CHANNEL); // 7
  }

  private static Optional<CallerRefusal> signature(ConnectorToken token, ConnectorKey key) {
    if (!key.endorsements().contains(CHANNEL)) {
      return Optional.of(CallerRefusal.NOT_ENDORSED); // 9
    }
    return token.isSignedBy(key.key())
        ? Optional.empty()
        : Optional.of(CallerRefusal.BAD_SIGNATURE); // 10
  }

  private Optional<CallerRefusal> claims(ConnectorToken token) {
    if (!token.hasClaim("iss")) {
      return Optional.of(CallerRefusal.NO_ISSUER); // 11
    }
    if (!token.claim("iss").equals(Optional.of(issuer))) {
      return Optional.of(CallerRefusal.WRONG_ISSUER); // 11
    }
    if (!token.hasClaim("aud")) {
      return Optional.of(CallerRefusal.NO_AUDIENCE); // 12
    }
    if (!token.claim("aud").equals(Optional.of(appId))) {
      return Optional.of(CallerRefusal.WRONG_AUDIENCE); // 12
    }
    Instant now = clock.instant();
    Optional<Instant> expiry = token.instant("exp");
    if (expiry.isEmpty()) {
      return Optional.of(CallerRefusal.NO_EXPIRY); // 13
    }
    if (!now.isBefore(expiry.get().plus(SKEW))) {
      return Optional.of(CallerRefusal.EXPIRED); // 13: equal is expired
    }
    Optional<Instant> notBefore = token.instant("nbf");
    if (notBefore.isEmpty()) {
      return Optional.of(CallerRefusal.NO_NOT_BEFORE); // 14
    }
    return now.isBefore(notBefore.get().minus(SKEW))
        ? Optional.of(CallerRefusal.NOT_YET_VALID) // 14: equal is valid
        : Optional.empty();
  }

  private CallerVerdict place(ConnectorToken token, Activity activity) {
    if (activity.serviceUrl() == null) {
      return new Refused(CallerRefusal.NO_SERVICE_URL); // 15
    }
    if (!token.hasClaim("serviceurl")) {
      return new Refused(CallerRefusal.NO_SERVICE_CLAIM); // 15
    }
    if (!token.claim("serviceurl").equals(Optional.of(activity.serviceUrl()))) {
      return new Refused(CallerRefusal.OTHER_SERVICE); // 15
    }
    Optional<URI> service = services.allow(activity.serviceUrl());
    if (service.isEmpty()) {
      return new Refused(CallerRefusal.SERVICE_NOT_ALLOWED); // 16
    }
    return switch (CallerTenant.of(activity)) { // 17
      case CallerTenant.None() -> new Refused(CallerRefusal.NO_TENANT);
      case CallerTenant.Disagreement() -> new Refused(CallerRefusal.TENANTS_DISAGREE);
      case CallerTenant.One(String id) ->
          tenants.contains(id)
              ? new Genuine(activity, id, service.get(), token.instant("exp").orElseThrow())
              : new Refused(CallerRefusal.FOREIGN_TENANT);
    };
  }
}
