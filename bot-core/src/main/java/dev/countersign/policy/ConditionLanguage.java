package dev.countersign.policy;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.RuntimeHelpers;
import dev.countersign.json.ProblemSink;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// CEL as far as conditions need it: comparing, counting, arithmetic, text search and the
/// comprehension macros.
///
/// Left out on purpose: time (a ruling must come out the same when it is repeated), bytes, protobuf
/// types, and joining texts (nested in macros it grows without limit). What remains is bounded by
/// [ConditionLimits] and [TextSearch].
final class ConditionLanguage {

  static final Set<StandardFunction> FUNCTIONS =
      Set.of(
          StandardFunction.LOGICAL_AND,
          StandardFunction.LOGICAL_OR,
          StandardFunction.LOGICAL_NOT,
          StandardFunction.CONDITIONAL,
          StandardFunction.NOT_STRICTLY_FALSE,
          StandardFunction.EQUALS,
          StandardFunction.NOT_EQUALS,
          StandardFunction.LESS,
          StandardFunction.LESS_EQUALS,
          StandardFunction.GREATER,
          StandardFunction.GREATER_EQUALS,
          StandardFunction.IN,
          StandardFunction.INDEX,
          StandardFunction.SIZE,
          StandardFunction.ADD,
          StandardFunction.SUBTRACT,
          StandardFunction.MULTIPLY,
          StandardFunction.DIVIDE,
          StandardFunction.MODULO,
          StandardFunction.NEGATE,
          StandardFunction.INT,
          StandardFunction.DOUBLE,
          StandardFunction.STRING,
          StandardFunction.STARTS_WITH,
          StandardFunction.ENDS_WITH);

  private static final Set<CelType> NUMBERS =
      Set.of(SimpleType.INT, SimpleType.DOUBLE, SimpleType.DYN);

  private static final Set<CelType> TEXTS = Set.of(SimpleType.STRING, SimpleType.DYN);

  private static final Set<String> RESERVED =
      Set.of(
          ("true false null in as break const continue else for function if import let loop package"
                  + " namespace return var void while bool int uint double string bytes list map type"
                  + " dyn null_type")
              .split(" ", -1));

  /// Without `contains` and `matches` of its own: those come with each evaluation, see
  /// [TextSearch]. The interpreting runtime of 0.14 is some twenty times faster on short conditions
  /// than its planning one.
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.legacyCelRuntimeBuilder()
          .setOptions(ConditionLimits.OPTIONS)
          .setStandardEnvironmentEnabled(false)
          .setStandardFunctions(
              CelStandardFunctions.newBuilder()
                  .excludeFunctions(
                      CelStandardFunctions.StandardFunction.MATCHES,
                      CelStandardFunctions.StandardFunction.CONTAINS)
                  .build())
          .build();

  private final Set<String> facts;
  private final CelCompiler conditions;
  private final CelCompiler values;

  ConditionLanguage(Set<String> facts) {
    this.facts = Set.copyOf(facts);
    this.conditions = compiler(this.facts).setResultType(SimpleType.BOOL).build();
    this.values = compiler(this.facts).build();
  }

  private static CelCompilerBuilder compiler(Set<String> facts) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(ConditionLimits.OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setStandardEnvironmentEnabled(false)
            .setStandardDeclarations(
                CelStandardDeclarations.newBuilder()
                    .filterFunctions((function, overload) ->
                        FUNCTIONS.contains(function) && isKept(overload.toString()))
                    .build())
            .addFunctionDeclarations(
                search("matches", TextSearch.MATCHES), search("contains", TextSearch.CONTAINS));
    Variables.NAMES.forEach(
        name -> builder.addVar(name, MapType.create(SimpleType.STRING, SimpleType.DYN)));
    facts.forEach(name -> builder.addVar(name, SimpleType.BOOL));
    return builder;
  }

  /// Whether a fact may be called so.
  static boolean isFreeName(String name) {
    return !RESERVED.contains(name) && !Variables.NAMES.contains(name);
  }

  /// The compiled condition, or empty once everything wrong with it is reported at `pointer`.
  Optional<Condition> compile(String text, String pointer, ProblemSink problems) {
    return checked(text, pointer, problems, conditions)
        .map(tree -> new Condition(program(text, tree), FormulaReader.read(tree, facts)));
  }

  /// The compiled amount, or empty once everything wrong with it is reported at `pointer`. Of a
  /// member of an action the type is known only with the action.
  Optional<Amount> amount(String text, String pointer, ProblemSink problems) {
    Optional<CelAbstractSyntaxTree> tree = checked(text, pointer, problems, values);
    if (tree.filter(checked -> !NUMBERS.contains(checked.getResultType())).isPresent()) {
      problems.add(pointer, "condition_type", "An amount is a number.");
      return Optional.empty();
    }
    return tree.map(checked -> new Amount(program(text, checked)));
  }

  /// The compiled expression for ids, or empty once everything wrong with it is reported at
  /// `pointer`.
  Optional<NamedIds> ids(String text, String pointer, ProblemSink problems) {
    Optional<CelAbstractSyntaxTree> tree = checked(text, pointer, problems, values);
    if (tree.filter(checked -> !isTexts(checked.getResultType())).isPresent()) {
      problems.add(pointer, "condition_type", "An id is a text; several are a list of texts.");
      return Optional.empty();
    }
    return tree.map(checked -> new NamedIds(program(text, checked)));
  }

  private static boolean isTexts(CelType type) {
    return type instanceof ListType list ? TEXTS.contains(list.elemType()) : TEXTS.contains(type);
  }

  private static Optional<CelAbstractSyntaxTree> checked(
      String text, String pointer, ProblemSink problems, CelCompiler compiler) {
    if (text.codePointCount(0, text.length()) > ConditionLimits.MOST_CHARACTERS) {
      problems.add(
          pointer,
          "condition_too_long",
          "A condition has at most " + ConditionLimits.MOST_CHARACTERS + " characters.");
      return Optional.empty();
    }
    CelValidationResult parsed = compiler.parse(text);
    if (parsed.hasError()) {
      return refused(parsed, pointer, problems, "condition_syntax");
    }
    CelValidationResult checked = compiler.compile(text);
    if (checked.hasError()) {
      return refused(checked, pointer, problems, "condition_type");
    }
    try {
      return Optional.of(checked.getAst()).filter(tree -> hasGoodPatterns(tree, pointer, problems));
    } catch (CelValidationException e) {
      throw new IllegalStateException("an expression that passed every check has no tree", e);
    }
  }

  private CompiledExpression program(String text, CelAbstractSyntaxTree tree) {
    try {
      return new CompiledExpression(
          text, factsIn(tree), ClaimSearch.in(tree), RUNTIME.createProgram(tree));
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("an expression that passed every check does not compile", e);
    }
  }

  private static Optional<CelAbstractSyntaxTree> refused(
      CelValidationResult result, String pointer, ProblemSink problems, String code) {
    List<CelIssue> issues = result.getErrors();
    for (CelIssue issue : issues) {
      boolean isUnknown = issue.getMessage().startsWith("undeclared reference");
      problems.add(
          pointer,
          isUnknown ? "unknown_name" : code,
          "At character %d: %s"
              .formatted(issue.getSourceLocation().getColumn() + 1, issue.getMessage()));
    }
    return Optional.empty();
  }

  /// A pattern that is written out is tried now; one that is computed is tried, and bounded, when
  /// it is met.
  private static boolean hasGoodPatterns(
      CelAbstractSyntaxTree tree, String pointer, ProblemSink problems) {
    boolean good = true;
    for (CelExpr call : nodes(tree, Kind.CALL).map(CelNavigableExpr::expr).toList()) {
      List<CelExpr> arguments = call.call().args();
      if (call.call().function().equals("matches")
          && arguments.getFirst().exprKind().getKind() == Kind.CONSTANT
          && !isPattern(arguments.getFirst().constant().stringValue())) {
        problems.add(pointer, "bad_regex", "This is no RE2 pattern, or too large a one.");
        good = false;
      }
    }
    return good;
  }

  private static boolean isPattern(String pattern) {
    try {
      RuntimeHelpers.matches("", pattern, ConditionLimits.OPTIONS);
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private Set<String> factsIn(CelAbstractSyntaxTree tree) {
    return nodes(tree, Kind.IDENT)
        .map(node -> node.expr().ident().name())
        .filter(facts::contains)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<CelNavigableExpr> nodes(CelAbstractSyntaxTree tree, Kind kind) {
    return CelNavigableAst.fromAst(tree)
        .getRoot()
        .<CelNavigableExpr>allNodes()
        .filter(node -> node.getKind() == kind);
  }

  private static boolean isKept(String overload) {
    return Stream.of("TIMESTAMP", "DURATION", "BYTES", "ADD_STRING").noneMatch(overload::contains);
  }

  private static CelFunctionDecl search(String name, String overload) {
    return CelFunctionDecl.newFunctionDeclaration(
        name,
        CelOverloadDecl.newMemberOverload(
            overload, SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING));
  }
}
