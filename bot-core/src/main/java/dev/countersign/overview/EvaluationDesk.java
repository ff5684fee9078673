package dev.countersign.overview;

import dev.countersign.card.CardView;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalError;
import java.util.List;
import java.util.Optional;

/// Where pages ask what would become of a proposal, by the same evaluation as an agent's own (`POST
/// /v1/evaluations`). Nothing is stored and nobody is asked.
///
/// Throws [dev.countersign.card.UnavailableException] when the ledger cannot answer.
public interface EvaluationDesk {
  /// Bytes of a proposal in UTF-8; longer ones are not taken.
  int MOST_BYTES = 256 * 1024;

  /// The agents that there are, in the order of their names.
  List<AgentId> agents();

  /// The connections that there are, in the same order.
  List<String> connections();

  /// @param agent as which it is proposed, as chosen
  /// @param proposal a `proposal.v1`, as an agent would send it
  Evaluated evaluate(String agent, String proposal);

  /// What would become of it.
  sealed interface Evaluated {
    /// @param ruling what the gate would do, whom it would ask, and why
    /// @param card what those would read; empty where nobody is asked
    /// @param answer what an agent reads: a document of JSON, laid out for people
    record Ruled(CardView ruling, Optional<CardView> card, String answer) implements Evaluated {}

    /// The intake would not take it at all.
    ///
    /// @param code stable, as an agent reads it
    /// @param errors where in the document something is wrong; may be empty
    record NotTaken(String code, String detail, List<ProposalError> errors) implements Evaluated {
      public NotTaken {
        errors = List.copyOf(errors);
      }
    }

    record NoSuchAgent() implements Evaluated {}
  }
}
