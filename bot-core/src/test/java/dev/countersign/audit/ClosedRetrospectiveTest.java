package dev.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.audit.ClosedRetrospective.Against;
import dev.countersign.proposal.PersonId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// pia used break-glass, and lena filed what happened.
class ClosedRetrospectiveTest {
  private static final PersonId PIA = new PersonId("pia");
  private static final PersonId LENA = new PersonId("lena");
  private static final PersonId OTTO = new PersonId("otto");
  private static final PersonId MARC = new PersonId("marc");
  private static final PersonId NINA = new PersonId("nina");

  private static Optional<Against> against(PersonId by, PersonId... before) {
    return new ClosedRetrospective(by).against(PIA, Optional.of(LENA), Set.of(before));
  }

  @Test
  void twoOthersCloseItAndNobodyElse() {
    assertThat(new ClosedRetrospective(OTTO).against(PIA, Optional.empty(), Set.of()))
        .hasValue(Against.NOT_FILED);
    assertThat(against(PIA)).hasValue(Against.OWN_WORK);
    assertThat(against(LENA)).hasValue(Against.OWN_WORK);
    assertThat(against(OTTO)).isEmpty();
    assertThat(against(OTTO, OTTO)).hasValue(Against.CLOSED_BEFORE);
    assertThat(against(MARC, OTTO)).isEmpty();
    assertThat(against(NINA, OTTO, MARC)).hasValue(Against.CLOSED_ALREADY);
  }
}
