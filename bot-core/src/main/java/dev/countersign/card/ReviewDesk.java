package dev.countersign.card;

import dev.countersign.json.Digest;
import dev.countersign.passkey.Bound;
import dev.countersign.people.AccountId;
import dev.countersign.proposal.Message;
import dev.countersign.request.Decision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where pages ask for the whole of one request, for one person who came by themselves. Of a
/// request that the person may decide, that it was shown to them is written down before they see
/// it, once for each way it looks; nothing else comes of looking.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface ReviewDesk {

  /// @param viewer who is signed in
  /// @param id as typed
  Reviewed look(AccountId viewer, String id);

  /// What the viewer, and only the viewer, is shown.
  sealed interface Reviewed {
    /// @param card as the pages draw it, with the buttons that it would have
    /// @param tokens one for each of [RenderedCard#asks]; none where the viewer does not decide
    /// @param words to the viewer, in the service's own: why they do not decide it; may be empty
    /// @param stronger what a passkey has to sign for an approval; empty where a press suffices
    /// @param exported whether the viewer is handed its evidence as a file, see [EvidenceDesk]
    /// @param attachments what the viewer may open, see [AttachmentDesk]
    /// @param openFirst digests of those that the viewer has yet to open before an approval of
    ///   theirs counts
    /// @param chapters what stands around it; none for whoever sees no more than how it stands
    record Page(
        CardView view,
        RenderedCard card,
        Map<Decision, String> tokens,
        String words,
        Optional<Bound> stronger,
        boolean exported,
        List<Message.Attachment> attachments,
        Set<Digest> openFirst,
        List<Chapter> chapters)
        implements Reviewed {
      public Page {
        tokens = Map.copyOf(tokens);
        attachments = List.copyOf(attachments);
        openFirst = Set.copyOf(openFirst);
        chapters = List.copyOf(chapters);
      }

      /// Without the tokens.
      @Override
      public String toString() {
        return "Page[" + card.digest() + " asks " + tokens.keySet() + "]";
      }
    }

    /// There is no such request, or it is none of the viewer's business: the two are told apart for
    /// nobody.
    record Unknown() implements Reviewed {}
  }
}
