package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.countersign.ReferencePage;
import dev.countersign.ReferencePage.Row;
import dev.countersign.TestGate;
import dev.countersign.WrittenCodes;
import dev.countersign.WrittenCodes.Written;
import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.OutsideDesk;
import dev.countersign.intake.IntakeResult;
import dev.countersign.json.JsonRefusal;
import dev.countersign.json.WireName;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.HeldAttachments;
import dev.countersign.ledger.UnsoundRecordException;
import dev.countersign.proposal.ProposalReader;
import dev.countersign.request.RequestStatus;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `docs/http-api.md` names every route with its scope, every member of what is answered and every
/// code that the API can answer, and no other.
class HttpApiPageTest {
  private static final ReferencePage PAGE = ReferencePage.read("http-api.md");
  private static final String NOBODY = "none";

  /// Of routes that ask for no key of an agent, but for a signature.
  private static final String SIGNED = "signature";

  private static final ClassDesc SIGNED_DOOR = ExecutorDoor.class.describeConstable().orElseThrow();

  /// Members of the proposal, which no problem is called after, and outcomes.
  private static final Set<String> NO_PROBLEMS =
      Set.of(
          "not_before",
          "thread_ref",
          "if_match",
          "executed_elsewhere",
          "before_value_required",
          "target_error",
          "target_refused");

  private static final String HTTP = "dev.countersign.app.http";
  private static final String INTAKE = "dev.countersign.intake";
  private static final ClassDesc SCOPE = Scope.class.describeConstable().orElseThrow();
  private static final ClassDesc ROUTES = RoutesConfig.class.describeConstable().orElseThrow();

  @Test
  void thePageNamesEveryRouteWithItsScopeAndNoOther() {
    assertThat(
            routes()
                .collect(
                    Collectors.toMap(
                        row -> row.words(0).getFirst(), row -> row.cell(1).replace("`", ""))))
        .isEqualTo(written());
  }

  /// The routes of [AgentApi] as they are compiled: a path, a scope unless it is open, the method.
  private static Map<String, String> written() {
    Map<String, String> routes = new TreeMap<>();
    for (MethodModel method : model(AgentApi.class).methods()) {
      String path = "";
      String scope = NOBODY;
      for (CodeElement element : method.code().map(CodeModel::elementList).orElse(List.of())) {
        switch (element) {
          case ConstantInstruction loaded when loaded.constantValue() instanceof String text ->
              path = text;
          case FieldInstruction field when field.typeSymbol().equals(SCOPE) ->
              scope = WireName.of(Scope.valueOf(field.name().stringValue()));
          case InvokeInstruction call when call.owner().asSymbol().equals(SIGNED_DOOR) ->
              scope = SIGNED;
          case InvokeInstruction call when call.owner().asSymbol().equals(ROUTES) -> {
            if (path.startsWith("/")) {
              routes.put(call.name().stringValue().toUpperCase(Locale.ROOT) + " " + path, scope);
            }
            path = "";
            scope = NOBODY;
          }
          default -> {}
        }
      }
    }
    return routes;
  }

  private static ClassModel model(Class<?> type) {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return ClassFile.of().parse(Objects.requireNonNull(in).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Row> routes() {
    return PAGE.section("Routes").rows().stream();
  }

  /// Of a key that has every other scope the door asks for this one; an open route asks for no key.
  @ParameterizedTest
  @MethodSource("routes")
  void aRouteAsksForTheScopeOfThePage(Row row) {
    String[] route = row.words(0).getFirst().split(" ", 2);
    String scope = row.cell(1).replace("`", "");
    ApiFixture.Options others = new ApiFixture.Options();
    others.scopes =
        Arrays.stream(Scope.values())
            .filter(one -> !WireName.of(one).equals(scope))
            .collect(Collectors.toSet());
    try (ApiFixture api = new ApiFixture(others)) {
      ApiFixture.Answer answer =
          api.send(
              api.request(route[1].replace("{id}", "prop_x"))
                  .method(route[0], BodyPublishers.noBody()));
      if (scope.equals(SIGNED)) {
        assertThat(answer.code()).isIn("signature_required", "unsupported_media_type");
      } else if (scope.equals(NOBODY)) {
        assertThat(answer.status()).isEqualTo(200);
      } else {
        assertThat(answer.code()).isEqualTo("scope_missing");
      }
    }
  }

  @Test
  void thePageNamesEveryMemberOfAProposalAndNoOther() {
    try (ApiFixture api = new ApiFixture()) {
      assertThat(firstCells("A proposal"))
          .isEqualTo(api.send(api.proposing()).json().members().keySet());
    }
  }

  @Test
  void thePageNamesEveryStatusAndEveryScope() {
    assertThat(PAGE.section("A proposal").row("status").words(1))
        .isEqualTo(Arrays.stream(RequestStatus.values()).map(WireName::of).toList());
    assertThat(Arrays.stream(Scope.values()).map(WireName::of))
        .allMatch(scope -> routes().anyMatch(row -> row.words(1).contains(scope)));
  }

  @Test
  void thePageNamesTheMembersOfTheOtherAnswers() {
    try (ApiFixture api = new ApiFixture()) {
      ApiFixture.Answer proposed = api.send(api.proposing());
      String id = proposed.json().text("id");
      Stream<String> members =
          Stream.of(
                  api.get("/v1/proposals"),
                  api.get("/v1/proposals/" + id + "/audit"),
                  api.send(
                      api.request("/v1/evaluations")
                          .header("Content-Type", "application/json")
                          .POST(BodyPublishers.ofByteArray(TestGate.body("{}")))))
              .flatMap(answer -> answer.json().members().keySet().stream());
      assertThat(members).allMatch(member -> PAGE.section("A proposal").text().contains(member));
    }
  }

  @Test
  void thePageGivesEveryLimit() {
    assertThat(PAGE.section("Limits").rows().stream().map(row -> row.cell(1)))
        .containsExactly(
            ProposalReader.MAX_BODY_BYTES + " bytes",
            ProposalReader.MAX_ACTION_BYTES + " bytes",
            HttpSettings.MOST_HEADER_BYTES + " bytes",
            "%d at once, then %d a second".formatted(HttpSettings.BURST, HttpSettings.PER_SECOND),
            HttpSettings.MOST_CONCURRENT + ", of one agent a fifth",
            HeldAttachments.MOST_BYTES
                + " bytes, "
                + AttachmentRoutes.MOST_AT_ONCE
                + " handed in at once",
            HeldAttachments.MOST + ", together " + HeldAttachments.MOST_BYTES_TOGETHER + " bytes",
            FailedKeys.MOST + " in a minute",
            ExecutorDoor.MOST_BODY + " bytes",
            ExecutorDoor.MOST_CONCURRENT + ", of one executor " + ExecutorDoor.MOST_OF_ONE,
            ExecutorDoor.SKEW.toSeconds() + " seconds");
    String proposing = PAGE.section("Proposing").text();
    assertThat(proposing)
        .contains("`" + Preferences.LONGEST_WAIT.toSeconds() + "` seconds")
        .contains(
            "| `"
                + ProposalRoutes.DEFAULT_LIMIT
                + "` | 1 to `"
                + ProposalRoutes.MOST_LIMIT
                + "` |");
  }

  /// With the status, where it is written beside the code.
  @Test
  void thePageNamesEveryProblemWithItsStatusAndNoOther() {
    Map<String, String> page = new TreeMap<>();
    PAGE.section("Problems").rows().stream()
        .filter(row -> row.cells().size() == 3)
        .forEach(row -> row.words(0).forEach(code -> page.put(code, row.cell(1))));
    Map<String, Set<String>> written = new TreeMap<>();
    problems()
        .forEach(problem ->
            written
                .computeIfAbsent(problem.code(), _ -> new TreeSet<>())
                .addAll(statuses(problem)));
    assertThat(page.keySet()).isEqualTo(written.keySet());
    written.forEach((code, statuses) ->
        assertThat(statuses.isEmpty() || statuses.equals(Set.of(page.get(code))))
            .as("%s: %s, not %s", code, statuses, page.get(code))
            .isTrue());
  }

  private static Stream<Written> problems() {
    return Stream.of(
            passedTo(Problem.class, "of", HTTP),
            passedTo(ExecutorDoor.class, "unsigned", HTTP).map(one -> withStatus(one.code(), 401)),
            Arrays.stream(OutsideDesk.Why.values())
                .map(why -> withStatus(WireName.of(why), GrantRoutes.problem(why).status())),
            passedTo(Problems.class, "badParameter", HTTP).map(one -> withStatus(one.code(), 400)),
            passedTo(named("dev.countersign.intake.IntakeWords"), "declined", INTAKE),
            passedTo(named("dev.countersign.intake.ReverseChange$None"), "<init>", INTAKE)
                .map(one -> withStatus(one.code(), 409)),
            passedTo(IntakeResult.Reason.class, "<init>", INTAKE),
            WrittenCodes.of(
                    named("dev.countersign.executors.UnknownTarget"),
                    Inadmissible.class,
                    named("dev.countersign.executors.http.HttpAdmission"),
                    named("dev.countersign.executors.http.BodyAdmission"),
                    named("dev.countersign.executors.http.HttpRecordAdmission"),
                    named("dev.countersign.executors.http.HttpRecordLook"),
                    named("dev.countersign.executors.sending.BeforeWords"),
                    named("dev.countersign.executors.sending.RecordRules"),
                    named("dev.countersign.executors.smtp.SmtpAdmission"),
                    named("dev.countersign.executors.smtp.AttachmentAdmission"),
                    named("dev.countersign.executors.sql.SqlAdmission"),
                    named("dev.countersign.executors.chat.ChatAdmission"),
                    named("dev.countersign.executors.external.ExternalExecutor"),
                    named("dev.countersign.executors.sending.BodyLimit"),
                    named("dev.countersign.executors.sending.MessageRules"),
                    named("dev.countersign.executors.sending.ConversationRefusal"),
                    named("dev.countersign.executors.sending.NotBefore"))
                .stream()
                .filter(code -> !NO_PROBLEMS.contains(code))
                .map(code -> withStatus(code, 422)),
            WrittenCodes.of(DamagedRecordException.Unreadable.class, UnsoundRecordException.class)
                .stream()
                .map(code -> withStatus(code, 500)),
            Arrays.stream(JsonRefusal.values())
                .map(refusal -> withStatus(refusal.code(), status(refusal))))
        .flatMap(written -> written);
  }

  private static Written withStatus(String code, int status) {
    return new Written(code, Optional.of(status), Optional.empty());
  }

  private static int status(JsonRefusal refusal) {
    return Problems.of(new IntakeResult.Malformed(refusal.code(), "", 0, "")).status();
  }

  /// Empty where it is computed.
  private static Set<String> statuses(Written problem) {
    Stream<Integer> kinds =
        Arrays.stream(IntakeResult.Kind.values())
            .filter(kind -> problem.constant().filter(kind.name()::equals).isPresent())
            .map(HttpApiPageTest::status);
    return Stream.concat(problem.number().filter(number -> number >= 400).stream(), kinds)
        .map(Object::toString)
        .collect(Collectors.toSet());
  }

  private static int status(IntakeResult.Kind kind) {
    return Problems.of(
            new IntakeResult.Declined(
                new IntakeResult.Reason(kind, "code"), "", "", Optional.empty()))
        .status();
  }

  @Test
  void thePageNamesEveryErrorOfAProposalAndNoOther() {
    Class<?> place = named("dev.countersign.proposal.Place");
    assertThat(firstCells("Errors of a proposal"))
        .isEqualTo(
            passedTo(place, "refuse", "dev.countersign.proposal")
                .map(Written::code)
                .collect(Collectors.toSet()));
  }

  private static Stream<Written> passedTo(Class<?> owner, String method, String where) {
    List<Class<?>> callers =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("test-classes"))
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages(where)
                .stream()
                .<Class<?>>map(JavaClass::reflect)
                .toList();
    assertThat(callers).isNotEmpty();
    return WrittenCodes.passedTo(owner, method, callers).stream();
  }

  private static Set<String> firstCells(String section) {
    return PAGE.section(section).named();
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
