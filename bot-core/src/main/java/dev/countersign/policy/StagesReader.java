package dev.countersign.policy;

import dev.countersign.json.JsonForm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the member of a rule that says who must approve: `stages`, a list of steps. A step asks
/// one group, or several at once.
final class StagesReader {
  /// Groups that one step asks at once.
  static final int MOST_TOGETHER = 5;

  private static final String FUNCTIONS = "functions";
  private static final String MAY_ASK = "may_ask";

  private final Set<GroupName> groups = new HashSet<>();
  private final List<Stage> stages = new ArrayList<>();

  private StagesReader() {}

  static List<Stage> read(JsonForm rule) {
    List<JsonForm> steps = rule.objects("stages", PolicyReader.MOST_STAGES);
    if (rule.has("stages") && steps.isEmpty()) {
      rule.problem("stages", "required", "Who asks, asks at least one stage.");
    }
    StagesReader reader = new StagesReader();
    steps.forEach(reader::step);
    if (reader.stages.size() > PolicyReader.MOST_STAGES) {
      rule.problem(
          "stages", "too_many", "All steps together ask at most " + PolicyReader.MOST_STAGES + ".");
    }
    return List.copyOf(reader.stages);
  }

  private void step(JsonForm form) {
    if (!form.has("together")) {
      stage(form, List.of("together")).ifPresent(stages::add);
      return;
    }
    List<JsonForm> written = form.objects("together", MOST_TOGETHER);
    if (written.size() < 2) {
      form.problem("together", "required", "At least two groups are asked at once.");
    }
    for (String name : List.of("group", "approvals", "distinct_function", FUNCTIONS, MAY_ASK)) {
      if (form.value(name).isPresent()) {
        form.problem(name, "only_in_stage", "This belongs to each of the stages in together.");
      }
    }
    form.close();
    int before = stages.size();
    written.forEach(stage ->
        stage(stage, List.of())
            .ifPresent(read -> stages.add(read.together(stages.size() > before))));
  }

  /// @param others names that the author may mean to write here
  private Optional<Stage> stage(JsonForm form, List<String> others) {
    form.require("group");
    form.require("approvals");
    Optional<GroupName> group = group(form, "group");
    Optional<Integer> approvals = form.integer("approvals", 1, Stage.MOST_APPROVALS);
    boolean distinct = form.bool("distinct_function").orElse(false);
    Set<String> functions = functions(form);
    Set<GroupName> mayAsk = mayAsk(form, group);
    others.forEach(form::value);
    group
        .filter(name -> !groups.add(name))
        .ifPresent(
            _ -> form.problem("group", "duplicate_group", "Another stage of this rule asks it."));
    form.close();
    return group.isEmpty() || approvals.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Stage(group.get(), approvals.get(), distinct).of(functions).mayAsk(mayAsk));
  }

  private static Set<String> functions(JsonForm form) {
    if (form.isEmptyArray(FUNCTIONS)) {
      form.problem(FUNCTIONS, "required", "A stage that lists functions lists at least one.");
    }
    Set<String> functions = new HashSet<>();
    form
        .parsedTexts(
            FUNCTIONS,
            Stage.MOST_FUNCTIONS,
            Stage::function,
            "bad_name",
            "A function is named in lower-case letters, digits, - and _.")
        .stream()
        .filter(item -> !functions.add(item.value()))
        .forEach(item ->
            form.problemAt(item.pointer(), "duplicate_function", "It is in this list already."));
    return functions;
  }

  private static Set<GroupName> mayAsk(JsonForm form, Optional<GroupName> own) {
    Set<GroupName> groups = new HashSet<>();
    form.parsedTexts(
            MAY_ASK,
            Stage.MOST_MAY_ASK,
            GroupName::new,
            "bad_name",
            "This is not the name of a group.")
        .forEach(item -> {
          if (own.filter(item.value()::equals).isPresent()) {
            form.problemAt(item.pointer(), "own_group", "It is asked already.");
          } else if (!groups.add(item.value())) {
            form.problemAt(item.pointer(), "duplicate_group", "It is in this list already.");
          }
        });
    return groups;
  }

  static Optional<GroupName> group(JsonForm form, String name) {
    return form.parsed(name, GroupName::new, "bad_name", "This is not the name of a group.");
  }
}
