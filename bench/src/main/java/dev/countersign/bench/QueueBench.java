package dev.countersign.bench;

import dev.countersign.intake.IntakeResult;
import dev.countersign.json.Digest;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.WaitingLine;
import dev.countersign.ledger.WaitingPlace;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.TagName;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.secret.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/// What the queue and the checks of an opening take, one caller after the other, when much waits
/// and much more is past.
final class QueueBench {
  /// The lines of a person's first look; see `WaitingQueue`.
  private static final int PAGE = 16;

  private static final int LINES = 10;
  private static final int HUNDREDTH = 100;
  private static final int OPENED = 90;

  /// Channel 00 is left free by the fill.
  private static final int FILLED_GROUPS = Sample.CHANNELS - 1;

  private static final PersonId ASKER = new PersonId("lena");
  private static final Duration DAY = Duration.ofHours(24);

  private final BenchGate gate;
  private final Ledger ledger;
  private final Duration each;
  private final Consumer<String> progress;
  private final Random random = new Random(7);
  private final List<QueueReport.Line> lines = new ArrayList<>();

  private QueueBench(BenchGate gate, Duration each, Consumer<String> progress) {
    this.gate = gate;
    this.ledger = gate.decisions.ledger();
    this.each = each;
    this.progress = progress;
  }

  /// Makes a database, fills it, measures, drops it.
  ///
  /// @param each how long each line is measured; half of it before, uncounted
  /// @throws BenchRefusedException when a database of the bench's name is not the bench's
  static QueueReport run(
      BenchServer server, long pending, long past, Duration each, Consumer<String> progress)
      throws Exception {
    SecureRandom random = new SecureRandom();
    try (BenchDatabase database = BenchDatabase.ofGate(server, Secret.drawn(random).reveal());
        BenchGate gate = new BenchGate(database.config(2), Secret.drawn(random).reveal())) {
      QueueFill fill = new QueueFill(server, progress);
      fill.fill(pending, past);
      QueueBench bench = new QueueBench(gate, each, progress);
      String before = Conditions.load();
      bench.measure();
      try (var connection = database.connect()) {
        return new QueueReport(
            Conditions.ofQueue(
                connection, InstantSource.system().instant(), pending, past, fill.size(), before),
            bench.lines);
      }
    }
  }

  private interface Question {
    void ask();
  }

  private void measure() {
    measure("page, one group", () -> page(one(), Optional.empty(), Optional.empty()));
    measure("page, 7 groups", () -> page(all(), Optional.empty(), Optional.empty()));
    List<Optional<WaitingPlace>> deep =
        IntStream.range(0, FILLED_GROUPS)
            .mapToObj(nth -> hundredth(group(nth), Optional.empty()))
            .toList();
    measure(
        "page 100, one group",
        () -> {
          int nth = random.nextInt(FILLED_GROUPS);
          page(Set.of(group(nth)), Optional.empty(), deep.get(nth));
        });
    for (String name : List.of("domain/billing", "blocks_customer", "domain/rare", "domain/none")) {
      Optional<TagName> tag = TagName.parse(name);
      measure("page of " + name, () -> page(one(), tag, Optional.empty()));
    }
    Optional<TagName> billing = TagName.parse("domain/billing");
    List<Optional<WaitingPlace>> deepOfTag =
        IntStream.range(0, FILLED_GROUPS).mapToObj(nth -> hundredth(group(nth), billing)).toList();
    measure(
        "page 100 of domain/billing",
        () -> {
          int nth = random.nextInt(FILLED_GROUPS);
          page(Set.of(group(nth)), billing, deepOfTag.get(nth));
        });
    AccountId account = new AccountId(Surface.SLACK, Sample.TEAM, Sample.lead(0));
    measure("answer to queue", () -> gate.core.queue().queue(account, "", ""));
    measure("due, none is", () -> ledger.due(100));
    measure("related requests", this::related);
    measure("proposal, over budget", this::overBudget);
    opened();
  }

  private void page(Set<GroupName> groups, Optional<TagName> tag, Optional<WaitingPlace> after) {
    ledger.waiting(ASKER, groups, tag, after, PAGE);
  }

  private Optional<WaitingPlace> hundredth(GroupName group, Optional<TagName> tag) {
    List<WaitingLine> before =
        ledger.waiting(ASKER, Set.of(group), tag, Optional.empty(), (HUNDREDTH - 1) * LINES);
    return before.isEmpty() ? Optional.empty() : Optional.of(before.getLast().place());
  }

  private Set<GroupName> one() {
    return Set.of(group(random.nextInt(FILLED_GROUPS)));
  }

  private static Set<GroupName> all() {
    return IntStream.range(0, FILLED_GROUPS)
        .mapToObj(QueueBench::group)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static GroupName group(int nth) {
    return new GroupName("support-leads-%02d".formatted(nth + 1));
  }

  private void related() {
    int agent = random.nextInt(FILLED_GROUPS * Sample.CHANNELS);
    Instant since = ledger.now().minus(DAY);
    ledger.related(
        new AgentId("support-%02d-%d".formatted(1 + agent % FILLED_GROUPS, agent / FILLED_GROUPS)),
        Digest.of("action " + random.nextInt()),
        Optional.of(Digest.of("target " + random.nextInt())),
        since,
        Optional.empty());
  }

  /// Everything up to the verdict, and nothing is written.
  private void overBudget() {
    long number = gate.nextProposal() * Sample.CHANNELS + 1;
    if (!(gate.core.intake().submit(gate.agent(number), Sample.proposal(number), Optional.empty())
        instanceof IntakeResult.Declined)) {
      throw new IllegalStateException("a proposal over all budgets was taken");
    }
  }

  /// As many as the budgets of the free channel let through, and no more.
  private void opened() {
    progress.accept("measuring proposal, opened");
    Histogram latencies = ClosedLoop.histogram();
    for (long nth = 0; nth < OPENED; nth++) {
      long begin = System.nanoTime();
      gate.propose(nth * Sample.CHANNELS);
      latencies.recordValue(System.nanoTime() - begin);
    }
    lines.add(new QueueReport.Line("proposal, opened", latencies));
  }

  private void measure(String what, Question question) {
    progress.accept("measuring " + what);
    asked(question, each.dividedBy(2));
    lines.add(new QueueReport.Line(what, asked(question, each)));
  }

  private static Histogram asked(Question question, Duration length) {
    Histogram latencies = ClosedLoop.histogram();
    long start = System.nanoTime();
    for (long begin = start; begin - start < length.toNanos(); begin = System.nanoTime()) {
      question.ask();
      latencies.recordValue(System.nanoTime() - begin);
    }
    return latencies;
  }
}
