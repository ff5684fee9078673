package dev.countersign.teams.answer;

import dev.countersign.proposal.WireName;

/// What a person can ask the bot in Teams, as the first word of a message: the one list. The app's
/// manifest offers these and no others.
///
/// A slash command arrives as an ordinary message whose recipient is marked as targeted; whoever
/// sent it is checked like the sender of any message
/// (<https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/agent-slash-commands>).
public enum BotCommand {
  QUEUE("Requests that wait for a decision"),
  STATUS("How a request stands: status <id>"),
  HELP("What you can ask here");

  private final String description;

  BotCommand(String description) {
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
