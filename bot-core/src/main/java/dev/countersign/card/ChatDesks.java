package dev.countersign.card;

/// What every chat calls in the core.
public record ChatDesks(CardDesks cards, QuestionDesks questions, DeploymentDesks deployment) {

  /// What people do on a card.
  ///
  /// @param clicks takes what people press
  /// @param own shows one person a posted card
  /// @param edits takes texts that people put in place of an agent's
  /// @param interventions takes what people ask for beside their decision
  /// @param details shows the whole of an action in pages
  /// @param forged notes buttons that the gate did not make
  public record CardDesks(
      ClickDesk clicks,
      CardDesk own,
      EditDesk edits,
      InterventionDesk interventions,
      DetailsDesk details,
      ForgedDesk forged) {}

  /// What people ask of requests and of their own things.
  ///
  /// @param queue answers what people ask
  /// @param homes tells people what is theirs
  /// @param batches gathers alike requests onto one card
  /// @param deadlines puts deadlines off
  /// @param problems takes what people say was wrong with a decision
  /// @param mutes keeps who wants quiet
  /// @param links links accounts to persons
  public record QuestionDesks(
      QueueDesk queue,
      HomeDesk homes,
      BatchDesk batches,
      DeadlineDesk deadlines,
      ProblemDesk problems,
      MuteDesk mutes,
      LinkDesk links) {}

  /// What concerns the deployment as a whole.
  ///
  /// @param places looks at places of which a chat told something
  /// @param freezes freezes what is granted and executed
  /// @param glass leads to break-glass, and ends it
  /// @param unknown tells what nobody knows the end of, and takes what people found
  public record DeploymentDesks(
      PlaceDesk places, FreezeDesk freezes, GlassCommandDesk glass, UnknownCommandDesk unknown) {}

  /// The same with other desks for cards.
  public ChatDesks with(CardDesks others) {
    return new ChatDesks(others, questions, deployment);
  }

  /// The same with other desks for the deployment.
  public ChatDesks with(DeploymentDesks others) {
    return new ChatDesks(cards, questions, others);
  }
}
