package dev.countersign.proposal;

import java.time.Instant;

/// What an agent submitted, frozen at `at` by the ledger's clock.
///
/// @param agent from the credential
/// @param owner the person who answers for the agent; never counts towards a quorum
public record Proposal(
    ProposalId id, AgentId agent, PersonId owner, Action action, Context context, Instant at) {}
