package dev.countersign.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelMap;
import dev.cel.common.types.SimpleType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds in a condition what only the agent says, however it is read: by name, by index, through
/// the variable of a macro, or within something that is used whole.
///
/// Every expression that leads to members has a path, such as `action.changes[].from`; a member
/// whose name is computed is `*`, and may be any.
final class ClaimSearch {
  private static final String ITEM = "[]";
  private static final String COMPUTED = ".*";
  private static final String CLASS = "action.class";

  private final CelAbstractSyntaxTree tree;
  private final Set<String> claims = new HashSet<>();
  private boolean ofRecord;

  private ClaimSearch(CelAbstractSyntaxTree tree) {
    this.tree = tree;
  }

  /// @param claims as they are named to the author of the policy
  /// @param ofRecord whether the condition says that it is about a `record_change`, where alone
  ///   `target_id` is what is changed, and not what the agent files a call under
  record Found(Set<String> claims, boolean ofRecord) {
    Found {
      claims = Set.copyOf(claims);
    }
  }

  static Found in(CelAbstractSyntaxTree tree) {
    ClaimSearch search = new ClaimSearch(tree);
    search.read(tree.getExpr(), Map.of(), true);
    return new Found(search.claims, search.ofRecord);
  }

  /// @param paths of the variables of macros; empty for one that leads nowhere
  /// @param whole whether the value is used as it is, with everything in it
  private void read(CelExpr expression, Map<String, String> paths, boolean whole) {
    String path = path(expression, paths);
    if (isClaim(path)) {
      claims.add(name(expression, path));
    } else {
      if (whole && hasClaims(path)) {
        claims.add(path);
      }
      readParts(expression, paths);
    }
  }

  private void readParts(CelExpr expression, Map<String, String> paths) {
    switch (expression.exprKind().getKind()) {
      case SELECT -> read(expression.select().operand(), paths, false);
      case CALL -> readCall(expression.call(), paths);
      case LIST -> {
        List<CelExpr> items = expression.list().elements();
        items.forEach(item -> read(item, paths, true));
      }
      case MAP -> {
        List<CelMap.Entry> entries = expression.map().entries();
        for (CelMap.Entry entry : entries) {
          read(entry.key(), paths, true);
          read(entry.value(), paths, true);
        }
      }
      case COMPREHENSION -> readLoop(expression.comprehension(), paths);
      case CONSTANT, IDENT, STRUCT, NOT_SET -> {}
    }
  }

  private void readCall(CelCall call, Map<String, String> paths) {
    ofRecord |= saysRecord(call, paths);
    boolean counts = call.function().equals("size");
    call.target().ifPresent(target -> read(target, paths, !counts));
    List<CelExpr> arguments = call.args();
    for (int i = 0; i < arguments.size(); i++) {
      boolean leads = counts || (isIndex(call) && i == 0);
      read(arguments.get(i), paths, !leads);
    }
  }

  /// The names of the members of an object are walked through like the items of a list.
  private void readLoop(CelComprehension loop, Map<String, String> paths) {
    String range = path(loop.iterRange(), paths);
    read(loop.iterRange(), paths, range.equals("action") || range.equals("proposal"));
    Map<String, String> inner = new HashMap<>(paths);
    inner.put(loop.accuVar(), "");
    inner.put(loop.iterVar2(), "");
    inner.put(loop.iterVar(), range.isEmpty() ? "" : range + ITEM);
    for (CelExpr part :
        List.of(loop.accuInit(), loop.loopCondition(), loop.loopStep(), loop.result())) {
      read(part, inner, true);
    }
  }

  /// Empty for what leads to no member of a variable.
  private String path(CelExpr expression, Map<String, String> paths) {
    return switch (expression.exprKind().getKind()) {
      case IDENT -> {
        String name = expression.ident().name();
        yield paths.getOrDefault(name, Variables.NAMES.contains(name) ? name : "");
      }
      case SELECT ->
          longer(path(expression.select().operand(), paths), "." + expression.select().field());
      case CALL ->
          isIndex(expression.call())
              ? longer(path(argument(expression, 0), paths), index(expression))
              : "";
      case CONSTANT, LIST, MAP, STRUCT, COMPREHENSION, NOT_SET -> "";
    };
  }

  private static String longer(String path, String step) {
    return path.isEmpty() ? "" : path + step;
  }

  private static CelExpr argument(CelExpr call, int number) {
    List<CelExpr> arguments = call.call().args();
    return arguments.get(number);
  }

  private String index(CelExpr call) {
    CelExpr index = argument(call, 1);
    return text(index)
        .map(name -> "." + name)
        .orElseGet(() ->
            tree.getType(index.id()).filter(SimpleType.INT::equals).isPresent() ? ITEM : COMPUTED);
  }

  private static boolean isIndex(CelCall call) {
    return call.function().equals("_[_]");
  }

  private static Optional<String> text(CelExpr expression) {
    return expression.exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT
            && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? Optional.of(expression.constant().stringValue())
        : Optional.empty();
  }

  private boolean saysRecord(CelCall call, Map<String, String> paths) {
    List<CelExpr> sides = call.args();
    return call.function().equals("_==_")
        && sides.stream().anyMatch(arg -> path(arg, paths).equals(CLASS))
        && sides.stream().anyMatch(arg -> text(arg).filter("record_change"::equals).isPresent());
  }

  private static boolean isClaim(String path) {
    return Variables.CLAIMS.contains(path)
        || (path.startsWith(Variables.CLAIMING) && path.indexOf('.') == path.lastIndexOf('.'))
        || (path.endsWith(COMPUTED)
            && hasClaims(path.substring(0, path.length() - COMPUTED.length())));
  }

  private static boolean hasClaims(String path) {
    return !path.isEmpty()
        && (Variables.CLAIMING.equals(path + ".")
            || Variables.CLAIMS.stream()
                .anyMatch(claim -> claim.startsWith(path + ".") || claim.startsWith(path + ITEM)));
  }

  /// As it stands in the condition; an item of a mapping, which has no name of its own there, by
  /// the mapping.
  private static String name(CelExpr expression, String path) {
    if (path.endsWith(ITEM)) {
      return path.substring(0, path.length() - ITEM.length());
    }
    CelExpr of =
        expression.exprKind().getKind() == CelExpr.ExprKind.Kind.SELECT
            ? expression.select().operand()
            : argument(expression, 0);
    String member = path.substring(path.lastIndexOf('.') + 1);
    return of.exprKind().getKind() == CelExpr.ExprKind.Kind.IDENT
        ? of.ident().name() + "." + member
        : member;
  }
}
