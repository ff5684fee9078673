package dev.countersign.executors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.DocumentEdit;
import dev.countersign.ReferencePage;
import dev.countersign.ReferencePage.Row;
import dev.countersign.execution.OutsideExecutor;
import dev.countersign.executors.Calls;
import dev.countersign.executors.connection.ConnectionsDifference.Change;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ActionClass;
import dev.countersign.token.ExecutorKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalConnectionReaderTest {
  private static final ReferencePage PAGE =
      ReferencePage.read("connections.md").section("Keys of executors outside");

  private static final String KEY =
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEQH8f9imydFnB5g/+xQnl8QmW0qHW9jB3mXuXKfxfN7VA856fuO3mAR6Ws972+66XzAsgXY2fEoREYiGzddQvyg==";

  private static final String NEXT_KEY =
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAErVNOusfiRN/MuGV1AqbFdpPyTwR8t+3WpriTs1faxRzx5Gu3OouFHsXpHHKzfyA2HLjfqM0nnD2ljy65BwIHsQ==";

  private static final String OTHER_CURVE =
      "MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEIuvLIzGhQ2vgqEkt0mD94nI3ZcEU3GvfRmaPwDzVRxObIVjBXdmdJXUsVy+P8NsBNEDXMU5IzkDMrzbAUib6rQ==";

  private static final String WHOLE =
      """
      {"payouts":{"kind":"external","executor":"billing-runner","public_keys":["%s"],
        "classes":["api_call","tool_call"],"result_within":"2h","environment":"production",
        "tools":{"github":{"merge":"%s","close":"%s"}}}}
      """
          .formatted(KEY, Digest.of("merge"), Digest.of("close"));

  static final Map<String, Set<String>> KEYS =
      Map.of(
          "*.",
          Set.of(
              "kind",
              "executor",
              "public_keys",
              "classes",
              "result_within",
              "environment",
              "tools"));

  private static ConnectionsResult read(String json) {
    return ConnectionsReader.read((JsonObject) Calls.json(json));
  }

  private static Connections connections(String json) {
    return ((ConnectionsResult.Read) read(json)).connections();
  }

  private static List<String> codes(String json) {
    return read(json) instanceof ConnectionsResult.Invalid(var errors)
        ? errors.stream().map(ConnectionError::code).toList()
        : List.of();
  }

  @Test
  void everyKeyIsRead() {
    assertThat(connections(WHOLE).find("payouts"))
        .contains(
            new ExternalConnection(
                "payouts",
                new OutsideExecutor("billing-runner", Duration.ofHours(2)),
                List.of(ExecutorKey.parse(KEY).orElseThrow()),
                Set.of(ActionClass.API_CALL, ActionClass.TOOL_CALL),
                new PinnedTools(
                    Map.of(
                        "github",
                        Map.of("merge", Digest.of("merge"), "close", Digest.of("close"))))));
    assertThat(connections(WHOLE).keysOf("billing-runner"))
        .containsExactly(ExecutorKey.parse(KEY).orElseThrow());
    assertThat(connections(WHOLE).keysOf("payouts")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"billing-runner\" | \"countersign:gateway\" | bad_name",
        "\"billing-runner\" | \"Runner\" | bad_name",
        "[\"api_call\",\"tool_call\"] | [] | nothing_listed",
        "\"tool_call\" | \"shell\",\"tool_call\" | unknown_class",
        ",\"tool_call\" | '' | contradiction",
        "\"tools\":{\"github\" | \"tools\":{\"a\":[],\"github\" | wrong_type",
        "\"merge\":\"sha-256: | \"merge\":\"sha256: | bad_digest",
        "\"merge\":\"sha-256: | \"merge\":7,\"other\":\"sha-256: | wrong_type",
        "\"2h\" | \"9s\" | bad_duration",
        "\"2h\" | \"25h\" | bad_duration",
        "\"2h\" | \"forever\" | bad_duration",
        "\"2h\" | \"2h\",\"credential\":\"env:A\" | unknown_key"
      })
  void eachMistakeHasItsCode(String written, String instead, String code) {
    assertThat(codes(WHOLE.replace(written, instead))).containsExactly(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", OTHER_CURVE, KEY + "=", " " + KEY})
  void whatIsNoPublicKeyOfThisCurveIsRefused(String key) {
    assertThat(codes(WHOLE.replace(KEY, key))).containsExactly("bad_key");
  }

  @Test
  void anExecutorHasTheSameKeysEverywhere() {
    String both = WHOLE.strip().substring(0, WHOLE.strip().length() - 1) + ",";
    String second =
        "\"refunds\":{\"kind\":\"external\",\"executor\":\"billing-runner\","
            + "\"public_keys\":[\"%s\"],\"classes\":[\"api_call\"]}}";

    assertThat(codes(both + second.formatted(KEY))).isEmpty();
    assertThat(codes(both + second.formatted(NEXT_KEY))).containsExactly("contradiction");
  }

  @Test
  void anotherKeyAndAnotherExecutorAreLooser() {
    assertThat(differences(KEY, NEXT_KEY))
        .containsExactlyInAnyOrder(
            new Change("connection payouts: public_keys adds " + NEXT_KEY, true),
            new Change("connection payouts: public_keys drops " + KEY, false));
    assertThat(differences("billing-runner", "other"))
        .containsExactly(
            new Change("connection payouts: executor other, was billing-runner", true));
    assertThat(differences("2h", "1h")).allMatch(change -> !change.loosens()).hasSize(1);
    assertThat(differences("\"api_call\",", ""))
        .containsExactly(new Change("connection payouts: classes drops api_call", false));
  }

  @Test
  void anotherToolAndAnotherDefinitionAreLooser() {
    String close = "\"close\":\"" + Digest.of("close") + "\"";

    assertThat(differences("\"merge\":", "\"push\":"))
        .containsExactlyInAnyOrder(
            new Change("connection payouts: tools adds github push as " + Digest.of("merge"), true),
            new Change(
                "connection payouts: tools drops github merge as " + Digest.of("merge"), false));
    assertThat(differences(close, "\"close\":\"" + Digest.of("other") + "\""))
        .contains(
            new Change(
                "connection payouts: tools adds github close as " + Digest.of("other"), true));
    assertThat(differences("," + close, ""))
        .containsExactly(
            new Change(
                "connection payouts: tools drops github close as " + Digest.of("close"), false));
  }

  @Test
  void toolsAreListedWhereToolsAreCalled() {
    assertThat(codes(WHOLE.replaceFirst(",\\s*\"tools\".*}}}", "}}"))).containsExactly("required");
    assertThat(codes(WHOLE.replaceFirst("\"tools\":.*}}}", "\"tools\":{}}}")))
        .containsExactly("nothing_listed");
    assertThat(codes(WHOLE.replaceFirst("\"tools\":.*}}}", "\"tools\":{\"github\":{}}}}")))
        .containsExactly("nothing_listed");
  }

  @Test
  void noMoreToolsAreReadThanTheMost() {
    assertThat(codes(withTools(PinnedTools.MAX_TOOLS))).isEmpty();
    assertThat(codes(withTools(PinnedTools.MAX_TOOLS + 1))).contains("too_many");
  }

  private static String withTools(int many) {
    return WHOLE.replaceFirst(
        "\"tools\":.*}}}",
        IntStream.range(0, many)
            .mapToObj(tool -> "\"t" + tool + "\":\"" + Digest.of("t") + "\"")
            .collect(Collectors.joining(",", "\"tools\":{\"s\":{", "}}}}")));
  }

  private static List<Change> differences(String written, String instead) {
    return ConnectionsDifference.between(
        connections(WHOLE), connections(WHOLE.replace(written, instead)));
  }

  static List<Row> keys() {
    return PAGE.rows();
  }

  @Test
  void thePageNamesEveryKeyAndNoOther() {
    PAGE.assertKeys(KEYS, Map.of("*.", "*."));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aKeyThatIsLeftOutHasTheDefaultOfThePage(Row row) {
    JsonObject whole = (JsonObject) Calls.json(WHOLE);
    String key = row.words(0).getFirst();
    ConnectionsResult without =
        ConnectionsReader.read(DocumentEdit.of(whole, key, Optional.empty()));
    if (row.cell(2).equals("required")) {
      assertThat(without.toString()).contains("code=required");
    } else if (row.cell(2).startsWith("`")) {
      Json written = Json.of(row.words(2).getFirst());
      assertThat(without)
          .isEqualTo(ConnectionsReader.read(DocumentEdit.of(whole, key, Optional.of(written))));
    }
  }
}
