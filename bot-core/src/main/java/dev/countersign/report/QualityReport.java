package dev.countersign.report;

import dev.countersign.proposal.ProposalId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// What became of requests, per rule, tag, action type, agent and reviewer. Its size is bounded by
/// how many of those there are, not by how many requests.
public final class QualityReport {
  /// Names of one kind that are told apart; those that come later share [#OTHERS].
  static final int MOST_NAMES = 10_000;

  /// Requests that are named because they were not counted.
  static final int MOST_NAMED = 100;

  /// No rule, type, agent or person is called so.
  public static final String OTHERS = "(others)";

  public static final String NO_RULE = "(no rule)";

  private final SortedMap<String, RequestFigures> rules = new TreeMap<>();
  private final SortedMap<String, RequestFigures> tags = new TreeMap<>();
  private final SortedMap<String, RequestFigures> actionTypes = new TreeMap<>();
  private final SortedMap<String, RequestFigures> agents = new TreeMap<>();
  private final SortedMap<String, ReviewerFigures> reviewers = new TreeMap<>();
  private final ObservedFigures observed = new ObservedFigures();
  private final List<NotCounted> named = new ArrayList<>();
  private long requests;
  private long notCounted;

  /// A request that is in no figure.
  ///
  /// @param why never a stored value
  public record NotCounted(ProposalId id, String why) {}

  /// A request counts under each rule that matched it, and under each of its tags.
  void add(RequestFacts request) {
    requests++;
    request.observed().ifPresent(observed::add);
    List<String> matched = request.rules().isEmpty() ? List.of(NO_RULE) : request.rules();
    matched.forEach(rule -> of(rules, rule, RequestFigures::new).add(request));
    request.tags().forEach(tag -> of(tags, tag, RequestFigures::new).add(request));
    of(actionTypes, request.actionType(), RequestFigures::new).add(request);
    of(agents, request.agent(), RequestFigures::new).add(request);
    request
        .votes()
        .forEach(vote -> of(reviewers, vote.person(), ReviewerFigures::new).add(request, vote));
  }

  void leaveOut(ProposalId id, String why) {
    notCounted++;
    if (named.size() < MOST_NAMED) {
      named.add(new NotCounted(id, why));
    }
  }

  private static <F> F of(SortedMap<String, F> figures, String name, Supplier<F> none) {
    String known = figures.containsKey(name) || figures.size() < MOST_NAMES ? name : OTHERS;
    return figures.computeIfAbsent(known, _ -> none.get());
  }

  public long requests() {
    return requests;
  }

  public SortedMap<String, RequestFigures> rules() {
    return Collections.unmodifiableSortedMap(rules);
  }

  /// Only what has tags is in here.
  public SortedMap<String, RequestFigures> tags() {
    return Collections.unmodifiableSortedMap(tags);
  }

  public SortedMap<String, RequestFigures> actionTypes() {
    return Collections.unmodifiableSortedMap(actionTypes);
  }

  public SortedMap<String, RequestFigures> agents() {
    return Collections.unmodifiableSortedMap(agents);
  }

  public SortedMap<String, ReviewerFigures> reviewers() {
    return Collections.unmodifiableSortedMap(reviewers);
  }

  public ObservedFigures observed() {
    return observed;
  }

  public long notCounted() {
    return notCounted;
  }

  /// The first of those that were not counted.
  public List<NotCounted> named() {
    return List.copyOf(named);
  }
}
