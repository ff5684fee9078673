package dev.countersign.card;

/// Where adapters take that somebody freezes what is granted and executed, or lifts it. Answers are
/// for the asker alone. Whoever freezes writes it. Whoever lifts writes it and presses the button
/// of the answer: words alone lift nothing.
///
/// Throws [UnavailableException] when the ledger cannot answer.
@FunctionalInterface
public interface FreezeDesk {
  /// Nobody freezes in a chat where there is no such desk.
  FreezeDesk CLOSED = (_, _, _) -> new Reply.Words("Countersign freezes nothing from here.");

  /// What is frozen, or what came of freezing or lifting.
  ///
  /// @param verb `on`, `off`, or anything else to hear what is frozen
  /// @param rest of `on`, a scope and a reason; of `off`, the scope or the number of the freeze; of
  ///   `off` where a button is pressed, its number and what the button carries. A press on a button
  ///   that this asker was not shown lately changes nothing and shows what it would do
  Reply freeze(Asker asker, String verb, String rest);
}
