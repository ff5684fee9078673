package dev.countersign.policy;

import dev.countersign.proposal.AgentEnvironment;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import java.util.Optional;

/// What the gate knows of the proposing agent from its credential.
///
/// @param environment the `<env>` of its key, where one is known
public record AgentFacts(AgentId id, PersonId owner, Optional<AgentEnvironment> environment) {}
