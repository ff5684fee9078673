package dev.countersign.policy;

import dev.countersign.json.Digest;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The rule set: facts of a frozen action come in, a ruling with its reasons goes out.
///
/// All rules that match count. Refuse beats ask beats allow; what several asking rules require adds
/// up; a rule that cannot be evaluated counts as one that matches and refuses; where nothing
/// matches, the ruling refuses, and so it does outside the pilot. Pure and safe for use by many
/// threads: the same input gets the same ruling.
public final class Policy {
  private final Digest version;
  private final List<Fact> facts;
  private final RiskModel risk;
  private final List<TagRule> tags;
  private final List<Rule> rules;
  private final Optional<Pilot> pilot;
  private final ChatMask chatMask;
  private final AlarmFreezes alarms;
  private final boolean looseningNeedsTwo;

  /// @param facts each names only facts before it
  Policy(
      Digest version,
      List<Fact> facts,
      RiskModel risk,
      List<TagRule> tags,
      List<Rule> rules,
      Optional<Pilot> pilot,
      ChatMask chatMask,
      AlarmFreezes alarms,
      boolean looseningNeedsTwo) {
    this.version = version;
    this.facts = List.copyOf(facts);
    this.risk = risk;
    this.tags = List.copyOf(tags);
    this.rules = List.copyOf(rules);
    this.pilot = pilot;
    this.chatMask = chatMask;
    this.alarms = alarms;
    this.looseningNeedsTwo = looseningNeedsTwo;
  }

  /// The digest of the bytes of the file that this policy was read from.
  public Digest version() {
    return version;
  }

  public List<Fact> facts() {
    return facts;
  }

  public RiskModel risk() {
    return risk;
  }

  public List<TagRule> tags() {
    return tags;
  }

  public List<Rule> rules() {
    return rules;
  }

  /// What is gated so far; empty where everything is.
  public Optional<Pilot> pilot() {
    return pilot;
  }

  /// What is kept out of sight in chats.
  public ChatMask chatMask() {
    return chatMask;
  }

  /// When the gate freezes an agent by itself.
  public AlarmFreezes alarms() {
    return alarms;
  }

  /// Whether a second operator has to confirm what is looser than this policy, its connections or
  /// its people.
  public boolean looseningNeedsTwo() {
    return looseningNeedsTwo;
  }

  /// What the condition of a rule and the sums of its limits read, themselves or through facts,
  /// that only the agent says.
  public Set<String> claims(Rule rule) {
    return claims(rule.when(), sums(rule));
  }

  private boolean isClaim(Condition when) {
    return !claims(when, List.of()).isEmpty();
  }

  private Set<String> claims(Condition when, List<Amount> sums) {
    Set<String> claims = new TreeSet<>(when.claims());
    Set<String> names = new HashSet<>(when.facts());
    for (Amount sum : sums) {
      claims.addAll(sum.claims());
      names.addAll(sum.facts());
    }
    return claims(claims, names, when.isOfRecord());
  }

  /// What a field that names beneficiaries reads, itself or through facts, that only the agent
  /// says.
  ///
  /// @param rule that has the field
  Set<String> claims(BeneficiaryField field, Rule rule) {
    boolean ofRecord =
        field.who().isOfRecord()
            || rule.when().isOfRecord()
            || facts.stream()
                .anyMatch(
                    fact -> rule.when().facts().contains(fact.name()) && fact.when().isOfRecord());
    return claims(
        new TreeSet<>(field.who().claims()), new HashSet<>(field.who().facts()), ofRecord);
  }

  private Set<String> claims(Set<String> claims, Set<String> names, boolean record) {
    boolean ofRecord = record;
    // Facts name only facts before them.
    for (int i = facts.size() - 1; i >= 0; i--) {
      if (names.contains(facts.get(i).name())) {
        claims.addAll(facts.get(i).when().claims());
        names.addAll(facts.get(i).when().facts());
        ofRecord |= facts.get(i).when().isOfRecord();
      }
    }
    if (ofRecord) {
      claims.remove(Variables.TARGET_ID);
    }
    return claims;
  }

  private static List<Amount> sums(Rule rule) {
    return rule.standing().stream()
        .flatMap(standing -> standing.limits().stream())
        .flatMap(limit -> limit.sum().stream())
        .toList();
  }

  /// The rules whose standing approval is over.
  public Map<String, Lapse> ended(Instant now) {
    Map<String, Lapse> ended = new LinkedHashMap<>();
    for (Rule rule : rules) {
      rule.standing()
          .filter(standing -> standing.hasEnded(now))
          .flatMap(StandingApproval::until)
          .ifPresent(until -> ended.put(rule.id(), new Lapse.Ended(until)));
    }
    return ended;
  }

  /// As if every standing approval had just been given.
  public Ruling rule(PolicyInput input) {
    return rule(input, Map.of());
  }

  /// @param lapses rules whose standing approval does not allow this, and why; the others count
  ///   what they allow, see [Ruling#allowances]
  public Ruling rule(PolicyInput input, Map<String, Lapse> lapses) {
    Ruling ruling =
        new RuleWalk(facts, input, lapses)
            .ruling(rules, risk, new Tagging(tags, this::isClaim), chatMask, version);
    return pilot.isEmpty() || pilot.get().covers(input.agent(), ruling)
        ? ruling
        : ruling.onlyObserved();
  }
}
