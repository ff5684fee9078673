package dev.countersign.card;

import dev.countersign.card.CallbackMetrics.CallbackResult;

/// What can become of a press in any chat, and what it counts as. The test of each adapter presses
/// all of them.
public enum PressOutcome {
  APPROVED(CallbackResult.OK),
  PRESSED_AGAIN(CallbackResult.OK),
  BY_SOMEBODY_WHO_IS_NOT_ASKED(CallbackResult.NOT_ENTITLED),
  BY_A_GUEST(CallbackResult.NOT_ENTITLED),
  WITH_ANOTHER_TOKEN(CallbackResult.REFUSED),
  ON_A_BUTTON_OF_NO_NAME(CallbackResult.NO_EFFECT),
  WITHOUT_WHAT_A_PRESS_NEEDS(CallbackResult.MALFORMED);

  private final CallbackResult result;

  PressOutcome(CallbackResult result) {
    this.result = result;
  }

  public CallbackResult result() {
    return result;
  }
}
