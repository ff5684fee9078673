package dev.countersign.audit;

import dev.countersign.json.JsonObject;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.RequestEvent;
import java.util.List;

/// What the entries of one chain say, read through the transition table.
public sealed interface Folding {

  /// The chain is one that the gate may have written.
  ///
  /// @param request where the entries lead
  /// @param ruled the data of the ruling's entry
  /// @param turns the entries that moved the request, in order
  /// @param cards every rendering that was about to be shown, in order
  /// @param standing one for each place and revision, in the order in which they came to stand
  /// @param pages what people opened of actions that no card showed whole, in order
  /// @param attachments which of them people were handed, in order
  /// @param proven presses that came with a passkey, in order
  record Folded(
      ApprovalRequest request,
      JsonObject ruled,
      List<Turn> turns,
      List<ShownCard> cards,
      List<StandingCard> standing,
      List<OpenedPage> pages,
      List<OpenedAttachment> attachments,
      List<ProvenPress> proven)
      implements Folding {
    public Folded {
      turns = List.copyOf(turns);
      cards = List.copyOf(cards);
      standing = List.copyOf(standing);
      pages = List.copyOf(pages);
      attachments = List.copyOf(attachments);
      proven = List.copyOf(proven);
    }
  }

  /// No gate writes such a chain.
  ///
  /// @param seq the number of the entry that does not belong
  record Broken(int seq, String why) implements Folding {}

  /// One entry that moved the request.
  ///
  /// @param seq its number in the chain
  /// @param after the request once it had happened
  record Turn(int seq, RequestEvent event, ApprovalRequest after) {}
}
