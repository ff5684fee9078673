package dev.countersign.json;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The spelling of enum constants outside Java: lower case, as in every contract of this product.
public final class WireName {
  private WireName() {}

  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  public static <E extends Enum<E>> Optional<E> parse(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants()).filter(c -> of(c).equals(text)).findFirst();
  }

  /// For stored documents of our own, where an unknown name is corruption.
  public static <E extends Enum<E>> E require(Class<E> type, String text) {
    return parse(type, text)
        .orElseThrow(
            () -> new IllegalArgumentException("no " + type.getSimpleName() + " is spelled so"));
  }
}
