package dev.countersign.courier;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.ChainFold;
import dev.countersign.audit.Folding.Folded;
import dev.countersign.audit.ShownPage;
import dev.countersign.card.CardRenderer;
import dev.countersign.card.CardView;
import dev.countersign.card.Chapter;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.ReviewDesk;
import dev.countersign.card.WhyNot;
import dev.countersign.drawing.ReviewCard;
import dev.countersign.drawing.ReviewChapters;
import dev.countersign.grant.OpenedFirst;
import dev.countersign.grant.RecordProof;
import dev.countersign.json.Digest;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.passkey.Bound;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.ConsoleRole;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Decision;
import dev.countersign.request.Entitlement;
import dev.countersign.request.RequestState.Pending;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Shows one person the whole of one request on pages of their own. Whoever may decide it is given
/// buttons that are theirs alone, for exactly what was drawn, and an entry says first that it was
/// shown to them.
public final class Reviews implements ReviewDesk {
  private static final String BY_ROLE =
      "You read this by your role on these pages. Others decide it.";

  private final Steps steps;
  private final Directory directory;
  private final Map<Surface, CardRenderer> renderers;
  private final ButtonTokens buttons;
  private final Neighbours neighbours;

  /// @param renderers of the surfaces of this deployment
  public Reviews(
      Steps steps,
      Directory directory,
      Map<Surface, CardRenderer> renderers,
      ButtonTokens buttons,
      Ledger ledger,
      RecordProof proof) {
    this.steps = steps;
    this.directory = directory;
    this.renderers = Map.copyOf(renderers);
    this.buttons = buttons;
    this.neighbours = new Neighbours(ledger, proof);
  }

  /// What one look comes to.
  ///
  /// @param shown what is to be written down first
  /// @param chain empty for whoever sees no more than how it stands
  /// @param asks whether the viewer decides it
  private record View(
      RequestRecord record,
      CardView view,
      RenderedCard card,
      Optional<ShownPage> shown,
      boolean asks,
      String words,
      Optional<List<AuditEntry>> chain) {}

  @Override
  public Reviewed look(AccountId viewer, String id) {
    CardRenderer renderer = renderers.get(viewer.surface());
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(viewer);
    if (renderer == null || person.isEmpty()) {
      return new Reviewed.Unknown();
    }
    return ProposalId.parse(id)
        .flatMap(request ->
            steps.runOnChain(
                request,
                (record, chain) -> find(viewer, person.get(), people, renderer, record, chain),
                (record, view) -> step(record, view)))
        .flatMap(found -> found)
        .<Reviewed>map(view -> page(viewer, view, person.get(), people))
        .orElseGet(Reviewed.Unknown::new);
  }

  private Reviewed.Page page(AccountId viewer, View view, Person person, Directory people) {
    Map<Decision, String> tokens =
        view.asks()
            ? buttons.mintForPages(viewer, view.record(), view.card().digest(), view.card().asks())
            : Map.of();
    return new Reviewed.Page(
        view.view(),
        view.card(),
        tokens,
        view.words(),
        stronger(view),
        view.record().isHandedTo(person, people),
        AttachmentOpenings.openable(view.record(), person, people),
        openFirst(view, person),
        chapters(view, person, people));
  }

  /// Of whoever does not decide it, nothing is asked.
  private static Set<Digest> openFirst(View view, Person person) {
    ApprovalRequest request = view.record().request();
    return view.asks()
            && ChainFold.of(request.id(), view.chain().orElse(List.of())) instanceof Folded folded
        ? OpenedFirst.of(folded).missing(person.id(), request.revision(), request.action())
        : Set.of();
  }

  private List<Chapter> chapters(View view, Person person, Directory people) {
    return view.chain()
        .map(chain ->
            ReviewChapters.of(
                view.record(),
                neighbours.of(view.record(), chain, person, people),
                people,
                view.asks()))
        .orElse(List.of());
  }

  private static Optional<Bound> stronger(View view) {
    ApprovalRequest request = view.record().request();
    return view.asks() && !view.record().ruling().chatApprove()
        ? Optional.of(Bound.approving(request.id(), request.revision(), request.action()))
        : Optional.empty();
  }

  private static Step<Optional<View>> step(RequestRecord record, Optional<View> found) {
    return found
        .flatMap(View::shown)
        .map(shown ->
            Step.on(record)
                .noting(shown.fact())
                .before(record.request().deadline())
                .answering(found))
        .orElseGet(() -> Step.nothing(found));
  }

  /// What a viewer may see of one request.
  enum Sight {
    NOTHING,
    /// How it stands.
    STANDING,
    /// What the ruling lets others than its deciders read, and what happened.
    READING,
    /// The same by a role: they were not asked.
    AUDITING
  }

  /// By what the person has to do with the request, or else by a role, which shows it to be read.
  static Sight sight(RequestRecord record, Person person, Directory people) {
    if (record.isShownTo(person, people)) {
      return Sight.READING;
    }
    if (record.isReadBy(person, people)) {
      return Sight.AUDITING;
    }
    return record.concerns(person, people)
            || (people.consoleRoles(person).contains(ConsoleRole.VIEWER)
                && !record.conflicted(people).contains(person.id()))
        ? Sight.STANDING
        : Sight.NOTHING;
  }

  /// Empty where it is none of the person's business.
  private static Optional<View> find(
      AccountId viewer,
      Person person,
      Directory people,
      CardRenderer renderer,
      RequestRecord record,
      Supplier<List<AuditEntry>> chain) {
    Sight sight = sight(record, person, people);
    if (sight == Sight.NOTHING) {
      return Optional.empty();
    }
    if (sight == Sight.STANDING) {
      CardView view = ReviewCard.standing(record, people);
      return Optional.of(
          new View(
              record,
              view,
              renderer.render(view),
              Optional.empty(),
              false,
              whyNot(record, person, people),
              Optional.empty()));
    }
    List<AuditEntry> entries = chain.get();
    boolean asks =
        sight == Sight.READING
            && record.request().state() instanceof Pending
            && record.now().isBefore(record.request().deadline())
            && record.entitlement(person, people) == Entitlement.ENTITLED;
    CardView view = asks ? ReviewCard.deciding(record, people) : ReviewCard.reading(record, people);
    RenderedCard card = renderer.render(view);
    return Optional.of(
        new View(
            record,
            view,
            card,
            asks ? unknown(shown(viewer, person, record, card), record, entries) : Optional.empty(),
            asks,
            asks ? "" : sight == Sight.AUDITING ? BY_ROLE : whyNot(record, person, people),
            Optional.of(entries)));
  }

  private static ShownPage shown(
      AccountId viewer, Person person, RequestRecord record, RenderedCard card) {
    return new ShownPage(
        person.id(), viewer, record.request().revision(), record.request().action(), card.digest());
  }

  /// Empty where an entry says so already. A chain that does not read is told to whoever presses.
  private static Optional<ShownPage> unknown(
      ShownPage page, RequestRecord record, List<AuditEntry> entries) {
    return ChainFold.of(record.request().id(), entries) instanceof Folded folded
            && folded.cards().stream()
                .noneMatch(card ->
                    card.address().equals(ChatAddress.ofPages(page.account()))
                        && card.revision() == page.revision()
                        && card.card().equals(page.card()))
        ? Optional.of(page)
        : Optional.empty();
  }

  private static String whyNot(RequestRecord record, Person person, Directory people) {
    return record.request().state().isDecided()
        ? ""
        : WhyNot.said(record.entitlement(person, people));
  }
}
