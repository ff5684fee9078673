package dev.countersign.card;

import java.util.LinkedHashMap;
import java.util.Map;

/// What an adapter remembers for a while: a map that holds so much and no more. What has not been
/// touched for the longest is forgotten first. Not for several threads at a time.
@SuppressWarnings("serial") // maps are serialisable by ancestry only
public final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {
  private static final int CAPACITY = 16;
  private static final float LOAD = 0.75f;

  private final int most;

  public RecentlyUsed(int most) {
    super(CAPACITY, LOAD, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
