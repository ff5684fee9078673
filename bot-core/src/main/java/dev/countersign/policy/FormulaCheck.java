package dev.countersign.policy;

import dev.countersign.policy.Formula.Comparison;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tries conditions with every choice of values that matters to them: each value that they name,
/// one beside and between those, and none. Claims only what holds for all of them; what is too much
/// to try may come out in any way, so it supports no claim.
final class FormulaCheck {
  /// Choices of values that are tried for one question.
  static final int MOST_TRIED = 4_096;

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private static final List<Object> OF_OPAQUE = List.of(true, false, Assignment.Unnamed.MISSING);

  /// Choices of values that are tried for all comparisons of two conditions together: a few
  /// seconds.
  static final int MOST_COMPARED = 1_000_000;

  private final Map<String, Formula> facts;
  private int compared;

  /// @param facts each names only facts before it
  FormulaCheck(List<Fact> facts) {
    this.facts =
        facts.stream().collect(Collectors.toMap(Fact::name, fact -> fact.when().formula()));
  }

  /// Whether the condition is true for no action at all.
  boolean neverHolds(Formula condition) {
    return tried(List.of(condition)).noneMatch(values -> values.test(condition).holds());
  }

  /// Whether the condition may be an error.
  boolean mayBreak(Formula condition) {
    return tried(List.of(condition)).anyMatch(values -> values.test(condition).breaks());
  }

  /// Whether the other one is true, or an error, wherever this one is true. Once much was compared,
  /// only of equal ones that is seen.
  boolean implies(Formula condition, Formula other) {
    if (condition.equals(other)) {
      return true;
    }
    Iterator<Assignment> choices = tried(List.of(condition, other)).iterator();
    while (choices.hasNext() && compared < MOST_COMPARED) {
      compared++;
      Assignment values = choices.next();
      if (values.test(condition).holds() && values.test(other).fails()) {
        return false;
      }
    }
    return !choices.hasNext();
  }

  private Stream<Assignment> tried(List<Formula> conditions) {
    Map<String, List<Object>> choices = choices(leaves(conditions));
    Stream<Map<String, Object>> chosen = Stream.of(Map.of());
    for (Map.Entry<String, List<Object>> choice : choices.entrySet()) {
      chosen =
          chosen.flatMap(values ->
              choice.getValue().stream().map(value -> with(values, choice.getKey(), value)));
    }
    return chosen.map(values -> new Assignment(facts, values));
  }

  private static Map<String, Object> with(Map<String, Object> values, String name, Object value) {
    Map<String, Object> more = new HashMap<>(values);
    more.put(name, value);
    return more;
  }

  /// What the conditions say, with all that the facts they name say.
  private List<Formula> leaves(List<Formula> conditions) {
    List<Formula> found = new ArrayList<>();
    Set<String> named = new HashSet<>();
    List<Formula> open = new ArrayList<>(conditions);
    while (!open.isEmpty()) {
      open.removeLast()
          .leaves()
          .forEach(leaf -> {
            found.add(leaf);
            if (leaf instanceof Formula.Named(var name) && named.add(name)) {
              open.add(Objects.requireNonNull(facts.get(name)));
            }
          });
    }
    return found;
  }

  /// The values to be tried: first of what is named most often, as far as there is room.
  private static Map<String, List<Object>> choices(List<Formula> leaves) {
    Map<String, List<Comparison>> members = new TreeMap<>();
    Map<String, Integer> named = new TreeMap<>();
    for (Formula leaf : leaves) {
      switch (leaf) {
        case Comparison comparison -> {
          members.computeIfAbsent(comparison.member(), _ -> new ArrayList<>()).add(comparison);
          named.merge(comparison.member(), 1, Integer::sum);
        }
        case Formula.Opaque(var text) -> named.merge(text, 1, Integer::sum);
        default -> {
          // It compares nothing.
        }
      }
    }
    Map<String, List<Object>> choices = new LinkedHashMap<>();
    int tried = 1;
    for (String name : inOrder(named)) {
      List<Object> values =
          members.containsKey(name) || name.equals(MemberValues.CLASS)
              ? values(name, members.getOrDefault(name, List.of()))
              : OF_OPAQUE;
      if (tried * values.size() <= MOST_TRIED) {
        tried *= values.size();
        choices.put(name, values);
      }
    }
    return choices;
  }

  private static List<String> inOrder(Map<String, Integer> named) {
    Predicate<String> closed = member -> MemberValues.closed(member).isPresent();
    Comparator<String> order =
        Comparator.comparing((String name) -> !name.equals(MemberValues.CLASS))
            .thenComparing(name -> !closed.test(name))
            .thenComparingInt(name -> -named.getOrDefault(name, 0));
    Set<String> all = new TreeSet<>(named.keySet());
    // Which members there are depends on it.
    all.add(MemberValues.CLASS);
    return all.stream().sorted(order).toList();
  }

  private static List<Object> values(String member, Collection<Comparison> comparisons) {
    Set<Object> named =
        comparisons.stream()
            .flatMap(comparison -> comparison.values().stream())
            .collect(Collectors.toSet());
    List<Object> values = new ArrayList<>();
    if (MemberValues.closed(member).isPresent()) {
      values.addAll(MemberValues.closed(member).get());
      return values;
    }
    named.stream().filter(value -> !(value instanceof BigDecimal)).forEach(values::add);
    values.addAll(numbers(named));
    values.add(Assignment.Unnamed.ANOTHER);
    if (!MemberValues.isAlwaysThere(member)) {
      values.add(Assignment.Unnamed.MISSING);
    }
    return values;
  }

  /// Each number, and one before, between and after them.
  private static List<BigDecimal> numbers(Set<Object> named) {
    List<BigDecimal> sorted =
        named.stream()
            .filter(BigDecimal.class::isInstance)
            .map(BigDecimal.class::cast)
            .sorted()
            .toList();
    List<BigDecimal> numbers = new ArrayList<>(sorted);
    for (int i = 1; i < sorted.size(); i++) {
      numbers.add(sorted.get(i - 1).add(sorted.get(i)).divide(TWO));
    }
    if (!sorted.isEmpty()) {
      numbers.add(sorted.getFirst().subtract(BigDecimal.ONE));
      numbers.add(sorted.getLast().add(BigDecimal.ONE));
    }
    return numbers;
  }
}
