package dev.countersign.execution;

import dev.countersign.catalogue.Reading;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.RecordChange;
import dev.countersign.token.Grant;
import java.util.Optional;
import java.util.Set;

/// Carries out one action on a target system: the only port through which anything leaves the gate.
///
/// An executor sends at most once per turn, never retries, holds its own credentials, and tells the
/// three outcomes apart honestly: see [Outcome].
public interface ActionExecutor {

  /// Where actions on this target system take effect, as the deployment and its connections are
  /// configured; the gravest one for a system that nobody configured.
  default Environment environment(String targetSystem) {
    return Environment.PRODUCTION;
  }

  /// The target systems that are configured in an environment.
  default Set<String> systems(Environment there) {
    return Set.of();
  }

  /// Whether what is approved for this target system is sent from here; otherwise somebody else
  /// carries it out.
  default boolean executes(String targetSystem) {
    return true;
  }

  /// Who carries it out instead, outside of this gate and of its own accord, once it has redeemed
  /// the grant for it. Never where [#executes].
  default Optional<OutsideExecutor> outside(String targetSystem) {
    return Optional.empty();
  }

  /// Who may redeem grants for actions on this target system, as their `aud`; empty where a
  /// connection only advises.
  default Optional<String> audience(String targetSystem) {
    return executes(targetSystem)
        ? Optional.of(Grant.GATEWAY)
        : outside(targetSystem).map(OutsideExecutor::name);
  }

  /// What the bytes of this action mean by the catalogue of its connection; empty where that has no
  /// entry for it.
  default Optional<Reading> reading(Action action) {
    return Optional.empty();
  }

  /// Why this action could not be sent as it stands (allow-list, class, size), found without
  /// touching the network; empty when it could. Asked at intake, so that nobody reviews what can
  /// never run, and again before sending.
  Optional<Inadmissible> check(Action action);

  /// Takes a place for this action among those that may fly now, or says when to ask again. Asked
  /// before the grant is redeemed, so that no limit ends what people approved. Touches no network.
  Turn turn(Action action);

  /// Whether what a message attaches is sent from here, so that the gate has to have its bytes
  /// before anybody is asked.
  default boolean attaches(Action action) {
    return false;
  }

  /// Whether the gate itself reads what the record holds, before anybody is asked about this change
  /// of it.
  default boolean readsFirst(Action action) {
    return false;
  }

  /// Reads it, as often as the connection lets this agent, and no matter how much is carried out.
  /// Changes nothing, never throws for anything the target or the network does. Only where
  /// [#readsFirst].
  ///
  /// @param agent who proposes it
  default RecordLook readFirst(Action action, AgentId agent) {
    throw new IllegalStateException("nothing is read before here");
  }

  /// Whether the chat that this message goes to is asked, before people are, who would read it
  /// there.
  default boolean asksWhoReads(Action action) {
    return false;
  }

  /// Asks it, as often as the connection lets this agent. Changes nothing, never throws for
  /// anything the target or the network does. Only where [#asksWhoReads].
  ///
  /// @param agent who proposes it
  default ReadersLook whoReads(Action action, AgentId agent) {
    throw new IllegalStateException("nobody is asked who reads here");
  }

  /// What may be done to records of the type that this action changes; nothing where it changes
  /// none from here.
  default Set<RecordChange.Operation> operations(Action action) {
    return Set.of();
  }

  /// Whether it is looked, once the target has confirmed this action, what stands there.
  default boolean readsBack(Action action) {
    return false;
  }

  /// Looks what stands there, as often as the connection lets, and no matter how much is carried
  /// out. Changes nothing, never throws for anything the target or the network does. Only where
  /// [#readsBack].
  default TargetLook readBack(Action action) {
    throw new IllegalStateException("nothing is read back here");
  }

  /// Whether the target can be asked what it would make of this action, without any effect there.
  default boolean triesOut(Action action) {
    return false;
  }

  /// Asks it, within the connection's limits. Has no effect there, never throws for anything the
  /// target or the network does. Only where [#triesOut].
  default TargetTrial tryOut(Action action) {
    throw new IllegalStateException("nothing is tried out here");
  }
}
