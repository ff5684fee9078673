package dev.countersign.slack;

import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickDesk;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A desk that answers as it is told to, and remembers every click.
final class DeskDouble implements ClickDesk {
  static final ClickAnswer COUNTED =
      new ClickAnswer(ClickAnswer.Kind.COUNTED, "counted", "Your vote is counted.");

  private final List<Click> clicks = new CopyOnWriteArrayList<>();
  private volatile Function<Click, ClickAnswer> answer = _ -> COUNTED;

  @Override
  public ClickAnswer decide(Click click) {
    clicks.add(click);
    return answer.apply(click);
  }

  void answers(Function<Click, ClickAnswer> next) {
    answer = next;
  }

  List<Click> clicks() {
    return List.copyOf(clicks);
  }
}
