package dev.countersign.policy;

/// Letters that stand in a number for the digits that they look like: `5OO`, `l0`, `€lO`.
final class NumberLookAlikes {
  private final TracedText text;
  private boolean respelled;

  private NumberLookAlikes(TracedText text) {
    this.text = text;
  }

  /// Puts the digits in their place, and tells whether there were any.
  static boolean respell(TracedText text) {
    NumberLookAlikes numbers = new NumberLookAlikes(text);
    for (int at = 0; at < text.length(); ) {
      int end = numbers.runEnd(at);
      if (end > at) {
        numbers.respell(at, end);
      }
      at = Math.max(end, at + 1);
    }
    return numbers.respelled;
  }

  /// The end of the digits, and what looks like some, that begin here.
  private int runEnd(int start) {
    int at = start;
    while (at < text.length() && (isDigit(at) || looksLikeDigit(text.charAt(at)))) {
      at++;
    }
    return at;
  }

  private void respell(int start, int runEnd) {
    int end = runEnd;
    if (isLetter(runEnd)) {
      // `10lbs`, `5oil`: small letters before others belong to the word.
      while (end > start && !isDigit(end - 1) && text.charAt(end - 1) != 'O') {
        end--;
      }
    }
    if (end > start && isNumber(start, end, runEnd)) {
      for (int at = start; at < end; at++) {
        if (!isDigit(at)) {
          text.respell(at, "Oo".indexOf(text.charAt(at)) >= 0 ? '0' : '1');
          respelled = true;
        }
      }
    }
  }

  private boolean isNumber(int start, int end, int runEnd) {
    if (hasDigit(start, end)) {
      return isDigit(start) || !isLetter(start - 1);
    }
    boolean alone = !isLetter(start - 1) && !isLetter(runEnd);
    return alone && (belongsToOne(start, end) || looksLikeRoundNumber(start, end));
  }

  private boolean hasDigit(int start, int end) {
    for (int at = start; at < end; at++) {
      if (isDigit(at)) {
        return true;
      }
    }
    return false;
  }

  /// Behind a currency sign, or joined to digits as in a fraction, a date or a time.
  private boolean belongsToOne(int start, int end) {
    int before = isBlank(start - 1) ? start - 2 : start - 1;
    return isCurrencySign(before)
        || (joins(start - 1) && isDigit(start - 2))
        || (joins(end) && isDigit(end + 1));
  }

  /// `lOO`, not `II` and not `lo`: no word and no Roman numeral has a capital O.
  private boolean looksLikeRoundNumber(int start, int end) {
    boolean round = false;
    for (int at = start; at < end; at++) {
      if (text.charAt(at) == 'o') {
        return false;
      }
      round |= text.charAt(at) == 'O';
    }
    return round && end - start > 1;
  }

  private static boolean looksLikeDigit(char unit) {
    return "OoIl|".indexOf(unit) >= 0;
  }

  private boolean isDigit(int at) {
    return isThere(at) && Character.isDigit(text.charAt(at));
  }

  private boolean isLetter(int at) {
    return isThere(at) && Character.isLetter(text.charAt(at));
  }

  private boolean isBlank(int at) {
    return isThere(at) && Character.isWhitespace(text.charAt(at));
  }

  private boolean isCurrencySign(int at) {
    return isThere(at) && Character.getType(text.charAt(at)) == Character.CURRENCY_SYMBOL;
  }

  private boolean joins(int at) {
    return isThere(at) && ".,'’-/:".indexOf(text.charAt(at)) >= 0;
  }

  private boolean isThere(int at) {
    return at >= 0 && at < text.length();
  }
}
