package dev.countersign.teams;

import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.card.ClickDesk;
import dev.countersign.card.PressFlaw;
import dev.countersign.json.Digest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one way from a press in Teams to the desk, whichever kind of button it was.
final class DecisionDoor {
  private static final Logger log = LoggerFactory.getLogger(DecisionDoor.class);
  private static final ClickAnswer UNKNOWN =
      new ClickAnswer(
          Kind.UNAVAILABLE,
          "membership_unknown",
          "Teams does not say right now whether you are a member here, so nothing was counted."
              + " Please press again in a minute; pressing twice does no harm.");

  private final ClickDesk desk;
  private final Memberships memberships;

  DecisionDoor(ClickDesk desk, Memberships memberships) {
    this.desk = desk;
    this.memberships = memberships;
  }

  /// @param sender with an account
  /// @param callback over the raw body
  ClickAnswer decide(Press press, Sender sender, Digest callback) {
    Click click = press.click(sender.account().orElseThrow(), sender.address(), callback);
    return switch (memberships.of(sender)) {
      case MEMBER -> desk.decide(click);
      case STRANGER -> desk.decide(click.byOutsider());
      case UNKNOWN -> {
        log.warn("{} not taken: {}", click, UNKNOWN.code());
        yield UNKNOWN;
      }
    };
  }

  /// A press that never counts, for the request that its token names to note.
  void note(Press press, Sender sender, Digest callback, PressFlaw flaw) {
    Click click = press.click(sender.account().orElseThrow(), sender.address(), callback);
    ClickAnswer answer = desk.decide(click.flawed(flaw));
    log.warn("teams press refused: {}", answer.code());
  }
}
