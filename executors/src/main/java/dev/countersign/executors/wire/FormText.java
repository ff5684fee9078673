package dev.countersign.executors.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A form as browsers send it (`application/x-www-form-urlencoded`), where every server reads the
/// same.
///
/// @param pairs in their order, decoded
public record FormText(List<Pair> pairs) {
  /// Whatever else there is has to be percent-encoded.
  private static final Pattern PLAIN =
      Pattern.compile("(?:[A-Za-z0-9*_.~!$'(),:@/?\\[\\]|+&=-]|%[0-9A-Fa-f]{2})*+");

  public record Pair(String name, String value) {}

  public FormText {
    pairs = List.copyOf(pairs);
  }

  /// Empty where servers differ: at a raw `;`, a pair without `=`, bytes that are no UTF-8, and a
  /// name that stands there twice as of [UrlQuery#repeated].
  public static Optional<FormText> parse(String text) {
    if (text.isEmpty()) {
      return Optional.of(new FormText(List.of()));
    }
    if (!PLAIN.matcher(text).matches()) {
      return Optional.empty();
    }
    var pairs = new ArrayList<Pair>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      Optional<Pair> read =
          equals < 0
              ? Optional.empty()
              : UrlQuery.decoded(pair.substring(0, equals))
                  .flatMap(name ->
                      UrlQuery.decoded(pair.substring(equals + 1))
                          .map(value -> new Pair(name, value)));
      if (read.isEmpty()) {
        return Optional.empty();
      }
      pairs.add(read.get());
    }
    var names = new UrlQuery(pairs.stream().map(Pair::name).toList());
    return names.repeated().isPresent() ? Optional.empty() : Optional.of(new FormText(pairs));
  }
}
