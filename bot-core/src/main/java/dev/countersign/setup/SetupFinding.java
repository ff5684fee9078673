package dev.countersign.setup;

/// One thing that a chat or a target says of how this deployment is set up there.
///
/// @param subject what was looked at, such as a setting, a scope or a channel
/// @param found what is there, without secrets
/// @param next what to do; empty where nothing is
public record SetupFinding(Grade grade, String subject, String found, String next) {

  public enum Grade {
    GOOD,
    /// Works, and is worth knowing.
    NOTE,
    /// Cannot be seen with what the gate has.
    UNSEEN,
    /// Does not work.
    BAD
  }

  public static SetupFinding good(String subject, String found) {
    return new SetupFinding(Grade.GOOD, subject, found, "");
  }

  public static SetupFinding note(String subject, String found, String next) {
    return new SetupFinding(Grade.NOTE, subject, found, next);
  }

  public static SetupFinding unseen(String subject, String found, String next) {
    return new SetupFinding(Grade.UNSEEN, subject, found, next);
  }

  public static SetupFinding bad(String subject, String found, String next) {
    return new SetupFinding(Grade.BAD, subject, found, next);
  }
}
