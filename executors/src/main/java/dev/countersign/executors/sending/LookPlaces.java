package dev.countersign.executors.sending;

import dev.countersign.executors.connection.Limits;
import dev.countersign.ledger.SendCounts;
import dev.countersign.ledger.SendCounts.Count;
import dev.countersign.ledger.SendCounts.Most;
import dev.countersign.proposal.AgentId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/// How often the gate looks at one connection's target: counted by itself, so that no look takes a
/// place of what is sent, and for one agent half of it, so that none takes all of the others or of
/// the looks at what was carried out.
final class LookPlaces {
  /// Looks of one agent at once, so that no slow target is held open by one that proposes much.
  private static final int OF_ONE_AGENT = 1;

  private final String connection;
  private final Limits limits;
  private final SendCounts counts;
  private final Quota ofAll;
  private final Places readBacks;

  /// One for each agent that has proposed over this connection.
  private final Map<AgentId, Places> ofAgents = new ConcurrentHashMap<>();

  LookPlaces(String connection, Limits limits, SendCounts counts) {
    this.connection = connection;
    this.limits = limits;
    this.counts = counts;
    this.ofAll = quota(Count.looks(connection), limits.looksAtOnce(), limits.looks().sends());
    this.readBacks = new Places(new Slots(limits.looksAtOnce(), limits.slotWait()), List.of(ofAll));
  }

  private Quota quota(Count counted, int atOnce, int often) {
    return new Quota(
        counted,
        new Most(
            OptionalInt.of(atOnce),
            Optional.of(new SendCounts.Rate(often, limits.looks().per())),
            limits.timeout().plus(Quota.MARGIN)),
        counts);
  }

  /// Its own count is asked first: what it may not have takes nothing from the others.
  Places.Place of(AgentId agent) {
    return ofAgents.computeIfAbsent(agent, this::places).place();
  }

  private Places places(AgentId agent) {
    return new Places(
        new Slots(OF_ONE_AGENT, limits.slotWait()),
        List.of(
            quota(Count.looksFor(agent, connection), OF_ONE_AGENT, limits.looksOfOneAgent()),
            ofAll));
  }

  Places.Place ofReadBack() {
    return readBacks.place();
  }
}
