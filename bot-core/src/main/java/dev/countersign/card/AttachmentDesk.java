package dev.countersign.card;

import dev.countersign.people.AccountId;

/// Where pages ask for the bytes of what a request attaches. An entry of its chain says first to
/// whom they are handed, once for each person, revision and attachment.
///
/// Throws [UnavailableException] when the ledger cannot answer.
@FunctionalInterface
public interface AttachmentDesk {

  /// @param reader who is signed in
  /// @param id of the request, as typed
  /// @param sha256 of the attachment, in lower-case hex, as typed
  Handed open(AccountId reader, String id, String sha256);

  /// What the reader, and only the reader, is handed.
  sealed interface Handed {

    /// @param name as the agent calls it
    /// @param content exactly what the approved digest is of
    @SuppressWarnings("ArrayRecordComponent") // handed on as it is; nobody compares two
    record File(String name, byte[] content) implements Handed {
      /// Without the content.
      @Override
      public String toString() {
        return "File[" + content.length + " bytes]";
      }
    }

    /// Other bytes stand there than the digest is of: nobody is handed them.
    record Damaged() implements Handed {}

    /// There is no such request or attachment, or none that is theirs to open.
    record Unknown() implements Handed {}
  }
}
