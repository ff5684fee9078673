package dev.countersign.executors.connection;

import dev.countersign.json.JsonForm;
import dev.countersign.json.WireName;

/// Who may read along where a connection posts; `audience` in the file.
public enum AllowedReaders {
  /// Nobody of another organisation, by what the chat itself says right before.
  INTERNAL,
  /// Whoever does: the chat is not asked.
  ANY;

  /// [#ANY] where the file says nothing.
  static AllowedReaders read(JsonForm form) {
    return form.parsed(
            "audience",
            text -> WireName.require(AllowedReaders.class, text),
            "unknown_audience",
            "This must be internal or any.")
        .orElse(ANY);
  }
}
