package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.ClickAnswer.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClickWordsTest {

  @Test
  void whatAnAdapterTreatsInAWayOfItsOwnIsSaidByTheKindAndNothingElseIs() {
    Map<Kind, Set<ClickRefusal>> kinds =
        Arrays.stream(ClickRefusal.values())
            .collect(
                Collectors.groupingBy(
                    reason -> ClickWords.refused(reason).kind(),
                    Collectors.toCollection(() -> EnumSet.noneOf(ClickRefusal.class))));
    Set<ClickRefusal> plain = kinds.remove(Kind.REFUSED);

    assertThat(kinds)
        .isEqualTo(
            Map.of(
                Kind.NOT_ENTITLED,
                Set.of(ClickRefusal.NOT_ELIGIBLE, ClickRefusal.OTHER_FUNCTION),
                Kind.OUTSIDER,
                Set.of(ClickRefusal.OUTSIDER),
                Kind.OUTDATED,
                Set.of(
                    ClickRefusal.EXPIRED_TOKEN,
                    ClickRefusal.STALE_REVISION,
                    ClickRefusal.NOT_POSTED_CARD),
                Kind.INCOMPLETE,
                Set.of(ClickRefusal.INCOMPLETE),
                Kind.UNKNOWN_BUTTON,
                Set.of(ClickRefusal.UNKNOWN_BUTTON),
                Kind.MALFORMED,
                Set.of(ClickRefusal.MALFORMED_PRESS)));
    assertThat(plain).hasSize(ClickRefusal.values().length - 9);
  }
}
