package dev.countersign.card;

import dev.countersign.people.AccountId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RetrospectiveQuestion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where pages ask for retrospectives of break-glass: whoever used it, whoever has to look at it,
/// and security read them; one of them files it, and two others close it.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface RetrospectiveDesk {
  /// So many are listed.
  int MOST = 100;

  /// Those that the viewer may read: what is open first, the earliest due first, then what is
  /// filed, then the latest that are closed.
  List<Line> list(AccountId viewer);

  /// @param viewer who is signed in
  /// @param id of the request, as typed; empty where there is none, or none of the viewer's
  ///   business
  Optional<Page> look(AccountId viewer, String id);

  /// @param answers as typed
  Told file(AccountId viewer, String id, Map<RetrospectiveQuestion, String> answers);

  Told close(AccountId viewer, String id);

  /// How people read a question.
  static String label(RetrospectiveQuestion question) {
    return switch (question) {
      case JUSTIFICATION -> "What happened, and why could it not wait?";
      case IMPACT -> "Whom and what did it concern?";
      case NORMAL_WAY -> "Could the ordinary way have worked?";
      case ROLLBACK -> "What was undone, or how could it be?";
      case CHANGES -> "What changes, so that it is not needed again?";
    };
  }

  /// Who reads what is filed; every form says so.
  String KEPT_IN_RECORD =
      "The request's record keeps this: its agent and everybody who may read the request can read"
          + " it.";

  /// Where one stands.
  enum Status {
    UNFILED,
    /// It should have been filed by now.
    OVERDUE,
    FILED,
    /// It is filed, and two others should have read it by now.
    UNREAD,
    CLOSED
  }

  /// @param name of the request, as its cards have it
  /// @param actor the name of whoever used break-glass
  /// @param owner the name of whoever has to look at it
  record Line(
      ProposalId request,
      String name,
      String actor,
      String owner,
      Instant at,
      Instant due,
      Status status) {}

  /// @param topic what was done
  /// @param filed what was filed; empty while it is open
  /// @param closedBy names of those who closed it
  /// @param files whether the viewer can file it now
  /// @param closes whether the viewer can close it now
  record Page(
      Line line,
      FormTopic topic,
      String incident,
      String reason,
      Optional<Filed> filed,
      List<String> closedBy,
      boolean files,
      boolean closes) {
    public Page {
      closedBy = List.copyOf(closedBy);
    }
  }

  /// @param by a name
  record Filed(String by, Map<RetrospectiveQuestion, String> answers) {
    public Filed {
      answers = Map.copyOf(answers);
    }
  }

  /// What came of it.
  ///
  /// @param done whether anything was written
  /// @param code stable; empty where it was done
  record Told(boolean done, String code, String words) {}
}
