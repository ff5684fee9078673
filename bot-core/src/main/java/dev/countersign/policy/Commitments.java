package dev.countersign.policy;

import dev.countersign.proposal.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds what a text commits its sender to, so that a policy can ask about it and a card can
/// highlight it.
///
/// A reading aid, not a proof of absence: it knows English wording and the usual spellings of
/// amounts and dates, in whatever letters look like those. Every repetition in the patterns is
/// bounded or possessive, so the time grows linearly with the text.
public final class Commitments {
  /// Where a word ends, also one whose last letter is a sign that looks like it.
  private static final String END = "(?![\\p{L}\\p{M}\\p{Nd}_])";

  private static final String MONTH =
      "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
          + "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
  private static final String WEEKDAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day";
  private static final String GAP = "[\\s\\u00a0\\u202f]{1,3}+";
  private static final String SMALL_GAP = "[\\s\\u00a0\\u202f]{0,2}+";
  private static final String NUMBER =
      "\\p{Nd}{1,20}+(?:[.,'’]\\p{Nd}{1,9}+|[ \\u00a0\\u202f]\\p{Nd}{3}(?!\\p{Nd})){0,6}+";
  private static final String MAGNITUDE =
      "(?:" + SMALL_GAP + "(?:k|m|mn|bn|thousand|million|billion)" + END + ")?";
  private static final String CURRENCY =
      "(?:eur|usd|gbp|chf|jpy|cny|inr|aud|cad|nzd|sek|nok|dkk|pln|czk|huf|brl|mxn|zar|sgd|hkd)(?!\\p{L})";
  private static final String CURRENCY_NAME =
      "(?:euros?|dollars?|pounds?(?:" + GAP + "sterling)?|cents?|pence|francs?|yen)" + END;

  private static final String DATE_FORM =
      either(
          "\\p{Nd}{4}-\\p{Nd}{2}-\\p{Nd}{2}(?!\\p{Nd})",
          "\\p{Nd}{1,2}[./]\\p{Nd}{1,2}[./]\\p{Nd}{2,4}(?!\\p{Nd})",
          "\\p{Nd}{1,2}(?:st|nd|rd|th|\\.)?"
              + GAP
              + "(?:of"
              + GAP
              + ")?"
              + MONTH
              + "(?:,?"
              + GAP
              + "\\p{Nd}{4})?(?![\\p{L}\\p{Nd}])",
          MONTH
              + GAP
              + "\\p{Nd}{1,2}(?:st|nd|rd|th)?(?:,?"
              + GAP
              + "\\p{Nd}{4})?(?![\\p{L}\\p{Nd}])");

  private static final String MOMENT =
      either(
          DATE_FORM,
          "(?:(?:this|next)" + GAP + ")?" + WEEKDAY + END,
          "(?:this|next)" + GAP + "(?:week|month|quarter|year)" + END,
          "(?:the"
              + GAP
              + ")?end"
              + GAP
              + "of"
              + GAP
              + "(?:the"
              + GAP
              + ")?(?:day|week|month|quarter|year)"
              + END,
          "(?:today|tonight|tomorrow|noon|midnight)" + END,
          "\\p{Nd}{1,2}(?::\\p{Nd}{2})?" + SMALL_GAP + "(?:am|pm|h|hrs|o'clock)" + END);

  private static final String DEADLINE =
      either(
          "(?:by|until|till|before|no"
              + GAP
              + "later"
              + GAP
              + "than|due(?:"
              + GAP
              + "(?:by|on))?)"
              + GAP
              + "(?:the"
              + GAP
              + ")?"
              + MOMENT,
          "(?:with)?in"
              + GAP
              + "(?:the"
              + GAP
              + "next"
              + GAP
              + ")?"
              + "(?:"
              + NUMBER
              + "|an?|one|two|three|four|five|six|seven|eight|nine|ten|a"
              + GAP
              + "few)"
              + "[\\s\\u00a0-]{1,3}+(?:(?:business|working|calendar)"
              + GAP
              + ")?"
              + "(?:minute|hour|day|week|month|year)s?"
              + END,
          "(?:end"
              + GAP
              + "of"
              + GAP
              + "(?:the"
              + GAP
              + ")?(?:day|week|month|quarter|year)"
              + "|deadlines?|eod|asap|immediately|right"
              + GAP
              + "away|today|tonight|tomorrow)"
              + END);

  private static final String DISCOUNT =
      either(
          NUMBER
              + SMALL_GAP
              + "(?:[%％‰]|per"
              + SMALL_GAP
              + "cent"
              + END
              + "|percentage"
              + GAP
              + "points?"
              + END
              + ")"
              + "(?:"
              + GAP
              + "(?:off|discount|rebate)"
              + END
              + ")?",
          "(?:discount(?:s|ed)?|rebates?|refund(?:s|ed)?|waive[ds]?|waiver|vouchers?|credit"
              + GAP
              + "notes?"
              + "|half"
              + GAP
              + "(?:price|off)|free"
              + GAP
              + "of"
              + GAP
              + "charge|(?:no|without)"
              + GAP
              + "(?:extra"
              + GAP
              + ")?(?:charge|cost)|for"
              + GAP
              + "free)"
              + END);

  private static final String AMOUNT =
      either(
          CURRENCY + SMALL_GAP + NUMBER + MAGNITUDE,
          NUMBER + MAGNITUDE + SMALL_GAP + "(?:\\p{Sc}|" + CURRENCY + "|" + CURRENCY_NAME + ")");

  /// Currency signs start an amount wherever they stand, even behind a letter as in `US$5`.
  private static final String SIGNED_AMOUNT = "\\p{Sc}" + SMALL_GAP + NUMBER + MAGNITUDE;

  private static final String GUARANTEE =
      "(?:guarant(?:ee|ees|eed|eeing|y)|warrant(?:y|ies|s|ed)|promis(?:e|es|ed|ing)|commit(?:s|ted|ments?)?"
          + "|ensure[sd]?|assure[sd]?|pledge[sd]?|(?:we|[I\\x6c|])"
          + GAP
          + "(?:will|shall)|(?:we|i)['’]ll|liab(?:le|ility)"
          + "|compensat(?:e|es|ed|ion)|reimburse(?:s|d|ment)?|entitled|legally"
          + GAP
          + "binding|binding)"
          + END;

  private static final String ABSOLUTE =
      "(?:always|never|forever|unlimited|lifetime|permanent(?:ly)?|unconditional(?:ly)?|irrevocabl[ey]"
          + "|absolutely|certainly|definitely|without"
          + GAP
          + "(?:any"
          + GAP
          + ")?exceptions?"
          + "|under"
          + GAP
          + "no"
          + GAP
          + "circumstances|no"
          + GAP
          + "matter"
          + GAP
          + "what|in"
          + GAP
          + "any"
          + GAP
          + "case|at"
          + GAP
          + "any"
          + GAP
          + "time|risk[- ]free|zero"
          + GAP
          + "risk|our"
          + GAP
          + "policy"
          + "|terms"
          + GAP
          + "and"
          + GAP
          + "conditions)"
          + END;

  private static final int FIRST_BEYOND_ASCII = 0x80;
  private static final Pattern LOOK_ALIKE = Pattern.compile("[ilmow]");

  static final Pattern ANY =
      Pattern.compile(
          String.join(
              "|",
              group(Kind.AMOUNT, SIGNED_AMOUNT, "Signed"),
              group(Kind.DEADLINE, DEADLINE, ""),
              group(Kind.DATE, DATE_FORM, ""),
              group(Kind.DISCOUNT, DISCOUNT, ""),
              group(Kind.AMOUNT, AMOUNT, ""),
              group(Kind.GUARANTEE, GUARANTEE, ""),
              group(Kind.ABSOLUTE, ABSOLUTE, "")),
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

  private static final WordBeginnings BEGINNINGS = WordBeginnings.of(ANY);

  private Commitments() {}

  /// What kind of commitment it is; lower case on the wire.
  public enum Kind {
    AMOUNT,
    DISCOUNT,
    DATE,
    DEADLINE,
    GUARANTEE,
    ABSOLUTE;

    private String group() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A stretch of the text, in UTF-16 code units, `end` exclusive.
  public record Span(Kind kind, int start, int end) {}

  /// In the order of the text, without overlaps. Words are found as they read, too: with letters
  /// that look alike, in another form, or with characters between them that nobody sees.
  public static List<Span> find(String text) {
    FoldedText folded = FoldedText.of(text);
    List<Span> spans = onOriginal(matches(folded.text().text()), folded.text());
    if (folded.isRespelled()) {
      spans.addAll(matches(text));
    }
    return withoutOverlaps(spans);
  }

  /// In the body of a message, and also as the recipient's program may draw it: markup hides
  /// nothing that it cuts up.
  public static List<Span> findInBody(String content, Message.Format format) {
    List<Span> spans = new ArrayList<>(find(content));
    for (TracedText reading : readings(content, format)) {
      spans.addAll(onOriginal(find(reading.text()), reading));
    }
    return withoutOverlaps(spans);
  }

  /// What the recipient of a message may read in its body, other than the content itself.
  static Collection<TracedText> readings(String content, Message.Format format) {
    return switch (format) {
      case HTML -> HtmlText.readings(content);
      case MARKDOWN -> MarkdownText.readings(content);
      case PLAIN -> List.of();
    };
  }

  private static List<Span> onOriginal(List<Span> spans, TracedText read) {
    return spans.stream()
        .map(span ->
            new Span(
                span.kind(),
                read.start(span.start(), span.end()),
                read.end(span.start(), span.end())))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /// Of two that overlap, the one that begins first, and of those the longer one.
  private static List<Span> withoutOverlaps(List<Span> candidates) {
    candidates.sort(
        Comparator.comparingInt(Span::start)
            .thenComparing(Comparator.comparingInt(Span::end).reversed()));
    List<Span> spans = new ArrayList<>();
    int end = 0;
    for (Span span : candidates) {
      if (span.start() >= end) {
        spans.add(span);
        end = span.end();
      }
    }
    return List.copyOf(spans);
  }

  private static List<Span> matches(String text) {
    List<Span> spans = new ArrayList<>();
    Matcher matcher = ANY.matcher(text);
    for (int at = 0; at < text.length(); ) {
      if (mayStart(text, at) && matcher.region(at, text.length()).lookingAt()) {
        spans.add(new Span(kind(matcher), at, matcher.end()));
        at = matcher.end();
      } else {
        at++;
      }
    }
    return spans;
  }

  /// Currency signs count wherever they stand, words and numbers only from their beginning; and
  /// most words begin like none of ours.
  static boolean mayStart(String text, int at) {
    char here = text.charAt(at);
    if (here < FIRST_BEYOND_ASCII) {
      return here == '$' || (startsWord(text, at) && BEGINNINGS.contains(text, at));
    }
    if (Character.getType(text.codePointAt(at)) == Character.CURRENCY_SYMBOL) {
      return true;
    }
    return startsWord(text, at);
  }

  static boolean startsWord(String text, int at) {
    char here = text.charAt(at);
    return (Character.isLetterOrDigit(here) || here == '|' || Character.isHighSurrogate(here))
        && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)));
  }

  private static Kind kind(Matcher matcher) {
    for (Kind kind : Kind.values()) {
      if (matcher.start(kind.group()) >= 0) {
        return kind;
      }
    }
    return Kind.AMOUNT; // the group that a currency sign starts
  }

  private static String group(Kind kind, String form, String suffix) {
    return "(?<" + kind.group() + suffix + ">" + asItReads(form) + ")";
  }

  /// With the letters and signs of ASCII that look alike taken for each other. Small letters that
  /// have such stand in the forms above as themselves alone, in no class and no part of the syntax.
  private static String asItReads(String form) {
    return LOOK_ALIKE
        .matcher(form)
        .replaceAll(letter ->
            switch (letter.group()) {
              case "m" -> "(?:m|rn)";
              case "w" -> "(?:w|vv)";
              case "o" -> "[o0]";
              default -> "[il1|]";
            });
  }

  private static String either(String... forms) {
    return "(?:" + String.join("|", forms) + ")";
  }
}
