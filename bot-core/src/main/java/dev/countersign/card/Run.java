package dev.countersign.card;

import dev.countersign.people.AccountId;
import java.time.Instant;
import java.util.Set;

/// A stretch of text on a card, by who wrote it. Renderers put [Words] wherever they like and
/// [Supplied] only where the chat parses nothing; that is why the two are different types.
public sealed interface Run {

  /// The service's own constant words.
  record Words(String text, boolean strong) implements Run {}

  /// Text from an agent, a person or a target system, shown exactly, with invisible characters made
  /// visible.
  ///
  /// @param breaks whether line feeds and tabs in it are drawn as such. Only in a [Section.Quote],
  ///   where all that follows is supplied too; anywhere else a line of its own would look like one
  ///   of the service's
  record Supplied(String text, Emphasis emphasis, boolean breaks) implements Run {

    /// What to draw.
    public VisibleText visible() {
      return breaks ? VisibleText.of(text) : VisibleText.onOneLine(text);
    }
  }

  /// An absolute time, drawn in the reader's zone where the chat can.
  record Moment(Instant at) implements Run {}

  /// A person, drawn as a mention where one of the accounts belongs to the chat, and by name
  /// elsewhere.
  record Human(String name, Set<AccountId> accounts) implements Run {
    public Human {
      accounts = Set.copyOf(accounts);
    }

    /// The name to draw.
    public VisibleText visible() {
      return VisibleText.onOneLine(name);
    }
  }

  /// How supplied text stands out.
  enum Emphasis {
    NONE,
    STRONG,
    /// The value before a change.
    STRUCK,
    /// An amount, date, guarantee or other promise in an outgoing message.
    COMMITMENT,
    /// A name out of a machine: a policy, a rule, a digest.
    CODE
  }

  static Run words(String text) {
    return new Words(text, false);
  }

  static Run strong(String text) {
    return new Words(text, true);
  }

  /// Supplied text that stays on the line that it stands in.
  static Run supplied(String text) {
    return supplied(text, Emphasis.NONE);
  }

  static Run supplied(String text, Emphasis emphasis) {
    return new Supplied(text, emphasis, false);
  }

  /// Supplied text with its own lines.
  static Run passage(String text) {
    return passage(text, Emphasis.NONE);
  }

  static Run passage(String text, Emphasis emphasis) {
    return new Supplied(text, emphasis, true);
  }
}
