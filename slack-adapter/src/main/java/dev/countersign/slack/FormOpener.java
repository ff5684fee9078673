package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.slack.ModalOpener.Opening;

/// Opens the form of a button for whoever pressed it, whether they may decide or not: the desk
/// looks at what is sent. Opening decides nothing.
final class FormOpener {
  private final ModalOpener modals;

  FormOpener(ModalOpener modals) {
    this.modals = modals;
  }

  /// Waits until it is open, within bounds.
  CallbackResult open(PressReading.Asking asking) {
    return modals.open(
        asking.trigger(),
        asking.reply(),
        () -> new Opening.Modal(FormModal.of(asking.decision(), asking.form(), asking.origin())));
  }
}
