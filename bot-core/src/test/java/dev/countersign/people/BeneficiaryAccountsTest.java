package dev.countersign.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.WireName;
import dev.countersign.policy.IdKind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BeneficiaryAccountsTest {

  /// Another surface is another kind of account by which an action may name somebody.
  @Test
  void everySurfaceHasAKindOfAccountThatMayNameSomebody() {
    assertThat(
            Arrays.stream(IdKind.values())
                .filter(IdKind::hasTenant)
                .map(kind -> Surface.named(WireName.of(kind)).orElseThrow()))
        .containsExactlyInAnyOrder(Surface.values());
  }
}
