package dev.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What operators see before another version is in force, and how two of them put it in force.
class DeployCommandTest extends CommandTestCase {
  private static final String LOOSER =
      POLICY
          .replace("gate: ask", "gate: allow")
          .replace("    stages: [{group: support-leads, approvals: 1}]\n", "");
  private static final String STRICTER =
      POLICY + "  - {id: nothing-by-tools, when: 'action.class == \"tool_call\"', gate: refuse}\n";
  private static final Pattern VERSION = Pattern.compile("(?m)^version (sha-256:\\S+)$");

  private String config = "";

  @BeforeEach
  void deployed() throws IOException {
    makeKeys();
    config = settings("").toString();
    assertThat(people("import").exitCode()).isZero();
    assertThat(deploy("--as", "ann").out()).contains("Nothing is in force yet", "current now");
  }

  @Test
  void aDryRunTellsTheDifferenceAndChangesNothing() throws IOException {
    write("policy.yaml", STRICTER);
    Ran ran = deploy("--dry-run");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .contains(
            "1 differences to what is in force, none of them loosens",
            "rule nothing-by-tools added: refuse",
            "would be current");
    assertThat(deployments().lines().filter(line -> line.contains("version"))).hasSize(1);
  }

  @Test
  void whatLoosensIsMarkedAndKept() throws IOException {
    write("policy.yaml", LOOSER);
    assertThat(deploy("--as", "ann").out())
        .contains("1 of them loosen", "  ! rule messages: gate allow, was ask");
    assertThat(deployments().lines().limit(2))
        .anyMatch(line -> line.matches("\\S+ in force version sha-256:\\S+ by ann"))
        .anyMatch(line -> line.equals("  ! rule messages: gate allow, was ask"));
    assertThat(run("verify", "--config", config).exitCode()).isZero();
  }

  @Test
  void theSameFilesAgainAreNoNewVersion() {
    assertThat(deploy().out()).contains("was current").doesNotContain("differences");
    assertThat(deployments().lines().filter(line -> line.contains("version"))).hasSize(1);
  }

  @Test
  void anEarlierVersionComesBackAsANewEntryWithoutItsFiles() throws IOException {
    String first = version(deploy());
    write("policy.yaml", LOOSER);
    deploy();
    write("policy.yaml", "not a policy at all\n");

    Ran ran = deploy("--back-to", first, "--as", "ben");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .contains("rule messages: gate ask, was allow", "none of them loosens", "current now");
    assertThat(deployments().lines().filter(line -> line.contains("version"))).hasSize(3);
    assertThat(run("verify", "--config", config).exitCode()).isZero();

    Path folder = Files.createDirectory(this.folder.resolve("back"));
    assertThat(files(first, folder).exitCode()).isZero();
    assertThat(folder.resolve("policy.yaml")).hasContent(POLICY);
    assertThat(files(first, folder).err()).as("nothing is overwritten").contains("there already");
  }

  @Test
  void whatWasNeverInForceDoesNotComeBack() {
    String never = "sha-256:" + "A".repeat(43);
    assertThat(deploy("--back-to", never))
        .satisfies(ran -> {
          assertThat(ran.exitCode()).isEqualTo(1);
          assertThat(ran.err()).contains("was ever in force");
        });
    assertThat(deploy("--back-to", "sha-256:x").exitCode()).isEqualTo(2);
    assertThat(deploy("--back-to", never, "--confirm", never).exitCode()).isEqualTo(2);
    assertThat(deploy("--as", "no name!").exitCode()).isEqualTo(2);
  }

  @Test
  void aLooseningVersionWaitsForASecondOperator() throws IOException {
    needsTwo();
    write("policy.yaml", LOOSER);
    Ran proposed = deploy("--as", "ann");
    assertThat(proposed.exitCode()).isZero();
    String digest = toConfirm(proposed);
    assertThat(deployments()).contains(" proposed version " + digest + " by ann");
    write("policy.yaml", POLICY);
    assertThat(deploy().out()).as("still in force").contains("was current");

    assertThat(deploy("--confirm", digest, "--as", "ann"))
        .satisfies(ran -> {
          assertThat(ran.exitCode()).isEqualTo(1);
          assertThat(ran.err()).contains("ann proposed this", "somebody else");
        });
    assertThat(deploy("--confirm", digest, "--as", "ben").out())
        .contains("rule messages: gate allow, was ask", "current now");

    assertThat(deployments()).contains("by ben, proposed by ann");
    assertThat(deploy("--confirm", digest, "--as", "cleo").err()).contains("Nothing with this");
    assertThat(run("verify", "--config", config).exitCode()).isZero();
  }

  /// Whatever settings the command is given.
  @Test
  void aPolicyMayWantTheSecondOperatorItself() throws IOException {
    write("policy.yaml", POLICY + "loosening_needs_two: true\n");
    assertThat(deploy("--as", "ann").out())
        .contains("what loosens needs two operators", "current now");
    for (String looser : new String[] {POLICY, LOOSER + "loosening_needs_two: true\n"}) {
      write("policy.yaml", looser);
      String digest = toConfirm(deploy("--as", "ann"));
      assertThat(deployments()).contains(" proposed version " + digest + " by ann");
      assertThat(deploy("--confirm", digest, "--as", "ann").exitCode()).isEqualTo(1);
    }
    write(
        "people.yaml",
        PEOPLE
            .replace("groups:", "  - {id: ghost, name: Ghost}\ngroups:")
            .replace("[reviewer-1]", "[reviewer-1, ghost]"));
    assertThat(people("import", "--as", "ann").out()).contains("Proposed by ann");
    write("policy.yaml", POLICY);
    String last = toConfirm(deploy("--as", "ann"));
    assertThat(deploy("--confirm", last, "--as", "ben").out())
        .contains("what loosens needs one operator, was two", "current now");
  }

  @Test
  void whatLoosensNothingNeedsOneOperator() throws IOException {
    needsTwo();
    write("policy.yaml", STRICTER);
    assertThat(deploy("--as", "ann").out()).contains("current now");
  }

  @Test
  void aProposalLapsesOnceSomethingElseIsInForce() throws IOException {
    needsTwo();
    write("policy.yaml", LOOSER);
    String digest = toConfirm(deploy("--as", "ann"));
    write("policy.yaml", STRICTER);
    deploy("--as", "ann");

    assertThat(deploy("--confirm", digest, "--as", "ben").err()).contains("since");
    assertThat(deployments()).contains(" lapsed   version " + digest);
  }

  @Test
  void goingBackToWhatIsLooserWaitsForASecondOperatorToo() throws IOException {
    String first = version(deploy());
    write("policy.yaml", STRICTER);
    deploy("--as", "ann");
    needsTwo();
    String digest = toConfirm(deploy("--back-to", first, "--as", "ann"));
    assertThat(digest).isEqualTo(first);
    assertThat(deploy("--confirm", digest, "--as", "ben").out()).contains("current now");
  }

  @Test
  void peopleWhoLoosenWaitForASecondOperatorToo() throws IOException {
    needsTwo();
    String more =
        PEOPLE
            .replace("groups:", "  - {id: ghost, name: Ghost}\ngroups:")
            .replace("[reviewer-1]", "[reviewer-1, ghost]");
    write("people.yaml", more);
    Ran proposed = people("import", "--as", "ann");
    assertThat(proposed.out()).contains("  ! group support-leads: member ghost added");
    String digest = toConfirm(proposed);
    assertThat(deployments()).contains(" proposed people  " + digest + " by ann");
    assertThat(people("import", "--confirm", digest, "--as", "ann").exitCode()).isEqualTo(1);
    write("people.yaml", PEOPLE);
    assertThat(people("import", "--confirm", digest, "--as", "ben").err())
        .contains("other people than those");
    write("people.yaml", more);
    assertThat(people("import", "--confirm", digest, "--as", "ben").out()).contains("Import ");
    assertThat(deployments()).contains("people  " + digest + " by ben, proposed by ann");
    assertThat(run("verify", "--config", config).exitCode()).isZero();
  }

  @Test
  void whatIsInForceAndNotKeptCountsAsLoosened() throws Exception {
    needsTwo();
    asSuperuser(
        "delete from countersign.file_text; alter table countersign.file_text enable always"
            + " trigger written_once");
    write("policy.yaml", STRICTER);
    Ran ran = deploy("--as", "ann");
    assertThat(ran.out()).contains("nobody can tell what this loosens", "Proposed by ann");
  }

  @Test
  void exchangedBytesAreNeitherPutInForceNorWritten() throws Exception {
    String first = version(deploy());
    write("policy.yaml", STRICTER);
    deploy();
    asSuperuser(
        "alter table countersign.file_text drop constraint file_text_digest; update"
            + " countersign.file_text set text = convert_to('version: 1', 'UTF8')"
            + " where kind = 'policy'");
    Path folder = Files.createDirectory(this.folder.resolve("back"));
    for (Ran ran : new Ran[] {deploy("--back-to", first), files(first, folder)}) {
      assertThat(ran.exitCode()).isEqualTo(1);
    }
    assertThat(folder).isEmptyDirectory();
    assertThat(run("verify", "--config", config))
        .satisfies(ran -> {
          assertThat(ran.exitCode()).isEqualTo(1);
          assertThat(ran.out()).contains("deployment: bytes of policy sha-256:", "altered");
        });
  }

  /// Whoever has the gate's role in the database, and no key.
  @Test
  void aConfirmationThatARowClaimsConfirmsNothing() throws Exception {
    needsTwo();
    write("policy.yaml", LOOSER);
    deploy("--as", "ann");
    database.asAdmin(
        "insert into countersign.deployment_entry (seq, body, seal_key, mac) select seq + 1,"
            + " convert_to(replace(convert_from(body, 'UTF8'), 'version_proposed',"
            + " 'version_deployed'), 'UTF8'), seal_key, mac from countersign.deployment_entry"
            + " order by seq desc limit 1");

    write("policy.yaml", POLICY);
    assertThat(deploy().out()).as("in force").contains("was current");
    assertThat(run("deployments", "--config", config))
        .satisfies(ran -> {
          assertThat(ran.exitCode()).isEqualTo(1);
          assertThat(ran.err()).contains("do not prove to be its own");
        });
    assertThat(run("verify", "--config", config).out()).contains("forged");
  }

  @Test
  void aFileThatARowMadeCurrentIsToldAndGoneOver() throws SQLException {
    database.asAdmin(
        "insert into countersign.deployed_file (kind, number, digest, at, entry)"
            + " values ('policy', 2, 'sha-256:00', now(), 0)");
    assertThat(run("deployments", "--config", config).err()).contains("None of these is in force");
    assertThat(deploy().out()).contains("does not prove to be this deployment's", "current now");
    assertThat(run("deployments", "--config", config).err()).isEmpty();
  }

  private void asSuperuser(String sql) throws SQLException {
    database.asAdmin("alter table countersign.file_text disable trigger written_once; " + sql);
  }

  private void needsTwo() throws IOException {
    config = settings("deploy: {loosening_needs_two: true}\n").toString();
  }

  private Ran deploy(String... args) {
    return with("deploy", args);
  }

  private Ran people(String... args) {
    return with("people", args);
  }

  private Ran files(String version, Path into) {
    return with("deployments", "files", version, "--into", into.toString());
  }

  private String deployments() {
    Ran ran = with("deployments");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return ran.out();
  }

  private Ran with(String command, String... args) {
    return run(
        Stream.of(Stream.of(command), Arrays.stream(args), Stream.of("--config", config))
            .flatMap(each -> each)
            .toArray(String[]::new));
  }

  private static String version(Ran ran) {
    Matcher version = VERSION.matcher(ran.out());
    assertThat(version.find()).as(ran.out() + ran.err()).isTrue();
    return version.group(1);
  }

  private static String toConfirm(Ran ran) {
    Matcher digest = Pattern.compile("--confirm (\\S+)").matcher(ran.out());
    assertThat(digest.find()).as(ran.out() + ran.err()).isTrue();
    return digest.group(1);
  }
}
