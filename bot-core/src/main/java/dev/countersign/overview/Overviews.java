package dev.countersign.overview;

/// Everything that pages are told of a deployment.
///
/// @param evaluations what would become of a proposal
/// @param policies the policy, in force and as it could be
/// @param people who is who
/// @param connections where actions lead
/// @param agents who proposes
public record Overviews(
    EvaluationDesk evaluations,
    PolicyDesk policies,
    PeopleDesk people,
    ConnectionsDesk connections,
    AgentsDesk agents) {}
