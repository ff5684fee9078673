package dev.countersign;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

/// Names that no main class of any module has.
public final class ForbiddenNames {
  private ForbiddenNames() {}

  public static ArchRule rule() {
    return noClasses()
        .should()
        .haveNameMatching(".*(Impl|Manager|Helper|Utils?)(\\$.*)?")
        .because("a class is named by its role and its technology, or by the action it is");
  }
}
