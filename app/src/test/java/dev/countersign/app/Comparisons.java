package dev.countersign.app;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Collects the strings that are compared with, written out or by the name of a constant.
final class Comparisons extends TreeScanner<@Nullable Void, @Nullable Void> {
  /// Methods that compare with what they are called on or handed, or build what is compared with.
  private static final Set<String> COMPARING =
      Set.of(
          "equals",
          "equalsIgnoreCase",
          "contentEquals",
          "compareTo",
          "matches",
          "startsWith",
          "contains",
          "containsKey",
          "isEqual",
          "of",
          "ofEntries",
          "entry");

  /// The class that is looked at and those around it, the innermost first.
  private final Deque<String> classes = new ArrayDeque<>();

  private final Map<String, String> named = new HashMap<>();
  private final Set<String> literals = new TreeSet<>();
  private final Set<String> names = new TreeSet<>();

  Set<String> words() {
    Set<String> words = new TreeSet<>(literals);
    names.stream().map(named::get).filter(Objects::nonNull).forEach(words::add);
    return words;
  }

  @Override
  public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
    classes.addFirst(type.getSimpleName().toString());
    super.visitClass(type, null);
    classes.removeFirst();
    return null;
  }

  @Override
  public @Nullable Void visitVariable(VariableTree variable, @Nullable Void nothing) {
    if (variable.getInitializer() instanceof LiteralTree literal
        && literal.getValue() instanceof String text) {
      named.put(classes.getFirst() + "." + variable.getName(), text);
    }
    return super.visitVariable(variable, null);
  }

  @Override
  public @Nullable Void visitCase(CaseTree branch, @Nullable Void nothing) {
    branch
        .getLabels()
        .forEach(label -> {
          if (label instanceof ConstantCaseLabelTree constant) {
            compared(constant.getConstantExpression());
          }
        });
    return super.visitCase(branch, null);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
    if (call.getMethodSelect() instanceof MemberSelectTree method
        && COMPARING.contains(method.getIdentifier().toString())) {
      compared(method.getExpression());
      call.getArguments().forEach(this::compared);
    }
    return super.visitMethodInvocation(call, null);
  }

  @Override
  public @Nullable Void visitMemberReference(
      MemberReferenceTree reference, @Nullable Void nothing) {
    if (COMPARING.contains(reference.getName().toString())) {
      compared(reference.getQualifierExpression());
    }
    return super.visitMemberReference(reference, null);
  }

  private void compared(ExpressionTree with) {
    switch (with) {
      case LiteralTree literal when literal.getValue() instanceof String text -> literals.add(text);
      case IdentifierTree name -> classes.forEach(type -> names.add(type + "." + name.getName()));
      case MemberSelectTree member -> names.add(member.toString());
      default -> {}
    }
  }
}
