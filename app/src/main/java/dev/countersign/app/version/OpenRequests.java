package dev.countersign.app.version;

import dev.countersign.app.policy.AskedByFile;
import dev.countersign.intake.RulingDesk;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.DeploymentVersions;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Agent;
import dev.countersign.people.Beneficiaries;
import dev.countersign.people.Directory;
import dev.countersign.people.Electorate;
import dev.countersign.people.Surfaces;
import dev.countersign.policy.DomainList;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Pending;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The requests that wait for people, each ruled on again by another policy and other people. Reads
/// only, page by page, and stops after [#MOST].
public final class OpenRequests {
  public static final int MOST = 10_000;

  /// Ids that are told of each kind.
  public static final int SHOWN = 20;

  private static final int PAGE = 500;

  private final DeploymentVersions versions;
  private final Ledger ledger;
  private final Policy policy;
  private final Directory people;
  private final Surfaces surfaces;
  private final DomainList internalDomains;

  public OpenRequests(
      DeploymentVersions versions,
      Ledger ledger,
      Policy policy,
      Directory people,
      Surfaces surfaces,
      DomainList internalDomains) {
    this.versions = versions;
    this.ledger = ledger;
    this.policy = policy;
    this.people = people;
    this.surfaces = surfaces;
    this.internalDomains = internalDomains;
  }

  /// What was found.
  ///
  /// @param first the first [#SHOWN] ids of each kind
  /// @param unreadable how many do not read; `verify` names them
  /// @param stopped whether there may be more than were looked at
  public record Found(
      Map<RequestEffect, Integer> counts,
      Map<RequestEffect, List<ProposalId>> first,
      int unreadable,
      boolean stopped) {
    public Found {
      counts = Map.copyOf(counts);
      first = Map.copyOf(first);
    }

    public int count(RequestEffect effect) {
      return counts.getOrDefault(effect, 0);
    }
  }

  public Found look() {
    return look(MOST);
  }

  Found look(int most) {
    Map<RequestEffect, Integer> counts = new EnumMap<>(RequestEffect.class);
    Map<RequestEffect, List<ProposalId>> first = new EnumMap<>(RequestEffect.class);
    int unreadable = 0;
    int looked = 0;
    List<ProposalId> page = versions.pendingAfter(Optional.empty(), Math.min(PAGE, most));
    while (!page.isEmpty()) {
      for (ProposalId id : page) {
        try {
          effect(id)
              .ifPresent(effect -> {
                counts.merge(effect, 1, Integer::sum);
                List<ProposalId> ids = first.computeIfAbsent(effect, _ -> new ArrayList<>());
                if (ids.size() < SHOWN) {
                  ids.add(id);
                }
              });
        } catch (DamagedRecordException e) {
          unreadable++;
        }
      }
      looked += page.size();
      Optional<ProposalId> last = Optional.of(page.getLast());
      if (looked >= most) {
        return new Found(counts, first, unreadable, !versions.pendingAfter(last, 1).isEmpty());
      }
      page = versions.pendingAfter(last, Math.min(PAGE, most - looked));
    }
    return new Found(counts, first, unreadable, false);
  }

  /// Empty for what was decided meanwhile.
  private Optional<RequestEffect> effect(ProposalId id) {
    return ledger
        .find(id)
        .filter(record -> record.request().state() instanceof Pending)
        .map(this::effect);
  }

  private RequestEffect effect(RequestRecord record) {
    Optional<Agent> agent = people.agent(record.proposal().agent());
    if (agent.isEmpty()) {
      return RequestEffect.REFUSED;
    }
    Ruling now =
        policy.rule(
            RulingDesk.input(
                agent.get().facts(),
                record.proposal().action(),
                record.proposal().context(),
                internalDomains));
    RequestEffect effect = RequestEffect.of(record.ruling(), now);
    return effect != RequestEffect.REFUSED && nobodyCan(record, now)
        ? RequestEffect.REFUSED
        : effect;
  }

  /// Nobody could complete what was asked for, or what is asked for now.
  private boolean nobodyCan(RequestRecord record, Ruling now) {
    Set<PersonId> conflicted = record.conflicted(people);
    Set<PersonId> withBeneficiaries = new HashSet<>(conflicted);
    withBeneficiaries.addAll(Beneficiaries.of(now.beneficiaries(), people));
    return nobodyCan(record.request().stages(), record.ruling(), conflicted)
        || (now.gate() == Gate.ASK && nobodyCan(now.stages(), now, withBeneficiaries));
  }

  private boolean nobodyCan(List<Stage> stages, Ruling ruling, Set<PersonId> conflicted) {
    return !new Electorate(
            stages, people, conflicted, new AskedByFile(people, surfaces, ruling.chatApprove()))
        .whyNobodyCan()
        .isEmpty();
  }
}
