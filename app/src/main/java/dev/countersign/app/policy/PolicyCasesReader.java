package dev.countersign.app.policy;

import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.app.policy.PolicyCase.Expected;
import dev.countersign.app.policy.PolicyCase.ExpectedStage;
import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonForm.Item;
import dev.countersign.json.WireName;
import dev.countersign.people.Agent;
import dev.countersign.people.People;
import dev.countersign.policy.DomainList;
import dev.countersign.policy.Durations;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.PolicyReader;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.RiskLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Reads a file of cases, version 1, strictly: everything that is wrong is told at once, with its
/// line.
public final class PolicyCasesReader {
  public static final int MOST_CASES = 1_000;
  public static final int MOST_DOMAINS = 100;
  public static final int MOST_BENEFICIARIES = 100;
  public static final int LONGEST_NAME = 200;

  private final YamlDocument yaml;
  private final People people;
  private final CaseProposals proposals;
  private final List<FileProblem> problems = new ArrayList<>();

  private PolicyCasesReader(YamlDocument yaml, Path folder, People people) {
    this.yaml = yaml;
    this.people = people;
    this.proposals = new CaseProposals(folder, this::add);
  }

  /// @param file the names of proposals are relative to its folder
  public static FileReading<PolicyCases> read(Path file, People people) {
    Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    return YamlDocument.read(file).then(yaml -> new PolicyCasesReader(yaml, folder, people).read());
  }

  private FileReading<PolicyCases> read() {
    JsonForm root = new JsonForm(yaml.root(), "", this::add);
    root.require("version");
    root.integer("version", 0, Integer.MAX_VALUE)
        .filter(number -> number != 1)
        .ifPresent(
            _ -> root.problem("version", "unsupported_version", "Only version 1 is understood."));
    Optional<DomainList> domains = domains(root);
    root.require("cases");
    Set<String> names = new HashSet<>();
    List<PolicyCase> cases =
        root.objects("cases", MOST_CASES).stream()
            .flatMap(form -> policyCase(form, names).stream())
            .toList();
    root.close();
    return problems.isEmpty()
        ? new FileReading.Read<>(new PolicyCases(domains, cases))
        : new FileReading.Unreadable<>(problems);
  }

  private static Optional<DomainList> domains(JsonForm root) {
    List<Item<String>> written =
        root.parsedTexts(
            "internal_domains",
            MOST_DOMAINS,
            text -> DomainList.of(List.of(text)).domains().iterator().next(),
            "bad_domain",
            "This is not the name of a domain.");
    return root.has("internal_domains")
        ? Optional.of(DomainList.of(written.stream().map(Item::value).toList()))
        : Optional.empty();
  }

  private Optional<PolicyCase> policyCase(JsonForm form, Set<String> names) {
    form.require("name");
    Optional<String> name =
        form.parsed(
            "name",
            PolicyCasesReader::checkedName,
            "bad_name",
            "A name has 1 to " + LONGEST_NAME + " characters on one line.");
    name.filter(known -> !names.add(known))
        .ifPresent(_ -> form.problem("name", "duplicate_name", "Another case has this name."));
    Optional<ProposalDraft> proposal = proposals.read(form);
    form.require("agent");
    Optional<Agent> agent = form.text("agent").flatMap(id -> agent(form, id));
    form.require("expect");
    Optional<Expected> expected = form.object("expect").map(this::expected);
    expected
        .filter(Expected::isEmpty)
        .ifPresent(
            _ -> form.problem("expect", "expects_nothing", "Nothing of the ruling is named."));
    form.close();
    return name.isEmpty() || proposal.isEmpty() || agent.isEmpty() || expected.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PolicyCase(
                name.get(),
                yaml.line(form.pointer()),
                proposal.get(),
                agent.get(),
                expected.get()));
  }

  private static String checkedName(String text) {
    if (text.isBlank() || text.length() > LONGEST_NAME || text.lines().count() > 1) {
      throw new IllegalArgumentException("not a name");
    }
    return text;
  }

  private Optional<Agent> agent(JsonForm form, String id) {
    Optional<Agent> known =
        people.agents().stream().filter(agent -> agent.id().value().equals(id)).findFirst();
    if (known.isEmpty()) {
      form.problem("agent", "unknown_agent", "There is no agent of this name.");
    }
    return known;
  }

  private Expected expected(JsonForm form) {
    Optional<Gate> gate =
        form.parsed(
            "gate",
            text -> WireName.require(Gate.class, text),
            "unknown_gate",
            "A gate is allow, ask or refuse.");
    List<Item<String>> rules = form.texts("rules", PolicyReader.MOST_RULES);
    List<ExpectedStage> stages =
        form.objects("stages", PolicyReader.MOST_RULES * PolicyReader.MOST_STAGES).stream()
            .flatMap(step -> step(step).stream())
            .toList();
    List<Item<String>> beneficiaries = form.texts("beneficiaries", MOST_BENEFICIARIES);
    Optional<RiskLevel> risk =
        form.parsed(
            "risk",
            text -> WireName.require(RiskLevel.class, text),
            "unknown_risk",
            "A risk is low, medium, high or critical.");
    Optional<Duration> expires =
        form.parsed(
            "expires",
            Durations::duration,
            "bad_duration",
            "A time is a whole number of minutes, hours or days: 90m, 4h, 2d; from 1m to 30d.");
    Optional<Boolean> nobody = form.bool("nobody_can_decide");
    Optional<Boolean> observed = form.bool("observed");
    form.close();
    return new Expected(
        gate,
        form.has("rules")
            ? Optional.of(rules.stream().map(Item::value).collect(Collectors.toSet()))
            : Optional.empty(),
        form.has("stages") ? Optional.of(stages) : Optional.empty(),
        form.has("beneficiaries")
            ? Optional.of(beneficiaries.stream().map(Item::value).collect(Collectors.toSet()))
            : Optional.empty(),
        risk,
        expires,
        nobody,
        observed);
  }

  /// As in a policy: a stage, or several that are asked at once.
  private static List<ExpectedStage> step(JsonForm form) {
    if (!form.has("together")) {
      return stage(form, false).stream().toList();
    }
    List<JsonForm> written = form.objects("together", PolicyReader.MOST_STAGES);
    form.close();
    return IntStream.range(0, written.size())
        .boxed()
        .flatMap(index -> stage(written.get(index), index > 0).stream())
        .toList();
  }

  private static Optional<ExpectedStage> stage(JsonForm form, boolean together) {
    form.require("group");
    Optional<GroupName> group =
        form.parsed("group", GroupName::new, "bad_name", "This is not the name of a group.");
    form.require("approvals");
    Optional<Integer> approvals = form.integer("approvals", 1, Stage.MOST_APPROVALS);
    List<Item<String>> functions =
        form.parsedTexts(
            "functions",
            Stage.MOST_FUNCTIONS,
            Stage::function,
            "bad_name",
            "This is not the name of a function.");
    form.close();
    return group.flatMap(name ->
        approvals.map(number ->
            new ExpectedStage(
                name,
                number,
                together,
                new TreeSet<>(functions.stream().map(Item::value).toList()))));
  }

  private void add(String pointer, String code, String detail) {
    problems.add(yaml.problem(pointer, detail + " (" + code + ")"));
  }
}
