package dev.countersign.console;

import dev.countersign.json.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/// One try to sign in, by one browser. The browser keeps a secret for it; what the issuer is told,
/// and brings back, are three digests of it, each for one use. So nobody can be made to finish a
/// sign-in that another browser began, and no replica has to remember one.
///
/// @param secret 256 random bits, in base64url
record SignInAttempt(String secret) {
  static final int SLOTS = 8;

  /// Brought back by the browser with the code.
  String state() {
    return derived("state");
  }

  /// Brought back in the identity token.
  String nonce() {
    return derived("nonce");
  }

  /// The code verifier of RFC 7636: whoever has the code alone gets nothing for it.
  String verifier() {
    return derived("verifier");
  }

  /// Which of [#SLOTS] places in a browser keeps it: pages that are opened side by side each have a
  /// sign-in of their own, and no page can fill a browser with them.
  static int slot(String state) {
    return state.isEmpty() ? 0 : state.charAt(0) % SLOTS;
  }

  boolean isFor(String state) {
    return MessageDigest.isEqual(
        state().getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
  }

  private String derived(String use) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            Digest.sha256(
                ("countersign/console/" + use + "/1\0" + secret).getBytes(StandardCharsets.UTF_8)));
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "SignInAttempt";
  }
}
