package dev.countersign.slack;

import dev.countersign.json.JsonObject;

/// What goes back to Slack for one callback, whichever way it came.
sealed interface CallbackAnswer {

  /// The callback is acknowledged, and there is nothing to say.
  record Nothing() implements CallbackAnswer {}

  /// What Slack does to a form, shows to whoever gave a command, or offers in a menu.
  record Structure(JsonObject json) implements CallbackAnswer {}

  /// The words of a handshake, as they came.
  record Words(String text) implements CallbackAnswer {}

  /// It was no callback at all; Slack sends none such.
  record NoCallback() implements CallbackAnswer {}
}
