package dev.countersign.card;

import dev.countersign.request.BatchId;
import java.util.List;

/// The boxes on the card of a batch: which of its requests the buttons decide. All of them are
/// ticked until somebody unticks one.
///
/// @param batch which the card is about
/// @param boxes at most [#MOST]; none once nothing is decided on the card any more
public record TickList(BatchId batch, List<Box> boxes) {
  /// Slack takes no more in one group
  /// (docs.slack.dev/reference/block-kit/block-elements/checkboxes-element).
  public static final int MOST = 10;

  public TickList {
    boxes = List.copyOf(boxes);
    if (boxes.size() > MOST) {
      throw new IllegalArgumentException("more boxes than a chat takes");
    }
  }

  /// @param value the id of its request
  /// @param label number and short id, in the service's own words
  public record Box(String value, String label) {}
}
