package dev.countersign.app.config;

import dev.countersign.card.ConsoleAddress;
import dev.countersign.console.ConsoleSettings;
import dev.countersign.secret.ConfidentialAddress;
import dev.countersign.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads what the console needs: where people find it, and who says who they are.
final class ConsoleConfig {
  private static final Duration LONGEST_COOLING = Duration.ofDays(30);
  private static final int LONGEST_ISSUER = 256;
  private static final Pattern CLIENT = Pattern.compile("[!-~]{1,256}");
  private static final String SANDBOX = "A sandbox's; profile production does not take it.";

  private final SettingsSection console;
  private final Profile profile;

  ConsoleConfig(SettingsSection console, Profile profile) {
    this.console = console;
    this.profile = profile;
  }

  /// Empty when anything is wrong, all of which is reported.
  Optional<ConsoleSettings> read() {
    Optional<URI> address =
        console.parsed(
            "address",
            ConsoleConfig::origin,
            "An https address without a path, or http on the loopback one; at most 200"
                + " characters.");
    Optional<URI> issuer =
        console.parsed(
            "issuer",
            ConsoleConfig::issuer,
            "The issuer as it calls itself: an https address, or http on the loopback one.");
    String client =
        console.required(
            "client_id", CLIENT, "The client ID that the identity provider gave the gate.");
    Optional<Secret> secret = console.secret("client_secret");
    Duration cooling =
        console.duration(
            "passkey_cooling", ConsoleSettings.PASSKEY_COOLING, Duration.ZERO, LONGEST_COOLING);
    requireGiven("address");
    requireGiven("issuer");
    if (secret.isEmpty() && !console.isGiven("client_secret")) {
      console.problem("client_secret", "This is required, or client_secret_file.");
    }
    boolean ofSandbox = profile == Profile.PRODUCTION && isOfSandbox(issuer, secret);
    console.close();
    if (ofSandbox || client.isEmpty()) {
      return Optional.empty();
    }
    return address.flatMap(at ->
        issuer.flatMap(by ->
            secret.map(text -> new ConsoleSettings(at, by.toString(), client, text, cooling))));
  }

  private void requireGiven(String name) {
    if (!console.isGiven(name)) {
      console.problem(name, "This is required.");
    }
  }

  private boolean isOfSandbox(Optional<URI> issuer, Optional<Secret> secret) {
    boolean address = issuer.filter(ConfidentialAddress::isLoopback).isPresent();
    boolean key = secret.filter(text -> SandboxSecret.is(text.reveal())).isPresent();
    if (address) {
      console.problem("issuer", SANDBOX);
    }
    if (key) {
      console.problem("client_secret", SANDBOX);
    }
    return address || key;
  }

  private static URI origin(String text) {
    URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    return new ConsoleAddress(uri).origin();
  }

  private static URI issuer(String text) {
    URI uri = URI.create(text);
    ConfidentialAddress.require("it", uri);
    if (text.length() > LONGEST_ISSUER) {
      throw new IllegalArgumentException("it is too long");
    }
    return uri;
  }
}
