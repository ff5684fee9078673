package dev.countersign;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.countersign.grant.Electors;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.proposal.Ulid;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/// A step may be computed many times and only its last result counts, so it reads nothing, tells
/// nobody and keeps nothing; what it must know is looked up for it, and what follows happens once,
/// after the commit. Read from the calls between the compiled classes of bot-core.
final class PureStepsTest {
  private static final String CORE_PACKAGE = "dev.countersign";

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(CORE_PACKAGE);

  @Test
  void aStepReadsNothingTellsNobodyAndKeepsNothing() {
    List<JavaCodeUnit> steps = codeUnits().filter(PureStepsTest::returnsStep).toList();

    assertThat(steps)
        .extracting(JavaCodeUnit::getOwner)
        .extracting(JavaClass::getSimpleName)
        .contains("PressStep", "ExecutionStep", "RefusedCards", "Renderings", "WithdrawalDesk");
    assertThat(paths(calls(steps), PureStepsTest::isImpure))
        .as("look it up in the function that Steps is given for that, or do it after the commit")
        .isEmpty();
  }

  @Test
  void onlyAMethodThatReturnsAStepMakesOne() {
    assertThat(
            codeUnits()
                .filter(unit -> !returnsStep(unit))
                .flatMap(unit -> unit.getCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().isEquivalentTo(Step.class))
                .filter(call -> List.of("on", "nothing").contains(call.getName()))
                .map(JavaAccess::getDescription))
        .as("one that is made in passing, inside a lambda, is not seen by the rule above")
        .isEmpty();
  }

  /// A look is made again for each try too: what it tells or counts would be told twice.
  @Test
  void aLookTellsNobodyAndWritesNothing() {
    List<JavaAccess<?>> looks =
        codeUnits()
            .filter(PureStepsTest::runsSteps)
            .flatMap(unit -> unit.getAccessesFromSelf().stream())
            .filter(JavaAccess::isDeclaredInLambda)
            .<JavaAccess<?>>map(access -> access)
            .toList();

    assertThat(looks)
        .extracting(access -> access.getTargetOwner().getSimpleName())
        .contains("Judge", "StartCheck", "Renderings");
    assertThat(paths(looks, access -> tells(access) || writes(access))).isEmpty();
  }

  @Test
  void noRecordHoldsSomethingThatChangesInTheHandsOfWhoeverHasIt() {
    fields()
        .that()
        .areDeclaredInClassesThat()
        .areRecords()
        .should()
        .notHaveRawType(
            DescribedPredicate.describe(
                "of java.util.concurrent",
                type -> type.getPackageName().startsWith("java.util.concurrent")))
        .because("a record is a value: what happened is said by the answer of the step")
        .check(CORE);
  }

  private static boolean isImpure(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    return tells(access)
        || isPort(owner)
        || (owner.isAssignableTo(Ulid.class) && access.getName().equals("next"))
        || owner.isAssignableTo(InstantSource.class)
        || owner.getPackageName().startsWith("java.util.concurrent.atomic")
        || owner.getPackageName().equals("java.util.concurrent.locks")
        || access.getName().startsWith("synchronized")
        || (owner.getPackageName().startsWith("java.security") && access.getName().equals("sign"));
  }

  private static boolean tells(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    return owner.isAssignableTo(Logger.class) || owner.getSimpleName().endsWith("Metrics");
  }

  private static boolean writes(JavaAccess<?> access) {
    return (access.getTargetOwner().isAssignableTo(Ledger.class)
            && List.of("commit", "open", "attach").contains(access.getName()))
        || access.getTargetOwner().getSimpleName().equals("Deliveries");
  }

  /// A public interface, which anybody may implement, stands for the world outside; [Electors] is
  /// who may decide, found before.
  private static boolean isPort(JavaClass type) {
    return isOurs(type)
        && type.isInterface()
        && type.getModifiers().contains(JavaModifier.PUBLIC)
        && !type.isEquivalentTo(Electors.class)
        && type.getSubclasses().stream().noneMatch(PureStepsTest::isPartOfASealedFamily);
  }

  private static boolean isPartOfASealedFamily(JavaClass type) {
    return type.isRecord() || type.isEnum();
  }

  /// How each call that is looked for is reached from these, with all implementations of what is
  /// called through an interface of ours.
  private static List<String> paths(
      List<? extends JavaAccess<?>> from, Predicate<JavaAccess<?>> wanted) {
    Map<JavaCodeUnit, @Nullable JavaAccess<?>> reachedBy = new LinkedHashMap<>();
    Deque<JavaAccess<?>> open = new ArrayDeque<>(from);
    Stream.Builder<String> found = Stream.builder();
    while (!open.isEmpty()) {
      JavaAccess<?> access = open.pop();
      if (wanted.test(access)) {
        found.add(path(access, reachedBy));
      }
      for (JavaCodeUnit called : called(access)) {
        if (reachedBy.putIfAbsent(called, access) == null) {
          open.addAll(called.getAccessesFromSelf());
        }
      }
    }
    return found.build().toList();
  }

  private static String path(
      JavaAccess<?> last, Map<JavaCodeUnit, @Nullable JavaAccess<?>> reachedBy) {
    StringBuilder path = new StringBuilder(last.getTarget().getFullName());
    JavaAccess<?> access = last;
    for (int steps = 0; access != null && steps < 30; steps++) {
      path.insert(0, access.getOrigin().getFullName() + " → ");
      access = reachedBy.get(access.getOrigin());
    }
    return path.toString();
  }

  private static List<JavaCodeUnit> called(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    if (!isOurs(owner)
        || owner.isEquivalentTo(Steps.class)
        || !(access.getTarget() instanceof CodeUnitAccessTarget target)) {
      return List.of();
    }
    return Stream.concat(Stream.of(owner), owner.getAllSubclasses().stream())
        .flatMap(type -> type.getCodeUnits().stream())
        .filter(unit -> unit.getName().equals(target.getName()))
        .filter(unit -> unit.getRawParameterTypes().equals(target.getRawParameterTypes()))
        .filter(unit -> !unit.getModifiers().contains(JavaModifier.ABSTRACT))
        .toList();
  }

  private static List<JavaAccess<?>> calls(List<JavaCodeUnit> from) {
    return from.stream()
        .flatMap(unit -> unit.getAccessesFromSelf().stream())
        .<JavaAccess<?>>map(access -> access)
        .toList();
  }

  private static boolean runsSteps(JavaCodeUnit unit) {
    return unit.getCallsFromSelf().stream()
        .anyMatch(call ->
            call.getTargetOwner().isEquivalentTo(Steps.class) && call.getName().startsWith("run"));
  }

  private static boolean returnsStep(JavaCodeUnit unit) {
    JavaClass type = unit.getRawReturnType();
    return type.isEquivalentTo(Step.class) || type.isEquivalentTo(Step.Draft.class);
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith(CORE_PACKAGE);
  }

  private static Stream<JavaCodeUnit> codeUnits() {
    return CORE.stream().flatMap(type -> type.getCodeUnits().stream());
  }
}
