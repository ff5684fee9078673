package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.ClickDesk;
import dev.countersign.card.FormOpening;
import dev.countersign.slack.ModalOpener.Opening;

/// Opens the form of a button for whoever may decide with it as the record stands; the desk looks
/// again at what is sent. Opening decides nothing.
final class FormOpener {
  private final ClickDesk desk;
  private final ModalOpener modals;

  FormOpener(ClickDesk desk, ModalOpener modals) {
    this.desk = desk;
    this.modals = modals;
  }

  /// Waits until it is open, within bounds.
  CallbackResult open(PressReading.Asking asking) {
    return modals.open(asking.trigger(), asking.inside(), asking.reply(), () -> opening(asking));
  }

  private Opening opening(PressReading.Asking asking) {
    return switch (desk.open(asking.click())) {
      case FormOpening.Open(var topic) ->
          new Opening.Modal(
              FormModal.of(
                  asking.click().named().orElseThrow(), asking.form(), topic, asking.origin()));
      case FormOpening.Not(var answer) -> new Opening.Not(CallbackResult.of(answer), answer.text());
    };
  }
}
