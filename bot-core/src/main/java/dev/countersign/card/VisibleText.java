package dev.countersign.card;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Supplied text as a card may draw it: whatever has no shape of its own, looks like something
/// else, or moves other text about, is drawn as `⟦U+202E⟧`, so that different texts never look
/// alike.
///
/// Escaped are control and format characters, separators, blanks other than the space, private-use,
/// unassigned and lone surrogate code points, variation selectors, fillers, more than [#MOST_MARKS]
/// marks on one letter, and the signs of this drawing themselves, so that none can be forged. What
/// a script needs stays: emoji sequences recommended for interchange (UTS #51, RGI), joiners where
/// they change the shape of a letter (UAX #31, contexts A1, A2 and B), and direction marks in
/// right-to-left text.
///
/// Of the spellings that Unicode counts as equal (UAX #15) the composed one is drawn as it is, and
/// so is a word in another usual one, with the mark of that [Spelling] behind it: `⌟`, `⌞`, `⌝` or
/// `⌜`. What joins a letter in any other spelling is escaped. So what is drawn is composed always,
/// and gives back the exact text.
///
/// `␣` stands for a no-break space (U+00A0) and `⎵` for a narrow one (U+202F), as French numbers
/// and web pages have them. A space at the beginning or the end is escaped. Where text may have
/// lines of its own, line feeds stay, `⇥` stands before a tab, `␍` for a carriage return before a
/// line feed, and `⏎` before a line feed at the very end. A line with right-to-left letters is set
/// in isolates (U+2068 … U+2069), so that it cannot reorder the service's own words beside it.
///
/// @param text what to draw
/// @param escaped how many characters are drawn as escapes
public record VisibleText(String text, int escaped) {
  /// Non-spacing and enclosing marks on one letter; ordinary spellings need three.
  static final int MOST_MARKS = 4;

  private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;
  private static final int LEFT_TO_RIGHT_MARK = 0x200e;
  private static final int RIGHT_TO_LEFT_MARK = 0x200f;
  private static final int VIRAMA = 9;
  private static final int OPENING_BRACKET = 0x27e6;
  private static final int TAB_MARK = 0x21e5;
  private static final int RETURN_MARK = 0x240d;
  private static final int END_MARK = 0x23ce;
  private static final int NO_BREAK_SPACE = 0xa0;
  private static final int NO_BREAK_MARK = 0x2423;
  private static final int NARROW_SPACE = 0x202f;
  private static final int NARROW_MARK = 0x23b5;
  private static final int IDEOGRAPHIC_SPACE = 0x3000;
  private static final int FIRST_BEYOND_ASCII = 0x80;
  private static final int DELETE = 0x7f;

  /// Code units of `⟦U+FFFF⟧`. What is above that is two code units itself, and its escape ten.
  private static final int LONGEST_ESCAPE = 8;

  private static final char ISOLATE = '\u2068';
  private static final char END_OF_ISOLATE = '\u2069';

  /// UTF-16 code units of the longest sequence recommended for interchange, with room to spare.
  private static final int LONGEST_EMOJI = 40;

  /// With its own lines and tabs.
  public static VisibleText of(String supplied) {
    return new Drawing(supplied, true, true).draw();
  }

  /// A part of such a text that more of it follows: its end is not the end of the text.
  static VisibleText ofPart(String supplied) {
    return new Drawing(supplied, true, false).draw();
  }

  /// Without any way to leave the line that it is drawn in, except being too long for it.
  public static VisibleText onOneLine(String supplied) {
    return new Drawing(supplied, false, true).draw();
  }

  /// At most as many code units as any of these drawings has, found without drawing it. A character
  /// costs at most its escape: what is composed, marked or set in isolates is shorter than that.
  public static long atMost(String supplied) {
    long units = 0;
    for (int at = 0; at < supplied.length(); at++) {
      units += isDrawnAsItself(supplied, at) ? 1 : LONGEST_ESCAPE;
    }
    return units;
  }

  /// What most texts consist of: signs of ASCII, spaces that do not stand at an edge, and letters
  /// of blocks in which each is composed, has a shape, and joins nothing before it.
  private static boolean isDrawnAsItself(String supplied, int at) {
    char unit = supplied.charAt(at);
    if (unit == ' ') {
      return at > 0 && at + 1 < supplied.length() && "\r\n".indexOf(supplied.charAt(at + 1)) < 0;
    }
    return (unit > ' ' && unit < DELETE)
        || (unit >= 0xc0 && unit <= 0x24f) // Latin
        || (unit >= 0x400 && unit <= 0x481) // Cyrillic
        || (unit >= 0x3041 && unit <= 0x3096) // Hiragana
        || (unit >= 0x30a1 && unit <= 0x30fa) // Katakana
        || (unit >= 0x4e00 && unit <= 0x9fef) // Han
        || (unit >= 0xac00 && unit <= 0xd7a3); // Hangul
  }

  /// In which spellings beside the composed one its words are, as their marks say.
  public Set<Spelling> spellings() {
    var spellings = EnumSet.noneOf(Spelling.class);
    for (Spelling spelling : Spelling.values()) {
      if (text.indexOf(spelling.mark()) >= 0) {
        spellings.add(spelling);
      }
    }
    return spellings;
  }

  private static final class Drawing {
    private final String supplied;
    private final boolean breaks;
    private final boolean ends;
    private final StringBuilder drawn;
    private int escaped;
    private int at;

    /// The last letter that was drawn as it is, with its marks; empty behind anything else.
    private final StringBuilder letter = new StringBuilder();

    private int marks;

    Drawing(String supplied, boolean breaks, boolean ends) {
      this.supplied = supplied;
      this.breaks = breaks;
      this.ends = ends;
      this.drawn = new StringBuilder(supplied.length());
    }

    VisibleText draw() {
      while (at < supplied.length()) {
        int plain = plainEnd();
        if (plain > at) {
          drawn.append(supplied, at, plain);
          goOnAt(plain);
          continue;
        }
        int emoji = emojiEnd(at);
        int word = wordEnd();
        if (emoji > at) {
          drawn.append(supplied, at, emoji);
          goOnAt(emoji);
        } else if (!drawRespelled(word)) {
          drawEach(Math.max(word, supplied.offsetByCodePoints(at, 1)));
        }
      }
      return new VisibleText(isolated(drawn.toString()), escaped);
    }

    /// The end of the letters, digits and signs of ASCII that begin here and that no mark or joiner
    /// can follow: most of most texts, and nothing about them can be doubtful.
    private int plainEnd() {
      int end = at;
      while (end < supplied.length()
          && isPlain(supplied.charAt(end))
          && (end + 1 == supplied.length() || supplied.charAt(end + 1) < FIRST_BEYOND_ASCII)) {
        end++;
      }
      return end;
    }

    private static boolean isPlain(char unit) {
      return unit > ' ' && unit < DELETE;
    }

    private void goOnAt(int next) {
      at = next;
      marks = 0;
      letter.setLength(0);
    }

    /// The end of the letters, marks and joiners that begin here; twins stand for themselves.
    private int wordEnd() {
      int end = at;
      while (end < supplied.length()) {
        int codePoint = supplied.codePointAt(end);
        if (!Spelling.isPartOfWord(codePoint)
            || Spelling.isTwin(codePoint)
            || emojiEnd(end) > end) {
          return end;
        }
        end += Character.charCount(codePoint);
      }
      return end;
    }

    /// @return whether it was a word in a usual spelling that is not the composed one, and is drawn
    private boolean drawRespelled(int end) {
      String word = supplied.substring(at, end);
      if (NFC.isNormalized(word)) {
        return false;
      }
      String composed = NFC.normalize(word);
      Optional<Spelling> spelling = Spelling.ofWord(word, composed);
      if (spelling.isEmpty() || !isPlain(composed)) {
        return false;
      }
      drawn.append(composed).append(spelling.get().mark());
      goOnAt(end);
      return true;
    }

    private static boolean isPlain(String word) {
      var drawing = new Drawing(word, false, false);
      drawing.drawEach(word.length());
      return drawing.escaped == 0;
    }

    private void drawEach(int end) {
      while (at < end) {
        int codePoint = supplied.codePointAt(at);
        int next = at + Character.charCount(codePoint);
        boolean itself = false;
        if (breaks && codePoint == '\t') {
          drawn.append("\u21e5\t");
        } else if (breaks && codePoint == '\r' && startsLineFeed(next)) {
          drawn.append('\u240d');
        } else if (breaks && codePoint == '\n') {
          drawn.append(isEnd(next) ? "\u23ce\n" : "\n");
        } else if (codePoint == NO_BREAK_SPACE) {
          drawn.appendCodePoint(NO_BREAK_MARK);
        } else if (codePoint == NARROW_SPACE) {
          drawn.appendCodePoint(NARROW_MARK);
        } else if (Spelling.isTwin(codePoint)) {
          drawn.append(NFC.normalize(Character.toString(codePoint))).append(Spelling.TWIN.mark());
        } else if (stays(codePoint, next)) {
          drawn.appendCodePoint(codePoint);
          itself = true;
        } else {
          drawn.append("⟦U+%04X⟧".formatted(codePoint));
          escaped++;
        }
        remember(codePoint, itself);
        at = next;
      }
    }

    private boolean startsLineFeed(int next) {
      return next < supplied.length() && supplied.charAt(next) == '\n';
    }

    /// The end of the longest emoji sequence that begins there and is more than one code point.
    private int emojiEnd(int start) {
      int first = supplied.codePointAt(start);
      int second = start + Character.charCount(first);
      if (second >= supplied.length() || !UCharacter.hasBinaryProperty(first, UProperty.EMOJI)) {
        return start;
      }
      int limit = Math.min(supplied.length(), start + LONGEST_EMOJI);
      for (int end = limit; end > second; end--) {
        boolean splits =
            end < supplied.length()
                && Character.isLowSurrogate(supplied.charAt(end))
                && Character.isHighSurrogate(supplied.charAt(end - 1));
        if (!splits
            && UCharacter.hasBinaryProperty(supplied.substring(start, end), UProperty.RGI_EMOJI)) {
          return end;
        }
      }
      return start;
    }

    private boolean stays(int codePoint, int next) {
      return switch (codePoint) {
        case ' ' -> !isAtEdge(next);
        case ZERO_WIDTH_NON_JOINER -> isAfterVirama() || joinsLetters(next);
        case ZERO_WIDTH_JOINER -> isAfterVirama();
        case LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK -> isInRightToLeftText(next);
        case OPENING_BRACKET, TAB_MARK, RETURN_MARK, END_MARK, NO_BREAK_MARK, NARROW_MARK -> false;
        default ->
            !isShapeless(codePoint)
                && !Spelling.isMark(codePoint)
                && !isOtherSpelling(codePoint)
                && !isOneMarkTooMany(codePoint);
      };
    }

    /// A space that nothing follows or goes before could as well not be there.
    private boolean isAtEdge(int next) {
      boolean first = at == 0 && !breaks;
      return first
          || isEnd(next)
          || (next < supplied.length() && "\r\n".indexOf(supplied.charAt(next)) >= 0);
    }

    private boolean isEnd(int next) {
      return ends && next == supplied.length();
    }

    private boolean isAfterVirama() {
      return at > 0 && UCharacter.getCombiningClass(supplied.codePointBefore(at)) == VIRAMA;
    }

    /// Between two letters that would be joined without it, marks between them apart.
    private boolean joinsLetters(int next) {
      int before = at;
      int left = UCharacter.JoiningType.TRANSPARENT;
      while (before > 0 && left == UCharacter.JoiningType.TRANSPARENT) {
        int codePoint = supplied.codePointBefore(before);
        left = UCharacter.getIntPropertyValue(codePoint, UProperty.JOINING_TYPE);
        before -= Character.charCount(codePoint);
      }
      int after = next;
      int right = UCharacter.JoiningType.TRANSPARENT;
      while (after < supplied.length() && right == UCharacter.JoiningType.TRANSPARENT) {
        int codePoint = supplied.codePointAt(after);
        right = UCharacter.getIntPropertyValue(codePoint, UProperty.JOINING_TYPE);
        after += Character.charCount(codePoint);
      }
      return (left == UCharacter.JoiningType.LEFT_JOINING
              || left == UCharacter.JoiningType.DUAL_JOINING)
          && (right == UCharacter.JoiningType.RIGHT_JOINING
              || right == UCharacter.JoiningType.DUAL_JOINING);
    }

    /// Beside a right-to-left letter on one side at least, and not beside another mark.
    private boolean isInRightToLeftText(int next) {
      int before = at == 0 ? -1 : supplied.codePointBefore(at);
      int after = next == supplied.length() ? -1 : supplied.codePointAt(next);
      return !isDirectionMark(before)
          && !isDirectionMark(after)
          && (runsFromTheRight(before) || runsFromTheRight(after));
    }

    private static boolean isDirectionMark(int codePoint) {
      return codePoint == LEFT_TO_RIGHT_MARK || codePoint == RIGHT_TO_LEFT_MARK;
    }

    /// Whether the drawing would not be composed with it. What joins the letter before it has to
    /// have one: at the beginning of a part that may be drawn elsewhere, and behind an escape it
    /// would join the escape.
    private boolean isOtherSpelling(int codePoint) {
      if (NFC.hasBoundaryBefore(codePoint)) {
        return !NFC.isNormalized(Character.toString(codePoint));
      }
      return letter.isEmpty() || !NFC.isNormalized(letter + Character.toString(codePoint));
    }

    private boolean isOneMarkTooMany(int codePoint) {
      return isMark(codePoint) && marks >= MOST_MARKS;
    }

    private void remember(int codePoint, boolean itself) {
      boolean starts = UCharacter.getCombiningClass(codePoint) == 0;
      marks = starts && !isMark(codePoint) ? 0 : marks + 1;
      if (starts || !itself) {
        letter.setLength(0);
      }
      if (itself) {
        letter.appendCodePoint(codePoint);
      }
    }
  }

  private static boolean isMark(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
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
      case Character.SPACE_SEPARATOR -> codePoint != ' ' && codePoint != IDEOGRAPHIC_SPACE;
      default ->
          UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
              || codePoint == 0x2800; // a blank Braille cell
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
    return codePoint >= 0
        && switch (Character.getDirectionality(codePoint)) {
          case Character.DIRECTIONALITY_RIGHT_TO_LEFT -> codePoint != RIGHT_TO_LEFT_MARK;
          case Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
              Character.DIRECTIONALITY_ARABIC_NUMBER ->
              true;
          default -> false;
        };
  }
}
