package dev.countersign.policy;

import dev.countersign.json.WireName;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  private static final String RESULT = "masked_";
  private static final String HIDDEN = "██ %s hidden ██";

  /// The result of the finding that says so.
  String result() {
    return RESULT + WireName.of(this);
  }

  static Optional<ChatMask> ofResult(String result) {
    return result.startsWith(RESULT)
        ? WireName.parse(ChatMask.class, result.substring(RESULT.length()))
        : Optional.empty();
  }

  boolean hides(SensitiveKind kind) {
    return switch (this) {
      case NONE -> false;
      case SECRETS -> kind instanceof Secrets.Kind;
      case ALL -> true;
    };
  }

  /// The text with words of the gate in place of each value; with those alone where a value can be
  /// read in it that does not stand there as one: in letters that look alike, between markup.
  ///
  /// @param text of this action, or about it
  public String over(Action action, String text) {
    return over(
        action.changes() instanceof Message message && message.content().equals(text)
            ? SentTexts.readings(message)
            : List.of(text),
        text);
  }

  private String over(Collection<String> drawn, String text) {
    BitSet secrets = new BitSet();
    Set<String> seen = keys(Secrets.find(text, secrets));
    BitSet all = (BitSet) secrets.clone();
    Set<Sensitive> personal = PersonalData.find(text, all);
    if (this == ALL) {
      seen.addAll(keys(personal));
    }
    if (readings(drawn, text).anyMatch(reading -> !seen.containsAll(keys(reading)))) {
      return HIDDEN.formatted("text");
    }
    return covered(text, this == ALL ? all : this == SECRETS ? secrets : new BitSet(), secrets);
  }

  private Set<String> keys(String reading) {
    BitSet taken = new BitSet();
    Set<Sensitive> found = new HashSet<>(Secrets.find(reading, taken));
    found.addAll(PersonalData.find(reading, taken));
    return keys(
        found.stream().filter(one -> hides(one.kind())).collect(Collectors.toUnmodifiableSet()));
  }

  private static Set<String> keys(Set<Sensitive> found) {
    return found.stream().map(SensitiveContent::key).collect(Collectors.toCollection(HashSet::new));
  }

  private static Stream<String> readings(Collection<String> drawn, String text) {
    return Stream.concat(drawn.stream(), decoded(text))
        .flatMap(reading -> Stream.concat(Stream.of(reading), folded(reading)));
  }

  /// The same for a text without markup.
  String over(String text) {
    return over(List.of(text), text);
  }

  private static Stream<String> folded(String text) {
    FoldedText folded = FoldedText.of(text);
    return folded.isRespelled() ? Stream.of(folded.text().text()) : Stream.empty();
  }

  private static Stream<String> decoded(String text) {
    if (text.indexOf('%') < 0) {
      return Stream.empty();
    }
    try {
      return Stream.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return Stream.empty();
    }
  }

  private static String covered(String text, BitSet taken, BitSet secrets) {
    StringBuilder covered = new StringBuilder();
    int end = 0;
    for (int from = taken.nextSetBit(0); from >= 0; from = taken.nextSetBit(end)) {
      covered.append(text, end, from);
      end = taken.nextClearBit(from);
      covered.append(HIDDEN.formatted(secrets.get(from) ? "secret" : "personal data"));
    }
    return covered.append(text, end, text.length()).toString();
  }

  /// For a message of what is wrong with another spelling.
  static String words() {
    return Arrays.stream(values()).map(WireName::of).collect(Collectors.joining(", "));
  }
}
