package dev.countersign.policy;

import dev.countersign.proposal.Action;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Texts of an action, and about it, as a chat may show them.
///
/// Besides what each text shows by itself, it knows what the whole action holds: a text is hidden
/// altogether that still has a part of that, however it is spelt there, or in which something is
/// read that does not stand there in one piece, as between markup.
public final class MaskedTexts implements UnaryOperator<String> {
  /// Letters and digits by which a value is known; fewer stand in a text by chance.
  private static final int LEAST = 12;

  /// Characters of a value that is known as it stands, such as a date.
  private static final int LEAST_EXACTLY = 6;

  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{Nd}]+");

  private final ChatMask mask;
  private final Set<String> parts = new HashSet<>();
  private final Set<String> values = new HashSet<>();
  private final Set<String> unsafe = new HashSet<>();

  /// @param mask as the ruling on this action has it
  public MaskedTexts(ChatMask mask, Action action) {
    this.mask = mask;
    SentTexts.of(action).forEach(text -> add(text.readings()));
  }

  /// @param readings of one text, which itself is the first
  private void add(List<String> readings) {
    Set<String> seen = new HashSet<>();
    for (String reading : readings) {
      Set<Sensitive> found = mask.find(reading);
      Set<String> keys = ChatMask.keys(found);
      if (reading.equals(readings.getFirst())) {
        seen.addAll(keys);
      } else if (!seen.containsAll(keys)) {
        unsafe.add(readings.getFirst());
      }
      for (Sensitive one : found) {
        parts(one.value()).forEach(parts::add);
        if (one.value().length() >= LEAST_EXACTLY) {
          values.add(one.value());
        }
      }
    }
  }

  private static Stream<String> parts(String value) {
    return Stream.concat(
            Stream.of(SEPARATORS.matcher(value).replaceAll("")), SEPARATORS.splitAsStream(value))
        .filter(part -> part.length() >= LEAST);
  }

  @Override
  public String apply(String text) {
    if (unsafe.contains(text)) {
      return ChatMask.HIDDEN_TEXT;
    }
    String masked = mask.over(text);
    String plain = SEPARATORS.matcher(masked).replaceAll("");
    return parts.stream().anyMatch(plain::contains) || values.stream().anyMatch(masked::contains)
        ? ChatMask.HIDDEN_TEXT
        : masked;
  }

  /// In place of any text, where what the ruling found is found nowhere on a card.
  public static String hidden() {
    return ChatMask.HIDDEN_TEXT;
  }
}
