package dev.countersign.console;

import dev.countersign.card.ConsoleAddress;
import dev.countersign.secret.ConfidentialAddress;
import dev.countersign.secret.Secret;
import java.net.URI;
import java.time.Duration;

/// What the pages need.
///
/// @param address the origin that people type, see [ConsoleAddress]
/// @param issuer of OpenID Connect, letter by letter as it calls itself
/// @param clientId under which it knows the gate
/// @param passkeyCooling for how long a passkey that was confirmed does not count yet; zero for not
///   at all
public record ConsoleSettings(
    URI address, String issuer, String clientId, Secret clientSecret, Duration passkeyCooling) {
  /// Time in which a person notices that somebody enrolled one in their name.
  public static final Duration PASSKEY_COOLING = Duration.ofHours(24);

  /// Where the issuer sends people back to, below the address.
  public static final String CALLBACK = "/signed-in";

  public ConsoleSettings {
    ConfidentialAddress.require("the issuer", URI.create(issuer));
    address = new ConsoleAddress(address).origin();
  }

  URI callback() {
    return URI.create(address + CALLBACK);
  }

  /// What a browser names as the host that it asks.
  String host() {
    return address.getRawAuthority();
  }
}
