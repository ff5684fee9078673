package dev.countersign.app.config;

import dev.countersign.secret.Secret;
import dev.countersign.teams.settings.TeamsCredential;
import dev.countersign.teams.settings.TeamsCredential.Certificate;
import dev.countersign.teams.settings.TeamsCredential.ClientSecret;
import dev.countersign.teams.settings.TeamsCredential.ManagedIdentity;
import java.net.URI;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads what a bot signs in with: a secret, a certificate with its key, or the identity of the
/// machine; exactly one of them.
final class TeamsSignIn {
  private static final String SECRET = "client_secret";
  private static final String CERTIFICATE = "certificate_file";
  private static final String KEY = "private_key_file";
  private static final String IDENTITY = "managed_identity";
  private static final String ENDPOINT = "managed_identity_endpoint";
  private static final String HEADER = "managed_identity_header";

  private final SettingsSection teams;
  private final String app;

  /// @param app empty when it was not understood
  TeamsSignIn(SettingsSection teams, String app) {
    this.teams = teams;
    this.app = app;
  }

  /// Empty when anything is wrong, all of which is reported.
  Optional<TeamsCredential> read() {
    Optional<Secret> secret = teams.secret(SECRET);
    Optional<X509Certificate> certificate =
        teams.content(
            CERTIFICATE,
            Pem.MAX_BYTES,
            Pem::certificate,
            "A readable PEM file of one X.509 certificate is expected.");
    Optional<PrivateKey> key =
        teams.content(
            KEY,
            Pem.MAX_BYTES,
            Pem::rsaKey,
            "A readable PEM file of one RSA key is expected: PKCS#8, without a password.");
    boolean identity = teams.bool(IDENTITY, false);
    URI endpoint = teams.uri(ENDPOINT, ManagedIdentity.VIRTUAL_MACHINE);
    Optional<Secret> header = teams.secret(HEADER);
    if (!isOne(identity) || !isWhole(identity)) {
      return Optional.empty();
    }
    return identity
        ? identity(endpoint, header)
        : secret
            .flatMap(this::secret)
            .or(() -> certificate.flatMap(c -> key.flatMap(k -> certificate(k, c))));
  }

  private boolean isOne(boolean identity) {
    long given =
        Stream.of(isGiven(SECRET), isGiven(CERTIFICATE) || isGiven(KEY), identity)
            .filter(one -> one)
            .count();
    if (given != 1) {
      teams.problem(
          SECRET,
          "Exactly one of client_secret, certificate_file with private_key_file, and"
              + " managed_identity is required.");
    }
    return given == 1;
  }

  private boolean isWhole(boolean identity) {
    boolean whole = true;
    if (isGiven(CERTIFICATE) != isGiven(KEY)) {
      teams.problem(
          isGiven(KEY) ? CERTIFICATE : KEY, "A certificate and its key are given together.");
      whole = false;
    }
    for (String name : new String[] {ENDPOINT, HEADER}) {
      if (!identity && isGiven(name)) {
        teams.problem(name, "This goes with managed_identity: true.");
        whole = false;
      }
    }
    return whole;
  }

  private boolean isGiven(String name) {
    return teams.isGiven(name) || teams.isGiven(name + "_file");
  }

  private Optional<TeamsCredential> secret(Secret secret) {
    try {
      return Optional.of(new ClientSecret(secret));
    } catch (IllegalArgumentException e) {
      return refused(SECRET, "Not the shape of a client secret: its value, not its id.");
    }
  }

  private Optional<TeamsCredential> certificate(PrivateKey key, X509Certificate certificate) {
    try {
      return Optional.of(new Certificate(key, certificate));
    } catch (IllegalArgumentException e) {
      return refused(KEY, "Not the key of the certificate, or shorter than Entra takes.");
    }
  }

  private Optional<TeamsCredential> identity(URI endpoint, Optional<Secret> header) {
    if (app.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ManagedIdentity(app, endpoint, header.orElse(null)));
    } catch (IllegalArgumentException e) {
      return refused(
          ENDPOINT, "An https address, or http on this machine or a link-local address.");
    }
  }

  private Optional<TeamsCredential> refused(String name, String detail) {
    teams.problem(name, detail);
    return Optional.empty();
  }
}
