package dev.countersign.sandbox;

import java.security.SecureRandom;
import java.util.Base64;

/// Secrets of a sandbox: random for every instance, and recognisable by their prefix so that a
/// production configuration can refuse them.
public final class SandboxSecrets {
  private static final String SIGNING_SECRET_PREFIX = "sandbox-";
  private static final String BOT_TOKEN_PREFIX = "xoxb-sandbox-";

  private static final String APP_TOKEN_PREFIX = "xapp-sandbox-";

  private static final int RANDOM_BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  private SandboxSecrets() {}

  public static String newSigningSecret() {
    return SIGNING_SECRET_PREFIX + unguessable();
  }

  public static String newBotToken() {
    return BOT_TOKEN_PREFIX + unguessable();
  }

  public static String newAppToken() {
    return APP_TOKEN_PREFIX + unguessable();
  }

  /// For the app of a sandbox tenant; it starts as a signing secret does.
  public static String newClientSecret() {
    return SIGNING_SECRET_PREFIX + unguessable();
  }

  /// 192 random bits in base64url, for addresses and tokens that must not be guessed.
  public static String unguessable() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
