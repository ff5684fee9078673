package dev.countersign.policy;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelMap;
import java.util.ArrayList;
import java.util.List;

/// One spelling of an expression, whatever the blanks and brackets of its author: equal texts are
/// equal expressions. For comparing only; nobody reads it.
final class ExpressionText {
  private final StringBuilder text = new StringBuilder();

  private ExpressionText() {}

  static String of(CelExpr expression) {
    ExpressionText written = new ExpressionText();
    written.write(expression);
    return written.text.toString();
  }

  private void write(CelExpr expression) {
    switch (expression.exprKind().getKind()) {
      case CONSTANT -> name(expression.constant().toString());
      case IDENT -> name(expression.ident().name());
      case SELECT -> {
        text.append(expression.select().testOnly() ? "has" : "select");
        write(List.of(expression.select().operand()));
        name(expression.select().field());
      }
      case CALL -> {
        name(expression.call().function());
        List<CelExpr> operands = new ArrayList<>();
        expression.call().target().ifPresent(operands::add);
        operands.addAll(expression.call().args());
        write(operands);
      }
      case LIST -> {
        text.append("list");
        write(expression.list().elements());
      }
      case MAP -> {
        text.append("map");
        List<CelExpr> parts = new ArrayList<>();
        List<CelMap.Entry> entries = expression.map().entries();
        for (CelMap.Entry entry : entries) {
          parts.add(entry.key());
          parts.add(entry.value());
        }
        write(parts);
      }
      case COMPREHENSION -> loop(expression.comprehension());
      case STRUCT, NOT_SET ->
          throw new IllegalStateException("no condition has " + expression.exprKind().getKind());
    }
  }

  private void loop(CelComprehension loop) {
    text.append("loop");
    name(loop.iterVar());
    name(loop.iterVar2());
    name(loop.accuVar());
    write(
        List.of(
            loop.iterRange(),
            loop.accuInit(),
            loop.loopCondition(),
            loop.loopStep(),
            loop.result()));
  }

  private void write(List<CelExpr> parts) {
    text.append('(');
    for (CelExpr part : parts) {
      write(part);
      text.append(',');
    }
    text.append(')');
  }

  /// With its length, so that no name looks like the end of another.
  private void name(String name) {
    text.append(name.length()).append(':').append(name);
  }
}
