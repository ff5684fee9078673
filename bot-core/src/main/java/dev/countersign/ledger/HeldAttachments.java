package dev.countersign.ledger;

import dev.countersign.json.Digest;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// The port to the bytes of attachments. An agent hands them in before it proposes to send them;
/// each is known by its digest, to that agent alone.
///
/// What no request holds is forgotten [#UNHELD] after it was last handed in; what one holds stays
/// as long as that request.
public interface HeldAttachments {
  /// Of one attachment.
  int MOST_BYTES = 5 * 1024 * 1024;

  /// How many one agent may hand in within [#UNHELD], and how many bytes together.
  int MOST = 100;

  long MOST_BYTES_TOGETHER = 50L * 1024 * 1024;

  Duration UNHELD = Duration.ofHours(24);

  /// Keeps bytes for an agent; the same ones again are kept longer.
  ///
  /// @param bytes 1..[#MOST_BYTES]
  Kept keep(AgentId agent, byte[] bytes);

  /// What came of handing in.
  sealed interface Kept {

    /// @param bytes how many they are
    /// @param before whether this agent had handed in the same ones, which are kept still
    record Is(Digest digest, int bytes, boolean before) implements Kept {}

    /// This agent has handed in [#MOST] already.
    record TooMany() implements Kept {}

    /// Together they would be more than [#MOST_BYTES_TOGETHER].
    record TooMuch() implements Kept {}
  }

  /// How many bytes each of these has that this agent handed in and that is kept still.
  ///
  /// @param named at most 20
  Map<Digest, Long> sizes(AgentId agent, Set<Digest> named);

  /// Holds for a request that is about to be opened what its agent handed in. A hold of which no
  /// request came is let go after [#UNHELD].
  ///
  /// @param named at most 20
  /// @return whether all of them are held now; otherwise none was
  boolean hold(ProposalId request, AgentId agent, Set<Digest> named);

  /// What a request holds, compared with its digest.
  Found find(ProposalId request, Digest digest);

  /// What is known of one attachment of a request.
  sealed interface Found {

    /// @param content exactly what the digest is of
    @SuppressWarnings("ArrayRecordComponent") // bytes as they are stored; nobody compares two
    record Whole(byte[] content) implements Found {
      /// Without the content.
      @Override
      public String toString() {
        return "Whole[" + content.length + " bytes]";
      }
    }

    /// Other bytes stand there than those that were handed in.
    record Damaged() implements Found {}

    /// The request holds no such attachment.
    record Missing() implements Found {}
  }

  /// Compares what is stored with the digest that it is to have.
  static Found compared(byte[] stored, Digest digest) {
    return Digest.of(stored).equals(digest) ? new Found.Whole(stored) : new Found.Damaged();
  }

  /// Forgets what nobody needs any more, a bounded number at a time; replicas may do it at once.
  ///
  /// @return how many attachments
  int forget();
}
