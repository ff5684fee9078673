package dev.countersign.ledger;

import dev.countersign.TestKeys;
import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditHead;
import dev.countersign.audit.EntrySeal;
import dev.countersign.audit.VoteSeal;
import dev.countersign.card.PostedCard;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.Digest;
import dev.countersign.ledger.CommitResult.Committed;
import dev.countersign.ledger.CommitResult.Overtaken;
import dev.countersign.ledger.CommitResult.TooLate;
import dev.countersign.people.ChatAddress;
import dev.countersign.policy.Allowance;
import dev.countersign.policy.Charge;
import dev.countersign.policy.Counts;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Outline;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.BatchId;
import dev.countersign.request.Execution;
import dev.countersign.request.GrantId;
import dev.countersign.request.RequestState;
import dev.countersign.request.RequestStatus;
import dev.countersign.request.Timetable;
import dev.countersign.request.Vote;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The ledger and its outbox in memory: one lock, plain collections, the same contract as the one
/// on Postgres.
public final class InMemoryLedger implements Ledger, Deliveries, Quarantine, Backlog {
  private static final Duration LATE = Duration.ofMinutes(5);

  private static final Comparator<WaitingPlace> QUEUE =
      Comparator.<WaitingPlace>comparingInt(line -> -line.risk().rank())
          .thenComparing(WaitingPlace::deadline)
          .thenComparing(line -> line.id().value());

  private static final Comparator<DecidedPlace> DECIDED =
      Comparator.comparing(DecidedPlace::at).thenComparing(line -> line.id().value()).reversed();

  private final InstantSource clock;
  private final EvidenceKeys evidenceKeys;
  private final NavigableMap<String, Stored> requests = new TreeMap<>();
  private final Map<List<String>, Earlier> keys = new HashMap<>();
  private static final Set<DeliveryKind> FOLLOWING =
      Set.of(DeliveryKind.ASK_ANEW, DeliveryKind.READ_BACK);

  private final Map<Place, Open> outbox = new LinkedHashMap<>();

  private final Map<String, List<Instant>> asked = new HashMap<>();
  private final Map<String, List<Use>> uses = new HashMap<>();
  private final Map<PersonId, Integer> glasses = new HashMap<>();
  private final Set<Integer> removedPasskeys = new HashSet<>();
  private Freezing freezing = Freezing.NONE;

  public InMemoryLedger(InstantSource clock) {
    this(clock, TestKeys.EVIDENCE);
  }

  public InMemoryLedger(InstantSource clock, EvidenceKeys evidenceKeys) {
    this.clock = clock;
    this.evidenceKeys = evidenceKeys;
  }

  /// From now on this is frozen.
  public synchronized void freeze(Freezing now) {
    freezing = now;
  }

  /// From now on this passkey signs for nothing.
  public synchronized void removePasskey(int number) {
    removedPasskeys.add(number);
  }

  @Override
  public synchronized boolean keepsPasskey(int number) {
    return !removedPasskeys.contains(number);
  }

  @Override
  public synchronized Freezing freezing() {
    return freezing;
  }

  @Override
  public synchronized Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public synchronized Counts counts(List<Allowance> allowances) {
    Instant now = now();
    List<Counts.Count> before = new ArrayList<>();
    for (Allowance allowance : allowances) {
      for (Charge charge : allowance.charges()) {
        Counts.Count count = Counts.Count.NOTHING;
        for (Use use : uses.getOrDefault(charge.name(allowance.rule()), List.of())) {
          if (use.at().isAfter(now.minus(charge.within()))) {
            count = count.plus(use.amount());
          }
        }
        before.add(count);
      }
    }
    return new Counts(now, before);
  }

  private void use(Ruling ruling, Instant now) {
    for (Allowance allowance : ruling.allowances()) {
      allowance.charges().stream()
          .collect(
              Collectors.toMap(
                  charge -> charge.name(allowance.rule()), Charge::amount, (one, _) -> one))
          .forEach((name, amount) ->
              uses.computeIfAbsent(name, _ -> new ArrayList<>()).add(new Use(now, amount)));
    }
  }

  private record Use(Instant at, long amount) {}

  @Override
  public synchronized OpenResult open(Opening opening) {
    Optional<OpenResult> repeat = opening.idempotency().flatMap(this::repeat);
    if (repeat.isPresent()) {
      return repeat.get();
    }
    if (opening.charging().isPresent()) {
      Opening.Charging charging = opening.charging().get();
      Counts counts = counts(charging.allowances());
      return counts.usedUp(charging.allowances()).isEmpty()
          ? open(charging.counted().apply(counts))
          : new OpenResult.UsedUp(counts);
    }
    if (opening.grant().isPresent() && opening.freezes() != freezing.steps()) {
      return new OpenResult.Overtaken();
    }
    Optional<OpenResult> kept = opening.admission().flatMap(on -> keptOut(opening, on));
    if (kept.isPresent()) {
      return kept.get();
    }
    ProposalId id = opening.proposal().id();
    if (requests.containsKey(id.value())) {
      throw new IllegalStateException(id + " is open already");
    }
    if (opening.superseding().isPresent()
        && !(commit(opening.superseding().get()) instanceof Committed)) {
      return new OpenResult.Overtaken();
    }
    Instant now = now();
    Stored stored = new Stored(opening, evidenceKeys);
    opening.grant().ifPresent(grant -> stored.grants.add(grant));
    requests.put(id.value(), stored);
    opening.admission().ifPresent(on -> count(opening, on, now));
    use(opening.ruling(), now);
    opening.idempotency().ifPresent(named -> keys.put(key(named), new Earlier(id, named, false)));
    order(id, opening.deliveries(), now);
    return new OpenResult.Opened();
  }

  private void count(Opening opening, Admission admission, Instant now) {
    for (String name : counted(opening, admission)) {
      asked.computeIfAbsent(name, _ -> new ArrayList<>()).addFirst(now);
    }
  }

  private static List<String> counted(Opening opening, Admission admission) {
    List<String> names = new ArrayList<>(admission.places());
    names.add("agent " + opening.proposal().agent());
    return names;
  }

  private Optional<OpenResult> askedTooOften(Opening opening, Admission admission) {
    AskBudget most = admission.asked();
    return often(List.of("agent " + opening.proposal().agent()), OpenBudget.Of.AGENT, most)
        .or(() -> often(List.copyOf(admission.places()), OpenBudget.Of.CHANNEL, most));
  }

  private Optional<OpenResult> often(List<String> names, OpenBudget.Of of, AskBudget budget) {
    int most = of == OpenBudget.Of.AGENT ? budget.perAgent() : budget.perChannel();
    return names.stream()
        .map(name -> asked.getOrDefault(name, List.of()))
        .filter(times -> times.size() >= most)
        .map(times -> Duration.between(now(), times.get(most - 1).plus(budget.window())))
        .filter(Duration::isPositive)
        .max(Comparator.naturalOrder())
        .map(again -> new OpenResult.AskedTooOften(of, most, budget.window(), again));
  }

  private Optional<OpenResult> keptOut(Opening opening, Admission admission) {
    Instant now = now();
    List<Stored> waiting =
        requests.values().stream()
            .filter(stored -> stored.state instanceof RequestState.Pending)
            .filter(stored -> stored.deadline.isAfter(now))
            .filter(stored ->
                opening.superseding().filter(last -> last.id().equals(stored.id())).isEmpty())
            .toList();
    List<Stored> own =
        waiting.stream()
            .filter(stored -> stored.proposal.agent().equals(opening.proposal().agent()))
            .toList();
    Optional<OpenResult> identical =
        own.stream()
            .filter(_ -> !admission.anew())
            .filter(stored -> stored.likeness.equals(Optional.of(admission.likeness())))
            .filter(stored -> !admission.passedOver().contains(stored.id()))
            .filter(stored -> !stored.deadline.isAfter(opening.latestDeadline()))
            .findFirst()
            .map(stored -> new OpenResult.Identical(stored.id()));
    int most = admission.budget().perAgent();
    int atChannel = admission.budget().perChannel();
    return identical
        .or(() ->
            own.size() >= most
                ? Optional.of(new OpenResult.OverBudget(OpenBudget.Of.AGENT, own.size(), most))
                : Optional.empty())
        .or(() ->
            Opening.places(opening.deliveries()).stream()
                .map(place ->
                    (int) waiting.stream().filter(stored -> stored.places.contains(place)).count())
                .filter(open -> open >= atChannel)
                .findFirst()
                .map(open -> new OpenResult.OverBudget(OpenBudget.Of.CHANNEL, open, atChannel)))
        .or(() -> askedTooOften(opening, admission));
  }

  @Override
  public synchronized OpenResult attach(
      ProposalId pending, Optional<Commit> note, Optional<Opening.Idempotency> idempotency) {
    Optional<OpenResult> repeat = idempotency.flatMap(this::repeat);
    if (repeat.isPresent()) {
      return repeat.get();
    }
    if (note.isPresent() && !(commit(note.get()) instanceof Committed)) {
      return new OpenResult.Overtaken();
    }
    idempotency.ifPresent(named -> keys.put(key(named), new Earlier(pending, named, true)));
    return new OpenResult.Attached();
  }

  @Override
  public synchronized RelatedRequests related(
      AgentId agent,
      Digest action,
      Optional<Digest> target,
      Instant since,
      Optional<ProposalId> except) {
    List<Stored> others =
        requests.descendingMap().values().stream()
            .filter(stored -> stored.proposal.agent().equals(agent))
            .filter(stored -> !except.equals(Optional.of(stored.id())))
            .toList();
    Optional<ProposalId> same =
        others.stream()
            .filter(stored -> stored.proposal.action().digest().equals(action))
            .filter(stored -> !stored.proposal.at().isBefore(since))
            .filter(stored ->
                !(stored.state instanceof RequestState.Refused
                    || stored.state instanceof RequestState.Withdrawn
                    || stored.state instanceof RequestState.Superseded))
            .map(Stored::id)
            .findFirst();
    Optional<ProposalId> onTarget =
        others.stream()
            .filter(stored -> stored.state instanceof RequestState.Pending)
            .filter(stored -> stored.likeness.isPresent() && target.isPresent())
            .filter(stored -> stored.proposal.action().target().equals(target))
            .map(Stored::id)
            .findFirst();
    return new RelatedRequests(same, onTarget, Optional.empty());
  }

  @Override
  public synchronized Optional<OpenResult> opened(Opening.Idempotency idempotency) {
    return repeat(idempotency);
  }

  private Optional<OpenResult> repeat(Opening.Idempotency named) {
    return Optional.ofNullable(keys.get(key(named)))
        .map(earlier ->
            earlier.named().body().equals(named.body())
                ? new OpenResult.Replayed(earlier.id(), earlier.attached())
                : new OpenResult.KeyReused());
  }

  private static List<String> key(Opening.Idempotency named) {
    return List.of(named.agent().value(), named.key());
  }

  @Override
  public synchronized Optional<RequestRecord> find(ProposalId id) {
    Instant now = now();
    return Optional.ofNullable(requests.get(id.value()))
        .map(stored -> stored.record(now).under(freezing));
  }

  @Override
  public synchronized CommitResult commit(Commit commit) {
    Stored stored = requests.get(commit.id().value());
    Instant now = now();
    if (stored == null || !stored.head.equals(commit.seen())) {
      return new Overtaken();
    }
    if (commit.restsOnFreezes() && commit.freezes() != freezing.steps()) {
      return new Overtaken();
    }
    if (commit.passkey().filter(removedPasskeys::contains).isPresent()) {
      return new Overtaken();
    }
    if (commit.before().isPresent() && !now.isBefore(commit.before().get())) {
      return new TooLate();
    }
    if (commit.redemption().isPresent()) {
      Optional<IssuedGrant> grant = stored.grant(commit.redemption().get().grant());
      if (grant.isEmpty() || stored.redemptions.containsKey(commit.request().revision())) {
        return new Overtaken();
      }
      if (!now.isBefore(grant.get().expiresAt())) {
        return new TooLate();
      }
    }
    if (commit.vote().isPresent() && stored.hasVoted(commit.vote().get())) {
      return new Overtaken();
    }
    if (commit.grant().isPresent()
        && !stored.mayGrant(commit.grant().get(), commit.redemption(), now)) {
      return new Overtaken();
    }
    if (commit.glass().isPresent() && !isNext(commit.glass().get())) {
      return new Overtaken();
    }
    stored.apply(commit);
    order(commit.id(), commit.deliveries(), now);
    return new Committed();
  }

  /// Of two uses of one person at once one has the number.
  private boolean isNext(GlassUse use) {
    int next = glasses.getOrDefault(use.person(), 0) + 1;
    if (use.number() != next) {
      return false;
    }
    glasses.put(use.person(), next);
    return true;
  }

  @Override
  public synchronized List<ProposalId> due(int most) {
    Instant now = now();
    record Due(ProposalId id, Instant at) {}
    return requests.values().stream()
        .filter(stored -> stored.state instanceof RequestState.Pending)
        .map(Stored::request)
        .map(request -> new Due(request.id(), Timetable.due(request).orElseThrow()))
        .filter(due -> !due.at().isAfter(now))
        .sorted(Comparator.comparing(Due::at))
        .limit(most)
        .map(Due::id)
        .toList();
  }

  @Override
  public synchronized List<ProposalId> overdue(int most) {
    Instant now = now();
    return requests.values().stream()
        .filter(stored -> stored.state instanceof RequestState.Pending)
        .filter(stored -> !stored.deadline.isAfter(now))
        .sorted(Comparator.comparing(stored -> stored.deadline))
        .limit(most)
        .map(Stored::id)
        .toList();
  }

  @Override
  public synchronized List<WaitingLine> waiting(
      PersonId asker,
      Set<GroupName> groups,
      WaitingFilter filter,
      Optional<WaitingPlace> after,
      int most) {
    Instant now = now();
    return requests.values().stream()
        .map(stored -> stored.record(now))
        .filter(record -> record.request().asked().stream().anyMatch(groups::contains))
        .map(record -> line(record, asker))
        .filter(filter::takes)
        .filter(line -> after.isEmpty() || QUEUE.compare(line.place(), after.get()) > 0)
        .sorted(Comparator.comparing(WaitingLine::place, QUEUE))
        .limit(most)
        .toList();
  }

  @Override
  public synchronized List<DecidedLine> decided(
      PersonId person, Optional<DecidedPlace> after, int most) {
    Instant now = now();
    return requests.values().stream()
        .map(stored -> stored.record(now))
        .flatMap(record ->
            record.request().votes().stream()
                .filter(vote -> vote.person().equals(person))
                .map(vote -> decided(record, vote)))
        .filter(line -> after.isEmpty() || DECIDED.compare(line.place(), after.get()) > 0)
        .sorted(Comparator.comparing(DecidedLine::place, DECIDED))
        .limit(most)
        .toList();
  }

  private static DecidedLine decided(RequestRecord record, Vote vote) {
    Proposal proposal = record.proposal();
    return new DecidedLine(
        record.request().id(),
        vote.decision(),
        vote.at(),
        record.request().state(),
        record.request().deadline(),
        Outline.of(proposal.action(), proposal.context()),
        record.ruling().deed(),
        record.ruling().object());
  }

  private static WaitingLine line(RequestRecord record, PersonId asker) {
    Proposal proposal = record.proposal();
    ApprovalRequest request = record.request();
    return new WaitingLine(
        request.id(),
        request.revision(),
        proposal.agent(),
        record.ruling().risk().assessed(),
        request.deadline(),
        Outline.of(proposal.action(), proposal.context()),
        record.ruling().deed(),
        record.ruling().object(),
        record.ruling().tags(),
        request.conflicted(),
        request.hasVoted(asker),
        request.stages().stream().anyMatch(stage -> !stage.functions().isEmpty()),
        Unshown.of(record.cards()));
  }

  @Override
  public synchronized List<RequestRecord> list(
      AgentId agent, Optional<RequestStatus> status, Optional<ProposalId> before, int most) {
    Instant now = now();
    return requests.descendingMap().values().stream()
        .filter(stored -> stored.proposal.agent().equals(agent))
        .filter(stored -> status.isEmpty() || status.get() == RequestStatus.of(stored.state))
        .filter(
            stored -> before.isEmpty() || stored.id().value().compareTo(before.get().value()) < 0)
        .limit(most)
        .map(stored -> stored.record(now))
        .toList();
  }

  @Override
  public synchronized List<RequestRecord> onTarget(Digest target, int most) {
    Instant now = now();
    return requests.descendingMap().values().stream()
        .filter(stored -> stored.proposal.action().target().equals(Optional.of(target)))
        .limit(most)
        .map(stored -> stored.record(now))
        .toList();
  }

  /// As [RequestSearch#page].
  public synchronized Optional<RequestSearch.Page> search(
      SearchTerms terms, Optional<ProposalId> before, int most) {
    Instant now = now();
    List<RequestRecord> found =
        requests.descendingMap().values().stream()
            .filter(stored -> terms.areIn(stored.words))
            .filter(stored ->
                before.isEmpty() || stored.id().value().compareTo(before.get().value()) < 0)
            .limit(most)
            .map(stored -> stored.record(now))
            .toList();
    return Optional.of(
        new RequestSearch.Page(
            found,
            found.size() < most ? Optional.empty() : Optional.of(found.getLast().request().id())));
  }

  /// As [FollowUps#open].
  public synchronized Set<ProposalId> followUps(Set<ProposalId> requests) {
    return outbox.entrySet().stream()
        .filter(open -> requests.contains(open.getKey().request()))
        .filter(open -> FOLLOWING.contains(open.getKey().kind()))
        .filter(open -> open.getValue().held == null)
        .map(open -> open.getKey().request())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// As [UnknownEnds#list].
  public synchronized List<ProposalId> unknown(
      Optional<AgentId> agent, Optional<ProposalId> before, int most) {
    return requests.descendingMap().values().stream()
        .filter(stored -> agent.isEmpty() || stored.proposal.agent().equals(agent.get()))
        .filter(stored -> stored.state instanceof RequestState.Approved(_, _, Execution.Unknown _))
        .filter(
            stored -> before.isEmpty() || stored.id().value().compareTo(before.get().value()) < 0)
        .limit(most)
        .map(Stored::id)
        .toList();
  }

  @Override
  public synchronized Optional<ProposalId> postedAt(ChatAddress address, String messageId) {
    return requests.values().stream()
        .flatMap(stored -> stored.cards.values().stream())
        .filter(card ->
            card.address().equals(address)
                && card.messageId().filter(messageId::equals).isPresent())
        .map(PostedCard::request)
        .findFirst();
  }

  @Override
  public synchronized Optional<ProposalId> granted(GrantId grant) {
    return requests.values().stream()
        .filter(stored -> stored.grant(grant).isPresent())
        .map(stored -> stored.proposal.id())
        .findFirst();
  }

  @Override
  public synchronized List<ProposalId> open(
      DeliveryKind kind, String target, Optional<ProposalId> after, int most) {
    return outbox.entrySet().stream()
        .filter(open -> open.getKey().kind() == kind && open.getKey().target().equals(target))
        .filter(open -> open.getValue().held == null)
        .map(open -> open.getKey().request())
        .filter(id -> after.filter(last -> id.value().compareTo(last.value()) <= 0).isEmpty())
        .sorted(Comparator.comparing(ProposalId::value))
        .limit(most)
        .toList();
  }

  @Override
  public synchronized List<ProposalId> batch(BatchId batch) {
    return requests.values().stream()
        .flatMap(stored -> stored.cards.values().stream())
        .filter(card -> card.batch().filter(batch::equals).isPresent())
        .map(PostedCard::request)
        .distinct()
        .sorted(Comparator.comparing(ProposalId::value))
        .toList();
  }

  @Override
  public synchronized List<AuditEntry> audit(ProposalId id) {
    Stored stored = requests.get(id.value());
    return stored == null ? List.of() : List.copyOf(stored.entries);
  }

  @Override
  public synchronized List<ProposalId> idsAfter(Optional<ProposalId> after, int most) {
    return requests.tailMap(after.map(ProposalId::value).orElse(""), false).values().stream()
        .limit(most)
        .map(Stored::id)
        .toList();
  }

  @Override
  public synchronized List<Delivery> claim(DeliveryKind kind, int most, Duration lease) {
    Instant now = now();
    List<Delivery> claimed = new ArrayList<>();
    outbox.entrySet().stream()
        .filter(entry -> entry.getKey().kind() == kind && !entry.getValue().due.isAfter(now))
        .sorted(Comparator.comparing(entry -> entry.getValue().due))
        .limit(most)
        .forEach(entry -> {
          Open open = entry.getValue();
          UUID proof = UUID.randomUUID();
          open.attempts++;
          open.due = now.plus(lease);
          open.lease = proof;
          Place place = entry.getKey();
          Delivery delivery =
              new Delivery(
                  place.request(), kind, place.target(), open.wanted, open.attempts, proof);
          claimed.add(
              kind == DeliveryKind.SHOW_CARD
                  ? find(place.request()).map(delivery::with).orElse(delivery)
                  : delivery);
        });
    return List.copyOf(claimed);
  }

  @Override
  public synchronized boolean settle(Delivery delivery) {
    Place place = place(delivery);
    Open open = outbox.computeIfAbsent(place, _ -> new Open(now(), delivery.wanted()));
    if (!delivery.lease().equals(open.lease)) {
      open.due = now();
      open.lease = null;
    } else if (open.wanted == delivery.wanted()) {
      outbox.remove(place);
      return true;
    } else {
      open.due = now();
      open.lease = null;
      open.attempts = 0;
    }
    return false;
  }

  @Override
  public synchronized Left keep(Delivery delivery, Duration pause, Optional<NamedMessage> message) {
    Open open = outbox.get(place(delivery));
    boolean due = !pause.isPositive();
    if (open == null || open.wanted != delivery.wanted() || !delivery.lease().equals(open.lease)) {
      due = !settle(delivery);
    } else {
      open.due = now().plus(pause);
      open.lease = null;
      open.attempts = 0;
      open.failures = 0;
      open.held = null;
    }
    return new Left(message.map(named -> name(delivery.request(), named)).orElse(true), due);
  }

  private boolean name(ProposalId request, NamedMessage named) {
    Map<String, PostedCard> cards = Objects.requireNonNull(requests.get(request.value())).cards;
    PostedCard card = cards.get(named.card());
    if (card == null || card.messageId().filter(id -> !id.equals(named.message())).isPresent()) {
      return false;
    }
    cards.put(card.id(), card.named(named.message()));
    return true;
  }

  @Override
  public synchronized void wake(String target, int most) {
    Instant now = now();
    putOff(now)
        .filter(entry -> entry.getKey().target().equals(target))
        .limit(most)
        .forEach(entry -> entry.getValue().due = now);
  }

  @Override
  public synchronized void probe(Duration wait, int most) {
    Instant now = now();
    Set<String> seen = new HashSet<>();
    putOff(now.plus(wait))
        .filter(entry -> seen.size() < most && seen.add(entry.getKey().target()))
        .forEach(entry -> entry.getValue().due = now);
  }

  @Override
  public synchronized void recheck(String targets, int most) {
    Instant now = now();
    Set<String> seen = new HashSet<>();
    List.copyOf(outbox.entrySet()).stream()
        .filter(entry -> entry.getKey().kind() == DeliveryKind.SHOW_CARD)
        .filter(entry -> entry.getValue().lease == null && entry.getValue().held == null)
        .filter(entry -> entry.getKey().target().startsWith(targets))
        .sorted(
            Comparator.comparingInt((Map.Entry<Place, Open> entry) -> -entry.getValue().attempts)
                .thenComparing(entry -> entry.getValue().due))
        .filter(entry -> seen.size() < most && seen.add(entry.getKey().target()))
        .forEach(entry -> {
          entry.getValue().due = entry.getValue().due.isBefore(now) ? entry.getValue().due : now;
          entry.getValue().attempts = Math.max(entry.getValue().attempts, 1);
        });
  }

  /// Cards that are due later than this because their place did not take them.
  private Stream<Map.Entry<Place, Open>> putOff(Instant than) {
    return List.copyOf(outbox.entrySet()).stream()
        .filter(entry -> entry.getKey().kind() == DeliveryKind.SHOW_CARD)
        .filter(entry -> entry.getValue().lease == null && entry.getValue().held == null)
        .filter(entry -> entry.getValue().attempts > 0 && entry.getValue().due.isAfter(than))
        .sorted(Comparator.comparing(entry -> entry.getValue().due));
  }

  @Override
  public synchronized void postpone(Delivery delivery, Duration wait) {
    Open open = outbox.get(place(delivery));
    if (open != null && delivery.lease().equals(open.lease)) {
      open.due = now().plus(wait);
      open.lease = null;
    }
  }

  @Override
  public synchronized boolean fail(Delivery delivery, Failure failure, Duration wait, int most) {
    Open open = outbox.get(place(delivery));
    if (open == null || !delivery.lease().equals(open.lease)) {
      return false;
    }
    open.lease = null;
    open.failures++;
    boolean aside = open.failures >= most;
    open.due = aside ? Instant.MAX : now().plus(wait);
    open.held =
        aside
            ? new Held(
                delivery.request(),
                delivery.kind(),
                delivery.target(),
                failure.code(),
                failure.why(),
                open.failures,
                now())
            : null;
    return aside;
  }

  @Override
  public synchronized Reading read(int most) {
    Instant now = now();
    List<Stored> pending =
        requests.values().stream()
            .filter(stored -> stored.state instanceof RequestState.Pending)
            .toList();
    long overdue =
        pending.stream().filter(stored -> stored.deadline.plus(LATE).isBefore(now)).count();
    return new Reading(
        Stream.of(DeliveryKind.values())
            .collect(Collectors.toMap(kind -> kind, kind -> line(kind, most, now))),
        Math.min(pending.size(), most),
        (int) Math.min(overdue, most),
        0,
        unknown(Optional.empty(), Optional.empty(), most).size(),
        false);
  }

  private Line line(DeliveryKind kind, int most, Instant now) {
    long held = held(most).stream().filter(one -> one.kind() == kind).count();
    List<Instant> due =
        outbox.entrySet().stream()
            .filter(entry -> entry.getKey().kind() == kind)
            .map(entry -> entry.getValue().due)
            .filter(at -> !at.isAfter(now))
            .sorted()
            .limit(most)
            .toList();
    return new Line(
        (int) held,
        due.size(),
        due.isEmpty() ? Duration.ZERO : Duration.between(due.getFirst(), now));
  }

  @Override
  public synchronized List<Held> held(int most) {
    return outbox.values().stream()
        .flatMap(open -> Stream.ofNullable(open.held))
        .sorted(Comparator.comparing(Held::since))
        .limit(most)
        .toList();
  }

  @Override
  public synchronized List<Held> held(ProposalId request) {
    return held(Integer.MAX_VALUE).stream().filter(held -> held.request().equals(request)).toList();
  }

  @Override
  public synchronized int release(ProposalId request) {
    List<Held> released = held(request);
    for (Held held : released) {
      Open open =
          Objects.requireNonNull(outbox.get(new Place(request, held.kind(), held.target())));
      open.due = now();
      open.failures = 0;
      open.attempts = 0;
      open.held = null;
    }
    return released.size();
  }

  private void order(ProposalId request, Set<DeliveryOrder> orders, Instant now) {
    for (DeliveryOrder order : orders) {
      outbox.compute(
          new Place(request, order.kind(), order.target()),
          (_, open) -> {
            if (open == null) {
              return new Open(now, 1);
            }
            open.wanted++;
            if (open.lease == null) {
              open.due = now;
            }
            return open;
          });
    }
  }

  private static Place place(Delivery delivery) {
    return new Place(delivery.request(), delivery.kind(), delivery.target());
  }

  private record Place(ProposalId request, DeliveryKind kind, String target) {}

  private record Earlier(ProposalId id, Opening.Idempotency named, boolean attached) {}

  private static final class Open {
    private long wanted;
    private int attempts;
    private int failures;
    private @Nullable Held held;
    private Instant due;
    private @Nullable UUID lease;

    private Open(Instant due, long wanted) {
      this.due = due;
      this.wanted = wanted;
    }
  }

  private static final class Stored {
    private final Proposal proposal;
    private final Ruling ruling;
    private final Set<PersonId> conflicted;
    private final Optional<Digest> likeness;
    private final Set<String> places;
    private final Set<String> words;
    private final List<AuditEntry> entries;
    private final EvidenceKeys keys;
    private final List<Vote> votes = new ArrayList<>();
    private final Map<List<Object>, Seal> seals = new HashMap<>();
    private final List<IssuedGrant> grants = new ArrayList<>();
    private final Map<Integer, Redemption> redemptions = new HashMap<>();
    private final Map<String, PostedCard> cards = new LinkedHashMap<>();
    private AuditHead head;
    private RequestState state;
    private Instant deadline;
    private int revision;
    private int version;

    private Stored(Opening opening, EvidenceKeys keys) {
      this.keys = keys;
      proposal = opening.proposal();
      ruling = opening.ruling();
      conflicted = opening.request().conflicted();
      likeness = opening.admission().map(Admission::likeness);
      places = Opening.places(opening.deliveries());
      words = opening.words();
      entries =
          new ArrayList<>(
              EntrySeal.seal(AuditHead.genesis(proposal.id()), opening.entries(), keys));
      head = opening.entries().getLast().head();
      state = opening.request().state();
      deadline = opening.request().deadline();
      revision = opening.request().revision();
      version = opening.request().version();
    }

    private ProposalId id() {
      return proposal.id();
    }

    private RequestRecord record(Instant now) {
      return new RequestRecord(
          proposal,
          ruling,
          request(),
          head,
          grants.isEmpty() ? Optional.empty() : Optional.of(grants.getLast()),
          cards.values().stream().filter(card -> card.batch().isEmpty()).toList(),
          seals(),
          cards.values().stream().filter(card -> card.batch().isPresent()).toList(),
          now);
    }

    private ApprovalRequest request() {
      return new ApprovalRequest(
          id(),
          revision,
          version,
          proposal.action().digest(),
          ruling.stages(),
          conflicted,
          proposal.at(),
          deadline,
          ruling.timing().remindAt(),
          ruling.timing().extension(),
          votes.stream().filter(vote -> vote.revision() == revision).toList(),
          state);
    }

    private Map<PersonId, Seal> seals() {
      return votes.stream()
          .filter(vote -> vote.revision() == revision)
          .collect(
              Collectors.toMap(
                  Vote::person,
                  vote ->
                      Objects.requireNonNull(seals.get(List.of(vote.revision(), vote.person())))));
    }

    private Optional<IssuedGrant> grant(GrantId id) {
      return grants.stream().filter(grant -> grant.id().equals(id)).findFirst();
    }

    private boolean hasVoted(Vote vote) {
      return votes.stream()
          .anyMatch(earlier ->
              earlier.person().equals(vote.person()) && earlier.revision() == vote.revision());
    }

    /// No grant of the revision may be live or spent, with this commit's redemption counted.
    private boolean mayGrant(IssuedGrant next, Optional<Redemption> redeeming, Instant now) {
      return grants.stream()
          .filter(grant -> grant.revision() == next.revision())
          .noneMatch(grant ->
              Stream.concat(redemptions.values().stream(), redeeming.stream())
                      .anyMatch(spent -> spent.grant().equals(grant.id()))
                  || now.isBefore(grant.expiresAt()));
    }

    private void apply(Commit commit) {
      state = commit.request().state();
      deadline = commit.request().deadline();
      revision = commit.request().revision();
      version = commit.request().version();
      head = commit.head();
      entries.addAll(EntrySeal.seal(commit.seen(), commit.entries(), keys));
      commit
          .vote()
          .ifPresent(vote -> {
            votes.add(vote);
            seals.put(List.of(vote.revision(), vote.person()), VoteSeal.seal(id(), vote, keys));
          });
      commit.grant().ifPresent(grants::add);
      commit.redemption().ifPresent(spent -> redemptions.put(revision, spent));
      commit
          .card()
          .ifPresent(card ->
              // A name is never lost to a step that did not know it yet.
              cards.merge(
                  card.id(),
                  card,
                  (before, now) ->
                      now.messageId().isPresent() || before.messageId().isEmpty()
                          ? now
                          : now.named(before.messageId().get())));
    }
  }
}
