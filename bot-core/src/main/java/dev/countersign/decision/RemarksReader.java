package dev.countersign.decision;

import dev.countersign.card.Inputs;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.WireName;
import dev.countersign.request.Decision;
import dev.countersign.request.RejectReason;
import dev.countersign.request.Remarks;
import java.util.Optional;

/// What a presser filled in, held against what the decision asks for. A chat may have asked for the
/// same, but what it hands over is input.
final class RemarksReader {
  private RemarksReader() {}

  /// Empty when something is missing, too much, or nothing that can be kept: a rejection has one of
  /// the known reasons, a return has a comment, and no other decision has a reason.
  static Optional<Remarks> read(Decision decision, Inputs inputs) {
    Optional<String> comment = inputs.comment().filter(text -> !isBlank(text));
    if (comment.filter(text -> !isKeepable(text, Remarks.LONGEST_COMMENT)).isPresent()) {
      return Optional.empty();
    }
    return switch (decision) {
      case REJECT ->
          inputs
              .reason()
              .flatMap(word -> WireName.parse(RejectReason.class, word))
              .map(reason -> new Remarks(Optional.of(reason), comment));
      case RETURN -> unreasoned(inputs, comment).filter(said -> said.comment().isPresent());
      case APPROVE -> unreasoned(inputs, comment);
    };
  }

  private static Optional<Remarks> unreasoned(Inputs inputs, Optional<String> comment) {
    return inputs.reason().isPresent()
        ? Optional.empty()
        : Optional.of(new Remarks(Optional.empty(), comment));
  }

  /// Nothing that anybody could see: spaces of every kind and zero-width characters.
  static boolean isBlank(String text) {
    return text.codePoints().allMatch(RemarksReader::isUnseen);
  }

  private static boolean isUnseen(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.FORMAT;
  }

  /// Short enough, and of characters that an audit entry may hold.
  ///
  /// @param most UTF-16 units
  static boolean isKeepable(String text, int most) {
    if (text.length() > most) {
      return false;
    }
    try {
      CanonicalJson.bytes(Json.of(text));
      return true;
    } catch (JsonRefusedException _) {
      return false;
    }
  }
}
