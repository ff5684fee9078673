package dev.countersign.policy;

import dev.countersign.json.JsonForm;
import dev.countersign.json.ProblemSink;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads `tags` of a policy file: a list of `{tag, when}`.
final class TagsReader {
  private final ProblemSink problems;
  private final ConditionLanguage language;

  TagsReader(ProblemSink problems, ConditionLanguage language) {
    this.problems = problems;
    this.language = language;
  }

  List<TagRule> read(JsonForm root) {
    Set<TagName> taken = new HashSet<>();
    return root.objects("tags", TagRule.MOST).stream()
        .flatMap(form -> tag(form, taken).stream())
        .toList();
  }

  private Optional<TagRule> tag(JsonForm form, Set<TagName> taken) {
    form.require("tag");
    form.require("when");
    Optional<TagName> name =
        form.parsed(
            "tag",
            TagName::of,
            "bad_tag",
            "A tag is blocks_customer, or domain/, severity/ or source/ with a name of lower-case"
                + " letters, digits, - and _, at most 32, such as domain/billing.");
    name.filter(tag -> !taken.add(tag))
        .ifPresent(_ ->
            form.problem(
                "tag", "duplicate_tag", "This tag stands above; one condition may say both."));
    Optional<Condition> when =
        form.text("when").flatMap(text -> language.compile(text, form.pointer("when"), problems));
    form.close();
    return name.flatMap(tag -> when.map(condition -> new TagRule(tag, condition)));
  }
}
