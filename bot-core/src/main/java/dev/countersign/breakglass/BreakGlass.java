package dev.countersign.breakglass;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.ChainFold;
import dev.countersign.audit.Folding.Folded;
import dev.countersign.audit.ShownPage;
import dev.countersign.breakglass.GlassRefusals.Asking;
import dev.countersign.breakglass.GlassStep.Outcome;
import dev.countersign.card.BreakGlassDesk;
import dev.countersign.card.CardRenderer;
import dev.countersign.card.CardView;
import dev.countersign.card.ConsoleAddress;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.RetrospectiveDesk;
import dev.countersign.drawing.ReviewCard;
import dev.countersign.grant.GrantIssuer;
import dev.countersign.grant.RecordProof;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RefusedAttempts;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Retrospectives;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.passkey.Bound;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.GlassHolders;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.refusal.Door;
import dev.countersign.refusal.GlassRefusal;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.token.ButtonSeals;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes that one person with the right stands in for the quorum of one request, and that somebody
/// ends it. Everything is judged in the commit, on the people and the record of that moment.
public final class BreakGlass implements BreakGlassDesk {
  private static final Logger log = LoggerFactory.getLogger(BreakGlass.class);

  private final Ledger ledger;
  private final Steps steps;
  private final Directory directory;
  private final Map<Surface, CardRenderer> renderers;
  private final GlassJudge judge;
  private final GlassRule rule;
  private final Retrospectives retrospectives;
  private final ReasonSeals reasons;
  private final GlassRefusals refusals;

  /// @param renderers of the surfaces of this deployment
  public BreakGlass(
      Ledger ledger,
      Steps steps,
      Directory directory,
      Map<Surface, CardRenderer> renderers,
      Retrospectives rows,
      RecordProof proof,
      GrantIssuer grants,
      GlassRule rule,
      ButtonSeals seals,
      RefusedAttempts attempts,
      GlassMetrics metrics) {
    this.ledger = ledger;
    this.steps = steps;
    this.directory = directory;
    this.renderers = Map.copyOf(renderers);
    this.retrospectives = new ProvenRetrospectives(rows, ledger, proof);
    this.judge = new GlassJudge(ledger, retrospectives, proof, grants, rule);
    this.rule = rule;
    this.reasons = new ReasonSeals(seals);
    this.refusals = new GlassRefusals(attempts, steps, metrics);
  }

  /// What one look comes to.
  ///
  /// @param shown what is to be written down first
  private record View(
      RequestRecord record,
      CardView view,
      RenderedCard card,
      Optional<ShownPage> shown,
      Optional<GlassRefusal> against,
      boolean ends) {}

  @Override
  public Offer look(AccountId viewer, String id) {
    CardRenderer renderer = renderers.get(viewer.surface());
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(viewer);
    boolean concerned =
        person
            .filter(one ->
                GlassHolders.mayBreak(people.groups(), one)
                    || GlassHolders.mayEnd(people.groups(), one))
            .isPresent();
    boolean breaks = person.filter(one -> GlassHolders.mayBreak(people.groups(), one)).isPresent();
    if (renderer == null || !concerned) {
      return new Offer.Unknown(
          GlassChecklist.right(people, viewer).map(GlassWords::said).orElse(""));
    }
    return ProposalId.parse(id)
        .flatMap(request ->
            steps.runOnChain(
                request,
                (record, chain) ->
                    find(viewer, person.orElseThrow(), people, renderer, record, chain),
                BreakGlass::shownStep))
        .<Offer>flatMap(view ->
            isShown(view.record(), person.orElseThrow(), people, breaks)
                ? Optional.of(page(view))
                : Optional.of(new Offer.Ending()).filter(_ -> view.ends()))
        .orElseGet(() ->
            new Offer.Unknown(
                GlassWords.said(breaks ? GlassRefusal.UNKNOWN_REQUEST : GlassRefusal.NO_RIGHT)));
  }

  /// Nobody on whom it bears is shown it by this right, not even to end a use; others are what
  /// waits or was used, and whoever can only end a use no request without one. The rest is for
  /// those who read it anyway.
  private static boolean isShown(
      RequestRecord record, Person person, Directory people, boolean breaks) {
    if (record.conflicted(people).contains(person.id())) {
      return false;
    }
    return isUsed(record)
        || (breaks
            && (record.request().state() instanceof Pending || record.isReadBy(person, people)));
  }

  private static boolean isUsed(RequestRecord record) {
    return record.request().state() instanceof Approved approved && approved.glass().isPresent();
  }

  @Override
  public boolean leads(AccountId viewer, String id) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(viewer);
    boolean breaks = person.filter(one -> GlassHolders.mayBreak(people.groups(), one)).isPresent();
    boolean ends = person.filter(one -> GlassHolders.mayEnd(people.groups(), one)).isPresent();
    return ends
        && ProposalId.parse(id)
            .flatMap(ledger::find)
            .filter(record ->
                isOpen(record)
                    || (breaks
                        && record.request().state() instanceof Pending
                        && !record.conflicted(people).contains(person.orElseThrow().id())))
            .isPresent();
  }

  @Override
  public String carried(AccountId viewer, String id, String why, String sealed) {
    return directory
        .byAccount(viewer)
        .flatMap(person ->
            ProposalId.parse(id)
                .flatMap(request -> reasons.reason(request, person.id(), why, sealed)))
        .orElse("");
  }

  /// What chats ask.
  ///
  /// @param console where the pages are
  public GlassCommands commands(
      Optional<ConsoleAddress> console, GlassSeals seals, RetrospectiveDesk filing) {
    return new GlassCommands(
        this,
        directory,
        console,
        reasons,
        seals,
        new RetrospectiveSheets(filing, directory, seals, rule),
        refusals,
        rule);
  }

  private static Offer page(View view) {
    ApprovalRequest request = view.record().request();
    return new Offer.Page(
        view.view(),
        view.card(),
        view.against().isEmpty()
            ? Optional.of(Bound.breaking(request.id(), request.revision(), request.action()))
            : Optional.empty(),
        view.against().map(WireName::of).orElse(""),
        view.against().map(GlassWords::said).orElse(""),
        view.ends());
  }

  private View find(
      AccountId viewer,
      Person person,
      Directory people,
      CardRenderer renderer,
      RequestRecord record,
      Supplier<List<AuditEntry>> chain) {
    Optional<GlassRefusal> against =
        GlassChecklist.right(people, viewer)
            .or(() ->
                GlassChecklist.check(record, person, people, retrospectives.of(person.id()), rule));
    CardView view =
        against.isEmpty()
            ? ReviewCard.breaking(record, people)
            : ReviewCard.reading(record, people);
    RenderedCard card = renderer.render(view);
    return new View(
        record,
        view,
        card,
        against.isEmpty() ? unknown(shown(viewer, person, record, card), chain) : Optional.empty(),
        against,
        GlassHolders.mayEnd(people.groups(), person) && isOpen(record));
  }

  private static boolean isOpen(RequestRecord record) {
    return record.request().state() instanceof Approved approved
        && approved.glass().isPresent()
        && approved.execution() instanceof Execution.Granted;
  }

  private record Shown(ProposalId request, ShownPage page) {}

  private static Shown shown(
      AccountId viewer, Person person, RequestRecord record, RenderedCard card) {
    ApprovalRequest request = record.request();
    return new Shown(
        request.id(),
        new ShownPage(person.id(), viewer, request.revision(), request.action(), card.digest()));
  }

  /// Empty where an entry says so already.
  private static Optional<ShownPage> unknown(Shown shown, Supplier<List<AuditEntry>> chain) {
    ShownPage page = shown.page();
    return ChainFold.of(shown.request(), chain.get()) instanceof Folded folded
            && folded.cards().stream()
                .noneMatch(card ->
                    card.address().equals(ChatAddress.ofPages(page.account()))
                        && card.revision() == page.revision()
                        && card.card().equals(page.card()))
        ? Optional.of(page)
        : Optional.empty();
  }

  private static Step<View> shownStep(RequestRecord record, View found) {
    return found
        .shown()
        .map(page ->
            Step.on(record)
                .noting(page.fact())
                .before(record.request().deadline())
                .answering(found))
        .orElseGet(() -> Step.nothing(found));
  }

  @Override
  public Told use(AccountId viewer, Use use) {
    // One reading: the entry names the very import that its person was found in.
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(viewer);
    Asking asking = new Asking(Door.BREAK_GLASS, viewer, person, use.id());
    Outcome outcome =
        GlassChecklist.right(people, viewer)
            .map(Outcome::not)
            .orElseGet(() ->
                use(new GlassPress(viewer, person.orElseThrow(), use, people, people.version())));
    return outcome.why().isEmpty()
        ? done(asking, "used", GlassWords.used(rule.startAfter()))
        : refusals.refused(asking, outcome.why().get(), outcome.detail(), Optional.of(use.check()));
  }

  private Outcome use(GlassPress press) {
    return ProposalId.parse(press.use().id())
        .flatMap(request ->
            steps.runOnChain(
                request,
                (record, chain) -> judge.of(press, record, chain),
                (record, judgement) -> GlassStep.use(record, press, judgement, rule)))
        .orElseGet(() -> Outcome.not(GlassRefusal.UNKNOWN_REQUEST));
  }

  @Override
  public Told end(AccountId viewer, String id) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(viewer);
    Asking asking = new Asking(Door.END_BREAK_GLASS, viewer, person, id);
    if (person.isEmpty()) {
      return refusals.refused(asking, GlassRefusal.NOT_A_PERSON);
    }
    if (!GlassHolders.mayEnd(people.groups(), person.get())) {
      return refusals.refused(asking, GlassRefusal.NO_RIGHT);
    }
    Outcome outcome = end(id, person.get(), people.version());
    return outcome.why().isEmpty()
        ? done(asking, "ended", GlassWords.ENDED)
        : refusals.refused(asking, outcome.why().get());
  }

  private Outcome end(String id, Person by, Optional<Digest> version) {
    return ProposalId.parse(id)
        .flatMap(request -> steps.run(request, record -> GlassStep.end(record, by, version, rule)))
        .orElseGet(() -> Outcome.not(GlassRefusal.UNKNOWN_REQUEST));
  }

  private static Told done(Asking asking, String deed, Told told) {
    log.warn("break-glass on {}: {} by {}", asking.id(), deed, asking.account());
    return told;
  }
}
