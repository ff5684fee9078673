package dev.countersign.slack;

import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickDesk;
import dev.countersign.card.WhyNot;
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

  private final ClickDesk desk;
  private final BoundedCalls calls;

  BoundedClickDesk(ClickDesk desk, BoundedCalls calls) {
    this.desk = desk;
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
      return desk.decide(click);
    } catch (RuntimeException e) {
      log.error("{} failed", click, e);
      return FAILED;
    }
  }

  private static ClickAnswer unavailable(String code, String text) {
    return new ClickAnswer(ClickAnswer.Kind.UNAVAILABLE, code, text);
  }
}
