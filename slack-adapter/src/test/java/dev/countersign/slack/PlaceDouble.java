package dev.countersign.slack;

import dev.countersign.card.PlaceDesk;
import dev.countersign.json.WireName;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import java.util.ArrayList;
import java.util.List;

/// Keeps which places were to be looked at.
final class PlaceDouble implements PlaceDesk {
  private static final long AT_MOST = 10_000;

  private final List<String> told = new ArrayList<>();

  synchronized List<String> told() {
    return List.copyOf(told);
  }

  /// Until so many were told, which comes behind the acknowledgement of the event.
  synchronized void await(int many) {
    long end = System.nanoTime() / 1_000_000 + AT_MOST;
    try {
      while (told.size() < many) {
        long left = end - System.nanoTime() / 1_000_000;
        if (left <= 0) {
          throw new AssertionError("not told of " + many + " in time: " + told);
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void told(ChatAddress place) {
    add(place.toString());
  }

  @Override
  public void told(Surface chat, String tenant) {
    add(WireName.of(chat) + " " + tenant);
  }

  @Override
  public void moved(ChatAddress from, ChatAddress to) {
    add(from + " is " + to);
  }

  private synchronized void add(String what) {
    told.add(what);
    notifyAll();
  }
}
