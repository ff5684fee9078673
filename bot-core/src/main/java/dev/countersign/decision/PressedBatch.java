package dev.countersign.decision;

import dev.countersign.card.ClickAnswer;
import dev.countersign.drawing.BatchCard;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ProposalId;
import dev.countersign.token.DecisionClaims;
import dev.countersign.token.DecisionClaims.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a press on the card of a batch decides: the ticked ones of exactly the list that its button
/// was made for, each by itself.
sealed interface PressedBatch {

  /// @param ticked in the order of the list
  record Ticked(List<Numbered> ticked) implements PressedBatch {}

  /// @param number on the card, from 1
  record Numbered(int number, Item item) {}

  /// What became of one of them.
  record Answered(int number, ProposalId request, ClickAnswer answer) {}

  /// None of them is decided.
  record Refused(ClickRefusal reason) implements PressedBatch {}

  /// @param claims of the button
  /// @param values of the boxes that were ticked, as the chat handed them over
  /// @param list as it is stored, in its order
  static PressedBatch of(DecisionClaims claims, Set<String> values, List<RequestRecord> list) {
    List<Item> items = BatchCard.items(list);
    Set<String> known =
        items.stream().map(item -> item.request().value()).collect(Collectors.toSet());
    if (!claims.isOver(items) || !known.containsAll(values)) {
      return new Refused(ClickRefusal.OTHER_LIST);
    }
    if (values.isEmpty()) {
      return new Refused(ClickRefusal.NOTHING_TICKED);
    }
    List<Numbered> ticked = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (values.contains(items.get(i).request().value())) {
        ticked.add(new Numbered(i + 1, items.get(i)));
      }
    }
    return new Ticked(List.copyOf(ticked));
  }
}
