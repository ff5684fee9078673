package dev.countersign.card;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Supplied text as a card may draw it: whatever has no shape of its own, or moves other text
/// about, is drawn as `⟦U+202E⟧`, and the drawing tells exactly which text it is of.
///
/// Escaped are control and format characters, separators, private-use, unassigned and lone
/// surrogate code points, variation selectors, fillers and blanks, and `⟦` itself so that no escape
/// can be forged. U+FE0F stays directly after an emoji. Where text may have lines of its own, line
/// feed and tab stay too, and a carriage return before a line feed is part of that line break. A
/// line with right-to-left letters is set in isolates (U+2068 … U+2069), so that it cannot reorder
/// the service's own words beside it.
///
/// @param text what to draw
/// @param escaped how many characters are drawn as escapes
public record VisibleText(String text, int escaped) {
  private static final int EMOJI_STYLE = 0xfe0f;
  private static final int OPENING_BRACKET = 0x27e6;
  private static final char ISOLATE = '\u2068';
  private static final char END_OF_ISOLATE = '\u2069';

  /// With its own lines and tabs.
  public static VisibleText of(String supplied) {
    return drawn(supplied, true);
  }

  /// Without any way to leave the line that it is drawn in, except being too long for it.
  public static VisibleText onOneLine(String supplied) {
    return drawn(supplied, false);
  }

  private static VisibleText drawn(String supplied, boolean breaks) {
    var drawn = new StringBuilder(supplied.length());
    int escaped = 0;
    int before = 0;
    int at = 0;
    while (at < supplied.length()) {
      int codePoint = supplied.codePointAt(at);
      at += Character.charCount(codePoint);
      if (breaks && isLineBreakWith(codePoint, supplied, at)) {
        continue;
      }
      if (stays(codePoint, before, breaks)) {
        drawn.appendCodePoint(codePoint);
      } else {
        drawn.append("⟦U+%04X⟧".formatted(codePoint));
        escaped++;
      }
      before = codePoint;
    }
    return new VisibleText(isolated(drawn.toString()), escaped);
  }

  private static boolean isLineBreakWith(int codePoint, String supplied, int next) {
    return codePoint == '\r' && next < supplied.length() && supplied.charAt(next) == '\n';
  }

  private static boolean stays(int codePoint, int before, boolean breaks) {
    return switch (codePoint) {
      case '\n', '\t' -> breaks;
      case EMOJI_STYLE -> before > 0x7f && Character.isEmoji(before);
      default -> !isShapeless(codePoint);
    };
  }

  private static boolean isShapeless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> codePoint == OPENING_BRACKET || isIgnorable(codePoint);
    };
  }

  /// Default-ignorable code points and blanks that Unicode files under letters, marks and symbols
  /// (DerivedCoreProperties.txt, Default_Ignorable_Code_Point; U+2800 is a blank Braille cell).
  private static boolean isIgnorable(int codePoint) {
    return switch (codePoint) {
      case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180f, 0x2800, 0x3164, 0xffa0 -> true;
      default ->
          (codePoint >= 0x180b && codePoint <= 0x180d)
              || (codePoint >= 0xfe00 && codePoint <= 0xfe0f)
              || (codePoint >= 0xe0100 && codePoint <= 0xe01ef);
    };
  }

  private static String isolated(String drawn) {
    if (drawn.codePoints().noneMatch(VisibleText::runsFromTheRight)) {
      return drawn;
    }
    // An isolate ends with its paragraph, so each line needs its own.
    return Arrays.stream(drawn.split("\n", -1))
        .map(line ->
            line.codePoints().anyMatch(VisibleText::runsFromTheRight)
                ? ISOLATE + line + END_OF_ISOLATE
                : line)
        .collect(Collectors.joining("\n"));
  }

  private static boolean runsFromTheRight(int codePoint) {
    return switch (Character.getDirectionality(codePoint)) {
      case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
          Character.DIRECTIONALITY_ARABIC_NUMBER ->
          true;
      default -> false;
    };
  }
}
