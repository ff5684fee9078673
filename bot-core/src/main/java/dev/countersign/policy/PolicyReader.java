package dev.countersign.policy;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.json.WireName;
import dev.countersign.proposal.RiskLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a policy file, version 1, strictly: an unknown member, a wrong type or a condition that
/// does not compile makes the whole file unreadable, and everything that is wrong is reported at
/// once.
///
/// Members: `version` (1), `facts`, `risk`, `risk_matrix` (four rows, one per impact, of four
/// levels, one per likelihood; [RiskMatrix#DEFAULT] when absent), `tags`, `rules`, `pilot`,
/// `mask_in_chat`, `freeze_agent`, `loosening_needs_two`. Limits are the constants below and those
/// of [Sla].
public final class PolicyReader {
  public static final int MOST_RULES = 500;
  public static final int MOST_FACTS = 100;
  public static final int MOST_FACTORS = 100;
  public static final int MOST_STAGES = 10;

  private static final Pattern FACT_NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");
  private static final Pattern PERCENT = Pattern.compile("([1-9][0-9]?)%");
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  private static final List<String> ONLY_WHEN_ASKING =
      List.of("beneficiaries", "sla", "chat_approve", "vote_window", "attachments", "read_for");

  private final JsonForm root;
  private final List<PolicyProblem> problems;

  private PolicyReader(JsonObject root) {
    this.problems = new ArrayList<>();
    this.root = new JsonForm(root, "", (at, code, detail) -> add(at, code, detail));
  }

  /// The policy, or everything that is wrong with the document.
  ///
  /// @param version the digest of the file's bytes
  public static PolicyReading read(JsonObject root, Digest version) {
    return new PolicyReader(root).read(version);
  }

  private PolicyReading read(Digest version) {
    checkVersion();
    List<JsonForm.Item<JsonString>> written =
        root.entries("facts", JsonString.class, "a condition", MOST_FACTS);
    var language = new ConditionLanguage(usableNames(written));
    List<Fact> facts = facts(written, language);
    var risk = new RiskModel(factors(language), matrix());
    List<TagRule> tags = new TagsReader(this::add, language).read(root);
    root.require("rules");
    List<Rule> rules = rules(language);
    Optional<Pilot> pilot = PilotReader.read(root, rules);
    boolean looseningNeedsTwo = root.bool("loosening_needs_two").orElse(false);
    ChatMask mask =
        root.parsed(
                "mask_in_chat",
                text -> WireName.require(ChatMask.class, text),
                "unknown_mask",
                "What is masked in chats is one of " + ChatMask.words() + ".")
            .orElse(ChatMask.SECRETS);
    AlarmFreezes alarms = AlarmFreezesReader.read(root);
    root.close();
    return problems.isEmpty()
        ? new PolicyReading.Read(
            new Policy(version, facts, risk, tags, rules, pilot, mask, alarms, looseningNeedsTwo))
        : new PolicyReading.Unreadable(problems);
  }

  private void checkVersion() {
    root.require("version");
    root.integer("version", 0, Integer.MAX_VALUE)
        .filter(number -> number != 1)
        .ifPresent(
            _ -> root.problem("version", "unsupported_version", "Only version 1 is understood."));
  }

  private Set<String> usableNames(List<JsonForm.Item<JsonString>> written) {
    var names = new LinkedHashSet<String>();
    for (JsonForm.Item<JsonString> fact : written) {
      if (FACT_NAME.matcher(fact.name()).matches() && ConditionLanguage.isFreeName(fact.name())) {
        names.add(fact.name());
      } else {
        add(
            fact.pointer(),
            "bad_name",
            "A fact is named in lower-case letters, digits and underscores, and not like a word of"
                + " the language.");
      }
    }
    return names;
  }

  private List<Fact> facts(List<JsonForm.Item<JsonString>> written, ConditionLanguage language) {
    var facts = new ArrayList<Fact>();
    var before = new HashSet<String>();
    for (JsonForm.Item<JsonString> fact : written) {
      Optional<Condition> condition =
          language.compile(fact.value().value(), fact.pointer(), this::add);
      condition
          .filter(when -> !before.containsAll(when.facts()))
          .ifPresent(_ ->
              add(
                  fact.pointer(),
                  "later_fact",
                  "A fact may name only the facts that stand before it."));
      condition.ifPresent(when -> facts.add(new Fact(fact.name(), when)));
      before.add(fact.name());
    }
    return facts;
  }

  private List<RiskFactor> factors(ConditionLanguage language) {
    var ids = new HashSet<String>();
    return root.objects("risk", MOST_FACTORS).stream()
        .flatMap(form -> factor(form, ids, language).stream())
        .toList();
  }

  private Optional<RiskFactor> factor(JsonForm form, Set<String> ids, ConditionLanguage language) {
    Optional<String> id = id(form, ids);
    Optional<Condition> when = condition(form, language);
    Optional<Integer> impact = form.integer("impact", RiskFactor.LEAST, RiskFactor.MOST);
    Optional<Integer> likelihood = form.integer("likelihood", RiskFactor.LEAST, RiskFactor.MOST);
    boolean irreversible = form.bool("irreversible").orElse(false);
    if (!form.has("impact") && !form.has("likelihood") && !irreversible) {
      add(
          form.pointer(),
          "raises_nothing",
          "A risk factor raises impact or likelihood, or is irreversible.");
    }
    form.close();
    return id.isEmpty() || when.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RiskFactor(
                id.get(),
                when.get(),
                impact.orElse(RiskFactor.LEAST),
                likelihood.orElse(RiskFactor.LEAST),
                irreversible));
  }

  private RiskMatrix matrix() {
    List<List<JsonForm.Item<String>>> written = root.rowsOfTexts("risk_matrix", RiskFactor.MOST);
    if (!root.has("risk_matrix")) {
      return RiskMatrix.DEFAULT;
    }
    try {
      return new RiskMatrix(
          written.stream()
              .map(row ->
                  row.stream()
                      .map(level -> WireName.require(RiskLevel.class, level.value()))
                      .toList())
              .toList());
    } catch (IllegalArgumentException e) {
      root.problem(
          "risk_matrix",
          "bad_matrix",
          "Four rows of four levels (low, medium, high, critical) are expected, never falling along"
              + " a row or a column.");
      return RiskMatrix.DEFAULT;
    }
  }

  private List<Rule> rules(ConditionLanguage language) {
    var ids = new HashSet<String>();
    return root.objects("rules", MOST_RULES).stream()
        .flatMap(form -> rule(form, ids, language).stream())
        .toList();
  }

  private Optional<Rule> rule(JsonForm form, Set<String> ids, ConditionLanguage language) {
    Optional<String> id = id(form, ids);
    Optional<Condition> when = condition(form, language);
    form.require("gate");
    Optional<Gate> gate =
        form.parsed(
            "gate",
            text -> WireName.require(Gate.class, text),
            "unknown_gate",
            "A gate is allow, ask or refuse.");
    gate.ifPresent(decided -> checkGate(form, decided));
    Optional<StandingApproval> standing = new StandingReader(this::add, language).read(form);
    Optional<Duration> window = Durations.in(form, "vote_window");
    Sla sla = form.object("sla").map(this::sla).orElse(Sla.DEFAULT);
    List<Stage> asked = StagesReader.read(form);
    sla.escalation()
        .filter(escalation -> asked.stream().allMatch(stage -> stage.isOf(escalation.to())))
        .ifPresent(
            _ -> add(form.pointer("sla") + "/escalate/to", "own_group", "It is asked already."));
    List<Stage> stages =
        asked.stream().map(stage -> stage.within(window).escalating(sla.escalation())).toList();
    window
        .filter(time -> time.compareTo(sla.expires()) >= 0)
        .ifPresent(
            _ -> form.problem("vote_window", "after_expiry", "By then the request has expired."));
    List<BeneficiaryField> beneficiaries = new BeneficiaryReader(this::add, language).read(form);
    boolean chatApprove = form.bool("chat_approve").orElse(true);
    boolean attachmentsOpened =
        form.parsed(
                "attachments",
                PolicyReader::mustBeOpened,
                "unknown_attachments",
                "Attachments may be \"unseen\", or must be \"opened\" by whoever approves.")
            .orElse(false);
    Optional<Duration> readFor =
        form.parsed(
            "read_for",
            Durations::reading,
            "bad_reading_time",
            "A whole number of seconds or minutes is expected, such as 20s or 2m: 1s to 10m.");
    readFor
        .filter(time -> time.compareTo(sla.expires()) >= 0)
        .ifPresent(
            _ -> form.problem("read_for", "after_expiry", "By then the request has expired."));
    form.close();
    return id.isEmpty() || when.isEmpty() || gate.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Rule(
                id.get(),
                when.get(),
                gate.get(),
                standing,
                stages,
                beneficiaries,
                sla,
                chatApprove,
                attachmentsOpened,
                readFor));
  }

  private static boolean mustBeOpened(String text) {
    return switch (text) {
      case "opened" -> true;
      case "unseen" -> false;
      default -> throw new IllegalArgumentException("neither");
    };
  }

  private static void checkGate(JsonForm form, Gate gate) {
    if (gate == Gate.ASK) {
      form.require("stages");
    }
    if (gate != Gate.ALLOW) {
      for (String name : List.of("until", "limits")) {
        if (form.has(name)) {
          form.problem(name, "only_when_allowing", "This bounds a rule whose gate is allow.");
        }
      }
    }
    boolean mayAsk = gate == Gate.ASK || (gate == Gate.ALLOW && StandingReader.isIn(form));
    if (!mayAsk && form.has("stages")) {
      form.problem(
          "stages",
          "only_when_asking",
          "This belongs to a rule whose gate is ask, or that allows within bounds.");
    }
    if (!mayAsk || !(gate == Gate.ASK || form.has("stages"))) {
      for (String name : ONLY_WHEN_ASKING) {
        if (form.has(name)) {
          form.problem(name, "only_when_asking", "This belongs to a rule that asks stages.");
        }
      }
    }
  }

  private Sla sla(JsonForm form) {
    Duration expires = Durations.in(form, "expires").orElse(Sla.DEFAULT_EXPIRY);
    Sla.Clock clock =
        form.parsed(
                "clock",
                text -> WireName.require(Sla.Clock.class, text),
                "unknown_clock",
                "A clock is wall, or working: the time in which the groups that are asked work.")
            .orElse(Sla.Clock.WALL);
    List<Integer> remindAt = remindAt(form);
    Optional<Escalation> escalation =
        form.object("escalate").flatMap(written -> escalation(written, expires));
    Optional<Extension> extension = form.object("extend").flatMap(PolicyReader::extension);
    form.close();
    return new Sla(expires, clock, remindAt, escalation, extension);
  }

  private List<Integer> remindAt(JsonForm form) {
    List<Integer> percents =
        form
            .parsedTexts(
                "remind",
                Sla.MOST_REMINDERS,
                PolicyReader::percent,
                "bad_share",
                "A share of the time is expected, such as 50%: 1% to 99%.")
            .stream()
            .map(JsonForm.Item::value)
            .toList();
    if (form.has("remind") && percents.isEmpty()) {
      form.problem("remind", "required", "At least one share of the time is expected.");
    }
    for (int i = 1; i < percents.size(); i++) {
      if (percents.get(i) <= percents.get(i - 1)) {
        form.problem("remind", "not_ascending", "Each reminder comes after the one before it.");
        return List.of();
      }
    }
    return percents;
  }

  private static int percent(String text) {
    Matcher matcher = PERCENT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a share");
    }
    return Integer.parseInt(matcher.group(1));
  }

  private static Optional<Extension> extension(JsonForm form) {
    form.require("by");
    Optional<Duration> by = Durations.in(form, "by");
    int times = form.integer("times", 1, Extension.MOST_TIMES).orElse(1);
    form.close();
    return by.map(time -> new Extension(time, times));
  }

  private static Optional<Escalation> escalation(JsonForm form, Duration expires) {
    form.require("after");
    form.require("to");
    Optional<Duration> after = Durations.in(form, "after");
    Optional<GroupName> to = StagesReader.group(form, "to");
    after
        .filter(time -> time.compareTo(expires) >= 0)
        .ifPresent(_ -> form.problem("after", "after_expiry", "By then the request has expired."));
    form.close();
    return after.flatMap(time -> to.map(group -> new Escalation(time, group)));
  }

  private static Optional<String> id(JsonForm form, Set<String> taken) {
    form.require("id");
    Optional<String> id =
        form.parsed(
            "id",
            PolicyReader::checkedId,
            "bad_name",
            "An id has lower-case letters, digits, - and _, at most 64.");
    id.filter(text -> !taken.add(text))
        .ifPresent(_ -> form.problem("id", "duplicate_id", "This id is taken."));
    return id;
  }

  private static String checkedId(String text) {
    if (!ID.matcher(text).matches()) {
      throw new IllegalArgumentException("not an id");
    }
    return text;
  }

  private Optional<Condition> condition(JsonForm form, ConditionLanguage language) {
    form.require("when");
    return form.text("when")
        .flatMap(text -> language.compile(text, form.pointer("when"), this::add));
  }

  private void add(String pointer, String code, String detail) {
    problems.add(new PolicyProblem(pointer, code, detail));
  }
}
