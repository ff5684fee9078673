package dev.countersign.executors.sending;

import dev.countersign.ledger.SendCounts;

/// Where targets are only looked at, so that nothing is counted.
enum NothingSent implements SendCounts {
  INSTANCE;

  @Override
  public Answer count(Count counted, String send, Most most) {
    throw new IllegalStateException("nothing is sent from here");
  }

  @Override
  public void takeBack(String send) {}

  @Override
  public void ended(String send) {}
}
