package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.json.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoredAgentKeysTest {
  private static final String SECRET = "Ab0_-".repeat(8);
  private static final String ID = "ck_test_supportbot1";

  private final List<String> lookedUp = new ArrayList<>();

  private StoredAgentKeys keys(Map<String, byte[]> hashes) {
    return new StoredAgentKeys(
        TestGate.directory(),
        id -> {
          lookedUp.add(id);
          return Optional.ofNullable(hashes.get(id))
              .map(hash -> new StoredKey(hash, Set.of(Scope.values()), Optional.empty()));
        });
  }

  private static byte[] hash(String secret) {
    return Digest.sha256(secret.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aKeyIsItsAgentWithBothScopes() {
    AuthenticatedAgent known =
        keys(Map.of(ID, hash(SECRET))).authenticate(ID + "_" + SECRET).orElseThrow();
    assertThat(known.agent().id().value()).isEqualTo("support-bot");
    assertThat(known.scopes()).containsExactlyInAnyOrder(Scope.PROPOSE, Scope.READ);
  }

  @Test
  void anotherSecretIsNobody() {
    StoredAgentKeys keys = keys(Map.of(ID, hash(SECRET)));
    assertThat(keys.authenticate(ID + "_" + SECRET + "x")).isEmpty();
    assertThat(keys.authenticate(ID + "_" + SECRET.toLowerCase(Locale.ROOT))).isEmpty();
  }

  @Test
  void anAgentWithoutAStoredHashIsNobody() {
    assertThat(keys(Map.of()).authenticate(ID + "_" + SECRET)).isEmpty();
  }

  @Test
  void aHashWithoutAnAgentIsNobody() {
    String id = "ck_test_nobodyknows";
    assertThat(keys(Map.of(id, hash(SECRET))).authenticate(id + "_" + SECRET)).isEmpty();
    assertThat(lookedUp).containsExactly(id);
  }

  @Test
  void onlyOneSpellingIsAKey() {
    for (String bad :
        List.of(
            "",
            ID,
            ID + "_",
            ID + "_" + "s".repeat(31),
            ID + "_" + "s".repeat(129),
            ID + "_" + SECRET + "=",
            ID + "_" + SECRET + "\n",
            " " + ID + "_" + SECRET,
            "ck_prod_supportbot1_" + SECRET,
            "ck_test_short_" + SECRET,
            "ck_test_SUPPORTBOT1_" + SECRET)) {
      assertThat(ApiKey.parse(bad)).isEmpty();
    }
  }

  @Test
  void aKeyDoesNotPrintItsSecret() {
    assertThat(ApiKey.parse(ID + "_" + SECRET).orElseThrow().toString()).doesNotContain(SECRET);
  }
}
