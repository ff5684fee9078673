package dev.countersign.request;

import dev.countersign.proposal.Ulid;
import java.util.Optional;

/// A list of alike requests that one card asks about: `bat_` + ULID. Each of them stays a request
/// of its own; the id only says which of them were shown together.
public record BatchId(String value) {
  public static final String PREFIX = "bat_";

  public BatchId {
    Ulid.require(PREFIX, value);
  }

  /// Empty when the text is not one.
  public static Optional<BatchId> parse(String text) {
    return text.startsWith(PREFIX) && Ulid.isUlid(text.substring(PREFIX.length()))
        ? Optional.of(new BatchId(text))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
