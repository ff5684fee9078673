package dev.countersign.policy;

import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tells people what is sensitive in what would be sent: how many of each kind, and in which part
/// of the action. All words are the gate's own.
final class ContentFinding {
  private static final String SUBJECT = "content";

  /// Of no finding about a rule or a factor, whatever that is called.
  private static final String RESULT = "sensitive";

  private ContentFinding() {}

  /// @param derived as [DerivedFacts] has it
  static Optional<Finding> of(JsonObject derived) {
    List<String> phrases =
        Stream.concat(
                phrases(derived, DerivedFacts.SECRETS, Secrets.Kind.values()),
                phrases(derived, DerivedFacts.PERSONAL_DATA, PersonalData.Kind.values()))
            .toList();
    return phrases.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                SUBJECT, RESULT, "Looks like it contains: " + String.join(", ", phrases) + "."));
  }

  /// Whether something is hidden in chats, and what.
  static Optional<Finding> masked(JsonObject derived, ChatMask mask) {
    boolean hides =
        switch (mask) {
          case NONE -> false;
          case SECRETS -> has(derived, DerivedFacts.SECRETS);
          case ALL ->
              has(derived, DerivedFacts.SECRETS) || has(derived, DerivedFacts.PERSONAL_DATA);
        };
    return hides
        ? Optional.of(
            Finding.of(
                SUBJECT,
                mask.result(),
                "It is hidden on cards, as the policy says, and shown to those who may decide in"
                    + " the details."))
        : Optional.empty();
  }

  private static boolean has(JsonObject derived, String member) {
    return !derived.optionalObjects(member, item -> item).isEmpty();
  }

  /// What a finding says is masked.
  static Optional<ChatMask> mask(Finding finding) {
    return finding.subject().equals(SUBJECT)
        ? ChatMask.ofResult(finding.result())
        : Optional.empty();
  }

  static boolean is(Finding finding) {
    return finding.subject().equals(SUBJECT) && finding.result().equals(RESULT);
  }

  private static <K extends Enum<K> & SensitiveKind> Stream<String> phrases(
      JsonObject derived, String member, K[] kinds) {
    List<JsonObject> items = derived.optionalObjects(member, item -> item);
    return Arrays.stream(kinds)
        .flatMap(kind -> {
          List<JsonObject> found =
              items.stream().filter(item -> item.text("kind").equals(WireName.of(kind))).toList();
          return found.isEmpty() ? Stream.empty() : Stream.of(phrase(kind, found));
        });
  }

  private static String phrase(SensitiveKind kind, List<JsonObject> found) {
    int count = found.size();
    String parts =
        found.stream()
            .map(item -> part(item.text("where")))
            .distinct()
            .collect(Collectors.joining(", "));
    String number = count < SensitiveContent.MOST_OF_A_KIND ? "" + count : "at least " + count;
    return (count == 1 ? kind.one() : number + " " + kind.many()) + " (" + parts + ")";
  }

  /// The part of the action by its first step.
  private static String part(String where) {
    String step = where.startsWith("/") ? where.split("/", 3)[1] : where;
    return switch (step) {
      case "url" -> "address";
      case "changes" -> "fields";
      default -> step;
    };
  }
}
