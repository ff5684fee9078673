package dev.countersign.proposal;

import java.nio.ByteBuffer;
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
  private static final int TIME_LENGTH = 10;
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
    return text(clock.millis(), random.nextLong(), random.nextLong());
  }

  /// The first one of a moment, in the order of their texts.
  public static String firstOf(Instant moment) {
    return text(moment.toEpochMilli(), 0, 0);
  }

  /// Always the same one of a moment and a hash.
  ///
  /// @param hash of at least 16 bytes
  public static String derived(Instant moment, byte[] hash) {
    ByteBuffer bits = ByteBuffer.wrap(hash);
    return text(moment.toEpochMilli(), bits.getLong(), bits.getLong());
  }

  /// The moment that one was made at, to the millisecond.
  ///
  /// @param ulid as [#isUlid] has it
  public static Instant moment(String ulid) {
    long time = 0;
    for (int i = 0; i < TIME_LENGTH; i++) {
      time = time << 5 | Arrays.binarySearch(ALPHABET, ulid.charAt(i));
    }
    return Instant.ofEpochMilli(time);
  }

  private static String text(long millis, long highBits, long lowBits) {
    long time = millis;
    long high = highBits;
    long low = lowBits;
    char[] text = new char[26];
    for (int i = TIME_LENGTH - 1; i >= 0; i--) {
      text[i] = ALPHABET[(int) (time & 31)];
      time >>>= 5;
    }
    for (int i = 17; i >= TIME_LENGTH; i--) {
      text[i] = ALPHABET[(int) (high & 31)];
      high >>>= 5;
    }
    for (int i = 25; i >= 18; i--) {
      text[i] = ALPHABET[(int) (low & 31)];
      low >>>= 5;
    }
    return new String(text);
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
