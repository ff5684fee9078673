package dev.countersign.card;

import java.util.Map;

/// Where adapters take that somebody asks for break-glass in a chat. Answers are for the asker
/// alone. A chat uses it for nobody: what it answers leads to the page that asks for a passkey.
/// Ending a use is a press on a button that the gate made for its place or its reader; filing the
/// retrospective of one is a form that such a button opens.
///
/// Throws [UnavailableException] when the ledger cannot answer.
@FunctionalInterface
public interface GlassCommandDesk {
  /// Nobody asks in a chat where there is no such desk.
  GlassCommandDesk CLOSED =
      (_, _, _) -> new Reply.Words("Countersign has no break-glass from here.");

  /// Behind the word, for ending a use.
  String END = "end";

  /// Behind the word, for filing a retrospective.
  String FILE = "file";

  /// @param first the request, [#END] or [#FILE]
  /// @param rest behind a request, why; behind the others the request, and what the button carries
  Reply breakGlass(Asker asker, String first, String rest);

  /// Files a retrospective.
  ///
  /// @param asker who sent the form
  /// @param rest the request, and what the form carries
  /// @param typed by name of the field, as it was written
  default SheetAnswer file(Asker asker, String rest, Map<String, String> typed) {
    return new SheetAnswer.Refused("closed", breakGlass(asker, FILE, rest).text());
  }
}
