package dev.countersign.teams.caller;

import dev.countersign.json.WireName;

/// What [ActivityReader] makes of a body.
public sealed interface ActivityReading {
  record Read(Activity activity) implements ActivityReading {}

  record Malformed(Fault fault) implements ActivityReading {
    public String code() {
      return WireName.of(fault);
    }
  }

  enum Fault {
    TOO_LARGE,
    NOT_UTF8,
    /// Broken, nested too deeply, a name twice, or more than one value.
    NOT_JSON,
    /// JSON, but a member that is read has another type than an activity's.
    WRONG_SHAPE,
    NO_TYPE
  }
}
