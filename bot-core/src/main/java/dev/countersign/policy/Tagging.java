package dev.countersign.policy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// How a policy gives tags: of each kind the first in the file whose condition holds. One that
/// cannot be evaluated is not given, and a finding says so.
///
/// @param isClaim whether a condition reads, itself or through facts, what only the agent says
record Tagging(List<TagRule> rules, Predicate<Condition> isClaim) {

  /// In the order of their kinds.
  List<Tag> of(Evaluation evaluation, RulingFindings findings) {
    Map<TagKind, Tag> tags = new EnumMap<>(TagKind.class);
    for (TagRule rule : rules) {
      if (tags.containsKey(rule.tag().kind())) {
        continue;
      }
      switch (evaluation.test(rule.when())) {
        case Verdict.Decided.MATCHED ->
            tags.put(rule.tag().kind(), new Tag(rule.tag(), isClaim.test(rule.when())));
        case Verdict.Decided.NOT_MATCHED -> {}
        case Verdict.Failed(var code) -> findings.tagFailed(rule.tag(), code);
      }
    }
    return List.copyOf(tags.values());
  }
}
