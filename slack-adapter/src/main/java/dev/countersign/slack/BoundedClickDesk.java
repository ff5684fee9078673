package dev.countersign.slack;

import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickDesk;
import dev.countersign.card.PressFlaw;
import dev.countersign.card.WhyNot;
import dev.countersign.json.WireName;
import dev.countersign.slack.BoundedCalls.Waited;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The desk as callbacks meet it: it always answers, though perhaps late.
final class BoundedClickDesk {
  private static final Logger log = LoggerFactory.getLogger(BoundedClickDesk.class);

  private static final ClickAnswer BUSY =
      unavailable("busy", "Countersign is busy. Nothing was recorded; please press again.");
  private static final ClickAnswer FAILED =
      unavailable("desk_failed", "Countersign could not finish this. " + WhyNot.PRESS_AGAIN);
  private static final ClickAnswer NOT_SAID =
      unavailable(
          "account_not_confirmed",
          "Slack did not confirm your account just now, so nothing was recorded; please press"
              + " again.");

  private final ClickDesk desk;
  private final FullMembers members;
  private final BoundedCalls calls;

  /// @param members who of those that Slack's callbacks name may decide
  BoundedClickDesk(ClickDesk desk, FullMembers members, BoundedCalls calls) {
    this.desk = desk;
    this.members = members;
    this.calls = calls;
  }

  Waited<ClickAnswer> ask(Click click) {
    Waited<ClickAnswer> waited = calls.run(() -> decide(click), BUSY);
    switch (waited) {
      case Waited.Done(ClickAnswer answer) when answer.equals(BUSY) ->
          log.error("slack press refused: busy");
      case Waited.Done<ClickAnswer> _ -> {}
      case Waited.Late<ClickAnswer> _ -> log.warn("{} is acknowledged before its answer", click);
    }
    return waited;
  }

  private ClickAnswer decide(Click click) {
    try {
      return click.flaw().isPresent() ? desk.decide(click) : asked(click);
    } catch (RuntimeException e) {
      log.error("{} failed", click, e);
      return FAILED;
    }
  }

  /// An outsider's goes to the desk too, which says so on the record of the request.
  private ClickAnswer asked(Click click) {
    return switch (members.of(click.account().user())) {
      case MEMBER -> desk.decide(click);
      case OUTSIDER -> {
        log.warn("slack press refused: {}", WireName.of(PressFlaw.OUTSIDER));
        yield desk.decide(click.byOutsider());
      }
      case UNKNOWN -> NOT_SAID;
    };
  }

  private static ClickAnswer unavailable(String code, String text) {
    return new ClickAnswer(ClickAnswer.Kind.UNAVAILABLE, code, text);
  }
}
