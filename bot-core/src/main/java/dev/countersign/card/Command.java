package dev.countersign.card;

import dev.countersign.json.WireName;

/// What a person can ask the gate in a chat: the one list. What a chat offers in its manifest are
/// these and no others, and [Commands] answers each.
public enum Command {
  QUEUE("Requests that wait for a decision"),
  STATUS("How a request stands: status <id>"),
  PROBLEM("A decision was wrong: problem <id> <what is wrong>"),
  HELP("What you can ask here");

  private final String description;

  Command(String description) {
    this.description = description;
  }

  /// The word itself, in lower case.
  public String word() {
    return WireName.of(this);
  }

  public String description() {
    return description;
  }
}
