package dev.countersign.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bench.ClosedLoop.Round;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class RatioTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void aLifecycleIsComparedWithThePartnerOfTheSameNumberOfCallers() {
    List<Ratio> ratios =
        Ratio.of(
            List.of(
                line("lifecycle", "http", 16, 50, 3_000),
                line("lifecycle", "split", 16, 100, 1_000),
                line("lifecycle", "http", 64, 300, 500),
                line("lifecycle", "split", 64, 100, 1_000)));

    assertThat(ratios)
        .containsExactly(
            new Ratio("lifecycle http", 16, OptionalDouble.of(0.5), OptionalDouble.of(3)),
            new Ratio("lifecycle http", 64, OptionalDouble.of(3), OptionalDouble.of(0.5)));
  }

  @Test
  void withoutCardsIsTheStepsAndWhatHttpAdds() {
    List<Ratio> ratios =
        Ratio.of(
            List.of(
                line("lifecycle", "http", 16, 50, 3_000),
                line("lifecycle", "desk", 16, 50, 2_600),
                line("lifecycle", "split", 16, 100, 1_000),
                line("propose", "desk", 16, 100, 500),
                line("decide", "desk", 16, 100, 400),
                line("execute", "desk", 16, 100, 700)));

    assertThat(ratios.getLast().what()).isEqualTo("propose, decide, execute http, without cards");
    assertThat(ratios.getLast().cpu()).hasValue(2.0);
  }

  @Test
  void nobodyIsComparedWhereThePartnerWasNotMeasured() {
    assertThat(Ratio.of(List.of(line("lifecycle", "http", 16, 50, 3_000)))).isEmpty();
  }

  @Test
  void whatCannotBeKnownIsNotCompared() {
    Measurement peer = new Measurement();
    peer.add(40);

    List<Ratio> ratios =
        Ratio.of(
            List.of(
                line("lifecycle", "split", 16, 80, 1_000),
                new Line("lifecycle", "peer", 16, peer)));

    assertThat(ratios)
        .containsExactly(
            new Ratio("lifecycle peer", 16, OptionalDouble.of(0.5), OptionalDouble.empty()));
  }

  /// In one second, half of the time in the JVM and half in Postgres.
  private static Line line(String work, String by, int callers, int items, long microsPerItem) {
    Histogram latencies = ClosedLoop.histogram();
    for (int i = 0; i < items; i++) {
      latencies.recordValue(SECOND / items);
    }
    long half = microsPerItem * 1_000 * items / 2;
    Map<Cost, Long> spent = new EnumMap<>(Costs.NOTHING.known());
    spent.put(Cost.JVM, half);
    spent.put(Cost.POSTGRES, half);
    Measurement measured = new Measurement();
    measured.add(new Round(items, SECOND, latencies, 0), new Costs(spent));
    return new Line(work, by, callers, measured);
  }
}
