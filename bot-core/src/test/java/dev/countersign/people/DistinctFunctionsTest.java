package dev.countersign.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.people.DistinctFunctions.Held;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctFunctionsTest {

  private static Held own(String... functions) {
    return new Held(true, new TreeSet<>(Set.of(functions)));
  }

  private static Held any(String... functions) {
    return new Held(false, new TreeSet<>(Set.of(functions)));
  }

  @Test
  void whoHasTwoFunctionsLeavesTheOneThatAnotherNeeds() {
    assertThat(DistinctFunctions.assign(List.of(own("finance", "support"), own("finance"))))
        .contains(List.of(Optional.of("support"), Optional.of("finance")));
  }

  @Test
  void aChainOfThreeIsDealtOutTogether() {
    assertThat(DistinctFunctions.assign(List.of(own("a", "b"), own("b", "c"), own("a"))))
        .contains(List.of(Optional.of("b"), Optional.of("c"), Optional.of("a")));
  }

  @Test
  void anOrdinaryApprovalKeepsItsOnlyFunction() {
    assertThat(DistinctFunctions.assign(List.of(any("it"), own("it")))).isEmpty();
    assertThat(DistinctFunctions.assign(List.of(own("it"), any("it")))).isEmpty();
    assertThat(DistinctFunctions.assign(List.of(any("it"), own("it", "hr"))))
        .contains(List.of(Optional.of("it"), Optional.of("hr")));
  }

  @Test
  void ordinaryApprovalsShareAFunctionAndNeedNone() {
    assertThat(DistinctFunctions.assign(List.of(any("it"), any("it"), any(), own("hr"))))
        .contains(
            List.of(Optional.of("it"), Optional.of("it"), Optional.empty(), Optional.of("hr")));
  }

  @Test
  void whoNeedsAFunctionAndHasNoneIsNotSeated() {
    assertThat(DistinctFunctions.assign(List.of(own()))).isEmpty();
    assertThat(DistinctFunctions.assign(List.of())).contains(List.of());
  }

  /// As many people with as many functions as a ruling and a people file allow.
  @Test
  void theLargestCaseIsDecidedWithinTheBound() {
    String[] twenty =
        IntStream.range(0, 20).mapToObj(i -> "f%02d".formatted(i)).toArray(String[]::new);
    List<Held> many =
        Stream.concat(
                IntStream.range(0, 19).mapToObj(_ -> own(twenty)),
                IntStream.range(0, 60).mapToObj(_ -> any(twenty)))
            .toList();

    assertThat(DistinctFunctions.assign(many)).isPresent();
    assertThat(
            DistinctFunctions.assign(Stream.concat(many.stream(), Stream.of(own(twenty))).toList()))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyChoiceTriedByHandAgrees(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 250; round++) {
      List<Held> approvals =
          IntStream.range(0, 1 + random.nextInt(4))
              .mapToObj(_ -> new Held(random.nextBoolean(), some(random)))
              .toList();

      Optional<List<Optional<String>>> dealt = DistinctFunctions.assign(approvals);

      assertThat(dealt.isPresent())
          .as("%s", approvals)
          .isEqualTo(tryEverything(approvals, new ArrayList<>()));
      dealt.ifPresent(choice -> assertThat(areDistinct(approvals, choice)).isTrue());
    }
  }

  private static SortedSet<String> some(Random random) {
    var some = new TreeSet<>(Set.of("f", "g", "h", "i"));
    some.removeIf(_ -> random.nextInt(5) < 3);
    return some;
  }

  private static boolean tryEverything(List<Held> approvals, List<Optional<String>> chosen) {
    if (chosen.size() == approvals.size()) {
      return areDistinct(approvals, chosen);
    }
    Held held = approvals.get(chosen.size());
    List<Optional<String>> choices =
        held.functions().isEmpty()
            ? List.of(Optional.empty())
            : held.functions().stream().map(Optional::of).toList();
    for (Optional<String> choice : choices) {
      chosen.add(choice);
      boolean found = tryEverything(approvals, chosen);
      chosen.removeLast();
      if (found) {
        return true;
      }
    }
    return false;
  }

  private static boolean areDistinct(List<Held> approvals, List<Optional<String>> chosen) {
    return IntStream.range(0, approvals.size())
        .filter(i -> approvals.get(i).distinct())
        .allMatch(i ->
            chosen.get(i).isPresent()
                && IntStream.range(0, chosen.size())
                    .allMatch(other -> other == i || !chosen.get(other).equals(chosen.get(i))));
  }
}
