package dev.countersign.drawing;

import dev.countersign.card.CardView;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.ChatMask;
import dev.countersign.policy.MaskedTexts;
import dev.countersign.request.RequestState.Pending;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// A card for a place where more people read than may decide: without what the ruling keeps out of
/// sight there, and without its approval, which needs the whole.
final class MaskedCard {
  private MaskedCard() {}

  /// The same card where the ruling hides nothing.
  static CardView of(CardView card, RequestRecord record) {
    if (record.ruling().chatMask() == ChatMask.NONE) {
      return card;
    }
    List<Section> sections = new ArrayList<>(sections(card.sections(), record));
    if (record.request().state() instanceof Pending) {
      sections.add(belowWhatWasFound(sections, record), said());
    }
    return card.masked(sections);
  }

  /// The same sections without what is hidden.
  static List<Section> sections(List<Section> sections, RequestRecord record) {
    ChatMask mask = record.ruling().chatMask();
    if (mask == ChatMask.NONE) {
      return sections;
    }
    List<Section> masked = replaced(sections, new MaskedTexts(mask, record.proposal().action()));
    return masked.equals(replaced(sections, UnaryOperator.identity()))
        ? replaced(sections, _ -> MaskedTexts.hidden())
        : masked;
  }

  private static List<Section> replaced(List<Section> sections, UnaryOperator<String> by) {
    return sections.stream().map(section -> section.replaced(by)).toList();
  }

  /// Right below the sentence that tells what was found.
  private static int belowWhatWasFound(List<Section> sections, RequestRecord record) {
    String told = record.ruling().sensitiveContent().orElse("");
    for (int at = 0; at < sections.size(); at++) {
      if (sections.get(at) instanceof Section.Lines(var lines)
          && lines.stream()
              .flatMap(List::stream)
              .anyMatch(run -> run instanceof Run.Words(var text, _) && text.endsWith(told))) {
        return at + 1;
      }
    }
    return 0;
  }

  private static Section said() {
    return Section.Lines.of(
        List.of(
            Run.strong("🔒 Parts are hidden here, as the policy says. "),
            Run.words("Read them in Details to approve; you can reject at once.")));
  }
}
