package dev.countersign;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.util.ArrayList;
import java.util.List;
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

  public static Set<String> of(Class<?>... types) {
    Set<String> codes = new TreeSet<>();
    for (Class<?> type : types) {
      ClassFile.of()
          .parse(bytes(type))
          .methods()
          .forEach(method -> method.code().ifPresent(code -> codes.addAll(codes(texts(code)))));
    }
    return codes;
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
    for (CodeElement element : code) {
      if (element instanceof ConstantInstruction loaded
          && loaded.constantValue() instanceof String text) {
        texts.add(text);
      } else if (element instanceof InvokeDynamicInstruction call
          && !call.bootstrapArgs().isEmpty()
          && call.bootstrapArgs().getFirst() instanceof String recipe) {
        texts.add(recipe);
      }
    }
    return texts;
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
