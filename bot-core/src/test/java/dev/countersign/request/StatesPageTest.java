package dev.countersign.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.WireName;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.Transition.Result.Moved;
import dev.countersign.request.Transition.Result.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/states.md` is what [Transition] does, written down. Run with `-Dcountersign.write=true` to
/// write it anew.
class StatesPageTest {
  private static final Path PAGE = Path.of("..", "docs", "states.md");

  @Test
  void thePageSaysWhatTheTableDoes() throws IOException {
    String page = page();
    if (Boolean.getBoolean("countersign.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }

  private static String page() {
    Map<String, Map<String, Set<String>>> moves = new TreeMap<>();
    Map<String, Map<String, Set<String>>> refusals = new TreeMap<>();
    for (StateSpace.Edge edge : StateSpace.edges()) {
      String from = name(edge.from().state());
      String event = words(edge.event().getClass());
      switch (edge.result()) {
        case Moved(var next) ->
            moves
                .computeIfAbsent(from, _ -> new TreeMap<>())
                .computeIfAbsent(event, _ -> new TreeSet<>())
                .add(name(next.state()));
        case Refused(var reason) ->
            refusals
                .computeIfAbsent(event, _ -> new TreeMap<>())
                .computeIfAbsent(WireName.of(reason), _ -> new TreeSet<>())
                .add(from);
      }
    }
    return """
    # States of a request

    Generated from `Transition` by a walk over every request that a small world can reach; do not edit.
    `StatesPageTest` fails when this page and the table differ.

    ```mermaid
    stateDiagram-v2
    %s
    ```

    ## What moves
    | in | event | leads to |
    |---|---|---|
    %s

    ## What is refused, and why
    | event | reason | in |
    |---|---|---|
    %s
    """
        .formatted(diagram(moves), rows(moves), rows(refusals));
  }

  private static String diagram(Map<String, Map<String, Set<String>>> moves) {
    return moves.entrySet().stream()
        .flatMap(from ->
            from.getValue().entrySet().stream()
                .flatMap(event ->
                    event.getValue().stream()
                        .map(to ->
                            "    " + id(from.getKey()) + " --> " + id(to) + ": " + event.getKey())))
        .collect(Collectors.joining("\n"));
  }

  private static String id(String state) {
    return state.replace(", ", "_").replace(' ', '_');
  }

  private static String rows(Map<String, Map<String, Set<String>>> table) {
    return table.entrySet().stream()
        .flatMap(first ->
            first.getValue().entrySet().stream()
                .map(second ->
                    "| "
                        + first.getKey()
                        + " | "
                        + second.getKey()
                        + " | "
                        + String.join("; ", second.getValue())
                        + " |"))
        .collect(Collectors.joining("\n"));
  }

  private static String name(RequestState state) {
    String word = words(state.getClass());
    return state instanceof Approved approved
        ? word + ", " + words(approved.execution().getClass())
        : word;
  }

  private static String words(Class<?> type) {
    return Pattern.compile("(?<=[a-z])(?=[A-Z])")
        .matcher(type.getSimpleName())
        .replaceAll(" ")
        .toLowerCase(Locale.ROOT);
  }
}
