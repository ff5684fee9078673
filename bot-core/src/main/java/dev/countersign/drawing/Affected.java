package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.DerivedFacts;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.Audience;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.ToolCall;
import java.util.List;
import java.util.Optional;

/// Whom an action affects, as far as its bytes tell. Of a call nobody here knows more than the
/// system that it goes to.
final class Affected {
  private Affected() {}

  static Optional<List<Run>> by(RequestRecord record) {
    return switch (record.proposal().action().changes()) {
      case Message message -> Optional.of(line(recipients(message, record)));
      case RecordChange change -> extent(change).map(Affected::line);
      case ApiCall _, ToolCall _ -> Optional.empty();
    };
  }

  /// Whether it says no more than how many recipients there are, which a list of them says as well.
  static boolean isOnlyCounted(RequestRecord record) {
    return record.proposal().action().changes() instanceof Message message
        && record.ruling().circumstances().audience() == Audience.NONE
        && DerivedFacts.sharedRecipients(message).isEmpty();
  }

  private static List<Run> line(String who) {
    return List.of(Run.strong("Who is affected: "), Run.words(who));
  }

  /// By their addresses alone; what the agent says of its audience stands in its own block. Only of
  /// addresses that nobody shares is it said how many recipients they are.
  private static String recipients(Message message, RequestRecord record) {
    int addresses = DerivedFacts.recipients(message).size();
    int shared = DerivedFacts.sharedRecipients(message).size();
    String counted = shared == 0 ? "recipient" : "address";
    String many = shared == 0 ? "recipients" : "addresses";
    return (addresses == 1 ? "1 " + counted : addresses + " " + many)
        + switch (record.ruling().circumstances().audience()) {
          case NONE -> ".";
          case INTERNAL ->
              addresses == 1
                  ? ", inside the organisation by the address."
                  : ", all inside the organisation by their addresses.";
          case EXTERNAL, PUBLIC ->
              addresses == 1
                  ? ", outside the organisation as far as the address shows."
                  : ", not all inside the organisation as far as their addresses show.";
        }
        + readers(addresses, shared);
  }

  private static String readers(int addresses, int shared) {
    if (shared == 0) {
      return "";
    }
    String which =
        addresses == 1 ? " It is" : shared == 1 ? " 1 of them is" : " " + shared + " of them are";
    return which
        + " or may be a channel, a group or a list: Countersign does not know how many people read"
        + " there.";
  }

  /// Of a change the fields say it.
  private static Optional<String> extent(RecordChange change) {
    return switch (change.operation()) {
      case CREATE, UPDATE -> Optional.empty();
      case ARCHIVE, RESTORE -> Optional.of("one whole record, and whoever works with it.");
      case DELETE ->
          Optional.of(
              "one whole record, and whoever relies on it. Countersign has not read what it"
                  + " holds.");
    };
  }
}
