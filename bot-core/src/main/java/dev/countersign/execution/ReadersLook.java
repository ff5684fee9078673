package dev.countersign.execution;

/// What a chat says, before people are asked about a message, of who would read it. Looking changes
/// nothing there.
public sealed interface ReadersLook {

  /// Nobody but whom the connection allows.
  record Allowed() implements ReadersLook {}

  /// It may not go there, so nobody is asked.
  record Not(Inadmissible why) implements ReadersLook {}

  /// Nobody can say by now.
  ///
  /// @param code stable, lower case, as of [Outcome.Failed]
  record NotRead(String code) implements ReadersLook {}
}
