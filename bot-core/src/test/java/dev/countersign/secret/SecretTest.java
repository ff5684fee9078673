package dev.countersign.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SecretTest {
  @Test
  void aSecretPrintsNothingOfItself() {
    assertThat(new Secret("hush")).hasToString("[REDACTED]");
    assertThat(new Secret("hush")).hasSameHashCodeAs(new Secret("other"));
  }

  @Test
  void secretsAreComparedByTheirValue() {
    assertThat(new Secret("hush")).isEqualTo(new Secret("hush"));
    assertThat(new Secret("hush")).isNotEqualTo(new Secret("hush2")).isNotEqualTo("hush");
  }

  @Test
  void aDrawnOneIsMadeOfTheRandomBitsAlone() {
    Secret drawn = Secret.drawn(new SecureRandom());
    assertThat(drawn.reveal()).matches("[0-9a-f]{64}");
    assertThat(drawn).isNotEqualTo(Secret.drawn(new SecureRandom()));
  }

  @Test
  void itsUserGetsAllOfIt() {
    assertThat(new Secret("schlüssel").reveal()).isEqualTo("schlüssel");
    assertThat(new Secret("schlüssel").utf8())
        .isEqualTo("schlüssel".getBytes(StandardCharsets.UTF_8));
  }
}
