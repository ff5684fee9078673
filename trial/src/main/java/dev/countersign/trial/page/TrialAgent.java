package dev.countersign.trial.page;

import dev.countersign.json.JsonObject;

/// The trial's agent with its own key, at the gate's public API.
public interface TrialAgent {
  /// @param proposal as it goes over the wire
  /// @return what the gate answered, a problem document too
  JsonObject propose(String proposal);

  /// Its newest requests as they stand now: `items`, or a problem document.
  JsonObject list(int most);

  /// The request as it stands now.
  JsonObject read(String id);

  /// Its audit trail, as the public API gives it.
  JsonObject audit(String id);
}
