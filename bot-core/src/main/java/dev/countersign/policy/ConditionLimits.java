package dev.countersign.policy;

import dev.cel.common.CelOptions;

/// How large a condition may be, and how much it may do.
final class ConditionLimits {
  static final int MOST_CHARACTERS = 2_000;

  static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(MOST_CHARACTERS)
          .maxParseRecursionDepth(64)
          .maxParseExpressionNodeCount(1_000)
          // Counted over all levels of nested comprehensions in one evaluation.
          .comprehensionMaxIterations(10_000)
          // Patterns are RE2: linear in the text, and in this.
          .maxRegexProgramSize(300)
          // `proposal.confidence < 1` means the same as `< 1.0`.
          .enableHeterogeneousNumericComparisons(true)
          .build();

  private ConditionLimits() {}
}
