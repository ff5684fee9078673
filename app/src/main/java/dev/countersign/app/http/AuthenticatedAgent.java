package dev.countersign.app.http;

import dev.countersign.people.Agent;
import java.util.Set;

/// An agent whose key was verified; only [AgentAuthenticator] has reason to make one.
public record AuthenticatedAgent(Agent agent, Set<Scope> scopes) {
  public AuthenticatedAgent {
    scopes = Set.copyOf(scopes);
  }
}
