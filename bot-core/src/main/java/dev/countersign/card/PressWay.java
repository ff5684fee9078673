package dev.countersign.card;

/// What a chat says of how a press came about, so that the record claims no more than that.
public enum PressWay {
  /// It says that a person pressed.
  SAID,
  /// It sends presses, and says of this one neither that a person pressed nor that a client did by
  /// itself.
  UNSAID,
  /// A client that knows no such buttons sent it as a message in the presser's name.
  AS_MESSAGE
}
