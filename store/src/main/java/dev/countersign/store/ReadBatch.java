package dev.countersign.store;

import dev.countersign.proposal.ProposalId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What is there of several requests, in one statement.
///
/// @param many what is there of each; none of what there is not
/// @param nothing of a request that there is not
record ReadBatch<A>(
    Function<ProposalId, A> one, Function<Set<ProposalId>, Map<ProposalId, A>> many, A nothing)
    implements BatchQueue.Work<ProposalId, A> {

  @Override
  public List<Optional<A>> together(List<ProposalId> ids) {
    Map<ProposalId, A> found = many.apply(new HashSet<>(ids));
    return ids.stream().map(id -> Optional.of(found.getOrDefault(id, nothing))).toList();
  }

  @Override
  public A alone(ProposalId id) {
    return one.apply(id);
  }

  @Override
  public Collection<?> apart(ProposalId id) {
    return List.of();
  }
}
