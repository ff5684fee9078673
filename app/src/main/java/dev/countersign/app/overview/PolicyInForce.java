package dev.countersign.app.overview;

import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.app.policy.Outlook;
import dev.countersign.app.policy.PolicyCheck;
import dev.countersign.app.policy.Simulation;
import dev.countersign.app.version.VersionFiles;
import dev.countersign.drawing.RuleWords;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.FileText;
import dev.countersign.ledger.ProposalHistory;
import dev.countersign.ledger.VersionEvent;
import dev.countersign.ledger.VersionHistory;
import dev.countersign.overview.Flaw;
import dev.countersign.overview.PolicyDesk;
import dev.countersign.people.People;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Surfaces;
import dev.countersign.policy.DomainList;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rule;
import dev.countersign.proposal.ProposalId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Tells of the policy in force, and tries others on what was proposed. One simulation at a time on
/// each replica, by one thread, so that it takes little from decisions.
public final class PolicyInForce implements PolicyDesk {
  /// Past proposals that are read at once, of up to some 300 kB each.
  private static final int PAGE = 100;

  /// What is read at once going back, so that the newest comes first however much there is.
  private static final Duration WINDOW = Duration.ofHours(1);

  private final Supplier<Served> served;
  private final Supplier<VersionHistory> versions;
  private final ProposalHistory history;
  private final Supplier<People> everybody;
  private final DomainList internalDomains;
  private final Surfaces surfaces;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Semaphore simulating = new Semaphore(1);

  /// What this replica serves.
  ///
  /// @param number of the version
  public record Served(int number, VersionFiles files) {}

  /// @param versions what was in force, as the deployment's chain tells it
  /// @param everybody who is known at this moment
  /// @param surfaces that this deployment can have
  /// @param nanos a monotonic nanosecond counter
  public PolicyInForce(
      Supplier<Served> served,
      Supplier<VersionHistory> versions,
      ProposalHistory history,
      Supplier<People> everybody,
      DomainList internalDomains,
      Surfaces surfaces,
      InstantSource clock,
      LongSupplier nanos) {
    this.served = served;
    this.versions = versions;
    this.history = history;
    this.everybody = everybody;
    this.internalDomains = internalDomains;
    this.surfaces = surfaces;
    this.clock = clock;
    this.nanos = nanos;
  }

  @Override
  public InForce inForce() {
    Served now = served.get();
    Policy policy = now.files().policy();
    Optional<VersionEvent> put = put(now);
    Instant since = clock.instant().minus(COUNTED_BACK);
    Matched matched = matched(since);
    return new InForce(
        now.number(),
        now.files().version().digest(),
        policy.version(),
        put.map(VersionEvent::at),
        put.flatMap(event -> event.note().by()),
        policy.looseningNeedsTwo(),
        flaws(text(now.files())),
        policy.rules().stream().map(rule -> line(policy, rule, matched)).toList(),
        matched.looked,
        matched.none,
        since);
  }

  /// The last time that this version was put in force.
  private Optional<VersionEvent> put(Served now) {
    return versions.get().events().stream()
        .filter(event -> event.step() == VersionEvent.Step.IN_FORCE && !event.isOfPeople())
        .filter(event -> event.digest().equals(now.files().version().digest()))
        .reduce((_, last) -> last);
  }

  private static RuleLine line(Policy policy, Rule rule, Matched matched) {
    return new RuleLine(
        rule.id(),
        rule.gate(),
        RuleWords.of(policy, rule),
        rule.when().text(),
        matched.rules.getOrDefault(rule.id(), 0L));
  }

  private static final class Matched {
    private final Map<String, Long> rules = new HashMap<>();
    private long looked;
    private long none;

    void add(byte[] ruling) {
      try {
        List<String> ids = ((JsonObject) CanonicalJson.parse(ruling)).texts("rules");
        looked++;
        none += ids.isEmpty() ? 1 : 0;
        ids.forEach(id -> rules.merge(id, 1L, Long::sum));
      } catch (RuntimeException _) {
        // Whatever somebody did to the row; verify says what is wrong with it.
      }
    }
  }

  private Matched matched(Instant since) {
    Matched matched = new Matched();
    history.rulings(ProposalId.firstOf(since).value(), MOST_COUNTED).forEach(matched::add);
    return matched;
  }

  private static FileText text(VersionFiles files) {
    return files.texts().stream()
        .filter(text -> text.file() == DeployedFile.POLICY)
        .findFirst()
        .orElseThrow();
  }

  private List<Flaw> flaws(FileText policy) {
    return switch (YamlDocument.read(policy.file().fileName(), policy.bytes())) {
      case FileReading.Unreadable<YamlDocument>(var problems) -> flaws(problems);
      case FileReading.Read<YamlDocument>(var yaml) -> check(yaml);
    };
  }

  private List<Flaw> check(YamlDocument yaml) {
    return switch (GateFiles.policy(yaml)) {
      case FileReading.Unreadable<Policy>(var problems) -> flaws(problems);
      case FileReading.Read<Policy>(var policy) -> {
        PolicyCheck check =
            PolicyCheck.ofPolicy(
                new PolicyCheck.Written<>(yaml, policy), everybody.get(), surfaces);
        yield Stream.concat(
                flaws(check.errors()).stream(),
                check.warnings().stream().map(problem -> flaw(false, problem)))
            .toList();
      }
    };
  }

  private static List<Flaw> flaws(List<FileProblem> problems) {
    return problems.stream().map(problem -> flaw(true, problem)).toList();
  }

  private static Flaw flaw(boolean error, FileProblem problem) {
    String place =
        problem.line() > 0
            ? problem.source() + ":" + problem.line() + " " + problem.pointer()
            : problem.source() + " " + problem.pointer();
    String detail = problem.detail();
    return new Flaw(
        error,
        place.strip(),
        detail.startsWith(PolicyCheck.WARNING)
            ? detail.substring(PolicyCheck.WARNING.length())
            : detail);
  }

  @Override
  public Simulated simulate(String candidate, Duration back, IntConsumer progress) {
    if (!simulating.tryAcquire()) {
      return new Simulated.Busy();
    }
    try {
      Policy current = served.get().files().policy();
      if (candidate.isBlank()) {
        return found(current, current, List.of(), back, progress);
      }
      FileReading<YamlDocument> yaml =
          YamlDocument.read(
              DeployedFile.POLICY.fileName(), candidate.getBytes(StandardCharsets.UTF_8));
      return yaml.then(GateFiles::policy) instanceof FileReading.Read<Policy>(var policy)
              && yaml instanceof FileReading.Read<YamlDocument>(var document)
          ? found(current, policy, check(document), back, progress)
          : new Simulated.Unreadable(flaws(yaml.then(GateFiles::policy).problems()));
    } finally {
      simulating.release();
    }
  }

  private Simulated found(
      Policy current, Policy candidate, List<Flaw> flaws, Duration back, IntConsumer progress) {
    PeopleDirectory people = new PeopleDirectory(everybody.get());
    Simulation simulation =
        new Simulation(outlook(current, people), outlook(candidate, people), people);
    Instant now = clock.instant();
    Instant from = now.minus(back.compareTo(COUNTED_BACK) > 0 ? COUNTED_BACK : back);
    Instant reached = read(simulation, from, now, progress);
    return new Simulated.Found(
        simulation.report(),
        current.version(),
        candidate.version(),
        reached,
        !reached.isAfter(from),
        flaws);
  }

  private Outlook outlook(Policy policy, PeopleDirectory people) {
    return new Outlook(policy, internalDomains, people, surfaces);
  }

  /// @return back to which moment everything was looked at
  private Instant read(Simulation simulation, Instant from, Instant now, IntConsumer progress) {
    long begun = nanos.getAsLong();
    int looked = 0;
    // Clocks of replicas differ a little.
    Instant end = now.plus(Duration.ofMinutes(1));
    while (end.isAfter(from)) {
      Instant begin = end.minus(WINDOW).isBefore(from) ? from : end.minus(WINDOW);
      String after = ProposalId.firstOf(begin).value();
      String before = ProposalId.firstOf(end).value();
      for (List<ProposalHistory.Stored> page = history.page(after, before, PAGE);
          !page.isEmpty();
          page = history.page(after, before, PAGE)) {
        simulation.addByOneThread(page);
        after = page.getLast().id();
        looked += page.size();
        progress.accept(looked);
        if (looked >= MOST_SIMULATED || nanos.getAsLong() - begun >= LONGEST_SIMULATION.toNanos()) {
          return end;
        }
      }
      end = begin;
    }
    return from;
  }
}
