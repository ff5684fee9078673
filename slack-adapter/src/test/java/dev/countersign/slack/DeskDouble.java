package dev.countersign.slack;

import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickDesk;
import dev.countersign.card.FormOpening;
import dev.countersign.card.FormTopic;
import dev.countersign.card.PressFlaw;
import dev.countersign.card.Run;
import dev.countersign.json.WireName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A desk that answers as it is told to, and remembers every click.
final class DeskDouble implements ClickDesk {
  static final ClickAnswer COUNTED =
      new ClickAnswer(ClickAnswer.Kind.COUNTED, "counted", "Your vote is counted.");

  private final List<Click> clicks = new CopyOnWriteArrayList<>();
  private final List<Click> flawed = new CopyOnWriteArrayList<>();
  private volatile Function<Click, ClickAnswer> answer = _ -> COUNTED;
  private volatile boolean whole;

  static final FormTopic TOPIC =
      new FormTopic(
          List.of("Call api.billing.example  ·  🟠 HIGH RISK  ·  #0000AA"),
          List.of(Run.words("call POST "), Run.supplied("/v1/refunds <@U1> *now*")));

  private final List<Click> opened = new CopyOnWriteArrayList<>();
  private volatile Function<Click, FormOpening> opening = _ -> new FormOpening.Open(TOPIC);

  @Override
  public FormOpening open(Click click) {
    opened.add(click);
    return opening.apply(click);
  }

  void opens(Function<Click, FormOpening> next) {
    opening = next;
  }

  /// Presses that asked for a form.
  List<Click> opened() {
    return List.copyOf(opened);
  }

  @Override
  public ClickAnswer decide(Click click) {
    if (click.flaw().isPresent()) {
      flawed.add(click);
      return whole ? answer.apply(click) : refused(click.flaw().get());
    }
    remember(click);
    return answer.apply(click);
  }

  private synchronized void remember(Click click) {
    clicks.add(click);
    notifyAll();
  }

  /// Waits until so many have come; whether that was in time.
  synchronized boolean awaitClicks(int number, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (clicks.size() < number) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  void answers(Function<Click, ClickAnswer> next) {
    answer = next;
  }

  /// Answers flawed clicks too.
  void is(ClickDesk real) {
    answer = real::decide;
    opening = real::open;
    whole = true;
  }

  /// As the real desk answers it.
  private static ClickAnswer refused(PressFlaw flaw) {
    String code = flaw == PressFlaw.MALFORMED ? "malformed_press" : WireName.of(flaw);
    ClickAnswer.Kind kind =
        switch (flaw) {
          case OUTSIDER -> ClickAnswer.Kind.OUTSIDER;
          case UNKNOWN_BUTTON -> ClickAnswer.Kind.UNKNOWN_BUTTON;
          case MALFORMED -> ClickAnswer.Kind.MALFORMED;
          case FOREIGN_APP,
              FOREIGN_WORKSPACE,
              ORGANISATION_INSTALL,
              NOT_A_MESSAGE,
              EPHEMERAL,
              UNFURLED,
              NOT_PRESSED ->
              ClickAnswer.Kind.REFUSED;
        };
    return new ClickAnswer(kind, code, "Refused as " + code + ".");
  }

  /// Clicks that came with something wrong with them, and count for nothing.
  List<PressFlaw> flaws() {
    return flawed.stream().flatMap(click -> click.flaw().stream()).toList();
  }

  List<Click> flawed() {
    return List.copyOf(flawed);
  }

  List<Click> clicks() {
    return List.copyOf(clicks);
  }
}
