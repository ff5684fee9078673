package dev.countersign.card;

/// What whoever pressed a button that asks for more is shown: its form, or why not.
public sealed interface FormOpening {
  /// The presser may decide now, as far as can be known before the form is filled in.
  record Open(FormTopic topic) implements FormOpening {}

  /// @param answer as to a press that counts for nothing
  record Not(ClickAnswer answer) implements FormOpening {}
}
