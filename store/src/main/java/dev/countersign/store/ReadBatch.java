package dev.countersign.store;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What there is by several keys, in one statement that begins after all of them were asked for.
///
/// @param read what there is by each; nothing by a key that is not there
/// @param nothing by a key that is not there
record ReadBatch<K, A>(Function<Set<K>, Map<K, A>> read, A nothing)
    implements BatchQueue.Work<K, A> {

  @Override
  public List<Optional<A>> together(List<K> keys) {
    Map<K, A> found = read.apply(new HashSet<>(keys));
    return keys.stream().map(key -> Optional.of(of(found, key))).toList();
  }

  @Override
  public A alone(K key) {
    return of(read.apply(Set.of(key)), key);
  }

  private A of(Map<K, A> found, K key) {
    return Objects.requireNonNullElse(found.get(key), nothing);
  }

  @Override
  public Collection<?> apart(K key) {
    return List.of();
  }
}
