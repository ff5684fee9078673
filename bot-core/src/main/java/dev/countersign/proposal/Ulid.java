package dev.countersign.proposal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Makes ULIDs (github.com/ulid/spec): 48 bits of milliseconds and 80 random bits as 26 characters
/// of Crockford base 32, sortable by time. Not monotonic within a millisecond: nothing here relies
/// on an order of ids.
public final class Ulid {
  private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final Pattern SHAPE = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");

  private final InstantSource clock;
  private final RandomGenerator random;

  /// @param random must be unpredictable (a `SecureRandom`) wherever knowing an id could help an
  ///   attacker
  public Ulid(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  public String next() {
    long high = random.nextLong();
    long low = random.nextLong();
    char[] text = new char[26];
    putTime(text, clock.millis());
    for (int i = 17; i >= 10; i--) {
      text[i] = ALPHABET[(int) (high & 31)];
      high >>>= 5;
    }
    for (int i = 25; i >= 18; i--) {
      text[i] = ALPHABET[(int) (low & 31)];
      low >>>= 5;
    }
    return new String(text);
  }

  /// The least that could be made in this millisecond: all of later ones come after it.
  ///
  /// @throws IllegalArgumentException before 1970
  public static String firstAt(Instant moment) {
    if (moment.toEpochMilli() < 0) {
      throw new IllegalArgumentException("no ULID is so old");
    }
    char[] text = new char[26];
    Arrays.fill(text, ALPHABET[0]);
    putTime(text, moment.toEpochMilli());
    return new String(text);
  }

  private static void putTime(char[] text, long millis) {
    long time = millis;
    for (int i = 9; i >= 0; i--) {
      text[i] = ALPHABET[(int) (time & 31)];
      time >>>= 5;
    }
  }

  public static boolean isUlid(String text) {
    return SHAPE.matcher(text).matches();
  }

  /// Checks `prefix` + ULID, as all ids on the wire are spelled.
  public static String require(String prefix, String value) {
    if (!value.startsWith(prefix) || !isUlid(value.substring(prefix.length()))) {
      throw new IllegalArgumentException("not a " + prefix + " id");
    }
    return value;
  }
}
