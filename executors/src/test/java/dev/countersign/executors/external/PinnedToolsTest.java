package dev.countersign.executors.external;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.OutsideExecutor;
import dev.countersign.executors.Calls;
import dev.countersign.executors.connection.ExternalConnection;
import dev.countersign.executors.connection.PinnedTools;
import dev.countersign.json.Digest;
import dev.countersign.proposal.ActionClass;
import dev.countersign.token.ExecutorKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinnedToolsTest {
  private static final String KEY =
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEQH8f9imydFnB5g/+xQnl8QmW0qHW9jB3mXuXKfxfN7VA856fuO3mAR6Ws972+66XzAsgXY2fEoREYiGzddQvyg==";

  private static final Digest LOOKED_AT = Digest.of("{\"name\":\"merge\"}");

  private final ExternalExecutor executor =
      new ExternalExecutor(
          new ExternalConnection(
              "forge",
              new OutsideExecutor("mcp-runner", OutsideExecutor.USUAL_WAIT),
              List.of(ExecutorKey.parse(KEY).orElseThrow()),
              Set.of(ActionClass.TOOL_CALL),
              new PinnedTools(Map.of("github", Map.of("merge", LOOKED_AT)))),
          InstantSource.system());

  private Optional<String> refusal(String server, String tool, String definition) {
    String changes =
        """
        {"class":"tool_call","server":"%s","tool":"%s","arguments":{}%s}
        """
            .formatted(server, tool, definition);
    return executor.check(Calls.action("forge", changes, "{}")).map(Inadmissible::code);
  }

  private static String seen(Digest definition) {
    return ",\"tool_definition_digest\":\"" + definition + "\"";
  }

  @Test
  void aListedToolWithTheDefinitionThatWasLookedAtIsTaken() {
    assertThat(refusal("github", "merge", seen(LOOKED_AT))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "github, push",
    "github, Merge",
    "github, 'merge '",
    "gitlab, merge",
    "merge, github"
  })
  void aToolThatIsNotListedIsRefused(String server, String tool) {
    assertThat(refusal(server, tool, seen(LOOKED_AT))).contains("tool_not_allowed");
  }

  @Test
  void aDefinitionThatNobodyLookedAtIsRefused() {
    assertThat(refusal("github", "merge", seen(Digest.of("{\"name\":\"merge\" }"))))
        .contains("tool_definition_changed");
  }

  @Test
  void anAgentSaysWhichDefinitionItSaw() {
    assertThat(refusal("github", "merge", "")).contains("tool_definition_required");
  }
}
