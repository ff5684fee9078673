package dev.countersign.courier;

import dev.countersign.policy.Policy;
import dev.countersign.policy.TagName;
import dev.countersign.policy.TagRule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which requests somebody means by the word that they typed behind `queue`: a whole tag, or the
/// value of one, such as `billing` for `domain/billing`.
sealed interface TagQuestion {
  record All() implements TagQuestion {}

  record Tagged(TagName tag) implements TagQuestion {}

  /// @param answer names the tags that there are; nothing that was typed is in it
  record Unknown(String answer) implements TagQuestion {}

  static TagQuestion of(String typed, Policy policy) {
    String word = typed.toLowerCase(Locale.ROOT);
    if (word.isEmpty()) {
      return new All();
    }
    List<TagName> meant =
        policy.tags().stream()
            .map(TagRule::tag)
            .filter(tag -> tag.toString().equals(word) || tag.value().equals(word))
            .toList();
    if (meant.size() == 1) {
      return new Tagged(meant.getFirst());
    }
    if (meant.size() > 1) {
      return new Unknown("Several tags are called so. Ask for one of them: " + list(meant) + ".");
    }
    // A former policy may have given it to what still waits.
    Optional<TagName> former = TagName.parse(word);
    if (former.isPresent()) {
      return new Tagged(former.get());
    }
    List<TagName> all = policy.tags().stream().map(TagRule::tag).toList();
    return new Unknown(
        all.isEmpty()
            ? "There is no such tag: the policy gives none. Ask for queue alone."
            : "There is no such tag. There are: " + list(all) + ".");
  }

  private static String list(List<TagName> tags) {
    return tags.stream().map(TagName::toString).sorted().collect(Collectors.joining(", "));
  }
}
