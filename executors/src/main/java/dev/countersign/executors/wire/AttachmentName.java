package dev.countersign.executors.wire;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The name of an attachment: one that every mail program, and every file system, reads as people
/// saw it.
public final class AttachmentName {
  public static final int MOST_CHARS = 100;

  /// Nothing that ends a name, leads to another folder, or shows letters in another order.
  private static final Pattern PARTED = Pattern.compile("[/\\\\:*?\"<>|%]");

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.()+ -]{1,60}");

  /// As they stand in an extended value (RFC 5987, section 3.2.1).
  private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z0-9._-]");

  /// Characters of one section of a long value (RFC 2231, section 3).
  private static final int SECTION_CHARS = 55;

  private AttachmentName() {}

  public static boolean isSound(String name) {
    return !name.isBlank()
        && name.length() <= MOST_CHARS
        && name.equals(name.strip())
        && !name.startsWith(".")
        && !name.endsWith(".")
        && !PARTED.matcher(name).find()
        && Normalizer.isNormalized(name, Normalizer.Form.NFC)
        && name.codePoints().allMatch(AttachmentName::isShown);
  }

  private static boolean isShown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> point == ' ';
      default -> true;
    };
  }

  /// As a parameter of `Content-Disposition`, on lines of its own.
  ///
  /// @param name as [#isSound]
  static String parameter(String name) {
    if (PLAIN.matcher(name).matches()) {
      return ";\r\n filename=\"" + name + "\"";
    }
    List<String> sections = new ArrayList<>();
    StringBuilder next = new StringBuilder("utf-8''");
    for (int point : name.codePoints().toArray()) {
      String spelled = spelled(Character.toString(point));
      if (next.length() + spelled.length() > SECTION_CHARS) {
        sections.add(next.toString());
        next.setLength(0);
      }
      next.append(spelled);
    }
    sections.add(next.toString());
    StringBuilder parameter = new StringBuilder();
    for (int i = 0; i < sections.size(); i++) {
      parameter
          .append(";\r\n filename*")
          .append(sections.size() == 1 ? "" : i + "*")
          .append('=')
          .append(sections.get(i));
    }
    return parameter.toString();
  }

  private static String spelled(String character) {
    if (ATTRIBUTE.matcher(character).matches()) {
      return character;
    }
    StringBuilder spelled = new StringBuilder();
    for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
      spelled.append("%%%02X".formatted(Byte.toUnsignedInt(b)).toUpperCase(Locale.ROOT));
    }
    return spelled.toString();
  }
}
