package dev.countersign.console;

import dev.countersign.json.Digest;
import dev.countersign.ledger.SignIn.Means;
import dev.countersign.people.AccountId;
import dev.countersign.people.ConsoleRole;
import dev.countersign.people.Person;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;

/// Whoever is signed in, for one request.
///
/// @param secret of their session
/// @param by how they signed in
/// @param openedAt when they did
/// @param person as people in force have them at this moment
/// @param roles which pages they see
record Visitor(
    String secret,
    AccountId account,
    Means by,
    Instant openedAt,
    Person person,
    Set<ConsoleRole> roles) {
  Visitor {
    roles = Set.copyOf(roles);
  }

  /// What every form of this session carries. A digest of the session's secret, which no page
  /// shows.
  String formKey() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            Digest.sha256(
                ("countersign/console/form/1\0" + secret).getBytes(StandardCharsets.UTF_8)));
  }

  boolean owns(String key) {
    return MessageDigest.isEqual(
        formKey().getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "Visitor[" + account + "]";
  }
}
