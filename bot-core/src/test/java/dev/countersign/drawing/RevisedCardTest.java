package dev.countersign.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.CardView;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Section;
import dev.countersign.card.Yielding;
import dev.countersign.json.JsonObject;
import dev.countersign.request.Decision;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The card of a revision.
class RevisedCardTest {
  private final CardView card =
      Objects.requireNonNull(SampleRecords.views().get("message-pending-revised"));

  private static boolean hasDifference(CardView view) {
    return view.sections().stream().anyMatch(Section.Aid.class::isInstance);
  }

  @Test
  void itSaysWhoEditedAndWhoseApprovalIsVoid() {
    assertThat(card.sections().toString())
        .contains("Revision 2: ", "Marc Lead", "who cannot approve it.")
        .contains("Lena Lead", "had approved revision 1; that approval is void.");
  }

  @Test
  void oldStandsAboveNewAndAmountsAreWhole() {
    String drawn =
        card.sections().stream()
            .filter(Section.Aid.class::isInstance)
            .map(Section::toString)
            .collect(Collectors.joining());

    assertThat(drawn).contains("EUR 89.50 by 30 November", "EUR 98.50 by 7 December");
    assertThat(drawn.indexOf("EUR 89.50")).isLessThan(drawn.indexOf("EUR 98.50"));
  }

  @Test
  void theDifferenceGivesWayBeforeApproveDoes() {
    RenderedCard drawn =
        Yielding.draw(
            card,
            view ->
                RenderedCard.of(JsonObject.EMPTY, !hasDifference(view), Set.of(Decision.REJECT)));

    assertThat(drawn.complete()).isTrue();
    assertThat(card.plainer().sections().toString())
        .contains("there is no room here")
        .contains("EUR 98.50")
        .doesNotContain("EUR 89.50");
  }

  @Test
  void aMessageOffersToBeEditedAndACallDoesNot() {
    assertThat(card.editable()).isTrue();
    assertThat(card.plainer().editable()).isTrue();
    assertThat(SampleRecords.pendingCall().editable()).isFalse();
    assertThat(SampleRecords.rejectedMessage().editable()).isFalse();
  }
}
