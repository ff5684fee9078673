package dev.countersign.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A whole run, as short as one can be: that everything which is to be printed is there. How fast
/// it was is nobody's concern here.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BenchTest {
  private static final int CALLERS = 3;
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String PEER =
      "echo \"$BENCH_CALLERS callers for $BENCH_SECONDS s\"; echo 12.5";

  private final List<String> progress = new ArrayList<>();
  private List<String> lines = List.of();
  private JsonObject json = JsonObject.EMPTY;

  @BeforeAll
  void run() throws Exception {
    try (EmbeddedServer server = EmbeddedServer.start()) {
      BenchReport report =
          Bench.run(
              server.server(),
              new BenchSettings(
                  EnumSet.allOf(Part.class),
                  List.of(CALLERS),
                  1,
                  SHORT,
                  Duration.ofSeconds(1),
                  2,
                  SHORT,
                  Optional.of(PEER)),
              progress::add);
      lines = report.lines();
      json = (JsonObject) CanonicalJson.parse(report.json().getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void everyWayAndEveryStepHasItsLine() {
    assertThat(measured())
        .extracting(line -> line.text("work") + " " + line.text("by"))
        .containsExactly(
            "lifecycle http",
            "lifecycle desk",
            "lifecycle split",
            "lifecycle rows",
            "lifecycle peer",
            "propose desk",
            "propose split",
            "show desk",
            "decide desk",
            "decide split",
            "execute desk",
            "execute split",
            "update desk");
    assertThat(lines.subList(1, 14))
        .zipSatisfy(
            measured(),
            (printed, line) ->
                assertThat(printed).startsWith(line.text("work") + " " + line.text("by") + " "));
  }

  @Test
  void everythingWasDoneAtLeastOnceAndNothingIsNegative() {
    assertThat(measured())
        .filteredOn(line -> !line.text("by").equals("peer"))
        .allSatisfy(line -> assertThat(line.number("items")).isPositive());
    assertThat(measured())
        .allSatisfy(line -> assertThat(numbers(line)).isNotEmpty().noneMatch(n -> n.signum() < 0));
    assertThat(numbers(json.object("clicks"))).noneMatch(n -> n.signum() < 0);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void everyCostIsThere() {
    List<String> columns =
        List.of(
            "p50_ms",
            "p99_ms",
            "jvm_us",
            "jit_us",
            "gc_us",
            "callers_us",
            "postgres_us",
            "round_trips",
            "wal_bytes",
            "disk_bytes",
            "others_share");

    assertThat(measured())
        .filteredOn(line -> !line.text("by").equals("peer"))
        .allSatisfy(line -> assertThat(columns).allMatch(line::has));
  }

  @Test
  void whatTheGateWroteTogetherIsCounted() {
    assertThat(decimal(line("lifecycle", "http"), "mean_batch"))
        .isGreaterThanOrEqualTo(BigDecimal.ONE);
    assertThat(line("lifecycle", "split").has("mean_batch")).isFalse();
  }

  @Test
  void theCallersOwnTimeIsToldApartWhereTheyComeFromOutside() {
    assertThat(line("lifecycle", "http").get("callers_us")).isNotEqualTo(new JsonNumber("0"));
    assertThat(line("lifecycle", "desk").get("callers_us")).isEqualTo(new JsonNumber("0"));
  }

  @Test
  void aStepOfThePartnerIsOneRoundTrip() {
    // Beside it stand the meter's own question and what is asked anew on a fresh connection.
    assertThat(decimal(line("decide", "split"), "round_trips"))
        .isBetween(BigDecimal.ONE, new BigDecimal("1.5"));
  }

  @Test
  void everyClickIsAcknowledgedAndCounted() {
    JsonObject clicks = json.object("clicks");

    assertThat(clicks.number("clicks")).isPositive();
    assertThat(clicks.number("failed")).isZero();
  }

  @Test
  void thePeerIsToldWhatToDoAndBelieved() {
    assertThat(progress).contains("peer: 3 callers for 0.3 s");
    assertThat(decimal(line("lifecycle", "peer"), "per_second")).isEqualByComparingTo("12.5");
    assertThat(line("lifecycle", "peer").has("jvm_us")).isFalse();
  }

  @Test
  void whoeverHasAPartnerStandsBesideIt() {
    assertThat(json.objects("beside_split", ratio -> ratio.text("what")))
        .containsExactly(
            "lifecycle http",
            "lifecycle desk",
            "lifecycle rows",
            "lifecycle peer",
            "propose, decide, execute http, without cards");
  }

  @Test
  void theReportFitsIntoATerminalAndSaysUnderWhichConditionsItHolds() {
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    assertThat(json.object("conditions").members().keySet())
        .contains(
            "postgres fsync", "load before", "load after", "warm-up of lifecycles", "connections");
    assertThat(lines).noneMatch(line -> line.startsWith("NOT DURABLE"));
  }

  private List<JsonObject> measured() {
    return json.objects("lines", line -> line);
  }

  private JsonObject line(String work, String by) {
    return measured().stream()
        .filter(line -> line.text("work").equals(work) && line.text("by").equals(by))
        .findFirst()
        .orElseThrow();
  }

  private static BigDecimal decimal(JsonObject line, String name) {
    return new BigDecimal(((JsonNumber) Objects.requireNonNull(line.get(name))).token());
  }

  private static List<BigDecimal> numbers(JsonObject of) {
    return of.members().values().stream()
        .filter(JsonNumber.class::isInstance)
        .map(value -> new BigDecimal(((JsonNumber) value).token()))
        .toList();
  }
}
