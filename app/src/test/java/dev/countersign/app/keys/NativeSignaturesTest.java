package dev.countersign.app.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.token.KeyRing;
import java.security.SecureRandom;
import java.security.Security;
import java.time.InstantSource;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;

class NativeSignaturesTest {
  private final KeyRing ring = KeyRing.generate(new SecureRandom(), InstantSource.system());

  @Test
  void theNativeLibraryLoadsWhereWeTest() {
    assertThat(Conscrypt.isAvailable()).isTrue();
    assertThat(NativeSignatures.on(ring)).isNotSameAs(ring);
  }

  @Test
  void theKeysStayTheSame() {
    assertThat(NativeSignatures.on(ring).toJson()).isEqualTo(ring.toJson());
  }

  @Test
  void nothingElseIsLeftToIt() {
    NativeSignatures.on(ring);
    assertThat(Security.getProviders()).noneMatch(Conscrypt::isConscrypt);
  }
}
