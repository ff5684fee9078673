package dev.countersign.passkey;

import dev.countersign.json.JsonObject;
import java.util.stream.Stream;

/// What an authenticator signed, letter by letter as a browser handed it over. Everything is in
/// base64url and not yet verified.
///
/// @param credential which passkey it says it is
/// @param authenticatorData for which site, whether it verified its user, how often it has signed
/// @param clientData what the browser says of the challenge and of the page
/// @param signature over the two
/// @param userHandle whose passkey the authenticator says it is
public record PasskeyAssertion(
    String credential,
    String authenticatorData,
    String clientData,
    String signature,
    String userHandle) {
  /// Characters of each part.
  public static final int LONGEST = 8192;

  public PasskeyAssertion {
    if (Stream.of(credential, authenticatorData, clientData, signature, userHandle)
        .anyMatch(part -> part.length() > LONGEST)) {
      throw new IllegalArgumentException("a part of an assertion is too long");
    }
  }

  public JsonObject toJson() {
    return JsonObject.builder()
        .put("credential", credential)
        .put("authenticator_data", authenticatorData)
        .put("client_data", clientData)
        .put("signature", signature)
        .put("user_handle", userHandle)
        .build();
  }

  public static PasskeyAssertion fromJson(JsonObject json) {
    return new PasskeyAssertion(
        json.text("credential"),
        json.text("authenticator_data"),
        json.text("client_data"),
        json.text("signature"),
        json.text("user_handle"));
  }

  /// Which passkey; nothing of what it signed.
  @Override
  public String toString() {
    return "PasskeyAssertion[" + credential.length() + " characters of a credential]";
  }
}
