package dev.countersign;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The codes that classes of ours answer with, as they stand in their compiled methods, for pages
/// that promise to name every one of them.
///
/// A code is a constant such as `unknown_key`, or a single word such as `required` with the
/// sentence right behind it that explains it. Other names of that form are found too; a test says
/// which of them are none.
public final class WrittenCodes {
  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)+");
  private static final Pattern WORD = Pattern.compile("[a-z]+");

  private WrittenCodes() {}

  /// With those of the classes within.
  public static Set<String> of(Class<?>... types) {
    Set<String> codes = new TreeSet<>();
    for (Class<?> type : types) {
      for (Class<?> each : type.getNestMembers()) {
        ClassFile.of()
            .parse(bytes(each))
            .methods()
            .forEach(method -> method.code().ifPresent(code -> codes.addAll(codes(texts(code)))));
      }
    }
    return codes;
  }

  /// A code that is handed to a method, with what stands before it in the same call.
  ///
  /// @param number the last whole number since anything was decided, such as a status
  /// @param constant the name of the last enum constant or other static field
  public record Written(String code, Optional<Integer> number, Optional<String> constant) {}

  /// The codes that these classes write into calls of a method, or of a constructor, `<init>`; a
  /// code that is computed is not among them.
  public static List<Written> passedTo(
      Class<?> owner, String method, Collection<Class<?>> callers) {
    List<Written> written = new ArrayList<>();
    for (Class<?> caller : callers) {
      ClassFile.of()
          .parse(bytes(caller))
          .methods()
          .forEach(
              body -> body.code().ifPresent(code -> written.addAll(passedTo(owner, method, code))));
    }
    return written;
  }

  private static List<Written> passedTo(Class<?> owner, String method, CodeModel code) {
    List<Written> written = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    Optional<Integer> number = Optional.empty();
    Optional<String> constant = Optional.empty();
    for (CodeElement element : code) {
      text(element).ifPresent(texts::add);
      switch (element) {
        case ConstantInstruction loaded when loaded.constantValue() instanceof Integer value ->
            number = Optional.of(value);
        case FieldInstruction field when field.opcode() == Opcode.GETSTATIC ->
            constant = Optional.of(field.name().stringValue());
        case BranchInstruction _ -> number = Optional.empty();
        // What is compared with is not handed on.
        case InvokeInstruction call when call.name().equalsString("equals") -> texts.clear();
        case InvokeInstruction call when isOf(call, owner, method) -> {
          Optional<String> last = last(texts);
          if (last.isPresent()) {
            written.add(new Written(last.get(), number, constant));
          }
          texts.clear();
          number = Optional.empty();
          constant = Optional.empty();
        }
        default -> {}
      }
    }
    return written;
  }

  private static boolean isOf(InvokeInstruction call, Class<?> owner, String method) {
    return call.name().equalsString(method)
        && call.owner().asInternalName().equals(owner.getName().replace('.', '/'));
  }

  private static Optional<String> last(List<String> texts) {
    List<String> codes = texts.stream().filter(text -> CODE.matcher(text).matches()).toList();
    return (codes.isEmpty() ? List.copyOf(codes(texts)) : codes)
        .stream().reduce((_, later) -> later);
  }

  private static Set<String> codes(List<String> texts) {
    Set<String> codes = new TreeSet<>();
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      boolean isExplained = i + 1 < texts.size() && texts.get(i + 1).strip().contains(" ");
      if (CODE.matcher(text).matches() || (isExplained && WORD.matcher(text).matches())) {
        codes.add(text);
      }
    }
    return codes;
  }

  /// In the order in which the method loads them; of a text that is joined at run time, what is
  /// written of it.
  private static List<String> texts(CodeModel code) {
    List<String> texts = new ArrayList<>();
    code.forEach(element -> text(element).ifPresent(texts::add));
    return texts;
  }

  private static Optional<String> text(CodeElement element) {
    return switch (element) {
      case ConstantInstruction loaded when loaded.constantValue() instanceof String text ->
          Optional.of(text);
      case InvokeDynamicInstruction call
          when !call.bootstrapArgs().isEmpty()
              && call.bootstrapArgs().getFirst() instanceof String recipe ->
          Optional.of(recipe);
      default -> Optional.empty();
    };
  }

  private static byte[] bytes(Class<?> type) {
    String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      if (in == null) {
        throw new AssertionError("no class file of " + type);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
