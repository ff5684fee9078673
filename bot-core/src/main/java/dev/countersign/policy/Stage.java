package dev.countersign.policy;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a ruling wants of one group. Stages are in order; those that are asked together are one
/// step.
///
/// @param required how many distinct persons of the group must approve, 1..20
/// @param distinctFunction whether each approval must come from a function that no other approval
///   of the request has
/// @param voteWindow how long after the first approval of the request the last one may come; of
///   several stages the shortest holds for the whole request
/// @param escalation whom the stage asks too when the group does not decide
/// @param together whether it is asked at the same time as the stage before it
/// @param functions of which whoever counts in this stage has at least one; empty where everybody
///   of the group counts
/// @param mayAsk the groups that those who may decide the stage may ask too, at most
///   [#MOST_MAY_ASK]; never its own
public record Stage(
    GroupName group,
    int required,
    boolean distinctFunction,
    Optional<Duration> voteWindow,
    Optional<Escalation> escalation,
    boolean together,
    SortedSet<String> functions,
    SortedSet<GroupName> mayAsk) {
  public static final int MOST_APPROVALS = 20;

  /// Names of functions that one stage lists.
  public static final int MOST_FUNCTIONS = 20;

  /// Groups that the people of one stage may ask too: each is a line, and a note, on the card.
  public static final int MOST_MAY_ASK = 3;

  private static final String TOGETHER = "together";
  private static final String FUNCTIONS = "functions";
  private static final String MAY_ASK = "may_ask";
  private static final Pattern FUNCTION = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  public Stage {
    functions = Collections.unmodifiableSortedSet(new TreeSet<>(functions));
    mayAsk = Collections.unmodifiableSortedSet(new TreeSet<>(mayAsk));
    if (mayAsk.size() > MOST_MAY_ASK || mayAsk.contains(group)) {
      throw new IllegalArgumentException(
          "a stage may ask at most " + MOST_MAY_ASK + " other groups");
    }
    if (required < 1 || required > MOST_APPROVALS) {
      throw new IllegalArgumentException("a stage needs 1 to " + MOST_APPROVALS + " approvals");
    }
  }

  /// A stage that asks nobody else, once the stages before it are complete.
  public Stage(
      GroupName group, int required, boolean distinctFunction, Optional<Duration> voteWindow) {
    this(
        group,
        required,
        distinctFunction,
        voteWindow,
        Optional.empty(),
        false,
        Collections.emptySortedSet(),
        Collections.emptySortedSet());
  }

  /// A stage whose approvals may lie as far apart as the deadline lets them.
  public Stage(GroupName group, int required, boolean distinctFunction) {
    this(group, required, distinctFunction, Optional.empty());
  }

  /// The numbers of the stages that are asked at once, step by step.
  public static List<List<Integer>> steps(List<Stage> stages) {
    List<List<Integer>> steps = new ArrayList<>();
    for (int stage = 0; stage < stages.size(); stage++) {
      if (stage == 0 || !stages.get(stage).together()) {
        steps.add(new ArrayList<>());
      }
      steps.getLast().add(stage);
    }
    return steps.stream().map(List::copyOf).toList();
  }

  /// The same, asked at once with the stage before it, or after it.
  public Stage together(boolean atOnce) {
    return new Stage(
        group, required, distinctFunction, voteWindow, escalation, atOnce, functions, mayAsk);
  }

  Stage within(Optional<Duration> window) {
    return new Stage(
        group, required, distinctFunction, window, escalation, together, functions, mayAsk);
  }

  /// The same, in which only those count who have one of these functions.
  public Stage of(Set<String> some) {
    return new Stage(
        group,
        required,
        distinctFunction,
        voteWindow,
        escalation,
        together,
        new TreeSet<>(some),
        mayAsk);
  }

  /// The same, whose people may ask these groups too.
  public Stage mayAsk(Set<GroupName> others) {
    return new Stage(
        group,
        required,
        distinctFunction,
        voteWindow,
        escalation,
        together,
        functions,
        new TreeSet<>(others));
  }

  /// Whether somebody with these functions counts in this stage, whichever of its groups asks them.
  public boolean admits(Set<String> held) {
    return functions.isEmpty() || !Collections.disjoint(functions, held);
  }

  /// The name of a function, as people and policies spell it.
  ///
  /// @throws IllegalArgumentException when it is none
  public static String function(String name) {
    if (!FUNCTION.matcher(name).matches()) {
      throw new IllegalArgumentException("not the name of a function");
    }
    return name;
  }

  /// The same, asking somebody else after a while; a group is no help to itself.
  public Stage escalating(Optional<Escalation> other) {
    return new Stage(
        group,
        required,
        distinctFunction,
        voteWindow,
        other.filter(escalation -> !isOf(escalation.to())),
        together,
        functions,
        mayAsk);
  }

  boolean isOf(GroupName name) {
    return group.equals(name);
  }

  /// Whether some function lets a person count in both.
  boolean agreesWith(Stage other) {
    return functions.isEmpty() || other.functions.isEmpty() || admits(other.functions);
  }

  /// Both requirements in one, asked when this one is: the stricter of each. Only where both let it
  /// go to another group, and to the same one, it does, by time or by its people.
  ///
  /// @param other one that this one agrees with
  Stage and(Stage other) {
    return new Stage(
        group,
        Math.max(required, other.required),
        distinctFunction || other.distinctFunction,
        Stream.of(this, other)
            .flatMap(stage -> stage.voteWindow().stream())
            .min(Comparator.naturalOrder()),
        escalation.flatMap(mine ->
            other.escalation.filter(theirs -> theirs.to().equals(mine.to())).map(mine::laterOf)),
        together,
        inBoth(functions, other.functions),
        common(mayAsk, other.mayAsk));
  }

  private static SortedSet<GroupName> common(Set<GroupName> mine, Set<GroupName> theirs) {
    SortedSet<GroupName> both = new TreeSet<>(mine);
    both.retainAll(theirs);
    return both;
  }

  private static SortedSet<String> inBoth(SortedSet<String> mine, SortedSet<String> theirs) {
    if (mine.isEmpty() || theirs.isEmpty()) {
      return mine.isEmpty() ? theirs : mine;
    }
    SortedSet<String> both = new TreeSet<>(mine);
    both.retainAll(theirs);
    if (both.isEmpty()) {
      throw new IllegalArgumentException("no function lets a person count in both stages");
    }
    return both;
  }

  /// Every group that this stage asks, or comes to ask.
  public Set<GroupName> groups() {
    return Stream.of(Stream.of(group), escalation.map(Escalation::to).stream(), mayAsk.stream())
        .flatMap(names -> names)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The same of several stages.
  public static Set<GroupName> groups(List<Stage> stages) {
    return stages.stream()
        .flatMap(stage -> stage.groups().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  public JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("group", group.value())
            .put("required", required)
            .put("distinct_function", distinctFunction);
    voteWindow.ifPresent(window -> json.put("vote_window_seconds", window.toSeconds()));
    escalation.ifPresent(other -> json.put("escalate", other.toJson()));
    if (together) {
      json.put(TOGETHER, true);
    }
    if (!functions.isEmpty()) {
      json.put(FUNCTIONS, JsonArray.ofStrings(List.copyOf(functions)));
    }
    if (!mayAsk.isEmpty()) {
      json.put(MAY_ASK, JsonArray.ofStrings(mayAsk.stream().map(GroupName::value).toList()));
    }
    return json.build();
  }

  public static Stage fromJson(JsonObject json) {
    return new Stage(
        new GroupName(json.text("group")),
        Math.toIntExact(json.number("required")),
        json.bool("distinct_function"),
        json.has("vote_window_seconds")
            ? Optional.of(Duration.ofSeconds(json.number("vote_window_seconds")))
            : Optional.empty(),
        json.optionalObject("escalate").map(Escalation::fromJson),
        json.has(TOGETHER) && json.bool(TOGETHER),
        json.has(FUNCTIONS) ? someFunctions(json.texts(FUNCTIONS)) : Collections.emptySortedSet(),
        json.has(MAY_ASK)
            ? json.texts(MAY_ASK).stream()
                .map(GroupName::new)
                .collect(Collectors.toCollection(TreeSet::new))
            : Collections.emptySortedSet());
  }

  /// A list that came to be empty must not admit everybody.
  private static SortedSet<String> someFunctions(List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a stage that lists functions lists at least one");
    }
    return new TreeSet<>(names);
  }
}
