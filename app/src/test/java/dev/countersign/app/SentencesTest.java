package dev.countersign.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a person reads is worded in one place, so that both chats say it alike and a better word
/// reaches everybody: whoever decides in a chat, and whoever writes an agent and reads why its
/// proposal is declined.
class SentencesTest {
  /// Fewer words than this are a turn of phrase.
  private static final int SENTENCE = 5;

  private static final Path CORE = Source.main("bot-core").resolve(Path.of("dev", "countersign"));

  private static final List<Path> SPEAKING =
      List.of(
          CORE.resolve("card"),
          CORE.resolve("drawing"),
          CORE.resolve("courier"),
          CORE.resolve("decision"),
          CORE.resolve("execution"),
          CORE.resolve("intake"),
          Source.main("slack-adapter"),
          Source.main("console"),
          Source.main("teams-adapter"),
          Source.main("executors"));

  @Test
  void aSentenceToAPersonStandsInOneClass() {
    Map<String, Set<String>> said = said(SPEAKING.stream().flatMap(Source::under).toList());
    assertThat(said)
        .containsKey(
            "You cannot decide this one: it is for you, was proposed on your behalf or by an agent"
                + " that you own, or you edited it, or you asked for it to be undone");

    // Settings speak to operators.
    said.values().forEach(classes -> classes.removeIf(name -> name.endsWith("Settings")));
    said.values().removeIf(classes -> classes.size() < 2);

    assertThat(said).as("worded twice; keep it in `card`, as `WhyNot` does").isEmpty();
  }

  @Test
  void aSentenceIsKnownHoweverItIsPutTogether() {
    var one =
        new Source(
            "One",
            """
            class One {
              String a = "It is said here. And this stands in the" + " second one too.";
              void b() { log.info("a line for the log alone"); throw new BugException("a bug that nobody is told"); }
            }
            """);
    var two =
        new Source(
            "Two",
            """
            class Two {
              String c() { return name + ": it is. And this stands" + " in the second one too. " + name; }
              void d() { log.info("a line for the log alone"); throw new BugException("a bug that nobody is told"); }
            }
            """);

    assertThat(said(List.of(one, two)))
        .isEqualTo(Map.of("And this stands in the second one too", Set.of("One", "Two")));
  }

  /// The sentences, and the classes that they stand in.
  private static Map<String, Set<String>> said(List<Source> sources) {
    var sentences = new Sentences();
    Source.parse(sources).forEach(unit -> sentences.scan(unit, null));
    return sentences.said;
  }

  private static final class Sentences extends TreeScanner<@Nullable Void, @Nullable Void> {
    private static final Pattern END = Pattern.compile("[.;!?](\\s+|$)");

    private final Map<String, Set<String>> said = new TreeMap<>();
    private final Deque<String> classes = new ArrayDeque<>();

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      classes.addLast(type.getSimpleName().toString());
      super.visitClass(type, null);
      classes.removeLast();
      return null;
    }

    @Override
    public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void nothing) {
      if (literal.getValue() instanceof String text) {
        say(text);
      }
      return null;
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree binary, @Nullable Void nothing) {
      if (binary.getKind() != Tree.Kind.PLUS) {
        return super.visitBinary(binary, null);
      }
      StringBuilder text = new StringBuilder();
      operands(binary)
          .forEach(operand -> {
            if (operand instanceof LiteralTree literal) {
              text.append(literal.getValue());
            } else {
              say(text.toString());
              text.setLength(0);
              scan(operand, null);
            }
          });
      say(text.toString());
      return null;
    }

    private static Stream<ExpressionTree> operands(ExpressionTree tree) {
      return tree instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS
          ? Stream.concat(operands(sum.getLeftOperand()), operands(sum.getRightOperand()))
          : Stream.of(tree);
    }

    /// Nobody but an operator reads the log.
    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
      return call.getMethodSelect().toString().startsWith("log.")
          ? null
          : super.visitMethodInvocation(call, null);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void nothing) {
      return made.getIdentifier().toString().endsWith("Exception")
          ? null
          : super.visitNewClass(made, null);
    }

    private void say(String text) {
      END.splitAsStream(text)
          .map(String::strip)
          .filter(sentence -> sentence.split("\\s+").length >= SENTENCE)
          .forEach(sentence ->
              said.computeIfAbsent(sentence, _ -> new TreeSet<>()).add(classes.getFirst()));
    }
  }
}
