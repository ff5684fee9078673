package dev.countersign.app.overview;

import dev.countersign.app.http.EvaluationView;
import dev.countersign.drawing.ProspectPage;
import dev.countersign.intake.Intake;
import dev.countersign.intake.IntakeEvaluation;
import dev.countersign.intake.IntakeResult;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.ReadableJson;
import dev.countersign.overview.EvaluationDesk;
import dev.countersign.people.Agent;
import dev.countersign.people.Directory;
import dev.countersign.people.People;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalError;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Evaluates what people paste as the door of agents evaluates what agents send.
public final class Evaluations implements EvaluationDesk {
  private static final String SUPERSEDES =
      "try it without supersedes: what it follows is not yours to read here";

  private final Intake intake;
  private final Directory directory;
  private final Supplier<People> everybody;
  private final Supplier<Set<String>> connections;

  /// @param everybody who is known at this moment
  /// @param connections the names of those in force
  public Evaluations(
      Intake intake,
      Directory directory,
      Supplier<People> everybody,
      Supplier<Set<String>> connections) {
    this.intake = intake;
    this.directory = directory;
    this.everybody = everybody;
    this.connections = connections;
  }

  @Override
  public List<AgentId> agents() {
    return everybody.get().agents().stream()
        .map(Agent::id)
        .sorted(Comparator.comparing(AgentId::value))
        .toList();
  }

  @Override
  public List<String> connections() {
    return connections.get().stream().sorted().toList();
  }

  @Override
  public Evaluated evaluate(String agent, String proposal) {
    Optional<Agent> as =
        agents().stream()
            .filter(id -> id.value().equals(agent))
            .findFirst()
            .flatMap(directory::agent);
    if (as.isPresent() && supersedes(proposal)) {
      return new Evaluated.NotTaken("not_yours_to_read", SUPERSEDES, List.of());
    }
    return as.isEmpty()
        ? new Evaluated.NoSuchAgent()
        : switch (intake.evaluate(as.get(), proposal.getBytes(StandardCharsets.UTF_8))) {
          case IntakeEvaluation.Ruled ruled -> ruled(ruled);
          case IntakeEvaluation.NotTaken(var why) -> notTaken(why);
        };
  }

  /// What a revision follows would be shown as it was, to somebody whom that request may not
  /// concern.
  private static boolean supersedes(String proposal) {
    try {
      return CanonicalJson.parse(proposal.getBytes(StandardCharsets.UTF_8))
              instanceof JsonObject draft
          && draft.has("supersedes");
    } catch (JsonRefusedException e) {
      return false; // the intake says where
    }
  }

  private Evaluated.Ruled ruled(IntakeEvaluation.Ruled ruled) {
    Directory people = directory.asOfNow();
    return new Evaluated.Ruled(
        ProspectPage.ruled(ruled.record(), ruled.asked(), people),
        ProspectPage.card(ruled.record(), people),
        ReadableJson.of(EvaluationView.of(ruled)));
  }

  private static Evaluated.NotTaken notTaken(IntakeResult why) {
    return switch (why) {
      case IntakeResult.Malformed malformed ->
          new Evaluated.NotTaken(
              malformed.code(), malformed.detail() + ", at byte " + malformed.offset(), List.of());
      case IntakeResult.Invalid(var errors) ->
          new Evaluated.NotTaken("invalid_proposal", "this is not a proposal.v1", errors);
      case IntakeResult.Declined declined ->
          new Evaluated.NotTaken(
              declined.reason().code(),
              declined.detail(),
              declined.pointer().isEmpty()
                  ? List.of()
                  : List.of(
                      new ProposalError(
                          declined.pointer(), declined.reason().code(), declined.detail())));
      case IntakeResult.Recorded _ ->
          throw new IllegalStateException("an evaluation records nothing");
    };
  }
}
