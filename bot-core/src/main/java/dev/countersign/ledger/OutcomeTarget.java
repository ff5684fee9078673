package dev.countersign.ledger;

import dev.countersign.json.WireName;
import dev.countersign.people.Surface;
import java.util.Optional;

/// Who is told how a request ended, and which end. As text `requester` or the name of a chat, then
/// the end: `requester executed`. It names neither an account nor a channel, so whoever writes a
/// row can have nobody told whom the settings and the record do not name.
///
/// @param channelOf the chat in whose channel it is told; empty for the requester
public record OutcomeTarget(Optional<Surface> channelOf, ToldEnd.Kind end) {
  private static final String REQUESTER = "requester";

  /// @throws IllegalArgumentException when the text is not one that this writes
  public static OutcomeTarget parse(String text) {
    int blank = text.indexOf(' ');
    if (blank < 0) {
      throw new IllegalArgumentException("not who is told of an outcome");
    }
    String hearer = text.substring(0, blank);
    return new OutcomeTarget(
        hearer.equals(REQUESTER)
            ? Optional.empty()
            : Optional.of(WireName.require(Surface.class, hearer)),
        WireName.require(ToldEnd.Kind.class, text.substring(blank + 1)));
  }

  public DeliveryOrder order() {
    return new DeliveryOrder(DeliveryKind.TELL, toString());
  }

  @Override
  public String toString() {
    return channelOf.map(WireName::of).orElse(REQUESTER) + " " + WireName.of(end);
  }
}
