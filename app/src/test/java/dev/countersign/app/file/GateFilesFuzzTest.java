package dev.countersign.app.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class GateFilesFuzzTest {
  private static final String POLICY =
      """
      version: 1
      facts:
        external: 'derived.audience == "external"'
        refund: 'action.class == "api_call" && derived.path == "/v1/refunds"'
      risk:
        - {id: moves-money, when: refund, impact: 3, irreversible: true}
        - {id: unsure, when: 'proposal.confidence < 0.6', likelihood: 3}
      rules:
        - id: refunds
          when: 'refund && action.body.json.amount < 100000'
          gate: ask
          stages: [{group: leads, approvals: 1, distinct_function: true}]
          sla: {expires: 1h}
        - {id: rest, when: 'external', gate: allow}
      """;
  private static final String PEOPLE =
      """
      people:
        - id: mira
          name: Mira Sample
          functions: [support]
          accounts:
            slack: {team: T0SAMPLE, user: U0MIRA}
            teams:
              tenant: aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee
              aad_object_id: 0A1B2C3D-0000-4000-8000-00000000000A
      groups:
        leads: {members: [mira], slack_channel: C0LEADS, teams_direct: true}
      agents:
        support-bot: {owner: mira, key: ck_test_supportbot, may_propose: [message]}
      """;
  private static final String CONNECTIONS =
      """
      billing:
        kind: http
        base_url: https://billing.example/
        allow: [{method: POST, path: /v1/refunds}]
        credential: 'file:/run/secrets/billing'
        idempotency_header: Idempotency-Key
      crm: {kind: advisory}
      """;

  static Stream<byte[]> policies() {
    return bytes(POLICY, POLICY.replace("external:", "? [external]\n  :"), "rules: []");
  }

  static Stream<byte[]> people() {
    return bytes(PEOPLE, PEOPLE.replace("mira", "\"\\uD83D\""), "people: &all []\ngroups: *all\n");
  }

  static Stream<byte[]> connections() {
    return bytes(CONNECTIONS, CONNECTIONS.replace("https://", "//"), "a: !!map {}\n---\nb: 1\n");
  }

  @MethodSource("policies")
  @FuzzTest
  void aPolicyIsReadOrItsProblemsAreNamedByLine(byte[] file) {
    assertReadOrNamed(file, GateFiles::policy);
  }

  @MethodSource("people")
  @FuzzTest
  void peopleAreReadOrTheirProblemsAreNamedByLine(byte[] file) {
    assertReadOrNamed(file, yaml -> GateFiles.people(yaml, Optional.empty()));
  }

  @MethodSource("connections")
  @FuzzTest
  void connectionsAreReadOrTheirProblemsAreNamedByLine(byte[] file) {
    assertReadOrNamed(file, GateFiles::connections);
  }

  private static <T> void assertReadOrNamed(
      byte[] file, Function<YamlDocument, FileReading<T>> reader) {
    FileReading<T> reading = YamlDocument.read("file.yaml", file).then(reader);
    if (reading instanceof FileReading.Unreadable<T>(var problems)) {
      long lines = lines(file);
      assertThat(problems)
          .isNotEmpty()
          .allSatisfy(problem -> {
            assertThat((long) problem.line()).isBetween(0L, lines);
            assertThat(problem.detail()).isNotBlank();
          });
    }
  }

  /// As YAML counts them, and one more: a problem may lie behind the last line break.
  private static long lines(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    return 2 + IntStream.range(0, text.length()).filter(i -> isBreak(text.charAt(i))).count();
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }

  private static Stream<byte[]> bytes(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
