package dev.countersign.ledger;

import dev.countersign.audit.AuditChain;
import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditFact;
import dev.countersign.audit.AuditHead;
import dev.countersign.audit.EntryType;
import dev.countersign.catalogue.Reading;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.policy.Allowance;
import dev.countersign.policy.Charge;
import dev.countersign.policy.Circumstances;
import dev.countersign.policy.Escalation;
import dev.countersign.policy.Finding;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.RiskAssessment;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.policy.Tag;
import dev.countersign.policy.Timing;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Audience;
import dev.countersign.proposal.Context;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Execution;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RequestState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Openings for tests: a message to a customer that two groups must approve, unless said otherwise.
public final class OpeningBuilder {
  public static final GroupName LEADS = new GroupName("support-leads");
  public static final GroupName MANAGERS = new GroupName("managers");
  public static final GroupName LEGAL = new GroupName("legal");
  public static final PersonId OWNER = new PersonId("owner-1");
  public static final PersonId PRINCIPAL = new PersonId("principal-1");

  private final Instant at;
  private final Set<DeliveryOrder> deliveries = new LinkedHashSet<>();
  private ProposalId id = Ids.proposal();
  private AgentId agent = new AgentId("support-bot");
  private String body = "Dear customer, grüß Gott 🙂";
  private Gate gate = Gate.ASK;
  private RequestState state = new RequestState.Pending();
  private Instant deadline;
  private RiskLevel risk = RiskLevel.HIGH;
  private List<Integer> remindAt = List.of();
  private Optional<Escalation> escalation = Optional.empty();
  private Set<GroupName> mayAsk = Set.of();
  private boolean atOnce;
  private Set<String> functions = Set.of();
  private Optional<String> onBehalfOf = Optional.empty();
  private Optional<Reading> reading = Optional.empty();
  private boolean dryRun;
  private Optional<IssuedGrant> grant = Optional.empty();
  private Optional<Opening.Idempotency> idempotency = Optional.empty();
  private Optional<Commit> superseding = Optional.empty();
  private Optional<Admission> admission = Optional.empty();
  private AskBudget asked = new AskBudget(AskBudget.MOST, AskBudget.MOST, Duration.ofHours(1));
  private List<Allowance> uses = List.of();
  private List<Tag> tags = List.of();
  private Optional<String> target = Optional.empty();
  private Set<String> words = Set.of();
  private final Set<String> later = new HashSet<>();
  private final Set<ProposalId> passedOver = new HashSet<>();

  private OpeningBuilder(Instant at) {
    this.at = at;
    this.deadline = at.plus(Duration.ofHours(4));
  }

  /// Starts with everything that an opening needs.
  ///
  /// @param at the ledger's clock
  public static OpeningBuilder at(Instant at) {
    return new OpeningBuilder(at);
  }

  public OpeningBuilder id(ProposalId id) {
    this.id = id;
    return this;
  }

  public OpeningBuilder agent(String agent) {
    this.agent = new AgentId(agent);
    return this;
  }

  /// By which it is found.
  public OpeningBuilder words(String... words) {
    this.words = Set.of(words);
    return this;
  }

  /// The text of the message to be sent.
  public OpeningBuilder body(String body) {
    this.body = body;
    return this;
  }

  public OpeningBuilder deadline(Instant deadline) {
    this.deadline = deadline;
    return this;
  }

  /// Ruled without asking anybody.
  public OpeningBuilder ruled(Gate gate, RequestState state) {
    this.gate = gate;
    this.state = state;
    return this;
  }

  /// As if a state had been reached already.
  public OpeningBuilder state(RequestState state) {
    this.state = state;
    return this;
  }

  /// At these shares of the time, in percents.
  public OpeningBuilder reminding(Integer... percents) {
    this.remindAt = List.of(percents);
    return this;
  }

  /// The first stage asks another group too after a while.
  public OpeningBuilder escalating(Duration after, GroupName to) {
    this.escalation = Optional.of(new Escalation(after, to));
    return this;
  }

  /// The people of the first stage may ask this group too.
  public OpeningBuilder mayAsk(String group) {
    this.mayAsk = Set.of(new GroupName(group));
    return this;
  }

  /// Of which whoever counts for the leads has one.
  public OpeningBuilder functions(String... some) {
    this.functions = Set.of(some);
    return this;
  }

  /// The stages are asked at once, and a third one with them.
  public OpeningBuilder atOnce() {
    this.atOnce = true;
    return this;
  }

  /// What the agent says it is about.
  public OpeningBuilder target(String id) {
    this.target = Optional.of(id);
    return this;
  }

  /// As a catalogue tells it.
  public OpeningBuilder reading(String deed, String object) {
    this.reading =
        Optional.of(
            new Reading(
                "entry", deed, Optional.of(object), List.of(), Optional.empty(), Optional.empty()));
    return this;
  }

  /// In the order of their kinds.
  public OpeningBuilder tagged(Tag... tags) {
    this.tags = List.of(tags);
    return this;
  }

  /// As the gate assesses it.
  public OpeningBuilder risk(RiskLevel risk) {
    this.risk = risk;
    return this;
  }

  /// A decision alone is wanted, for whoever bears this name.
  public OpeningBuilder dryRunFor(String onBehalfOf) {
    this.dryRun = true;
    this.onBehalfOf = Optional.of(onBehalfOf);
    return this;
  }

  public OpeningBuilder grant(IssuedGrant grant) {
    this.grant = Optional.of(grant);
    return this;
  }

  public OpeningBuilder deliver(DeliveryKind kind, String target) {
    deliveries.add(new DeliveryOrder(kind, target));
    return this;
  }

  /// Names a key.
  ///
  /// @param body stands for the raw body
  public OpeningBuilder idempotent(String key, String body) {
    this.idempotency = Optional.of(new Opening.Idempotency(agent, key, Digest.of(body)));
    return this;
  }

  public OpeningBuilder superseding(Commit last) {
    this.superseding = Optional.of(last);
    return this;
  }

  /// Judged before it is opened.
  ///
  /// @param question equal for what is identical
  public OpeningBuilder admitted(String question, boolean anew, OpenBudget budget) {
    this.admission =
        Optional.of(new Admission(Digest.of(question), anew, Set.of(), budget, asked, Set.of()));
    return this;
  }

  public OpeningBuilder asked(AskBudget asked) {
    this.asked = asked;
    return this;
  }

  /// Shown there in a later stage.
  public OpeningBuilder later(String place) {
    later.add(place);
    return this;
  }

  public OpeningBuilder passingOver(ProposalId pending) {
    passedOver.add(pending);
    return this;
  }

  /// Allowed by a standing approval whose limits are counted first.
  public OpeningBuilder using(Charge... charges) {
    this.uses =
        List.of(
            new Allowance(
                "external-message", Optional.empty(), Optional.empty(), List.of(charges)));
    return ruled(
        Gate.ALLOW,
        new RequestState.Approved(GrantMode.AUTO, at, new Execution.Skipped("advisory", at)));
  }

  /// Not counted yet.
  public List<Allowance> uses() {
    return uses;
  }

  private Admission whole(Admission on) {
    Set<String> places = new HashSet<>(Opening.places(Set.copyOf(deliveries)));
    places.addAll(later);
    return new Admission(on.likeness(), on.anew(), passedOver, on.budget(), asked, places);
  }

  public Opening build() {
    Proposal proposal = new Proposal(id, agent, OWNER, action(), context(), at);
    return uses.isEmpty()
        ? opening(proposal, ruling(), entries(), Optional.empty())
        : opening(
            proposal,
            ruling(),
            List.of(),
            Optional.of(
                new Opening.Charging(
                    uses,
                    counts ->
                        opening(proposal, ruling().counted(counts), entries(), Optional.empty()))));
  }

  private Opening opening(
      Proposal proposal,
      Ruling ruling,
      List<AuditEntry> entries,
      Optional<Opening.Charging> charging) {
    ApprovalRequest request =
        new ApprovalRequest(
            id,
            1,
            1,
            proposal.action().digest(),
            ruling.stages(),
            Set.of(OWNER, PRINCIPAL),
            at,
            deadline,
            ruling.timing().remindAt(),
            ruling.timing().extension(),
            List.of(),
            state);
    return new Opening(
        proposal,
        ruling,
        request,
        entries,
        grant,
        deliveries,
        idempotency,
        superseding,
        admission.map(this::whole),
        charging,
        0,
        words);
  }

  private Action action() {
    JsonObject party = JsonObject.builder().put("address", "customer@example.org").build();
    JsonObject text =
        JsonObject.builder().put("media_type", "text/plain").put("content", body).build();
    JsonObject changes =
        JsonObject.builder()
            .put("class", "message")
            .put("channel", "email")
            .put("to", new JsonArray(List.of(party)))
            .put("body", text)
            .build();
    JsonObject.Builder action =
        JsonObject.builder()
            .put("v", Action.VERSION)
            .put("action_type", "email.send")
            .put("target_system", "mail")
            .put("environment", "production")
            .put("proposed_changes", changes);
    target.ifPresent(id -> action.put("target_id", id));
    return Action.read(CanonicalJson.bytes(action.build()));
  }

  private Context context() {
    JsonObject.Builder context =
        JsonObject.builder()
            .put("rationale", "The customer asked twice.")
            .put("urgency", "high")
            .put("labels", new JsonArray(List.of(Json.of("vip"), Json.of("ελ"))));
    if (dryRun) {
      context.put("dry_run", true);
    }
    onBehalfOf.ifPresent(
        name -> context.put("agent", JsonObject.builder().put("on_behalf_of", name).build()));
    return Context.read(CanonicalJson.bytes(context.build()));
  }

  private Ruling ruling() {
    return new Ruling(
        gate,
        Digest.of("policy"),
        List.of("external-message"),
        gate == Gate.ASK ? stages() : List.of(),
        true,
        new Timing(
            Duration.ofHours(4), Optional.empty(), remindAt, Optional.empty(), Optional.empty()),
        new RiskAssessment(Optional.of(RiskLevel.LOW), risk, true, List.of("external-audience")),
        List.of(
            new Finding(
                "external-message",
                "matched",
                "The message leaves the company.",
                List.of(Finding.of("derived.audience", "external", "An address is foreign.")))),
        new Circumstances(
            Audience.NONE, true, Optional.empty(), Optional.empty(), reading, Optional.empty()),
        uses,
        List.of(),
        tags,
        List.of(),
        Optional.empty());
  }

  private List<Stage> stages() {
    Stage leads = new Stage(LEADS, 1, false).escalating(escalation).of(functions).mayAsk(mayAsk);
    Stage managers = new Stage(MANAGERS, 2, true);
    return atOnce
        ? List.of(leads, managers.together(true), new Stage(LEGAL, 1, false).together(true))
        : List.of(leads, managers);
  }

  private List<AuditEntry> entries() {
    return AuditChain.append(
        AuditHead.genesis(id),
        id,
        at,
        List.of(
            new AuditFact(EntryType.PROPOSED, "agent:" + agent, JsonObject.EMPTY),
            new AuditFact(EntryType.RULED, "gate", JsonObject.EMPTY)));
  }
}
