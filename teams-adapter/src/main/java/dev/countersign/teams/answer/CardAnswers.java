package dev.countersign.teams.answer;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.CardDesk;
import dev.countersign.card.UnavailableException;
import dev.countersign.people.AccountId;
import dev.countersign.teams.caller.Sender;
import dev.countersign.teams.card.OwnCard;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers a form that was sent with the presser's own card, and with words above it.
final class CardAnswers {
  private static final Logger log = LoggerFactory.getLogger(CardAnswers.class);

  private final CardDesk cards;

  CardAnswers(CardDesk cards) {
    this.cards = cards;
  }

  /// What is committed is committed: when the card cannot be read after it, words must do.
  ///
  /// @param words the service's own
  /// @param typed what the presser had written, where it is recorded nowhere
  InvokeAnswer saying(
      String words,
      Optional<String> typed,
      ButtonPayload press,
      Sender sender,
      AccountId account,
      CallbackResult result) {
    try {
      return cards
          .show(press.request(), sender.address(), press.messageId(), account)
          .map(card -> OwnCard.saying(words, typed, OwnCard.of(card, sender.member())))
          .map(card -> InvokeAnswer.card(card, result))
          .orElseGet(() -> InvokeAnswer.message(words, result));
    } catch (UnavailableException e) {
      log.warn("{} is answered without its card: {}", press, e.getMessage());
      return InvokeAnswer.message(words, result);
    }
  }
}
