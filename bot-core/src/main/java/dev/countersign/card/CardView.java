package dev.countersign.card;

import dev.countersign.proposal.ProposalId;
import java.util.List;

/// What a card means, before any chat draws it: the same for Slack and Teams.
///
/// @param version the request's version that it shows
/// @param heading verb and object in the service's own words, for instance "Call
///   api.billing.example"
/// @param summary one line in fixed words for notifications; may be parsed as markup by a chat, so
///   never supplied text
/// @param tone of the heading
/// @param buttons empty once the request is decided
/// @param footer small print in the service's own words
public record CardView(
    ProposalId request,
    int revision,
    int version,
    Tone tone,
    String heading,
    String summary,
    List<Section> sections,
    List<Button> buttons,
    String footer) {
  public CardView {
    sections = List.copyOf(sections);
    buttons = List.copyOf(buttons);
  }

  /// The same card without what only helps the eye, see [Section#plainer].
  public CardView plainer() {
    return new CardView(
        request,
        revision,
        version,
        tone,
        heading,
        summary,
        sections.stream().map(Section::plainer).toList(),
        buttons,
        footer);
  }
}
