package dev.countersign.people;

/// Where a person meets a request.
public enum Surface {
  SLACK,
  TEAMS,
  CONSOLE
}
