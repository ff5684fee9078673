package dev.countersign.policy;

import static dev.countersign.policy.SamplePolicies.input;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proposal.SampleProposals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Over random policies: more rules, and more that cannot be evaluated, never make a ruling looser.
class NeverLoosensTest {
  private static final List<String> CONDITIONS =
      List.of(
          "true",
          "false",
          "fact",
          "!fact",
          "action.class == 'tool_call'",
          "proposal.confidence < 0.6",
          "action.nothing == 1",
          "action.tool.startsWith('merge')");
  private static final PolicyInput INPUT = input(SampleProposals.merge());

  static IntStream seeds() {
    return IntStream.range(0, 150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void oneMoreRuleNeverLoosensWhatSomeRuleAlreadyDecided(int seed) {
    var random = new Random(seed);
    List<String> before = randomRules(random);
    var after = new ArrayList<>(before);
    after.add(random.nextInt(before.size() + 1), randomRule(random, "added"));

    Ruling one = policy(before, "true").rule(INPUT);
    Ruling more = policy(after, "true").rule(INPUT);

    // A rule that allows may cover what nothing covered before; that is what it is for.
    if (!one.rules().isEmpty()) {
      assertNotLooser(one, more);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aFactThatStopsWorkingNeverLoosens(int seed) {
    var random = new Random(seed);
    List<String> rules = randomRules(random);
    Ruling sound = policy(rules, random.nextBoolean() ? "true" : "false").rule(INPUT);
    Ruling broken = policy(rules, "action.nothing").rule(INPUT);

    if (broken.gate() != Gate.REFUSE) {
      // No rule named the fact: then nothing may have changed at all.
      assertThat(broken.gate()).isEqualTo(sound.gate());
      assertThat(broken.stages()).isEqualTo(sound.stages());
    }
    assertThat(broken.gate()).isGreaterThanOrEqualTo(sound.gate());
    assertThat(broken.risk().assessed()).isGreaterThanOrEqualTo(sound.risk().assessed());
    assertThat(broken.chatApprove() && !sound.chatApprove() && broken.gate() == Gate.ASK).isFalse();
  }

  private static void assertNotLooser(Ruling one, Ruling more) {
    assertThat(more.gate()).isGreaterThanOrEqualTo(one.gate());
    assertThat(more.risk().assessed()).isGreaterThanOrEqualTo(one.risk().assessed());
    assertThat(more.rules()).containsAll(one.rules());
    if (more.gate() == Gate.ASK && one.gate() == Gate.ASK) {
      assertThat(more.chatApprove()).isIn(one.chatApprove(), false);
      assertThat(more.expiresIn()).isLessThanOrEqualTo(one.expiresIn());
      for (Stage stage : one.stages()) {
        Optional<Stage> kept =
            more.stages().stream().filter(s -> s.group().equals(stage.group())).findFirst();
        assertThat(kept)
            .hasValueSatisfying(s -> {
              assertThat(s.required()).isGreaterThanOrEqualTo(stage.required());
              assertThat(s.distinctFunction()).isIn(stage.distinctFunction(), true);
            });
      }
    }
  }

  private static Policy policy(List<String> rules, String fact) {
    return SamplePolicies.policy(
        """
        {"version": 1, "facts": {"fact": "%s"}, "risk": [{"id": "f", "when": "fact", "impact": 3}], "rules": [%s]}
        """
            .formatted(fact, String.join(",", rules)));
  }

  private static List<String> randomRules(Random random) {
    return IntStream.range(0, random.nextInt(6))
        .mapToObj(i -> randomRule(random, "r" + i))
        .toList();
  }

  private static String randomRule(Random random, String id) {
    String when = CONDITIONS.get(random.nextInt(CONDITIONS.size()));
    return switch (random.nextInt(5)) {
      case 0 -> SamplePolicies.refuse(id, when);
      case 1 -> SamplePolicies.allow(id, when);
      default ->
          SamplePolicies.rule(
              id,
              when,
              "ask",
              """
              , "stages": [{"group": "g%d", "approvals": %d, "distinct_function": %b}], "chat_approve": %b,
                "sla": {"expires": "%dm"}
              """
                  .formatted(
                      random.nextInt(3),
                      1 + random.nextInt(4),
                      random.nextBoolean(),
                      random.nextInt(4) > 0,
                      1 + random.nextInt(5_000)));
    };
  }
}
