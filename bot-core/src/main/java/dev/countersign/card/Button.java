package dev.countersign.card;

import dev.countersign.request.Decision;
import java.util.Optional;

/// A button that decides. Its token is minted when the card is posted, never before.
///
/// @param label names the effect, in the service's own words, at most 75 characters
/// @param form what has to be filled in first
public record Button(
    Decision decision, String label, Look look, Optional<Confirm> confirm, Optional<Form> form) {

  /// Characters of a token that every card has room for behind every button; none is longer.
  public static final int MAX_TOKEN = 1_100;

  public enum Look {
    PRIMARY,
    DANGER,
    PLAIN
  }

  /// What is asked once more before a grave click counts.
  ///
  /// @param text repeats the effect and says if it cannot be undone, at most 300 characters
  public record Confirm(String title, String text, String yes, String no) {}
}
