package dev.countersign.card;

import dev.countersign.card.Reply.Sheet;

/// What came of a form that somebody sent, for them alone.
public sealed interface SheetAnswer {
  /// In the service's own words.
  String words();

  /// It is written down.
  record Done(String words) implements SheetAnswer {}

  /// Nothing happened; the form can be mended, and keeps what is written in it.
  ///
  /// @param sheet with what was written in it
  /// @param field the name of the one that the words are about
  record Mend(Sheet sheet, String field, String words) implements SheetAnswer {}

  /// Nothing happened, and sending the form again does not help.
  ///
  /// @param code stable, for logs
  record Refused(String code, String words) implements SheetAnswer {}

  /// Nothing happened because the gate itself could not; the form keeps what is written in it.
  record Unavailable(String words) implements SheetAnswer {}

  /// Where the ledger cannot answer now.
  static SheetAnswer unavailable() {
    return new Unavailable(InterventionDesk.Answer.unavailable().words());
  }
}
