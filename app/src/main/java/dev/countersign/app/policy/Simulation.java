package dev.countersign.app.policy;

import dev.countersign.json.WireName;
import dev.countersign.ledger.ProposalHistory.Stored;
import dev.countersign.overview.SimulationReport;
import dev.countersign.overview.SimulationReport.Change;
import dev.countersign.overview.SimulationReport.Day;
import dev.countersign.overview.SimulationReport.Load;
import dev.countersign.people.Agent;
import dev.countersign.people.Directory;
import dev.countersign.policy.AgentFacts;
import dev.countersign.policy.Gate;
import dev.countersign.policy.PolicyInput;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Context;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Rules on past proposals by the policy in force and by a candidate, and counts what comes out
/// otherwise and whom it asks. Keeps counts and a few ids, however much it is shown; for one
/// thread.
///
/// Both policies rule with the people of today, also on what was proposed by an agent that is not
/// registered any more. A request counts for every group that one of its stages asks, whether or
/// not the stages before it would be completed.
public final class Simulation {
  /// Ids that are kept of each change, and of what does not read.
  public static final int MOST_EXAMPLES = 20;

  private final Outlook inForce;
  private final Outlook candidate;
  private final Directory people;
  private final Map<String, Tally> changes = new HashMap<>();
  private final Map<String, Asked> groups = new TreeMap<>();
  private final Map<String, Asked> persons = new TreeMap<>();
  private final Set<LocalDate> days = new TreeSet<>();
  private final List<String> unreadableIds = new ArrayList<>();
  private int proposals;
  private int unreadable;

  /// @param inForce with the same internal domains as the candidate
  /// @param people which agents there are
  public Simulation(Outlook inForce, Outlook candidate, Directory people) {
    this.inForce = inForce;
    this.candidate = candidate;
    this.people = people;
  }

  private static final class Tally {
    private final Map<String, Integer> rules = new TreeMap<>();
    private final List<String> examples = new ArrayList<>();
    private int count;
  }

  private static final class Asked {
    private final DailyCounts inForce = new DailyCounts();
    private final DailyCounts candidate = new DailyCounts();
  }

  private record Outcome(Ruling ruling, Set<PersonId> asked) {}

  /// @param both empty where the proposal does not read
  private record Compared(String id, Optional<Both> both) {}

  private record Both(LocalDate day, Outcome now, Outcome then) {}

  public void add(List<Stored> page) {
    page.parallelStream().map(this::compare).toList().forEach(this::count);
  }

  /// The same by the calling thread alone: for a gate that has other things to do.
  public void addByOneThread(List<Stored> page) {
    page.stream().map(this::compare).forEach(this::count);
  }

  private Compared compare(Stored stored) {
    try {
      Action action = Action.read(stored.action());
      Context context = Context.read(stored.context());
      PolicyInput input = inForce.input(agent(stored), action, context);
      LocalDate day = LocalDate.ofInstant(new ProposalId(stored.id()).moment(), ZoneOffset.UTC);
      return new Compared(
          stored.id(),
          Optional.of(new Both(day, outcome(inForce, input), outcome(candidate, input))));
    } catch (RuntimeException e) {
      // Whatever somebody did to the row; verify says what is wrong with it.
      return new Compared(stored.id(), Optional.empty());
    }
  }

  private AgentFacts agent(Stored stored) {
    AgentId id = new AgentId(stored.agent());
    return people
        .agent(id)
        .map(Agent::facts)
        .orElseGet(() -> new AgentFacts(id, new PersonId(stored.owner()), Optional.empty()));
  }

  private static Outcome outcome(Outlook outlook, PolicyInput input) {
    Ruling ruling = outlook.rule(input);
    return new Outcome(ruling, outlook.asked(ruling, input));
  }

  private void count(Compared compared) {
    if (compared.both().isEmpty()) {
      unreadable++;
      if (unreadableIds.size() < MOST_EXAMPLES) {
        unreadableIds.add(compared.id());
      }
      return;
    }
    proposals++;
    Both both = compared.both().get();
    days.add(both.day());
    change(both.now().ruling(), both.then().ruling())
        .ifPresent(kind -> count(kind, compared.id(), both.then().ruling()));
    for (Stage stage : both.now().ruling().stages()) {
      asked(groups, stage.group().value()).inForce.add(both.day());
    }
    for (Stage stage : both.then().ruling().stages()) {
      asked(groups, stage.group().value()).candidate.add(both.day());
    }
    both.now().asked().forEach(id -> asked(persons, id.value()).inForce.add(both.day()));
    both.then().asked().forEach(id -> asked(persons, id.value()).candidate.add(both.day()));
  }

  /// Rules may have other names and times other lengths; what counts is who has to decide.
  private static Optional<String> change(Ruling now, Ruling then) {
    String before = effect(now);
    String after = effect(then);
    if (!before.equals(after)) {
      return Optional.of(before + " -> " + after);
    }
    return now.gate() == Gate.ASK && !now.stages().equals(then.stages())
        ? Optional.of("ask -> ask, other stages")
        : Optional.empty();
  }

  /// Outside the pilot nothing follows from what a ruling would have been.
  private static String effect(Ruling ruling) {
    return ruling
        .observed()
        .map(inside -> "observed (" + WireName.of(inside.gate()) + ")")
        .orElseGet(() -> WireName.of(ruling.gate()));
  }

  private void count(String kind, String id, Ruling then) {
    Tally tally = changes.computeIfAbsent(kind, _ -> new Tally());
    tally.count++;
    List<String> rules = then.rules().isEmpty() ? List.of("(none)") : then.rules();
    rules.forEach(rule -> tally.rules.merge(rule, 1, Integer::sum));
    if (tally.examples.size() < MOST_EXAMPLES) {
      tally.examples.add(id);
    }
  }

  private static Asked asked(Map<String, Asked> all, String name) {
    return all.computeIfAbsent(name, _ -> new Asked());
  }

  /// What was found so far.
  public SimulationReport report() {
    Comparator<Load> busiestFirst =
        Comparator.comparingInt((Load load) -> -load.busiest().map(Day::count).orElse(0));
    return new SimulationReport(
        proposals,
        unreadable,
        List.copyOf(unreadableIds),
        changes.entrySet().stream()
            .map(change ->
                new Change(
                    change.getKey(),
                    change.getValue().count,
                    Map.copyOf(change.getValue().rules),
                    List.copyOf(change.getValue().examples)))
            .sorted(
                Comparator.comparingInt((Change change) -> -change.count())
                    .thenComparing(Change::kind))
            .toList(),
        loads(groups),
        loads(persons).stream().sorted(busiestFirst.thenComparing(Load::name)).toList(),
        days.size());
  }

  private static List<Load> loads(Map<String, Asked> all) {
    return all.entrySet().stream()
        .map(entry ->
            new Load(
                entry.getKey(),
                entry.getValue().inForce.total(),
                entry.getValue().candidate.total(),
                entry
                    .getValue()
                    .candidate
                    .busiest()
                    .map(day -> new Day(day.getKey(), day.getValue()))))
        .toList();
  }
}
