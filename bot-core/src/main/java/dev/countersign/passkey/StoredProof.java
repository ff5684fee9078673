package dev.countersign.passkey;

import dev.countersign.json.JsonObject;
import java.time.Duration;

/// What an entry keeps of a [StrongerCheck], so that `verify` makes it again: all but what the
/// challenge was for, which the entry itself says.
///
/// @param passkey its number
public record StoredProof(int passkey, String nonce, PasskeyAssertion assertion, Duration cooling) {

  public static StoredProof of(StrongerCheck check) {
    return new StoredProof(
        check.passkey().number(), check.nonce(), check.assertion(), check.cooling());
  }

  public JsonObject toJson() {
    return JsonObject.builder()
        .put("passkey", passkey)
        .put("nonce", nonce)
        .put("assertion", assertion.toJson())
        .put("cooling_seconds", cooling.toSeconds())
        .build();
  }

  /// @throws RuntimeException when it is not what [#toJson] wrote
  public static StoredProof fromJson(JsonObject json) {
    return new StoredProof(
        Math.toIntExact(json.number("passkey")),
        json.text("nonce"),
        PasskeyAssertion.fromJson(json.object("assertion")),
        Duration.ofSeconds(json.number("cooling_seconds")));
  }

  /// As it was used.
  public StrongerCheck.Use use(Bound bound) {
    return new StrongerCheck.Use(bound, nonce, assertion);
  }
}
