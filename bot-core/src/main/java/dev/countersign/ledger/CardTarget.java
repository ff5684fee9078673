package dev.countersign.ledger;

import dev.countersign.people.ChatAddress;
import dev.countersign.request.BatchId;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a [DeliveryKind#SHOW_CARD] is for: the card at an address, the card of a batch there that
/// the request is in, or one message there that is neither and has to lose its buttons. As text the
/// address, and for a batch or a message a space and its id.
public record CardTarget(ChatAddress address, Optional<String> message) {
  private static final Pattern MESSAGE = Pattern.compile("[!-~]{1,512}");

  public CardTarget {
    if (message.filter(id -> !MESSAGE.matcher(id).matches()).isPresent()) {
      throw new IllegalArgumentException("not the id of a message");
    }
  }

  public static CardTarget card(ChatAddress address) {
    return new CardTarget(address, Optional.empty());
  }

  public static CardTarget stray(ChatAddress address, String message) {
    return new CardTarget(address, Optional.of(message));
  }

  public static CardTarget batch(ChatAddress address, BatchId batch) {
    return new CardTarget(address, Optional.of(batch.value()));
  }

  /// The batch whose card it is for.
  public Optional<BatchId> batch() {
    return message.flatMap(BatchId::parse);
  }

  /// Whether a platform may have named a message so.
  public static boolean isMessage(String id) {
    return MESSAGE.matcher(id).matches() && BatchId.parse(id).isEmpty();
  }

  /// @throws IllegalArgumentException when the text is not one that [#toString] writes
  public static CardTarget parse(String text) {
    String[] parts = text.split(" ", 2);
    return new CardTarget(
        ChatAddress.parse(parts[0]), parts.length == 1 ? Optional.empty() : Optional.of(parts[1]));
  }

  public DeliveryOrder order() {
    return new DeliveryOrder(DeliveryKind.SHOW_CARD, toString());
  }

  @Override
  public String toString() {
    return address + message.map(id -> " " + id).orElse("");
  }
}
