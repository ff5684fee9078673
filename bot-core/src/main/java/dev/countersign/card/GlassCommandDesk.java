package dev.countersign.card;

/// Where adapters take that somebody asks for break-glass in a chat. Answers are for the asker
/// alone. A chat uses it for nobody: what it answers leads to the page that asks for a passkey.
/// Ending a use is a press on a button that the gate made for its place or its reader.
///
/// Throws [UnavailableException] when the ledger cannot answer.
@FunctionalInterface
public interface GlassCommandDesk {
  /// Nobody asks in a chat where there is no such desk.
  GlassCommandDesk CLOSED =
      (_, _, _) -> new Reply.Words("Countersign has no break-glass from here.");

  /// Behind the word, for ending a use.
  String END = "end";

  /// @param first the request, or [#END]
  /// @param rest behind a request, why; behind [#END], the request, and what the button carries
  Reply breakGlass(Asker asker, String first, String rest);
}
