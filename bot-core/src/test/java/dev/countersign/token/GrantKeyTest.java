package dev.countersign.token;

import static dev.countersign.token.Samples.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.jwk.ECKey;
import dev.countersign.json.Json;
import java.security.Signature;
import org.junit.jupiter.api.Test;

final class GrantKeyTest {

  /// The key is made so that the numbers 5 and 3 sign "a grant": a valid signature but for its
  /// size.
  @Test
  void aSignatureHas64BytesEvenWhereThePlatformTakesFewer() throws Exception {
    var jwk =
        RING.grant()
            .signing()
            .publicJwk()
            .with("x", Json.of("l9QSEoHIPKq5ZJnHaj7JCdTjc8Ul6F4Ak8Kl6e5k0O4"))
            .with("y", Json.of("6mOwgb3Gwf7eDZNGDlT49DG7Lv81qPgDD6a9PT3I83E"));
    byte[] small = {5, 3};
    byte[] whole = new byte[64];
    whole[31] = 5;
    whole[63] = 3;
    GrantKey key = GrantKey.readPublic(jwk, new KeyLabel(jwk.text("kid"), KeyState.VERIFYING, NOW));

    assertThat(key.verifies(utf8("a grant"), whole)).isTrue();
    assertThat(key.verifies(utf8("a grant"), small)).isFalse();

    Signature platform = Signature.getInstance("SHA256withECDSAinP1363Format");
    platform.initVerify(ECKey.parse(text(jwk)).toECPublicKey());
    platform.update(utf8("a grant"));
    assertThat(platform.verify(small)).isTrue();
  }

  @Test
  void aKeyThatNoLongerSignsCannotSign() {
    GrantKey key = RING.grant().signing();
    GrantKey old = key.relabelled(key.label().in(KeyState.VERIFYING, CLOCK));
    assertThat(old.verifies(utf8("a"), key.sign(utf8("a")))).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> old.sign(utf8("a")));
  }
}
