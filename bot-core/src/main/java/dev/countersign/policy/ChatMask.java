package dev.countersign.policy;

import dev.countersign.json.WireName;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a policy keeps out of sight in chats, where many can read for a long time: `mask_in_chat`.
///
/// It is found as [SensitiveContent] finds it: by its form, and with no promise that nothing is
/// left.
public enum ChatMask {
  NONE,
  /// Credentials.
  SECRETS,
  /// Credentials, and what is said of one person.
  ALL;

  /// In place of a text of which no part is safe to show.
  static final String HIDDEN_TEXT = "██ text hidden ██";

  private static final String HIDDEN_SECRET = "██ secret hidden ██";
  private static final String HIDDEN_PERSONAL = "██ personal data hidden ██";
  private static final String RESULT = "masked_";

  /// The result of the finding that says so.
  String result() {
    return RESULT + WireName.of(this);
  }

  static Optional<ChatMask> ofResult(String result) {
    return result.startsWith(RESULT)
        ? WireName.parse(ChatMask.class, result.substring(RESULT.length()))
        : Optional.empty();
  }

  /// For a message of what is wrong with another spelling.
  static String words() {
    return Arrays.stream(values()).map(WireName::of).collect(Collectors.joining(", "));
  }

  /// The text with words of the gate in place of each value; with those alone where a value can be
  /// read in it that does not stand there as one: in letters that look alike, or escaped.
  String over(String text) {
    if (this == NONE) {
      return text;
    }
    BitSet secrets = new BitSet();
    Set<Sensitive> seen = new HashSet<>(Secrets.find(text, secrets));
    BitSet hidden = (BitSet) secrets.clone();
    if (this == ALL) {
      seen.addAll(PersonalData.find(text, hidden));
    }
    Set<String> known = keys(seen);
    boolean read =
        SentText.of(List.of(), SentTexts.readings(text)).readings().stream()
            .skip(1)
            .anyMatch(reading -> !known.containsAll(keys(find(reading))));
    return read ? HIDDEN_TEXT : covered(text, hidden, secrets);
  }

  /// Everything of these kinds that stands in a text.
  Set<Sensitive> find(String text) {
    BitSet taken = new BitSet();
    Set<Sensitive> found = new HashSet<>(Secrets.find(text, taken));
    if (this == ALL) {
      found.addAll(PersonalData.find(text, taken));
    }
    return this == NONE ? Set.of() : found;
  }

  static Set<String> keys(Set<Sensitive> found) {
    return found.stream().map(SensitiveContent::key).collect(Collectors.toUnmodifiableSet());
  }

  private static String covered(String text, BitSet hidden, BitSet secrets) {
    StringBuilder covered = new StringBuilder();
    int end = 0;
    for (int from = hidden.nextSetBit(0); from >= 0; from = hidden.nextSetBit(end)) {
      covered.append(text, end, from);
      end = hidden.nextClearBit(from);
      covered.append(secrets.get(from) ? HIDDEN_SECRET : HIDDEN_PERSONAL);
    }
    return covered.append(text, end, text.length()).toString();
  }
}
