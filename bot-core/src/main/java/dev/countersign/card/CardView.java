package dev.countersign.card;

import dev.countersign.proposal.ProposalId;
import dev.countersign.request.BatchId;
import dev.countersign.request.Decision;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a card means, before any chat draws it: the same for every surface.
///
/// @param version the request's version that it shows
/// @param heading verb and object in the service's own words, for instance "Call
///   api.billing.example"
/// @param summary one line in fixed words for notifications; may be parsed as markup by a chat, so
///   never supplied text
/// @param tone of the heading
/// @param buttons empty once the request is decided
/// @param footer small print in the service's own words
/// @param editable whether a chat that has the form offers to edit the text
/// @param interventions what the card offers beside its decisions, in this order; who may is asked
///   at the press
/// @param ticks of a card about several requests; `request` is then the first of them
/// @param pages of which its details have so many, see [DetailsDesk]; 0 where none are offered
/// @param masked whether something of the action is hidden on it
/// @param console the page on which it can be decided where no chat shows it whole, be it on the
///   card or in details; empty where one does, or where there is no console
/// @param way to the page of its request, where something is done there that no chat can do; empty
///   where nobody is asked any more, or where there is no console
public record CardView(
    ProposalId request,
    int revision,
    int version,
    Tone tone,
    String heading,
    String summary,
    List<Section> sections,
    List<Button> buttons,
    String footer,
    boolean editable,
    List<Intervention> interventions,
    Optional<TickList> ticks,
    int pages,
    boolean masked,
    Optional<URI> console,
    Optional<Way> way) {
  /// A button that leads somewhere and decides nothing.
  ///
  /// @param label in the service's own words
  /// @param page of this deployment, with nothing supplied in it
  public record Way(String label, URI page) {}

  public CardView {
    interventions = List.copyOf(interventions);
    sections = List.copyOf(sections);
    buttons = List.copyOf(buttons);
  }

  /// The card of one request, whose text nobody edits in a chat, and that offers no details.
  public CardView(
      ProposalId request,
      int revision,
      int version,
      Tone tone,
      String heading,
      String summary,
      List<Section> sections,
      List<Button> buttons,
      String footer) {
    this(
        request,
        revision,
        version,
        tone,
        heading,
        summary,
        sections,
        buttons,
        footer,
        false,
        List.of(),
        Optional.empty(),
        0,
        false,
        Optional.empty(),
        Optional.empty());
  }

  /// The same card, for a text that whoever may decide may edit, see [EditDesk].
  public CardView withEdit() {
    return with(sections, true, interventions, pages);
  }

  /// The same card, offering these beside its decisions.
  public CardView offering(List<Intervention> some) {
    return with(sections, editable, some, pages);
  }

  /// The same card, with a way to the whole of its action in so many pages.
  public CardView withDetails(int number) {
    return with(sections, editable, interventions, number);
  }

  /// The same card of an action that only that page shows whole.
  public CardView withConsole(URI page) {
    return copy(
        sections, buttons, editable, interventions, ticks, pages, masked, Optional.of(page));
  }

  /// The same card of an action that is approved with a passkey, on that page.
  public CardView approvedOn(URI page) {
    return leadingTo(new Way("Approve with passkey", page));
  }

  /// The same card of a message whose attachments are opened on that page.
  public CardView openedOn(URI page) {
    return leadingTo(new Way("Open attachments", page));
  }

  private CardView leadingTo(Way other) {
    return new CardView(
        request,
        revision,
        version,
        tone,
        heading,
        summary,
        sections,
        buttons,
        footer,
        editable,
        interventions,
        ticks,
        pages,
        masked,
        console,
        Optional.of(other));
  }

  public boolean offersDetails() {
    return pages > 0;
  }

  /// The same card to be read only.
  public CardView withoutButtons() {
    return new CardView(
        request, revision, version, tone, heading, summary, sections, List.of(), footer);
  }

  /// The same card about several requests.
  public CardView with(TickList list) {
    return copy(
        sections, buttons, editable, interventions, Optional.of(list), pages, masked, console);
  }

  /// The same card with other sections, from which something is left out that its viewers may not
  /// read there; nobody approves on it.
  public CardView masked(List<Section> left) {
    return copy(
        left,
        buttons.stream().filter(button -> button.decision() != Decision.APPROVE).toList(),
        editable,
        interventions,
        ticks,
        pages,
        true,
        console);
  }

  /// The same card with this right below its heading.
  public CardView below(Section first) {
    return with(Stream.concat(Stream.of(first), sections.stream()).toList());
  }

  /// How the card names its request, or its batch: what its buttons carry, and what a look or a
  /// press brings back.
  public String reference() {
    return ticks.map(list -> list.batch().value()).orElseGet(request::value);
  }

  /// Whether a card could name a request so; whether there is such a request is for the gate to
  /// say.
  public static boolean isReference(String text) {
    return ProposalId.parse(text).isPresent() || BatchId.parse(text).isPresent();
  }

  /// The same card without what only helps the eye, see [Section#plainer].
  public CardView plainer() {
    return with(sections.stream().map(Section::plainer).toList());
  }

  /// The same card with at most so many characters of all that the agent says beside its action,
  /// and with a line that says how much is left out, see [Excerpts].
  public CardView briefer(int most) {
    return with(new Excerpts(most).of(sections));
  }

  /// Lines that come to stand below each other are one section, since chats count sections too.
  private CardView with(List<Section> changed) {
    List<Section> joined = new ArrayList<>();
    for (Section section : changed) {
      if (section instanceof Section.Lines(var lines)
          && !joined.isEmpty()
          && joined.getLast() instanceof Section.Lines(var above)) {
        joined.removeLast();
        joined.add(new Section.Lines(Stream.concat(above.stream(), lines.stream()).toList()));
      } else {
        joined.add(section);
      }
    }
    return with(joined, editable, interventions, pages);
  }

  private CardView with(
      List<Section> otherSections, boolean edit, List<Intervention> offered, int number) {
    return copy(otherSections, buttons, edit, offered, ticks, number, masked, console);
  }

  private CardView copy(
      List<Section> otherSections,
      List<Button> otherButtons,
      boolean edit,
      List<Intervention> offered,
      Optional<TickList> list,
      int number,
      boolean hides,
      Optional<URI> elsewhere) {
    return new CardView(
        request,
        revision,
        version,
        tone,
        heading,
        summary,
        otherSections,
        otherButtons,
        footer,
        edit,
        offered,
        list,
        number,
        hides,
        elsewhere,
        way);
  }
}
