package dev.countersign.token;

import static dev.countersign.token.Samples.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.json.Json;
import dev.countersign.request.Decision;
import java.math.BigInteger;
import java.security.Signature;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GrantKeyTest {

  /// The key is made so that the numbers 5 and 3 sign "a grant": a valid signature but for its
  /// size.
  @ParameterizedTest
  @EnumSource
  void aSignatureHas64BytesEvenWhereThePlatformTakesFewer(Arithmetic arithmetic) throws Exception {
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
    GrantKey key =
        arithmetic.of(
            GrantKey.readPublic(jwk, new KeyLabel(jwk.text("kid"), KeyState.VERIFYING, NOW)));

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

  /// Whatever the halves are, no text makes it throw: r and s at the ends of their range, and
  /// beyond.
  @ParameterizedTest
  @EnumSource
  void numbersOutOfRangeAreNoSignature(Arithmetic arithmetic) {
    GrantKey key = arithmetic.of(RING.grant().signing());
    byte[] good = key.sign(utf8("a grant"));
    BigInteger order = Curve.P_256.toECParameterSpec().getOrder();
    List<BigInteger> odd =
        List.of(
            BigInteger.ZERO,
            order,
            order.add(BigInteger.ONE),
            BigInteger.TWO.pow(256).subtract(BigInteger.ONE));
    assertThat(key.verifies(utf8("a grant"), good)).isTrue();
    for (BigInteger number : odd) {
      assertThat(key.verifies(utf8("a grant"), withNumber(good, 0, number))).isFalse();
      assertThat(key.verifies(utf8("a grant"), withNumber(good, 32, number))).isFalse();
    }
    assertThat(key.verifies(utf8("a grant"), new byte[64])).isFalse();
  }

  private static byte[] withNumber(byte[] signature, int at, BigInteger number) {
    byte[] changed = signature.clone();
    byte[] bytes = ECKey.encodeCoordinate(256, number).decode();
    System.arraycopy(bytes, 0, changed, at, bytes.length);
    return changed;
  }

  @Test
  void aKeyKeepsItsProviderWhenItsStateChanges() {
    GrantKey key = RING.grant().signing();
    CountingProvider provider = new CountingProvider();
    GrantKey other = key.by(provider);
    int before = provider.asked();
    assertThat(other.relabelled(key.label()).verifies(utf8("a"), key.sign(utf8("a")))).isTrue();
    assertThat(provider.asked()).isGreaterThan(before);
  }

  @Test
  void aKeyIsTranslatedForItsProviderOnceHoweverOftenItSigns() {
    CountingProvider provider = new CountingProvider().translating();
    GrantKey key = RING.grant().signing().by(provider);
    assertThat(provider.translated()).isEqualTo(1);

    for (int times = 0; times < 9; times++) {
      assertThat(key.verifies(utf8("a grant"), key.sign(utf8("a grant")))).isTrue();
    }
    assertThat(provider.translated()).isEqualTo(1);

    GrantKey old = key.relabelled(key.label().in(KeyState.VERIFYING, CLOCK));
    assertThat(old.verifies(utf8("a grant"), key.sign(utf8("a grant")))).isTrue();
    assertThat(provider.translated()).as("what only verifies has no private half").isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void oneKeySignsInSeveralThreadsAtOnce(Arithmetic arithmetic) throws Exception {
    GrantKey platform = RING.grant().signing();
    GrantKey key = arithmetic.of(platform);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> signers =
          IntStream.range(0, 200)
              .<Callable<Boolean>>mapToObj(nth ->
                  () -> platform.verifies(utf8("grant " + nth), key.sign(utf8("grant " + nth))))
              .toList();
      for (Future<Boolean> signed : threads.invokeAll(signers)) {
        assertThat(signed.get()).isTrue();
      }
    }
  }

  @Test
  void anExecutionVerifiesItsGrantOnce() {
    CountingProvider provider = new CountingProvider();
    TestGate gate = TestGate.inMemory(TestKeys.RING.grantsBy(provider));
    gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    int before = provider.asked();

    gate.execute();

    assertThat(gate.executions).containsExactly("succeeded");
    assertThat(provider.asked() - before).isEqualTo(1);
  }

  @Test
  void aProviderThatAcceptsOrSignsOtherwiseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RING.grantsBy(new ObligingProvider()))
        .withMessageContaining("does not agree");
  }
}
